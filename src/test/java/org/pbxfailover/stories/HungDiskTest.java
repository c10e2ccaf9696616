package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.JournalAround;
import org.pbxfailover.camel.Clock;

/** A disk that does not answer whoever looks: people see the pairs, give orders, and hear of it. */
class HungDiskTest {
    @TempDir
    Path temp;

    private final AtomicBoolean hangs = new AtomicBoolean();
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Only looks hang, so that orders could be kept. */
    private final class Disk implements JournalAround.Appends {
        @Override
        public void before(String pair, int number) {}

        @Override
        public void reading() {
            while (hangs.get() && gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    // A disk that hangs cannot be interrupted.
                }
            }
        }
    }

    @Test
    void it_keeps_nobody_from_looking_at_the_pairs_or_from_ordering_something() {
        try (Town town = new Town(temp)) {
            town.pair("idle").pair("stalls");
            town.services.at("/stalls/trunks", Stub.answers(503, "no lines"));
            try (InProcess process = InProcess.start(
                    town.write(), Town.routes(), Clock.SYSTEM, journal -> new JournalAround(journal, new Disk()))) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("stalls", "failover", "");
                soon("an attempt")
                        .until(() -> !town.chronicle.keys("stalls", "trunks").isEmpty());
                hangs.set(true);

                soon("an answer to the attempt")
                        .until(() -> robot.pair("stalls")
                                .at("/stages/1/detail")
                                .asText()
                                .contains("503 no lines"));
                assertThat(robot.pair("stalls").at("/stages/0/state").asText()).isEqualTo("done");
                assertThat(robot.pairs()).containsOnlyKeys("idle", "stalls");
                assertThat(robot.metric("pbx_failover_pair_epoch{pair=\"stalls\"}"))
                        .isEqualTo(1);
                assertThat(robot.order("idle", "maintenance", "{\"for\":\"1h\"}")
                                .status())
                        .isEqualTo(200);
                assertThat(robot.state("idle")).isEqualTo("maintenance");
                soon("word of the disk")
                        .until(() -> texts(robot.pair("idle").path("not-ready"))
                                .toString()
                                .contains("does not answer; look at its disk"));
                assertThat(robot.health().body().toString()).contains("No activation can begin", "does not answer");
                gate.countDown();
                soon("health").until(() -> robot.health().status() == 200);
            }
        } finally {
            gate.countDown();
        }
    }
}
