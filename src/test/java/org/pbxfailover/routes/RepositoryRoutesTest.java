package org.pbxfailover.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pbxfailover.InProcess;
import org.yaml.snakeyaml.Yaml;

/** The route files that are shipped are what operators learn from: complete, canonical and named throughout. */
class RepositoryRoutesTest {
    private static final Path ROUTES = Path.of("routes");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(ROUTES)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().valueToTree(new Yaml().load(Files.readString(file)));
    }

    @Test
    void they_load_with_the_configuration_that_is_shipped() {
        assertThat(InProcess.problems(Path.of("config/failover.yaml"), ROUTES)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_route_has_an_id_and_a_description_and_every_node_an_id(Path file) throws IOException {
        JsonNode entries = read(file);
        assertThat(entries.isArray()).isTrue();
        for (JsonNode entry : entries) {
            assertThat(entry.fieldNames()).toIterable().hasSize(1).isSubsetOf("route", "routeConfiguration");
            JsonNode route = entry.path("route");
            if (!route.isMissingNode()) {
                assertThat(route.path("description").asText())
                        .as("description in " + file)
                        .isNotBlank();
                assertThat(route.path("id").asText()).isNotBlank();
            }
        }
        assertThat(nodes(file))
                .allSatisfy(node ->
                        assertThat(node.path("id").asText()).as(node.toString()).isNotBlank());
    }

    /** Only so the hint after a misspelt action names it. */
    @Test
    void every_action_of_the_library_has_a_file_of_its_name() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Path.of("config/failover.schema.json").toFile());
        List<String> actions = new ArrayList<>();
        for (JsonNode entry : schema.at("/$defs/built-in-actions/allOf")) {
            JsonNode named = entry.at("/if/properties/action");
            if (named.has("const")) {
                actions.add(named.path("const").asText());
            }
            named.path("enum").forEach(name -> actions.add(name.asText()));
        }
        assertThat(actions).hasSizeGreaterThan(20);
        for (String action : actions) {
            Path file = Path.of("routes/actions", action + ".camel.yaml");
            assertThat(file).exists();
            assertThat(Files.readString(file)).contains("uri: direct:" + action + "\n");
        }
    }

    @Test
    void no_id_is_used_twice() throws IOException {
        Set<String> seen = new TreeSet<>();
        List<String> twice = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode entry : read(file)) {
                String id = entry.elements().next().path("id").asText();
                if (!seen.add("route " + id)) {
                    twice.add(id);
                }
            }
            for (JsonNode node : nodes(file)) {
                if (!seen.add(node.path("id").asText())) {
                    twice.add(file + " " + node.path("id").asText());
                }
            }
        }
        assertThat(twice).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void options_are_parameters_and_every_expression_says_its_language(Path file) throws IOException {
        for (JsonNode node : nodes(file)) {
            String uri = node.path("uri").asText();
            assertThat(uri).doesNotContain("?");
            for (String key : List.of("simple", "constant", "method", "jsonpath")) {
                assertThat(node.has(key) && !node.has("ref"))
                        .as("'" + key + ":' without 'expression:' in " + file + ": " + node)
                        .isFalse();
            }
        }
    }

    /** Every {@code from} and every step of a file, however deep. */
    /** Camel's own client would wait as long as the other side likes, and follow it anywhere. */
    @ParameterizedTest
    @MethodSource("files")
    void every_request_goes_through_a_client_with_a_deadline(Path file) throws IOException {
        for (JsonNode node : nodes(file)) {
            if (node.path("uri").asText().matches("https?:.*")) {
                assertThat(node.path("parameters").path("httpClientConfigurer").asText())
                        .as(node.path("id").asText())
                        .isIn("#actionClient", "#probeClient");
            }
        }
    }

    private static List<JsonNode> nodes(Path file) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        collect(read(file), nodes);
        return nodes;
    }

    private static void collect(JsonNode at, List<JsonNode> nodes) {
        if (at.isObject()) {
            at.fields().forEachRemaining(field -> {
                if (field.getKey().equals("from")
                        || field.getKey().equals("onException")
                                && field.getValue().isObject()) {
                    nodes.add(field.getValue());
                }
                if (field.getKey().equals("steps")) {
                    field.getValue().forEach(step -> step.elements().forEachRemaining(nodes::add));
                }
                collect(field.getValue(), nodes);
            });
        } else if (at.isArray()) {
            at.forEach(element -> collect(element, nodes));
        }
    }
}
