package org.pbxfailover.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting, always with an end. */
final class Wait {
    private Wait() {}

    static void forTime(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @param what is waited for, for the sentence when it does not come */
    static void until(Duration atMost, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("after " + atMost.toSeconds() + " s there is still not: " + what);
            }
            forTime(Duration.ofMillis(20));
        }
    }
}
