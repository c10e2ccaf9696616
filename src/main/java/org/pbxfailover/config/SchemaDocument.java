package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonNodePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of the schema: where a complaint comes from and what would be right there. */
record SchemaDocument(JsonNode root) {
    private static final String RESOURCE = "/config/failover.schema.json";

    static SchemaDocument load() {
        try (var text = SchemaDocument.class.getResourceAsStream(RESOURCE)) {
            if (text == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program: build it again");
            }
            return new SchemaDocument(new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read: build the program again", e);
        }
    }

    /**
     * @param path from the root to the keyword that complains, through references
     */
    Site site(JsonNodePath path) {
        var chain = new ArrayList<JsonNode>(List.of(root));
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            String step = path.getName(i);
            JsonNode here = chain.get(chain.size() - 1);
            if (step.equals("$ref")) {
                chain.add(target(here));
            } else {
                chain.clear();
                chain.add(here.isArray() ? here.path(Integer.parseInt(step)) : here.path(step));
            }
        }
        return site(chain);
    }

    private Site site(List<JsonNode> chain) {
        var whole = new ArrayList<>(chain);
        while (whole.get(whole.size() - 1).has("$ref")) {
            whole.add(target(whole.get(whole.size() - 1)));
        }
        return new Site(this, whole);
    }

    private JsonNode target(JsonNode schema) {
        return root.at(schema.path("$ref").asText().substring(1));
    }

    /**
     * One place of the schema.
     *
     * @param chain the place and what it refers to; the nearer one wins
     */
    record Site(SchemaDocument document, List<JsonNode> chain) {

        Optional<JsonNode> first(String keyword) {
            return chain.stream().filter(node -> node.has(keyword)).findFirst().map(node -> node.get(keyword));
        }

        List<String> keys() {
            var keys = new ArrayList<String>();
            first("properties").orElse(MissingNode.getInstance()).fieldNames().forEachRemaining(keys::add);
            return keys;
        }

        Site property(String key) {
            for (JsonNode node : chain) {
                JsonNode property = node.path("properties").path(key);
                if (property.isObject()) {
                    return document.site(List.of(property));
                }
            }
            return new Site(document, List.of());
        }

        List<String> choices() {
            var choices = new ArrayList<String>();
            first("enum").ifPresent(words -> words.forEach(word -> choices.add(word.asText())));
            return choices;
        }

        Optional<JsonNode> example() {
            return first("examples").map(examples -> examples.get(0));
        }

        /** Whether the value itself must not be repeated in a sentence: it is a secret, or an address or text that may hold one. */
        boolean confidential() {
            return first("writeOnly").isPresent()
                    || first("x-url").isPresent()
                    || first("x-template").isPresent();
        }

        boolean textOnly() {
            return first("type").map(type -> type.asText().equals("string")).orElse(false)
                    && first("pattern").isEmpty();
        }

        /** {@code a duration from 100ms to 1h such as 5s}. */
        String expected() {
            if (!choices().isEmpty()) {
                return "one of " + String.join(", ", choices());
            }
            String type = first("type").map(JsonNode::asText).orElse("");
            String what = first("title")
                    .map(JsonNode::asText)
                    .orElse(
                            switch (type) {
                                case "integer" -> "a whole number";
                                case "boolean" -> "true or false";
                                default -> "another value";
                            });
            String range = first("x-range")
                    .map(ends -> " from " + ends.get(0).asText() + " to "
                            + ends.get(1).asText())
                    .or(() -> first("minimum")
                            .map(from -> " from " + from.asText() + " to "
                                    + first("maximum").map(JsonNode::asText).orElse("")))
                    .orElse("");
            String example = type.equals("boolean")
                    ? ""
                    : example().map(e -> " such as " + Text.yaml(e)).orElse("");
            return what + range + example;
        }
    }
}
