package org.pbxfailover.probe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cuts an attempt off at its deadline, unless it has ended before. A call that changes something is worth more than its deadline when the
 * robot itself was away, suspended or starved: its answer may lie there, and whoever threw it away would call a second time what has
 * worked. So there is a moment, once, to read it. What was not sent by then is not sent any more. Thread-safe.
 */
final class Cut implements Runnable {
    /** A deadline that is noticed so much too late shows that the robot was away. */
    private static final long LATE = Duration.ofMillis(100).toNanos();

    private static final long MOMENT = Duration.ofSeconds(1).toNanos();

    private final Attempt attempt;
    private final ScheduledExecutorService clockThread;
    private boolean patient;
    private boolean ended;
    private Future<?> next = CompletableFuture.completedFuture(null);

    private Cut(Attempt attempt, ScheduledExecutorService clockThread, boolean patient) {
        this.attempt = attempt;
        this.clockThread = clockThread;
        this.patient = patient;
    }

    /**
     * Begins to wait for the deadline.
     *
     * @param patient whether a robot that was away gets a moment more
     */
    static Cut at(Attempt attempt, ScheduledExecutorService clockThread, boolean patient) {
        Cut cut = new Cut(attempt, clockThread, patient);
        cut.in(attempt.deadline() - System.nanoTime());
        return cut;
    }

    private synchronized void in(long nanos) {
        next = clockThread.schedule(this, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        if (!postponed()) {
            attempt.run();
        }
    }

    private synchronized boolean postponed() {
        boolean away = System.nanoTime() - attempt.deadline() > LATE || attempt.unread();
        if (!ended && patient && away && attempt.sent()) {
            patient = false;
            in(MOMENT);
            return true;
        }
        return ended;
    }

    /** The attempt has ended by itself. */
    synchronized void cancel() {
        ended = true;
        next.cancel(false);
    }
}
