package org.pbxfailover.probe;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The control of a measurement: how late this machine wakes up a thread that does nothing else than wait. A request passes from hand to
 * hand a few times (the clock thread closes its socket, its own thread notices), so it may be late by a few times as much, and not more.
 */
final class Lateness implements AutoCloseable {
    private static final int HANDS = 4;
    private static final Duration PROMISED = Duration.ofMillis(50);
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(5);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong worst = new AtomicLong();

    Lateness() {
        Thread thread = new Thread(this::watch, "lateness");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            long began = System.nanoTime();
            while (!closed.await(WAIT, TimeUnit.NANOSECONDS)) {
                long now = System.nanoTime();
                worst.accumulateAndGet(now - began - WAIT, Math::max);
                began = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When a request with this deadline must have ended: 50 ms later, and what the machine itself was late. */
    Duration latest(Duration timeout) {
        return timeout.plus(PROMISED).plusNanos(HANDS * worst.get());
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
