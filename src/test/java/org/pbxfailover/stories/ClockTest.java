package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.camel.SetClock;

/** Fault 36: the clock on the wall is set, back or forth, by a person or by the network. It is for showing only. */
class ClockTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour OK = Stub.answers(200, "");
    private static final Map<String, String> STATES = Map.of(
            "dies",
            "active",
            "fine",
            "watching",
            "maintained",
            "maintenance",
            "back",
            "active",
            "retried",
            "activating");

    /** Says in the log when one of Vert.x's threads is slow, and does nothing else. */
    private static final String VERTX_WARNS = "vertx-blocked-thread-checker";

    @TempDir
    Path temp;

    /** What a {@link java.util.Timer} runs stands still for an hour when the clock is set back by an hour. */
    @Test
    void no_thread_of_the_robot_waits_by_the_clock_on_the_wall() {
        try (Town town = new Town(temp)) {
            town.pair("one");
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                soon("polls")
                        .until(() -> !town.chronicle.of(town.primary("one")).isEmpty());
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .filteredOn(thread -> !thread.getName().equals(VERTX_WARNS))
                        .isNotEmpty()
                        .noneMatch(thread -> thread.getClass().getName().equals("java.util.TimerThread"));
            }
        }
    }

    @Test
    void a_clock_that_is_set_back_and_forth_changes_no_decision_no_pause_and_no_end() {
        SetClock clock = SetClock.running();
        try (Town town = new Town(temp)) {
            List.of("dies", "fine", "maintained").forEach(town::pair);
            town.pair("back", "stable-for: 1h\nwhen-back: stand-down");
            town.pair(
                    "retried",
                    "",
                    stages(town, "backoff: 1h"),
                    "dns: " + town.action("retried", "dns-back", "") + "\n");
            town.services
                    .at("/dies/reload", sets(clock, Duration.ofHours(-3)))
                    .at("/dies/trunks", sets(clock, Duration.ofHours(5)))
                    .at("/dies/dns", sets(clock, Duration.ofHours(-30)))
                    .at("/retried/trunks", Stub.first(1, DOWN, OK));
            Path file = town.write();
            try (InProcess process = InProcess.start(file, Town.routes(), clock, journal -> journal)) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("maintained", "maintenance", "{\"for\":\"1h\"}");
                town.primary("maintained").is(DOWN);
                robot.order("retried", "failover", "");
                failsAndIsBack(town, robot, "back");
                town.primary("dies").is(DOWN);
                robot.until("dies", "active");
                soon("the failed stage")
                        .until(() -> town.chronicle.stages("retried").contains("trunks"));

                for (int hours : new int[] {2, -24, 48, -1}) {
                    clock.isSet(Duration.ofHours(hours));
                    polled(town, 3, "fine", "maintained", "back", "retried");
                    assertThat(robot.pairs())
                            .allSatisfy((name, pair) -> assertThat(
                                            pair.path("state").asText())
                                    .as("%s after %d h", name, hours)
                                    .isEqualTo(STATES.get(name)));
                }
                assertThat(town.chronicle.stages("retried")).containsExactly("reload", "trunks");
                assertThat(process.command(file, "status")).isEqualTo(1);
                assertThat(process.command(file, "history", "dies")).isZero();

                clock.isSet(Duration.ofHours(-7)).goesBy(Duration.ofHours(1));
                robot.until("maintained", "active");
                robot.until("retried", "active");
                assertThat(town.chronicle.stages("dies")).isEqualTo(Town.ORDER);
                inOrder(robot);
                for (String stage : Town.ORDER) {
                    String metric = "pbx_failover_stage_seconds_%s{outcome=\"done\",stage=\"" + stage + "\"}";
                    assertThat(robot.metric(metric.formatted("count"))).isEqualTo(4);
                    // One of them was in the middle of trunks while an hour went by.
                    assertThat(robot.metric(metric.formatted("sum"))).isBetween(0.0, 2 * 3600.0);
                }
            }
            clock.isSet(Duration.ofDays(-400));
            try (InProcess process = InProcess.start(file, Town.routes(), clock, journal -> journal)) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                for (String pair : List.of("dies", "maintained", "retried", "back")) {
                    assertThat(robot.state(pair)).as(pair).isEqualTo("active");
                }
                inOrder(robot);
            }
        }
    }

    private static void failsAndIsBack(Town town, RobotClient robot, String pair) {
        town.primary(pair).is(DOWN);
        robot.until(pair, "active");
        town.primary(pair).is(Stub.answers(200, "PBX ok"));
        soon("the alarm").until(() -> !robot.alarms(pair).isEmpty());
    }

    /** The history goes by the order of what happened, though its times go backwards. */
    private static void inOrder(RobotClient robot) {
        JsonNode stages = robot.history("dies").at("/0/stages");
        assertThat(stages.findValuesAsText("stage")).isEqualTo(Town.ORDER);
        List<Instant> began =
                stages.findValuesAsText("began").stream().map(Instant::parse).toList();
        assertThat(began.get(1)).isBefore(began.get(0));
        assertThat(began.get(2)).isAfter(began.get(0));
        assertThat(stages).allMatch(stage -> stage.path("state").asText().equals("done"));
    }

    private static String stages(Town town, String settings) {
        return Town.ORDER.stream()
                .map(stage ->
                        stage + ": " + town.action("retried", stage, "").replace("backoff: 100ms", settings) + "\n")
                .reduce("", String::concat);
    }

    private static Stub.Behaviour sets(SetClock clock, Duration by) {
        return request -> {
            clock.isSet(by);
            OK.treat(request);
        };
    }

    private static void polled(Town town, int times, String... pairs) {
        int mark = town.chronicle.now();
        for (String pair : pairs) {
            soon("polls of " + pair)
                    .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= times);
        }
    }
}
