package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.JournalAround;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.journal.JournalException;

/** Fault 47: pairs do not wait for each other, not even for one that waits for its disk. */
class SlowJournalTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    /** The first entry of this pair is not written before the gate is open. */
    private record Waits(String slow, CountDownLatch reached, CountDownLatch gate) implements JournalAround.Appends {
        @Override
        public void before(String pair, int number) {
            if (pair.equals(slow) && number == 1) {
                reached.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new JournalException("interrupted", e);
                }
            }
        }
    }

    @Test
    void a_pair_that_waits_for_the_journal_holds_up_no_other() {
        Waits waits = new Waits("slow", new CountDownLatch(1), new CountDownLatch(1));
        try (Town town = new Town(temp)) {
            town.pair("slow").pair("dies");
            try (InProcess process = InProcess.start(
                    town.write(), Town.routes(), Clock.SYSTEM, journal -> new JournalAround(journal, waits))) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                town.primary("slow").is(DOWN);
                soon("the entry that waits").until(() -> waits.reached.getCount() == 0);
                int mark = town.chronicle.now();
                soon("so many polls of the other that one of the first would have come, too")
                        .until(() ->
                                town.chronicle.of(town.primary("dies"), mark).size() >= 4);
                assertThat(town.chronicle.of(town.primary("slow"), mark))
                        .as("one waits, and more do not pile up behind it")
                        .hasSizeLessThanOrEqualTo(1);

                town.primary("dies").is(DOWN);
                soon("every stage of the other")
                        .until(() -> town.chronicle.stages("dies").equals(Town.ORDER));
                assertThat(town.chronicle.stages("slow")).isEmpty();

                waits.gate.countDown();
                robot.until("slow", "active");
                assertThat(town.chronicle.stages("slow")).isEqualTo(Town.ORDER);
            } finally {
                waits.gate.countDown();
            }
        }
    }
}
