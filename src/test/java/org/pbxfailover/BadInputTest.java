package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that is wrong is said in one run, by file and line, and nothing is started: a person corrects all of it at once. What is
 * said of {@code bad-input/failover.yaml} and of the broken routes is in {@code bad-input/problems.txt}.
 */
class BadInputTest {
    private static final Path BAD = Path.of("src/test/resources/bad-input");

    @TempDir
    Path home;

    private record Ran(int exit, String out, String err) {}

    @BeforeEach
    void shipped() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, home.resolve(file));
            }
        }
        Files.createDirectories(home.resolve("config"));
    }

    private void edit(String route, String from, String to) throws IOException {
        Path file = home.resolve("routes").resolve(route);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private Ran run(String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Stream.of(System.getProperty("java.class.path").split(":"))
                                        .map(entry ->
                                                Path.of(entry).toAbsolutePath().toString())
                                        .collect(java.util.stream.Collectors.joining(":")),
                                PbxFailover.class.getName()),
                        Stream.of(arguments))
                .toList();
        Path out = home.resolve("out.txt");
        Path err = home.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
        } finally {
            process.toHandle().destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "run"})
    void every_mistake_in_configuration_and_routes_is_said_at_once_and_nothing_is_started(String command)
            throws Exception {
        Files.copy(BAD.resolve("failover.yaml"), home.resolve("config/failover.yaml"));
        edit("watch.camel.yaml", "            parallelProcessing: true\n", "\t    parallelProcessing: true\n");
        edit("heartbeat.camel.yaml", "- filter:", "- filtre:");
        edit("confirm.camel.yaml", "method: askOnceMore", "method: askTwice");
        edit(
                "stage.camel.yaml",
                "uri: direct:call\n                        - bean",
                "uri: direct:cal\n                        - bean");
        edit("activate.camel.yaml", "uri: stage:dns", "uri: stage:dns\n            parameters: { optinal: true }");

        Ran ran = run(command);

        assertThat(ran.err()).isEqualTo(Files.readString(BAD.resolve("problems.txt")));
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(home.resolve("pbx")).doesNotExist();
        assertThat(home.resolve("state")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "sandbox"})
    void a_broken_route_keeps_the_simulated_world_from_starting(String command) throws Exception {
        edit("confirm.camel.yaml", "ref: confirm", "ref: confrim");
        edit("fail-back.camel.yaml", "uri: stage:reload", "uri: stage:billing");
        edit("fail-back.camel.yaml", "            parameters:\n              optional: true\n", "");

        Ran ran = run(command);

        assertThat(ran.err().lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("routes/confirm.camel.yaml:14: ")
                        .contains("confrim"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("routes/fail-back.camel.yaml:17: ")
                        .contains("stage 'billing' is called", "pairs[demo].failback"))
                .endsWith("2 problems.");
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exit()).isEqualTo(2);
    }

    /** As in a volume, or where several robots share one directory. */
    @Test
    void the_routes_may_lie_behind_a_link() throws Exception {
        Files.move(home.resolve("routes"), home.resolve("elsewhere"));
        Files.createSymbolicLink(home.resolve("routes"), Path.of("elsewhere"));
        Files.copy(Path.of("config/failover.yaml"), home.resolve("config/failover.yaml"));

        assertThat(run("check").err()).isEmpty();
    }

    @Test
    void a_directory_without_route_files_is_one_sentence() throws Exception {
        Files.createDirectories(home.resolve("empty"));
        Files.copy(Path.of("config/failover.yaml"), home.resolve("config/failover.yaml"));

        Ran ran = run("check", "--routes", "empty");

        assertThat(ran.err().lines())
                .containsExactly(
                        "empty: no route files (*.camel.yaml) are in it; --routes names the directory that has them, such as"
                                + " the one that came with the program",
                        "1 problem.");
        assertThat(ran.exit()).isEqualTo(2);
    }

    @Test
    void what_is_wrong_for_an_action_and_its_look_alike_is_said_once() throws Exception {
        Files.delete(home.resolve("routes/actions/http.camel.yaml"));
        Files.copy(Path.of("config/failover.yaml"), home.resolve("config/failover.yaml"));

        Ran ran = run("check");

        assertThat(ran.err().lines()).doesNotHaveDuplicates().anyMatch(line -> line.contains("trunks.action"));
    }
}
