package org.pbxfailover.camel;

import java.time.Duration;
import java.time.Instant;
import org.pbxfailover.core.Moment;

/** A clock that a test moves on, or sets: the time that goes by and the time on the wall, each by itself. Thread-safe. */
public final class SetClock implements Clock {
    private final boolean runs;
    private long nanos;
    private Instant wall = Instant.parse("2026-11-23T03:00:00Z");

    private SetClock(boolean runs) {
        this.runs = runs;
    }

    /** Stands still unless it is moved. */
    public static SetClock still() {
        return new SetClock(false);
    }

    /** Runs with the clocks of this machine, from where it is set. */
    public static SetClock running() {
        return new SetClock(true);
    }

    @Override
    public synchronized Moment get() {
        return new Moment(
                nanos + (runs ? System.nanoTime() : 0), runs ? Instant.now().plus(shift()) : wall);
    }

    private Duration shift() {
        return Duration.between(Instant.parse("2026-11-23T03:00:00Z"), wall);
    }

    /** Time goes by. */
    public synchronized SetClock goesBy(Duration time) {
        nanos += time.toNanos();
        wall = wall.plus(time);
        return this;
    }

    /** Somebody sets the clock on the wall, forth or, with a negative duration, back. No time goes by. */
    public synchronized SetClock isSet(Duration by) {
        wall = wall.plus(by);
        return this;
    }
}
