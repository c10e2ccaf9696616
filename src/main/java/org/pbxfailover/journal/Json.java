package org.pbxfailover.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** JSON of the column {@code detail}: no field may be missing, be of another type, or be left over. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String write(JsonNode node) {
        try {
            return storable(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new JournalException("The journal cannot write an entry: " + e.getOriginalMessage() + ".", e);
        }
    }

    /** The text as it comes back from the file: halves of a character pair, which UTF-8 cannot say, become question marks. */
    static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    static Fields fields(String json) throws JsonProcessingException {
        return fields(MAPPER.readTree(json));
    }

    static Fields fields(JsonNode node) {
        if (!node.isObject()) {
            throw new JournalException("a detail is not a JSON object");
        }
        return new Fields(node);
    }

    /** The fields of one object; remembers which were asked for. */
    static final class Fields {
        private final JsonNode node;
        private final Set<String> left = new HashSet<>();

        private Fields(JsonNode node) {
            this.node = node;
            node.fieldNames().forEachRemaining(left::add);
        }

        boolean has(String name) {
            return node.has(name);
        }

        JsonNode node(String name) {
            left.remove(name);
            JsonNode value = node.get(name);
            if (value == null) {
                throw new JournalException("a detail lacks the field '" + name + "'");
            }
            return value;
        }

        String text(String name) {
            JsonNode value = node(name);
            return require(value.isTextual(), name, value).textValue();
        }

        boolean bool(String name) {
            JsonNode value = node(name);
            return require(value.isBoolean(), name, value).booleanValue();
        }

        long number(String name) {
            JsonNode value = node(name);
            return require(value.canConvertToLong() && value.isIntegralNumber(), name, value)
                    .longValue();
        }

        /** A field that this version does not know may mean anything: then the entry is not understood. */
        void nothingLeft() {
            if (!left.isEmpty()) {
                throw new JournalException("a detail has fields that this version does not know: " + left);
            }
        }

        private static JsonNode require(boolean fits, String name, JsonNode value) {
            if (!fits) {
                throw new JournalException("the field '" + name + "' of a detail is not of its type");
            }
            return value;
        }
    }
}
