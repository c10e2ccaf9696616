package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.core.DetectionTime;

/** Two robots that guard the same primary, each by its own way to it (fault 2). */
class WitnessTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration RECHECK = Duration.ofMillis(150);
    private static final String PROBING = "every: 1s, recheck: 150ms, timeout: 1s";
    /** A witness that polls by itself once: what it asks later, it was asked for. */
    private static final String HARDLY = "every: 1h, timeout: 5s";

    @TempDir
    Path here;

    @TempDir
    Path there;

    private Town town;
    private Town other;
    private Way ours;
    private Way theirs;
    private InProcess witness;
    private RobotClient seeing;

    @BeforeEach
    void theWitness() {
        other = new Town(there)
                .robot("witness")
                .probing(HARDLY)
                .way("127.0.0.4")
                .pair("also-acme", "shadow");
        town = new Town(here).probing(PROBING);
        ours = new Way("127.0.0.3", other.primary("also-acme"));
        theirs = new Way("127.0.0.4", other.primary("also-acme"));
        witness = InProcess.start(other.write(), Town.routes());
        seeing = new RobotClient(witness.apiPort(), witness.consolePort());
        soon("its only poll")
                .until(() -> seeing.pair("also-acme").at("/primary/alive").asBoolean());
    }

    @AfterEach
    void end() {
        witness.close();
        ours.close();
        theirs.close();
        town.close();
        other.close();
    }

    private String url() {
        return "http://127.0.0.1:" + witness.apiPort() + "/";
    }

    /** The robot that acts, whose way to the primary is another one. */
    private InProcess robot(String witnesses) {
        town.witnesses(witnesses)
                .way("127.0.0.3")
                .shares("acme", other, "also-acme")
                .pair("acme");
        return InProcess.start(town.write(), Town.routes());
    }

    private static Stream<JsonNode> opinions(RobotClient robot, String pair) {
        JsonNode opinions = robot.history(pair).at("/0/evidence/opinions");
        return Stream.iterate(0, i -> i < opinions.size(), i -> i + 1).map(opinions::get);
    }

    @Test
    void a_primary_that_only_this_robot_does_not_reach_stays_in_service_as_long_as_a_witness_sees_it() {
        try (InProcess process = robot("{ url: \"" + url() + "\", token: " + Town.TOKEN + " }")) {
            RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
            robot.until("acme", "watching");
            soon("an answer")
                    .until(() -> robot.pair("acme").at("/primary/alive").asBoolean());
            soon("its rehearsal to be over")
                    .until(() -> seeing.pair("also-acme").path("ready").asBoolean());
            JsonNode before = seeing.pair("also-acme");

            ours.close();
            String words = "), but witness 127.0.0.1:" + witness.apiPort()
                    + " answers (it sees the primary alive: 200 OK): no failover; look at the primary";
            soon("the alarm").until(() -> robot.alarms("acme").stream().anyMatch(alarm -> alarm.contains(words)));
            int mark = other.chronicle.now();
            soon("further questions")
                    .until(() ->
                            other.chronicle.of(other.primary("also-acme"), mark).size() >= 3);
            assertThat(robot.state("acme")).isEqualTo("suspect");
            assertThat(town.chronicle.stages("acme")).isEmpty();

            theirs.close();
            robot.until("acme", "active");
            assertThat(town.chronicle.stages("acme")).isEqualTo(Town.ORDER);
            assertThat(opinions(robot, "acme")).singleElement().satisfies(opinion -> {
                assertThat(opinion.get("by").asText()).isEqualTo("witness 127.0.0.1:" + witness.apiPort());
                assertThat(opinion.get("alive").asBoolean(true)).isFalse();
                assertThat(opinion.get("detail").asText())
                        .isEqualTo("it does not see the primary alive either: refused: connection refused");
            });

            // Whatever it was asked, the witness itself has polled once and decided nothing.
            assertThat(seeing.pair("also-acme").toString()).isEqualTo(before.toString());
        }
    }

    @Test
    void witnesses_that_say_nothing_block_nothing_and_are_in_the_evidence() {
        Stub hanging = town.stub("hanging").is(Stub.SILENT);
        Stub gone = town.stub("gone");
        gone.dies();
        Stub portal = town.stub("portal").is(Stub.answers(200, "<html>alive: true, log in here</html>"));
        String witnesses = String.join(
                ", ",
                List.of(
                        "{ url: \"" + url() + "\", token: not-" + Town.TOKEN + " }",
                        "{ url: \"" + url().replace("127.0.0.1", "localhost") + "\", token: " + Town.TOKEN + " }",
                        "\"" + hanging.url("/") + "\"",
                        "\"" + gone.url("/") + "\"",
                        "\"" + portal.url("/") + "\""));
        town.witnesses(witnesses).pair("elsewhere");
        try (InProcess process = InProcess.start(town.write(), Town.routes())) {
            RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
            robot.until("elsewhere", "watching");
            soon("an answer")
                    .until(() -> robot.pair("elsewhere").at("/primary/alive").asBoolean());
            long death = System.nanoTime();
            town.primary("elsewhere").dies();
            soon("the first call")
                    .until(() -> !town.chronicle.stages("elsewhere").isEmpty());
            Duration took = Duration.ofNanos(System.nanoTime() - death);

            DetectionTime times = new DetectionTime(SECOND, RECHECK, SECOND, 3, SECOND, SECOND.plus(SECOND));
            assertThat(took).isLessThan(times.worstCaseRefusing().multipliedBy(5)); // of a busy machine
            assertThat(opinions(robot, "elsewhere")
                            .map(opinion -> opinion.get("detail").asText()))
                    .containsExactlyInAnyOrder(
                            "it says nothing: 401 Unauthorized: its token is not the one configured here",
                            "it says nothing: 404 Not Found: it guards no primary with this URL",
                            "it says nothing: no answer within 2 s (connected, waiting for headers)",
                            "it says nothing: connection refused",
                            "it says nothing: what answers there is no witness");
            assertThat(robot.history("elsewhere").toString()).doesNotContain(Town.TOKEN);
        }
    }
}
