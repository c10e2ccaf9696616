package org.pbxfailover.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time between two looks at a robot, which ends early when somebody interrupts. */
final class Pause {
    private Pause() {}

    static void between(Duration looks) throws InterruptedException {
        boolean ended = new CountDownLatch(1).await(looks.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
            throw new IllegalStateException("nobody counts this latch down");
        }
    }
}
