package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** Ways in which a primary dies, or only seems to: one robot, one pair for each story. */
class DeadPrimaryTest {
    private static final int FAILURES = 3;

    @TempDir
    static Path temp;

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        List.of("refuses", "hangs", "fails", "wordless", "cut", "flaps", "blip", "fine", "busy", "maintained")
                .forEach(town::pair);
        town.pair("shadowed", "shadow");
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
    }

    @Story
    void a_primary_that_refuses_connections_is_replaced() {
        robot.until("refuses", "watching");
        town.primary("refuses").dies();
        robot.until("refuses", "active");
        assertThat(town.chronicle.stages("refuses")).isEqualTo(Town.ORDER);
        assertThat(robot.history("refuses").get(0).at("/evidence/failed")).hasSize(FAILURES);
    }

    @Story
    void a_primary_that_accepts_and_says_nothing_is_replaced() {
        becomes("hangs", Stub.SILENT);
    }

    @Story
    void a_primary_that_answers_500_is_replaced() {
        becomes("fails", Stub.answers(500, "PBX"));
    }

    @Story
    void a_primary_whose_page_lacks_the_text_is_replaced() {
        becomes("wordless", Stub.answers(200, "It works!"));
    }

    @Story
    void a_primary_that_breaks_off_in_mid_answer_is_replaced() {
        becomes("cut", Stub.CUT);
    }

    /** Every stage once and in order, and nothing before K failures, the outside hosts after them, and one more probe. */
    private static void becomes(String pair, Stub.Behaviour illness) {
        polled(pair, 2);
        Stub primary = town.primary(pair);
        int mark = town.chronicle.now();
        primary.is(illness);
        robot.until(pair, "active");
        polled(pair, 2);
        assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);

        int call = town.chronicle.firstStage(pair);
        int enough = town.chronicle.position(primary, FAILURES, mark);
        assertThat(town.chronicle.position(primary, FAILURES + 1, mark))
                .as("one more probe")
                .isLessThan(call);
        assertThat(town.outside)
                .filteredOn(host -> town.chronicle.position(host, 1, enough) < call)
                .as("outside hosts asked after the last tolerated failure")
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(robot.epoch(pair)).isEqualTo(1);
    }

    private static void polled(String pair, int times) {
        int mark = town.chronicle.now();
        soon(times + " polls of " + pair)
                .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= times);
    }

    @Story
    void two_failures_and_then_an_answer_again_and_again_are_nothing() {
        Stub.Behaviour well = Stub.answers(200, "PBX ok");
        for (int time = 0; time < 3; time++) {
            town.primary("flaps").is(Stub.first(FAILURES - 1, Stub.answers(500, ""), well));
            polled("flaps", FAILURES + 1);
        }
        robot.until("flaps", "watching");
        assertThat(town.chronicle.stages("flaps")).isEmpty();
        assertThat(robot.history("flaps")).isEmpty();
    }

    @Story
    void a_primary_that_answers_when_it_is_probed_once_more_stays_in_service() {
        town.primary("blip").is(Stub.first(FAILURES, Stub.answers(500, ""), Stub.answers(200, "PBX ok")));
        polled("blip", FAILURES + 2);
        robot.until("blip", "watching");
        assertThat(town.chronicle.stages("blip")).isEmpty();
        assertThat(robot.history("blip")).isEmpty();
    }

    @Story
    void a_primary_that_refuses_us_is_there_and_stays_in_service() {
        town.primary("busy").is(Stub.answers(429, "slow down"));
        polled("busy", 2 * FAILURES);
        assertThat(town.chronicle.stages("busy")).isEmpty();
        assertThat(robot.alarms("busy")).singleElement().asString().contains("429");
    }

    @Story
    void in_shadow_mode_a_dead_primary_is_reported_once_and_nothing_is_called() {
        town.primary("shadowed").is(Stub.answers(500, ""));
        soon("the report").until(() -> !robot.alarms("shadowed").isEmpty());
        polled("shadowed", 2 * FAILURES + 2);
        assertThat(robot.alarms("shadowed")).singleElement().asString().contains("shadow");
        assertThat(town.chronicle.stages("shadowed")).isEmpty();
        assertThat(robot.order("shadowed", "failover", "").status()).isEqualTo(409);

        JsonNode decision = robot.explain("shadowed").path("decision");
        assertThat(decision.path("sentence").asText()).startsWith("would have failed over (shadow mode)");
        assertThat(decision.at("/evidence/failed").findValuesAsText("failure"))
                .hasSize(FAILURES)
                .containsOnly("status");
        assertThat(decision.at("/evidence/outside").findValuesAsText("answered"))
                .contains("true");
        assertThat(decision.at("/evidence/last/alive").asBoolean(true)).isFalse();
    }

    @Story
    void maintenance_suspends_decisions_and_ends_by_itself() {
        assertThat(robot.order("maintained", "maintenance", "{\"for\":\"3s\"}").status())
                .isEqualTo(200);
        town.primary("maintained").is(Stub.answers(500, ""));
        polled("maintained", 2);
        assertThat(town.chronicle.stages("maintained")).isEmpty();
        robot.until("maintained", "active");
        assertThat(town.chronicle.stages("maintained")).isEqualTo(Town.ORDER);
        assertThat(robot.history("maintained").get(0).path("kind").asText()).isEqualTo("failover");
    }

    @Story
    void a_pair_whose_primary_is_well_is_left_alone_whatever_happens_to_the_others() {
        polled("fine", FAILURES);
        assertThat(robot.state("fine")).isEqualTo("watching");
        assertThat(town.chronicle.stages("fine")).isEmpty();
    }
}
