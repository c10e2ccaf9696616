package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pbxfailover.InProcess;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.journal.StateDirectory;

/** What a robot may find when it starts. */
class StartTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    /** What became of the journal of a robot that has switched. */
    enum Damage {
        CUT_SHORT(bytes -> Arrays.copyOf(bytes, bytes.length - 4096), "cannot be trusted"),
        ONE_BIT_FLIPPED(
                bytes -> {
                    int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("in service");
                    bytes[at] ^= 1;
                    return bytes;
                },
                "was changed or damaged"),
        HALF_OVERWRITTEN(
                bytes -> {
                    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 'x');
                    return bytes;
                },
                "cannot be trusted");

        private final UnaryOperator<byte[]> change;
        private final String said;

        Damage(UnaryOperator<byte[]> change, String said) {
            this.change = change;
            this.said = said;
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_a_damaged_journal_it_holds_and_says_why(Damage damage) throws IOException {
        journalOf("stories");
        Path journal = temp.resolve("state/journal.db");
        byte[] bytes = damage.change.apply(Files.readAllBytes(journal));
        Files.write(journal, bytes);
        holds(damage.said);
        assertThat(Files.readAllBytes(journal)).as("left as it was").isEqualTo(bytes);
    }

    @Test
    void with_another_robots_journal_it_holds_and_says_why() {
        journalOf("somebody-else");
        holds("somebody-else");
    }

    @Test
    void with_a_journal_that_is_gone_it_holds_and_says_why() throws IOException {
        journalOf("stories");
        Files.delete(temp.resolve("state/journal.db"));
        holds("is missing");
    }

    private void journalOf(String name) {
        if (StateDirectory.open(temp.resolve("state"), name) instanceof StateDirectory.Opened opened) {
            Instant at = Instant.parse("2026-11-23T03:00:00Z");
            opened.directory()
                    .journal()
                    .append(List.of(
                            new Entry.EpochOpened("one", at, 1, EpochKind.FAILOVER, "it is dead", Evidence.NONE),
                            new Entry.EpochClosed(
                                    "one", at, 1, Entry.Outcome.COMPLETED, "the secondary is in service")));
            opened.directory().close();
        } else {
            throw new AssertionError("no journal");
        }
    }

    private void holds(String why) {
        try (Town town = new Town(temp)) {
            Stub phone = town.stub("phone");
            town.also("notify: [ { action: webhook, url: \"" + phone.url("/hook") + "\" } ]\n")
                    .pair("one");
            town.primary("one").is(DOWN);
            Path file = town.write();
            try (InProcess process = InProcess.start(file, Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("polls").until(() -> town.chronicle.of(town.primary("one")).size() >= 6);
                assertThat(robot.state("one")).isEqualTo("hold");
                assertThat(robot.pair("one").path("sentence").asText()).contains("journal.db", why);
                assertThat(robot.pair("one").at("/primary/alive").isBoolean()).isTrue();
                assertThat(RobotClient.texts(robot.pair("one").path("not-ready")))
                        .containsExactly("the robot is on hold");
                assertThat(robot.order("one", "failover", "").sentence()).contains(why);
                assertThat(robot.order("one", "failback", "{\"force\":true}").status())
                        .isEqualTo(409);
                assertThat(robot.order("one", "maintenance", "{\"for\":\"1h\"}").sentence())
                        .contains(why);
                assertThat(robot.health().status()).isEqualTo(503);
                assertThat(process.command(file, "status")).isEqualTo(1);
                nothingIsToldOfItsPast(robot, process, file, why);
                soon("word of it").until(() -> !town.chronicle.of(phone).isEmpty());
                assertThat(town.chronicle.of(phone))
                        .singleElement()
                        .satisfies(call ->
                                assertThat(call.body()).contains("\"event\":\"not-ready\"", "\"state\":\"hold\"", why));
                assertThat(town.chronicle.of(town.services)).isEmpty();
                assertThat(town.outside)
                        .allSatisfy(host -> assertThat(town.chronicle.of(host)).isEmpty());
            }
        }
    }

    /** That it was never switched would be an all-clear, and false. */
    private static void nothingIsToldOfItsPast(RobotClient robot, InProcess process, Path file, String why) {
        for (String question : List.of("history", "explain")) {
            RobotClient.Answer answer = robot.get("/api/pairs/one/" + question);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.sentence()).contains("cannot be told", why);
            assertThat(process.command(file, question, "one")).isEqualTo(1);
        }
    }

    /** Its decisions are all that a trial in shadow mode has. */
    @Test
    void what_shadow_mode_has_decided_is_known_after_a_restart() {
        try (Town town = new Town(temp)) {
            town.pair("trial", "shadow");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.until("trial", "watching");
                town.primary("trial").is(Stub.answers(500, ""));
                soon("the decision").until(() -> !robot.alarms("trial").isEmpty());
            }
            town.primary("trial").is(Stub.answers(200, "PBX ok"));
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                JsonNode decision = robot.explain("trial").path("decision");
                assertThat(decision.path("sentence").asText()).startsWith("would have failed over (shadow mode)");
                assertThat(decision.path("evidence").path("failed")).isNotEmpty();
                assertThat(robot.cares("trial"))
                        .singleElement()
                        .asString()
                        .startsWith("would have failed over (shadow mode)");
            }
        }
    }

    @Test
    void without_a_port_for_the_api_it_guards_all_the_same_health_says_so_and_commands_find_it() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Town town = new Town(temp)) {
            town.robot("stories", taken.getLocalPort(), 0).pair("one");
            Path configuration = town.write();
            try (InProcess process = InProcess.start(configuration, Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                guards(town);
                assertThat(robot.health().body().toString()).contains("robot.api.listen", ":" + taken.getLocalPort());
                assertThat(process.command(configuration, "history", "one")).isZero();
                assertThat(temp.resolve("state/api.address")).hasContent("127.0.0.1:" + process.apiPort());
            }
            assertThat(temp.resolve("state/api.address")).doesNotExist();
        }
    }

    @Test
    void without_a_port_for_the_console_it_guards_all_the_same_and_the_api_says_so() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Town town = new Town(temp)) {
            town.robot("stories", 0, taken.getLocalPort()).pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                guards(town);
                List<String> reasons = soon("everything to be rehearsed")
                        .until(
                                () -> RobotClient.texts(robot.pair("one").path("not-ready")),
                                texts -> texts.stream().noneMatch(text -> text.startsWith("not rehearsed yet")));
                assertThat(reasons)
                        .singleElement()
                        .asString()
                        .contains("robot.console.listen", ":" + taken.getLocalPort());
            }
        }
    }

    private static void guards(Town town) {
        soon("a poll").until(() -> !town.chronicle.of(town.primary("one")).isEmpty());
        town.primary("one").is(DOWN);
        soon("the activation").until(() -> town.chronicle.stages("one").size() >= 3);
        assertThat(town.chronicle.stages("one")).isEqualTo(Town.ORDER);
    }
}
