package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The actions that come with the program. Their settings are known to the schema, and some bring along how their effect is looked at
 * (route {@code NAME-verify}) and whether they would work (route {@code NAME-preflight}): {@code x-brings} in the schema says so.
 */
final class Library {
    private static final Map<String, Set<String>> BRINGS =
            read(SchemaDocument.load().root());

    private Library() {}

    private static Map<String, Set<String>> read(JsonNode schema) {
        var brings = new LinkedHashMap<String, Set<String>>();
        schema.at("/$defs/built-in-actions/allOf").forEach(entry -> {
            JsonNode named = entry.at("/if/properties/action");
            Set<String> keys = texts(
                    schema.at(entry.at("/then/$ref").asText().substring(1)).path("x-brings"));
            texts(named.has("enum") ? named.path("enum") : named.path("const")).forEach(name -> brings.put(name, keys));
        });
        return brings;
    }

    private static Set<String> texts(JsonNode node) {
        return node.isTextual()
                ? Set.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet());
    }

    static boolean knows(String action) {
        return BRINGS.containsKey(action);
    }

    /**
     * The action that looks for another: what is written there, {@code http} where an address is, or what the action brings along.
     *
     * @param key {@code verify} or {@code preflight}
     * @return empty when nothing says how to look
     */
    static Optional<String> look(Section action, String key) {
        Section look = action.section(key);
        if (look.has("action") || look.has("url")) {
            return Optional.of(look.text("action").orElse("http"));
        }
        return action.text("action")
                .filter(name -> BRINGS.getOrDefault(name, Set.of()).contains(key))
                .map(name -> name + "-" + key);
    }
}
