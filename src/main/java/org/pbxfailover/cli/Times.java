package org.pbxfailover.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as a person reads them: in the zone of the clock that is given. */
record Times(Clock clock) {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    /** {@code 2026-11-23 03:12:05}. */
    String full(Instant at) {
        return FULL.format(local(at));
    }

    /** {@code 03:12:05.123}. */
    String exact(Instant at) {
        return EXACT.format(local(at));
    }

    /** {@code 2 s ago}; never in the future, whatever the robot's clock says. */
    String ago(Instant at) {
        return Spoken.duration(Duration.ofSeconds(
                        Math.max(0, Duration.between(at, clock.instant()).toSeconds())))
                + " ago";
    }

    private ZonedDateTime local(Instant at) {
        return at.atZone(clock.getZone());
    }
}
