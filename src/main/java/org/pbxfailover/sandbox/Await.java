package org.pbxfailover.sandbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, never longer than a deadline. */
final class Await {
    private static final long PAUSE = Duration.ofMillis(20).toNanos();

    private Await() {}

    /** Whether the condition came true in time. Ends early, with what is true then, when the thread is interrupted. */
    static boolean until(Duration within, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began >= within.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(PAUSE);
        }
        return true;
    }

    /** Lets a time pass in which nothing should happen. */
    static void quiet(Duration time) {
        until(time, () -> false);
    }
}
