package org.pbxfailover.camel;

import java.time.Duration;
import org.pbxfailover.core.Moment;

/**
 * Whether the robot itself was there. Everything that it does is a sign of life; after a longer silence it was suspended, stopped or
 * starved, and knows nothing of the time between (fault 37). Thread-safe.
 */
final class Presence {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

    private long lastSign;
    /** The start is one: what was decided before it waits for the first probe after it, however long the start took. */
    private volatile long absences = 1;

    private Duration away = Duration.ZERO;

    Presence(Moment now) {
        this.lastSign = now.nanos();
    }

    /**
     * Something is done at this moment.
     *
     * @return how often the robot was away so far, its start and this time included
     */
    synchronized long sign(Moment now) {
        Duration silence = Duration.ofNanos(now.nanos() - lastSign);
        if (silence.compareTo(LONGEST_SILENCE) > 0) {
            absences++;
            away = silence;
        }
        if (!silence.isNegative()) {
            lastSign = now.nanos();
        }
        return absences;
    }

    /** How often the robot was away so far. */
    long absences() {
        return absences;
    }

    /** How long it was away the last time. */
    synchronized Duration away() {
        return away;
    }
}
