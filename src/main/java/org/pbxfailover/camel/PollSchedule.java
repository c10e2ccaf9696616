package org.pbxfailover.camel;

import java.time.Duration;

/**
 * When one PBX is polled next. Intervals are from start to start; a poll that could not begin in time is begun late once and not
 * made up for, so a skipped tick is no failure (fault 24). Used under its own lock.
 */
final class PollSchedule {
    private final long every;
    private final long lostAfter;
    private long due;
    private long began;
    private int inFlight;

    /**
     * @param first monotonic nanoseconds of the first poll
     * @param timeout of a poll; one that has not come back long after it is lost, and polling goes on
     */
    PollSchedule(Duration every, Duration timeout, long first) {
        this.every = every.toNanos();
        this.lostAfter = timeout.toNanos() + Duration.ofSeconds(10).toNanos();
        this.due = first;
    }

    /** Begins a poll if one is due: answers how late it is in nanoseconds, or -1 when none is due. */
    synchronized long begin(long now) {
        boolean busy = inFlight > 0 && now - began < lostAfter;
        if (busy || now - due < 0) {
            return -1;
        }
        long late = now - due;
        began = now;
        inFlight = 1;
        due = late < every ? due + every : now + every;
        return late;
    }

    /** A probe out of turn is made: no poll until it has come back. */
    synchronized void outOfTurn(long now) {
        began = now;
        inFlight++;
    }

    synchronized void ended() {
        inFlight = Math.max(0, inFlight - 1);
    }

    /** The next poll comes after {@code interval} from the start of the last one, if that is sooner. */
    synchronized void soon(Duration interval) {
        long sooner = began + interval.toNanos();
        if (sooner - due < 0) {
            due = sooner;
        }
    }
}
