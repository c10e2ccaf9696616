package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.cli.CommandFailure;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Problem;
import org.pbxfailover.journal.StateDirectory;

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
        return new LocalProgram()
                .routeProblems(ROUTES, configured(workingDirectory).outline(), true);
    }

    private ConfigurationReader.Valid configured(Path workingDirectory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("failover.yaml"), """
                robot:
                  state: %s
                  api: { listen: "127.0.0.1:0" }
                  console: { listen: "127.0.0.1:0" }
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
        return (ConfigurationReader.Valid) reading;
    }

    private Path copiedRoutes() throws IOException {
        Path copy = directory.resolve("routes");
        try (Stream<Path> files = Files.walk(ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(ROUTES.relativize(file)));
            }
        }
        return copy;
    }

    /** Somebody edits while the robot comes up: what was checked is not what Camel reads. */
    @Test
    void a_route_that_is_broken_after_the_check_and_before_the_start_is_said_with_its_line_and_nothing_is_left_behind()
            throws IOException {
        ConfigurationReader.Valid valid = configured(directory.resolve("pbx"));
        Path routes = copiedRoutes();
        Path activate = routes.resolve("activate.camel.yaml");
        Files.writeString(activate, Files.readString(activate).replace("      steps:", "      stepz:"));

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> LocalProgram.started(valid, routes))
                .satisfies(failure -> assertThat(failure.exit()).isEqualTo(CommandFailure.INVALID))
                .withMessageContainingAll("activate.camel.yaml:9: ", "'stepz'");
        StateDirectory.Opening again = StateDirectory.open(directory.resolve("state"), "pbx-failover");
        assertThat(again).isInstanceOf(StateDirectory.Opened.class);
        ((StateDirectory.Opened) again).directory().close();
    }

    @Test
    void a_secret_of_its_own_that_cannot_be_read_is_said_in_one_sentence_and_nothing_is_left_behind()
            throws IOException {
        ConfigurationReader.Valid valid = configured(directory.resolve("pbx"));
        Path token = Files.createDirectories(directory.resolve("state")).resolve(StateDirectory.API_TOKEN);
        Files.createFile(token);

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> LocalProgram.started(valid, ROUTES))
                .satisfies(failure -> assertThat(failure.exit()).isEqualTo(CommandFailure.REFUSED))
                .withMessage("The file " + token.toRealPath()
                        + " is empty: remove it, and the next start makes a new secret.");
        StateDirectory.Opening again = StateDirectory.open(directory.resolve("state"), "pbx-failover");
        assertThat(again).isInstanceOf(StateDirectory.Opened.class);
        ((StateDirectory.Opened) again).directory().close();
    }

    /** What starts the robot again must not leave it dead for a disk that is full, or comes later than the robot. */
    @Test
    void a_state_directory_that_cannot_be_used_now_is_no_bad_configuration() throws IOException {
        ConfigurationReader.Valid valid = configured(directory.resolve("pbx"));
        Files.createFile(directory.resolve("state"));

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> LocalProgram.started(valid, ROUTES))
                .satisfies(failure -> assertThat(failure.exit()).isEqualTo(CommandFailure.REFUSED))
                .withMessageContaining("cannot be used (a file is in its place)");
    }

    @Test
    void one_that_another_robot_has_is() throws IOException {
        ConfigurationReader.Valid valid = configured(directory.resolve("pbx"));
        StateDirectory.Opened first =
                (StateDirectory.Opened) StateDirectory.open(directory.resolve("state"), "pbx-failover");
        try (StateDirectory taken = first.directory()) {
            assertThatExceptionOfType(CommandFailure.class)
                    .isThrownBy(() -> LocalProgram.started(valid, ROUTES))
                    .satisfies(failure -> assertThat(failure.exit()).isEqualTo(CommandFailure.INVALID))
                    .withMessageContaining(taken.path() + " is in use by another robot");
        }
    }
}
