package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The actions that come with the program. Their settings are known to the schema, and some bring along how their effect is looked at
 * (route {@code NAME-verify}) and whether they would work (route {@code NAME-preflight}): {@code x-brings} in the schema says so, and {@code x-looks-with} which
 * setting one needs for looking.
 */
final class Library {
    /** What the schema says of each, by its name. */
    private static final Map<String, JsonNode> DEFINITIONS =
            read(SchemaDocument.load().root());

    private Library() {}

    private static Map<String, JsonNode> read(JsonNode schema) {
        var definitions = new LinkedHashMap<String, JsonNode>();
        schema.at("/$defs/built-in-actions/allOf").forEach(entry -> {
            JsonNode named = entry.at("/if/properties/action");
            JsonNode definition = schema.at(entry.at("/then/$ref").asText().substring(1));
            texts(named.has("enum") ? named.path("enum") : named.path("const"))
                    .forEach(name -> definitions.put(name, definition));
        });
        return definitions;
    }

    private static JsonNode definition(String action) {
        return DEFINITIONS.getOrDefault(action, MissingNode.getInstance());
    }

    /** The values of settings that are left out. */
    static Map<String, JsonNode> defaults(String action) {
        var defaults = new LinkedHashMap<String, JsonNode>();
        definition(action).path("properties").properties().stream()
                .filter(property -> property.getValue().has("default"))
                .forEach(property ->
                        defaults.put(property.getKey(), property.getValue().get("default")));
        return defaults;
    }

    /** Whether it lets users find the PBX to which the run goes, so that it needs its address. */
    static boolean towards(String action) {
        return definition(action).path("x-towards").asBoolean();
    }

    /** Whether what its own look finds can only be there because of it; {@code x-proves: false} in the schema says that it may not. */
    static boolean proves(String look) {
        return definition(look.replaceFirst("-verify$", "")).path("x-proves").asBoolean(true);
    }

    /** How long its effect may take when {@code verify.within} is left out: some services take longer than most. */
    static String within(Section action) {
        return definition(action.text("action").orElse("")).path("x-within").asText(Defaults.VERIFY_WITHIN);
    }

    /** The setting that says how it looks for its effect, when it does so only where that is written. */
    static Optional<String> looksWith(String action) {
        return Optional.of(definition(action).path("x-looks-with").asText()).filter(setting -> !setting.isEmpty());
    }

    private static Set<String> texts(JsonNode node) {
        return node.isTextual()
                ? Set.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet());
    }

    static boolean knows(String action) {
        return DEFINITIONS.containsKey(action);
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
                .filter(name -> texts(definition(name).path("x-brings")).contains(key)
                        || (key.equals("verify")
                                && looksWith(name).filter(action::has).isPresent()))
                .map(name -> name + "-" + key);
    }
}
