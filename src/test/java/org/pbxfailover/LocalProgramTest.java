package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Problem;

class LocalProgramTest {
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    Path directory;

    @Test
    void routes_outside_of_every_working_directory_are_accepted() throws IOException {
        assertThat(problems(directory.resolve("pbx"))).isEmpty();
    }

    @Test
    void routes_inside_a_working_directory_are_refused() throws IOException {
        assertThat(problems(Path.of("").toAbsolutePath()))
                .singleElement()
                .asString()
                .contains("the routes directory", "working-directory of pair 'acme'");
    }

    private List<Problem> problems(Path workingDirectory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("failover.yaml"), """
                robot: { state: %s }
                internet: { hosts: ["tcp://127.0.0.1:9"] }
                pairs:
                  - name: acme
                    working-directory: %s
                    primary: { probe: { url: "http://127.0.0.1:9/" } }
                    activation:
                      reload: { action: http, url: "http://127.0.0.1:9/reload" }
                      trunks: { action: http, url: "http://127.0.0.1:9/trunks" }
                      dns: { action: http, url: "http://127.0.0.1:9/dns" }
                """.formatted(directory.resolve("state"), workingDirectory));
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        assertThat(reading).isInstanceOf(ConfigurationReader.Valid.class);
        return new LocalProgram().routeProblems(ROUTES, reading.outline(), true);
    }
}
