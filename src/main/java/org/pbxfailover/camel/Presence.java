package org.pbxfailover.camel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.pbxfailover.core.Moment;

/**
 * Whether the robot itself was there. Everything that it does is a sign of life; after a longer silence it was suspended, stopped or
 * starved, and knows nothing of the time between (fault 37). Thread-safe; a sign waits for nobody, or a thousand pairs that are acted upon
 * at once would queue here, again and again.
 */
final class Presence {
    private static final long LONGEST_SILENCE = Duration.ofSeconds(2).toNanos();

    private final AtomicLong lastSign;
    /** The start is one: what was decided before it waits for the first probe after it, however long the start took. */
    private volatile long absences = 1;

    private volatile Duration away = Duration.ZERO;

    Presence(Moment now) {
        this.lastSign = new AtomicLong(now.nanos());
    }

    /**
     * Something is done at this moment.
     *
     * @return how often the robot was away so far, its start and this time included
     */
    long sign(Moment now) {
        if (now.nanos() - lastSign.get() > LONGEST_SILENCE) {
            wasAway(now);
        } else {
            lastSign.accumulateAndGet(now.nanos(), Presence::later);
        }
        return absences;
    }

    /** Who sees the new sign must see the absence before it, too. */
    private synchronized void wasAway(Moment now) {
        long silence = now.nanos() - lastSign.get();
        if (silence > LONGEST_SILENCE) {
            away = Duration.ofNanos(silence);
            absences++;
            lastSign.accumulateAndGet(now.nanos(), Presence::later);
        }
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    /** How often the robot was away so far. */
    long absences() {
        return absences;
    }

    /** How long it was away the last time. */
    Duration away() {
        return away;
    }
}
