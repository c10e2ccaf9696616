package org.pbxfailover.core;

import java.time.Duration;
import java.time.Instant;

/**
 * One point in time, twice: monotonic for intervals, wall time for showing to people only. A step of the wall clock therefore never
 * changes a decision (fault 36).
 *
 * @param nanos monotonic nanoseconds of this process; comparable only with others of the same process
 * @param wall what a clock on the wall showed
 */
public record Moment(long nanos, Instant wall) {

    /** The monotonic time from an earlier moment to this one; negative when {@code earlier} is later. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos(), wall.plus(duration));
    }

    public boolean isBefore(Moment other) {
        return nanos - other.nanos < 0;
    }
}
