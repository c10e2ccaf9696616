package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.journal.StateDirectory;

/** What a robot may find when it starts. */
class StartTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    @Test
    void with_a_damaged_journal_it_holds_and_says_why() throws IOException {
        journalOf("stories");
        Path journal = temp.resolve("state/journal.db");
        byte[] bytes = Files.readAllBytes(journal);
        java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 'x');
        Files.write(journal, bytes);
        holds("cannot be trusted");
        assertThat(Files.readAllBytes(journal)).as("left as it was").isEqualTo(bytes);
    }

    @Test
    void with_another_robots_journal_it_holds_and_says_why() {
        journalOf("somebody-else");
        holds("somebody-else");
    }

    private void journalOf(String name) {
        if (StateDirectory.open(temp.resolve("state"), name) instanceof StateDirectory.Opened opened) {
            opened.directory().close();
        } else {
            throw new AssertionError("no journal");
        }
    }

    private void holds(String why) {
        try (Town town = new Town(temp)) {
            town.pair("one");
            town.primary("one").is(DOWN);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("polls").until(() -> town.chronicle.of(town.primary("one")).size() >= 6);
                assertThat(robot.state("one")).isEqualTo("hold");
                assertThat(robot.pair("one").path("sentence").asText()).contains("journal.db", why);
                assertThat(robot.order("one", "failover", "").sentence()).contains(why);
                assertThat(robot.order("one", "failback", "{\"force\":true}").status())
                        .isEqualTo(409);
                assertThat(robot.health().status()).isEqualTo(503);
                assertThat(robot.history("one")).isEmpty();
                assertThat(town.chronicle.of(town.services)).isEmpty();
                assertThat(town.outside)
                        .allSatisfy(host -> assertThat(town.chronicle.of(host)).isEmpty());
            }
        }
    }

    @Test
    void without_a_port_for_the_api_it_guards_all_the_same_and_health_says_so() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Town town = new Town(temp)) {
            town.robot("stories", taken.getLocalPort(), 0).pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                guards(town);
                assertThat(robot.health().body().toString()).contains("robot.api.listen", ":" + taken.getLocalPort());
            }
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
                assertThat(RobotClient.texts(robot.pair("one").path("not-ready")))
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
