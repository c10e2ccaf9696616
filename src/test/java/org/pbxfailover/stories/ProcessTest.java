package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The robot as a process: a twin, signals, a suspended machine. */
class ProcessTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour WELL = Stub.answers(200, "PBX ok");

    @TempDir
    Path temp;

    @Test
    void a_twin_refuses_suspension_is_no_failure_and_a_signal_is_a_clean_end() {
        try (Town town = new Town(temp)) {
            town.patience("1s").pair("fine").pair("counting").pair("stuck");
            town.services.at("/stuck/reload", Stub.SILENT);
            Path file = town.write();
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                try (Child twin = new Child(file, Town.routes())) {
                    assertThat(twin.exit()).isEqualTo(2);
                    assertThat(twin.log())
                            .contains("in use by another robot", "robot.state")
                            .doesNotContain("\tat ");
                }
                suspended(town, child);
                int mark = town.chronicle.now();
                soon("polls of both")
                        .until(() ->
                                town.chronicle.of(town.primary("fine"), mark).size() >= 3
                                        && town.chronicle
                                                        .of(town.primary("counting"), mark)
                                                        .size()
                                                >= 6);
                assertThat(town.chronicle.of(town.services)).isEmpty();
                robot.until("counting", "watching");

                robot.order("stuck", "failover", "");
                soon("the call").until(() -> !town.chronicle.stages("stuck").isEmpty());
                child.terminate();
                assertThat(child.exit()).isZero();
                assertThat(child.log()).contains("told to stop");
            }
        }
    }

    /** Stops the robot between two failures of one pair; after that come as many as are not enough by themselves. */
    private static void suspended(Town town, Child child) {
        Stub counting = town.primary("counting");
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicInteger failed = new AtomicInteger();
        counting.is(request -> {
            if (failed.incrementAndGet() == 2) {
                child.signal("STOP");
                counting.is(Stub.first(2, DOWN, WELL));
                stopped.countDown();
            }
            DOWN.treat(request);
        });
        soon("the second failure").until(() -> stopped.getCount() == 0);
        Awaitility.await("the suspension").pollDelay(Duration.ofSeconds(4)).until(() -> true);
        child.signal("CONT");
    }
}
