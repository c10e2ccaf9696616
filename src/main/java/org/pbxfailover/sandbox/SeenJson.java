package org.pbxfailover.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A chronicle as JSON: {@code [{"at": "2026-…Z", "where": "primary", "method": "GET", …}, …]}. */
final class SeenJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SeenJson() {}

    static String of(Chronicle chronicle) {
        List<Map<String, String>> lines =
                chronicle.all().stream().map(line -> fields(chronicle, line)).toList();
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings always become JSON", e);
        }
    }

    private static Map<String, String> fields(Chronicle chronicle, Seen line) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("at", chronicle.beganAt().plus(line.at()).toString());
        fields.put("where", line.where());
        if (line instanceof Seen.Request request) {
            fields.put("method", request.method());
            fields.put("path", request.path());
            request.key().ifPresent(key -> fields.put("idempotency-key", key));
            fields.put("body", request.body());
        } else if (line instanceof Seen.Change change) {
            fields.put("change", PlainWords.word(change.kind().name()));
            fields.put("subject", change.subject());
            fields.put("sentence", change.sentence());
        }
        return fields;
    }
}
