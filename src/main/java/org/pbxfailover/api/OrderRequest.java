package org.pbxfailover.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.operator.OrderTexts;

/**
 * The body of an order, read strictly: a misspelt {@code expected-epoch} must not become an order without one.
 *
 * @param live of a drill
 * @param by who gives the order; empty: not said
 * @param reason empty: none given
 * @param duration of a maintenance, 1 s to 7 d
 */
record OrderRequest(
        OptionalLong expectedEpoch,
        boolean force,
        boolean live,
        String by,
        String reason,
        Optional<Duration> duration) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * @param body may be empty; otherwise it must be an object: {@code null} is often a mistake of a program, and must not switch anything
     * @param further the keys this order takes beside those that every order takes
     * @throws IllegalArgumentException with a sentence for people
     */
    static OrderRequest read(byte[] body, Set<String> further) {
        JsonNode node = body.length == 0 ? JSON.createObjectNode() : parse(body);
        if (!node.isObject()) {
            throw new IllegalArgumentException("The body must be a JSON object such as {\"expected-epoch\": 7}.");
        }
        Set<String> known = new TreeSet<>(further);
        known.addAll(Set.of("by", "expected-epoch", "reason"));
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!known.contains(key)) {
                throw new IllegalArgumentException("The body has an unknown key \"%s\"; this order takes %s."
                        .formatted(key.replaceAll("\\p{Cntrl}", "?"), String.join(", ", known)));
            }
        }
        return new OrderRequest(
                epoch(node),
                flag(node, "force"),
                flag(node, "live"),
                text(node, "by").orElse(""),
                text(node, "reason").orElse(""),
                duration(node, further.contains("for")));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            @Nullable JsonLocation at = e.getLocation();
            throw new IllegalArgumentException(
                    at == null
                            ? "The body is not valid JSON."
                            : "The body is not valid JSON at line %d, column %d."
                                    .formatted(at.getLineNr(), at.getColumnNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The body cannot be read.", e);
        }
    }

    private static OptionalLong epoch(JsonNode node) {
        @Nullable JsonNode epoch = node.get("expected-epoch");
        if (epoch == null) {
            return OptionalLong.empty();
        }
        if (!epoch.isIntegralNumber() || !epoch.canConvertToLong() || epoch.longValue() < 0) {
            throw new IllegalArgumentException("expected-epoch must be a whole number, 0 or more; 0 means none yet.");
        }
        return OptionalLong.of(epoch.longValue());
    }

    private static boolean flag(JsonNode node, String key) {
        @Nullable JsonNode flag = node.get(key);
        if (flag != null && !flag.isBoolean()) {
            throw new IllegalArgumentException(key + " must be true or false.");
        }
        return flag != null && flag.booleanValue();
    }

    private static Optional<Duration> duration(JsonNode node, boolean needed) {
        Optional<Duration> duration = text(node, "for").map(OrderTexts::duration);
        if (needed && duration.isEmpty()) {
            throw new IllegalArgumentException("A maintenance always has an end; send {\"for\": \"30m\"}.");
        }
        return duration;
    }

    private static Optional<String> text(JsonNode node, String key) {
        @Nullable JsonNode text = node.get(key);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.isTextual()) {
            throw new IllegalArgumentException(key + " must be a text in quotes.");
        }
        return Optional.of(text.textValue());
    }
}
