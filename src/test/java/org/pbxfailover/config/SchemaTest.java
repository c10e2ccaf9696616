package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    private static final String FULL = """
            { "robot": { "api": {}, "console": {} },
              "internet": { "hosts": [{ "url": "https://one.one.one.one/" }] },
              "notify": [{ "action": "webhook", "url": "https://h.example/", "expect": {} }],
              "heartbeat": { "url": "https://h.example/" },
              "pairs": [{ "name": "acme",
                "primary": { "probe": { "url": "https://pbx1.acme.example/" } },
                "secondary": { "synced": { "file": "x" } },
                "activation": { "reload": { "action": "http", "url": "http://127.0.0.1/", "expect": {},
                  "verify": { "url": "http://127.0.0.1/" } } } }] }
            """;

    private final JsonNode root = SchemaDocument.load().root();

    @TempDir
    Path directory;

    @Test
    void theDocumentedDefaultsAreTheRealOnes() throws IOException {
        JsonNode written = new ObjectMapper().readTree(FULL);
        JsonNode complete = written.deepCopy();
        var filled = new ArrayList<String>();
        fill(complete, root, filled);
        var reads = new Reads(directory, Map.of());

        assertThat(filled)
                .contains("name", "listen", "stable-for", "max-age", "method", "within")
                .hasSizeGreaterThan(30);
        assertThat(reads.valid(complete.toPrettyString())).isEqualTo(reads.valid(written.toPrettyString()));
    }

    private void fill(JsonNode value, JsonNode schema, List<String> filled) {
        if (schema.has("$ref")) {
            fill(value, target(schema), filled);
        }
        if (wants(schema.path("if"), value)) {
            fill(value, schema.get("then"), filled);
        }
        schema.path("allOf").forEach(part -> fill(value, part, filled));
        if (value.isArray() && schema.has("items")) {
            value.forEach(entry -> fill(entry, schema.get("items"), filled));
        }
        if (value instanceof ObjectNode object
                && schema.path("additionalProperties").isObject()
                && !schema.has("properties")) {
            object.forEach(entry -> fill(entry, schema.get("additionalProperties"), filled));
        }
        schema.path("properties").properties().forEach(property -> {
            if (value.has(property.getKey())) {
                fill(value.get(property.getKey()), property.getValue(), filled);
            } else if (value instanceof ObjectNode object && property.getValue().has("default")) {
                object.set(property.getKey(), property.getValue().get("default"));
                filled.add(property.getKey());
            }
        });
    }

    /** Enough for the two conditions of the schema: the type, and the name of a built-in action. */
    private static boolean wants(JsonNode condition, JsonNode value) {
        String action =
                condition.path("properties").path("action").path("const").asText();
        return condition.path("type").asText().equals("object") && value.isObject()
                || !action.isEmpty() && action.equals(value.path("action").asText());
    }

    private JsonNode target(JsonNode schema) {
        return root.at(schema.get("$ref").asText().substring(1));
    }

    @Test
    void everyPatternSpeaksOfTheWholeText() {
        assertThat(root.findValuesAsText("pattern"))
                .isNotEmpty()
                .allMatch(pattern -> pattern.startsWith("^") && pattern.endsWith("$"));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(root.findValuesAsText("$ref"))
                .isNotEmpty()
                .allMatch(reference -> root.at(reference.substring(1)).isObject());
    }

    @Test
    void everySettingIsDocumentedWithDefaultAndRangeAndNothingElseIs() throws IOException {
        var expected = new StringBuilder();
        var rows = new ArrayList<String>();
        SchemaTables.tables().forEach((heading, table) -> {
            expected.append("### ")
                    .append(heading)
                    .append("\n\n| key | default | values | meaning |\n|---|---|---|---|\n");
            expected.append(String.join("\n", table)).append("\n\n");
            rows.addAll(table);
        });
        Files.writeString(Path.of("target/configuration-tables.md"), expected);

        List<String> documented = Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(documented)
                .as("docs/configuration.md; the right tables are in target/configuration-tables.md")
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @MethodSource("makes")
    void everySettingOfAnActionForAMakeIsDocumented(String heading, String definition) throws IOException {
        String section = Files.readString(Path.of("docs/actions.md"))
                .split("(?m)^### " + heading + "$", 2)[1]
                .split("(?m)^##", 2)[0];

        Files.writeString(
                Path.of("target/table-" + definition + ".md"), String.join("\n", SchemaTables.table(definition)));

        assertThat(section.lines().filter(line -> line.startsWith("| `")))
                .as("the table of " + heading)
                .isEqualTo(SchemaTables.table(definition));
    }

    static Stream<Arguments> makes() {
        return Stream.of(
                Arguments.of("`asterisk-reload`", "asterisk-modules"),
                Arguments.of("`asterisk-register`, `asterisk-unregister`", "asterisk-registrations"),
                Arguments.of("`kamailio-reload`", "kamailio-records"),
                Arguments.of("`kamailio-register`, `kamailio-unregister`", "kamailio-registrations"),
                Arguments.of("`freeswitch-reload`", "freeswitch-profile"),
                Arguments.of("`freeswitch-register`, `freeswitch-unregister`", "freeswitch-gateways"),
                Arguments.of("`opensips-activate`", "opensips-activate"),
                Arguments.of("`opensips-deactivate`", "opensips-deactivate"),
                Arguments.of("`vodia-trunks-on`, `vodia-trunks-off`", "vodia-trunks"),
                Arguments.of("`freepbx-reload`", "freepbx-reload"));
    }
}
