package org.pbxfailover.camel.action;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.dns.RecordSet;
import org.pbxfailover.dns.Wanted;

/** Reads the lists of records that DNS services answer as JSON: sets with {@code records}, or single ones with {@code content}. */
final class JsonRecords {
    private JsonRecords() {}

    /** Notes in the change what the list in the answer has of its name. */
    static void note(Exchange exchange, String pointer, Change change) throws Refused {
        JsonNode list = Requests.json(Requests.body(exchange)).at(pointer.equals("/") ? "" : pointer);
        if (!list.isArray()) {
            throw new Refused("the answer has no list of records: " + Requests.body(exchange));
        }
        Map<String, List<JsonNode>> byType = new LinkedHashMap<>();
        for (JsonNode record : list) {
            String name = record.path("name").asText().replaceFirst("\\.$", "");
            if (name.equalsIgnoreCase(change.wanted().shown())) {
                byType.computeIfAbsent(record.path("type").asText(), type -> new ArrayList<>())
                        .add(record);
            }
        }
        for (String type : Wanted.TYPES) {
            List<JsonNode> records = byType.getOrDefault(type, List.of());
            change.found(type, set(type, records), fields(records));
            change.disabled(type, disabled(type, records));
        }
        set("CNAME", byType.getOrDefault("CNAME", List.of())).addresses().forEach(change::alias);
    }

    private static RecordSet set(String type, List<JsonNode> records) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode record : records) {
            if (record.has("records")) {
                for (JsonNode one : record.path("records")) {
                    if (!one.path("disabled").asBoolean()) {
                        addresses.add(
                                one.isTextual()
                                        ? one.asText()
                                        : one.path("content").asText());
                    }
                }
            } else {
                addresses.add(record.path("content").asText());
            }
        }
        return new RecordSet(
                addresses.stream()
                        .map(address -> Records.same(type, address))
                        .sorted()
                        .toList(),
                records.stream()
                        .map(record -> Duration.ofSeconds(record.path("ttl").asLong()))
                        .findFirst());
    }

    /** What PowerDNS keeps and does not answer. */
    private static List<String> disabled(String type, List<JsonNode> records) {
        List<String> disabled = new ArrayList<>();
        for (JsonNode set : records) {
            for (JsonNode one : set.path("records")) {
                if (one.path("disabled").asBoolean()) {
                    disabled.add(Records.same(type, one.path("content").asText()));
                }
            }
        }
        return disabled;
    }

    private static Map<String, String> fields(List<JsonNode> records) {
        Map<String, String> fields = new LinkedHashMap<>();
        records.stream()
                .limit(1)
                .forEach(record -> record.properties().stream()
                        .filter(field -> field.getValue().isValueNode())
                        .forEach(field ->
                                fields.put(field.getKey(), field.getValue().asText())));
        return fields;
    }
}
