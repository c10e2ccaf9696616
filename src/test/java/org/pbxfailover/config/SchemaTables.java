package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of {@code docs/configuration.md}, made from the schema. */
final class SchemaTables {
    private final JsonNode root = SchemaDocument.load().root();
    private final List<String> rows = new ArrayList<>();

    /** Each table by the heading under which it stands. */
    static Map<String, List<String>> tables() {
        var tables = new LinkedHashMap<String, List<String>>();
        JsonNode properties = SchemaDocument.load().root().get("properties");
        var required = new ArrayList<String>();
        SchemaDocument.load().root().get("required").forEach(key -> required.add(key.asText()));
        for (String section : List.of("robot", "internet", "notify", "heartbeat", "readiness", "pairs")) {
            tables.put(
                    "`" + section + "`",
                    new SchemaTables().row(section, properties.get(section), !required.contains(section)));
        }
        tables.put("Every action", new SchemaTables().definition("action"));
        tables.put("`action: http`", new SchemaTables().definition("http"));
        for (String action : List.of("webhook", "email", "slack")) {
            tables.put("`action: " + action + "`", new SchemaTables().definition(action));
        }
        return tables;
    }

    /** The settings of built-in actions, each by the action's name. */
    static Map<String, List<String>> actions(List<String> names) {
        var tables = new LinkedHashMap<String, List<String>>();
        names.forEach(name -> tables.put(name, new SchemaTables().definition(name)));
        return tables;
    }

    /** Of one definition of the schema. */
    static List<String> table(String definition) {
        return new SchemaTables().definition(definition);
    }

    private List<String> definition(String name) {
        keys("", root.at("/$defs/" + name));
        return rows;
    }

    private List<String> row(String path, JsonNode schema, boolean optional) {
        rows.add("| `" + path + "` | " + standard(schema, optional ? "–" : "required") + " | " + range(schema) + " | "
                + schema.path("description").asText() + " |");
        if (!isStages(schema)) {
            keys(path, schema);
        }
        return rows;
    }

    private void keys(String path, JsonNode schema) {
        JsonNode section = resolve(schema);
        JsonNode entry = section.path("items");
        if (entry.has("$ref")) {
            keys(path + "[]", entry);
        }
        var required = new ArrayList<String>();
        section.path("required").forEach(key -> required.add(key.asText()));
        section.path("properties").properties().forEach(property -> {
            if (property.getValue().isObject()) {
                String key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
                row(key, property.getValue(), !required.contains(property.getKey()));
            }
        });
    }

    private static boolean isStages(JsonNode schema) {
        return schema.path("$ref").asText().equals("#/$defs/stages");
    }

    private JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? resolve(root.at(schema.get("$ref").asText().substring(1))) : schema;
    }

    private static String standard(JsonNode schema, String absent) {
        if (schema.has("x-default")) {
            return schema.get("x-default").asText();
        }
        return schema.has("default") ? "`" + schema.get("default").asText() + "`" : absent;
    }

    private String range(JsonNode schema) {
        var whole = new ArrayList<JsonNode>(List.of(schema));
        while (whole.get(whole.size() - 1).has("$ref")) {
            whole.add(root.at(whole.get(whole.size() - 1).get("$ref").asText().substring(1)));
        }
        return new SchemaDocument.Site(new SchemaDocument(root), whole, java.util.Set.of())
                .expected()
                .replaceFirst(" such as .*", "")
                .replace("|", "\\|");
    }
}
