package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonNodePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The text of the schema: where a complaint comes from and what would be right there. */
record SchemaDocument(JsonNode root) {
    private static final String RESOURCE = "/config/failover.schema.json";

    static SchemaDocument load() {
        try {
            return new SchemaDocument(new ObjectMapper().readTree(bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read: build the program again", e);
        }
    }

    /** The file as it is. */
    static byte[] bytes() throws IOException {
        try (var text = SchemaDocument.class.getResourceAsStream(RESOURCE)) {
            if (text == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program: build it again");
            }
            return text.readAllBytes();
        }
    }

    /**
     * @param path from the root to the keyword that complains, through references
     */
    Site site(JsonNodePath path) {
        var chain = new ArrayList<JsonNode>(List.of(root));
        var forbidden = new HashSet<String>();
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            String step = path.getName(i);
            JsonNode here = chain.get(chain.size() - 1);
            here.path("properties").properties().stream()
                    .filter(property -> property.getValue().equals(BooleanNode.FALSE))
                    .forEach(property -> forbidden.add(property.getKey()));
            if (step.equals("$ref")) {
                chain.add(target(here));
            } else {
                chain.clear();
                chain.add(here.isArray() ? here.path(Integer.parseInt(step)) : here.path(step));
            }
        }
        return site(chain, forbidden);
    }

    private Site site(List<JsonNode> chain, Set<String> forbidden) {
        var whole = new ArrayList<>(chain);
        while (whole.get(whole.size() - 1).has("$ref")) {
            whole.add(target(whole.get(whole.size() - 1)));
        }
        return new Site(this, whole, forbidden);
    }

    private JsonNode target(JsonNode schema) {
        return root.at(schema.path("$ref").asText().substring(1));
    }

    /**
     * One place of the schema.
     *
     * @param chain the place and what it refers to; the nearer one wins
     * @param forbidden keys that have no meaning there, though a schema that is shared knows them
     */
    record Site(SchemaDocument document, List<JsonNode> chain, Set<String> forbidden) {

        Optional<JsonNode> first(String keyword) {
            return chain.stream().filter(node -> node.has(keyword)).findFirst().map(node -> node.get(keyword));
        }

        List<String> keys() {
            var keys = new ArrayList<String>();
            first("properties").orElse(MissingNode.getInstance()).fieldNames().forEachRemaining(keys::add);
            keys.removeAll(forbidden);
            return keys;
        }

        Site property(String key) {
            for (JsonNode node : chain) {
                JsonNode property = node.path("properties").path(key);
                if (property.isObject()) {
                    return document.site(List.of(property), Set.of());
                }
            }
            return new Site(document, List.of(), Set.of());
        }

        /** What the keys of the section must look like. */
        Site names() {
            return document.site(List.of(first("propertyNames").orElse(MissingNode.getInstance())), Set.of());
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
        boolean confidential(JsonNode written) {
            if (written.isTextual() && written.asText().isBlank()) {
                return false;
            }
            boolean mayHold = first("x-url").isPresent() || first("x-template").isPresent();
            return (written.isValueNode() && first("x-secret").isPresent()) || (written.isTextual() && mayHold);
        }

        /** Whether quotes would make it right. */
        boolean fitsAsText(String written) {
            return first("type").filter(type -> type.asText().equals("string")).isPresent()
                    && first("x-listen").isEmpty()
                    && first("pattern")
                            .filter(pattern -> !written.matches(pattern.asText()))
                            .isEmpty();
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
