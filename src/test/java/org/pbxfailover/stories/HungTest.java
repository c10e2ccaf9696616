package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.camel.SetClock;

/** Faults 44 and 45: the process lives and its watch does not; somebody else has to notice. */
class HungTest {
    @TempDir
    Path temp;

    @Test
    void a_watch_that_hangs_is_not_live_and_its_heart_does_not_beat() {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        SetClock clock = SetClock.running();
        AtomicBoolean hang = new AtomicBoolean();
        Clock hanging = () -> { // only the thread of the ticks hangs
            if (hang.get() && Thread.currentThread().getName().contains("scheduler://watch")) {
                hangs.countDown();
                uninterrupted(gate);
            }
            return clock.get();
        };
        try (Town town = new Town(temp)) {
            Stub heart = town.stub("heart");
            town.also("heartbeat: { url: \"" + heart.url("/beat") + "\", every: 200ms }\n");
            town.pair("other");
            try (InProcess process = InProcess.start(town.write(), Town.routes(), hanging, journal -> journal)) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("heartbeats").until(() -> town.chronicle.of(heart).size() >= 2);
                assertThat(robot.live()).isEqualTo(200);
                hang.set(true);
                soon("the watch to hang").until(() -> hangs.getCount() == 0);
                clock.goesBy(Duration.ofSeconds(11));

                assertThat(robot.live()).isEqualTo(503);
                assertThat(robot.health().body().toString()).contains("The watch loop has not run for 1");
                assertThat(robot.state("other")).isEqualTo("watching");
                soon("the last beat").until(() -> !beatsWithin(town, heart, Duration.ofSeconds(3)));
                assertThat(robot.live()).isEqualTo(503);

                int mark = town.chronicle.now();
                hang.set(false);
                gate.countDown();
                soon("life").until(() -> robot.live() == 200);
                soon("heartbeats").until(() -> !town.chronicle.of(heart, mark).isEmpty());
                assertThat(town.chronicle.of(town.services)).isEmpty();
            }
        } finally {
            gate.countDown();
        }
    }

    private static boolean beatsWithin(Town town, Stub heart, Duration time) {
        int mark = town.chronicle.now();
        Awaitility.await("some time").pollDelay(time).until(() -> true);
        return !town.chronicle.of(heart, mark).isEmpty();
    }

    private static void uninterrupted(CountDownLatch gate) {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                // What hangs cannot be interrupted.
            }
        }
    }
}
