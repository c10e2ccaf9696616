package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrawableRoutesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Hawtio hangs every element to the one before; what stands before "from" breaks the diagram of all routes. */
    @Test
    void no_route_has_an_error_handler_of_its_own() throws Exception {
        List<String> offending = new ArrayList<>();
        int routes = 0;
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                for (JsonNode entry : YAML.readTree(file.toFile())) {
                    routes += entry.has("route") ? 1 : 0;
                    if (entry.path("route").has("errorHandler")) {
                        offending.add(file + ": " + entry.at("/route/id").asText());
                    }
                }
            }
        }
        assertThat(routes).isGreaterThan(10);
        assertThat(offending).isEmpty();
    }
}
