package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** Fault 36: the clock on the wall is set, back or forth, by a person or by the network. It is for showing only. */
class ClockTest {
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
                RobotClient.soon("polls")
                        .until(() -> !town.chronicle.of(town.primary("one")).isEmpty());
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .filteredOn(thread -> !thread.getName().equals(VERTX_WARNS))
                        .isNotEmpty()
                        .noneMatch(thread -> thread.getClass().getName().equals("java.util.TimerThread"));
            }
        }
    }
}
