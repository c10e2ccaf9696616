package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 37: SIGSTOP in the middle of everything, for longer than several polls and than any deadline. */
@Tag("long")
class SuspendedTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour WELL = Stub.answers(200, "PBX ok");
    private static final Stub.Behaviour OK = Stub.answers(200, "");

    @TempDir
    Path temp;

    /**
     * {@code fine} is well all the time. {@code asked} is well, and asked when the robot is stopped: its answer comes while nobody can take
     * it. {@code dead} has failed twice and fails on. {@code returned} would have been replaced with the next answer from outside, and is
     * well afterwards. {@code called} is in the middle of its activation; so is {@code looked}, whose call has worked unheard.
     */
    @Test
    void a_robot_that_was_suspended_counts_from_zero_and_goes_on_with_what_it_had_begun() {
        try (Town town = new Town(temp)) {
            CountDownLatch asleep = new CountDownLatch(1);
            CountDownLatch asked = new CountDownLatch(3);
            town.patience("3s");
            town.pair("fine").pair("asked").pair("returned").pair("called");
            String look = "verify: { url: \"" + town.services.url("/looked/effect") + "\", body: holds, within: 20s }";
            String stages = "reload: %s\ntrunks: %s\ndns: %s\n"
                    .formatted(
                            town.action("looked", "reload", ""),
                            town.action("looked", "trunks", look),
                            town.action("looked", "dns", ""));
            town.pair("looked", "", stages, "dns: " + town.action("looked", "dns-back", "") + "\n");
            // So that nothing of it is in flight: a probe that took too long proves nothing anyhow.
            town.probing("every: 2s, recheck: 2s, timeout: 500ms").pair("dead");
            town.services
                    .at("/called/trunks", Stub.first(1, Stub.behind(asleep, OK), OK))
                    .at("/looked/trunks", Stub.behind(asleep, OK))
                    .at("/looked/effect", Stub.answers(200, "holds"));
            Path file = town.write();
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                robot.order("called", "failover", "");
                robot.order("looked", "failover", "");
                town.outside.forEach(host -> host.is(request -> {
                    asked.countDown();
                    Stub.behind(asleep, OK).treat(request);
                }));
                town.primary("returned").is(DOWN);
                soon("the question to the outside").until(() -> asked.getCount() == 0);
                stop(town, robot, child);
                Awaitility.await("the suspension")
                        .pollDelay(Duration.ofSeconds(4))
                        .until(() -> true);
                town.primary("returned").is(WELL);
                town.primary("asked").is(WELL);
                town.outside.forEach(host -> host.is(OK));
                asleep.countDown();
                int wakes = town.chronicle.now();
                Instant woken = Instant.now();
                child.signal("CONT");

                robot.until("dead", "active");
                robot.until("called", "active");
                robot.until("looked", "active");
                polled(town, wakes, "fine", "asked", "returned");
                for (String pair : new String[] {"fine", "asked", "returned"}) {
                    robot.until(pair, "watching");
                    assertThat(town.chronicle.stages(pair)).as(pair).isEmpty();
                    assertThat(robot.history(pair)).as(pair).isEmpty();
                }
                JsonNode failed = robot.history("dead").at("/0/evidence/failed");
                assertThat(failed)
                        .hasSize(3)
                        .allSatisfy(probe -> assertThat(
                                        Instant.parse(probe.path("at").asText()))
                                .isAfterOrEqualTo(woken));
                assertThat(town.chronicle.stages("dead")).isEqualTo(Town.ORDER);
                // Its answer may be there before its deadline is noticed, or the other way round.
                assertThat(town.chronicle.sequence("called")).isEqualTo(Town.ORDER);
                assertThat(town.chronicle.keys("called", "trunks")).containsOnly("called-1-trunks-1");
                assertThat(town.chronicle.sequence("looked")).isEqualTo(Town.ORDER);
                assertThat(town.chronicle.keys("looked", "trunks")).containsExactly("looked-1-trunks-1");
            }
        }
    }

    /** Between two failures of one primary, while a poll of another is in flight. */
    private static void stop(Town town, RobotClient robot, Child child) {
        town.primary("dead").is(DOWN);
        soon("two failures").until(() -> robot.pair("dead").path("failures").asInt() >= 2);
        CountDownLatch inFlight = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        town.primary("asked").is(request -> {
            inFlight.countDown();
            stopped.await();
            WELL.treat(request);
        });
        soon("a poll in flight").until(() -> inFlight.getCount() == 0);
        child.signal("STOP");
        stopped.countDown();
    }

    private static void polled(Town town, int mark, String... pairs) {
        for (String pair : pairs) {
            soon("polls of " + pair)
                    .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= 5);
        }
    }
}
