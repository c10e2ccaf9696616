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
    /**
     * One of them.
     *
     * @param brings {@code verify}, {@code preflight} or both
     * @param defaults of its settings, as the schema has them
     */
    private record Entry(Set<String> brings, Map<String, JsonNode> defaults) {}

    private static final Entry FOREIGN = new Entry(Set.of(), Map.of());
    private static final Map<String, Entry> ENTRIES = read(SchemaDocument.load().root());

    private Library() {}

    private static Map<String, Entry> read(JsonNode schema) {
        var entries = new LinkedHashMap<String, Entry>();
        schema.at("/$defs/built-in-actions/allOf").forEach(entry -> {
            JsonNode named = entry.at("/if/properties/action");
            JsonNode definition = schema.at(entry.at("/then/$ref").asText().substring(1));
            Entry made = new Entry(texts(definition.path("x-brings")), defaults(definition.path("properties")));
            texts(named.has("enum") ? named.path("enum") : named.path("const"))
                    .forEach(name -> entries.put(name, made));
        });
        return entries;
    }

    private static Map<String, JsonNode> defaults(JsonNode settings) {
        var defaults = new LinkedHashMap<String, JsonNode>();
        settings.properties().forEach(setting -> {
            if (setting.getValue().has("default")) {
                defaults.put(setting.getKey(), setting.getValue().get("default"));
            }
        });
        return defaults;
    }

    private static Set<String> texts(JsonNode node) {
        return node.isTextual()
                ? Set.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet());
    }

    static boolean knows(String action) {
        return ENTRIES.containsKey(action);
    }

    /** What holds for the settings that are left out; none for an operator's own action. */
    static Map<String, JsonNode> defaults(String action) {
        return ENTRIES.getOrDefault(action, FOREIGN).defaults();
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
                .filter(name -> ENTRIES.getOrDefault(name, FOREIGN).brings().contains(key))
                .map(name -> name + "-" + key);
    }
}
