package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** Is it the primary, or are we cut off? */
class OutsideTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    @Test
    void a_robot_that_is_cut_off_calls_nobody_and_counts_afresh_when_it_sees_again() {
        try (Town town = new Town(temp)) {
            town.pair("one").pair("other");
            town.outside.get(1).is(DOWN);
            town.outside.get(2).dies();
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                town.primary("one").is(DOWN);
                robot.until("one", "blind");
                int blind = town.chronicle.now();
                soon("further polls")
                        .until(() ->
                                town.chronicle.of(town.primary("one"), blind).size() >= 8);
                assertThat(town.chronicle.stages("one")).isEmpty();
                assertThat(robot.state("one")).isEqualTo("blind");
                soon("a complaint of that").until(() -> complains(robot, "other"));

                int sees = town.chronicle.now();
                town.outside.get(1).is(Stub.answers(200, ""));
                robot.until("one", "active");
                soon("no complaint, though nobody has looked since").until(() -> !complains(robot, "other"));
                assertThat(town.chronicle.stages("one")).isEqualTo(Town.ORDER);
                int call = town.chronicle.position(town.services, 1, sees);
                assertThat(town.chronicle.position(town.outside.get(1), 1, sees))
                        .isLessThan(call);

                // The evidence is all from after the last time that it was cut off.
                List<String> failed =
                        robot.history("one").at("/0/evidence/failed").findValuesAsText("phrase");
                assertThat(failed).hasSize(3);
                assertThat(town.chronicle.stages("other")).isEmpty();
            }
        }
    }

    private static boolean complains(RobotClient robot, String pair) {
        return RobotClient.texts(robot.pair(pair).path("not-ready")).stream()
                .anyMatch(reason -> reason.contains("outside hosts answer"));
    }

    @Test
    void a_decision_does_not_wait_for_an_outside_host_that_hangs() {
        try (Town town = new Town(temp)) {
            town.outside.get(0).is(Stub.SILENT);
            town.outside.get(1).dies();
            town.internet(
                            List.of(
                                    town.outside.get(0).url("/"),
                                    town.outside.get(1).url("/"),
                                    town.outside.get(2).url("/")),
                            1,
                            "1m")
                    .pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.until("one", "watching");
                town.primary("one").is(DOWN);
                long death = System.nanoTime();
                robot.until("one", "active");
                assertThat(Duration.ofNanos(System.nanoTime() - death)).isLessThan(Duration.ofSeconds(40));
                assertThat(town.chronicle.stages("one")).isEqualTo(Town.ORDER);
                town.close(); // so that the robot has nobody to wait for when it stops
            }
        }
    }
}
