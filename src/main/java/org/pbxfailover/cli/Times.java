package org.pbxfailover.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as a person reads them, in UTC like those in the robot's sentences: one night must not have two clocks. */
record Times(Clock clock) {
    private static final DateTimeFormatter FULL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT);

    /** {@code 2026-11-23 03:12:05Z}. */
    String full(Instant at) {
        return FULL.format(at.atZone(ZoneOffset.UTC));
    }

    /** {@code 03:12:05.123Z}. */
    String exact(Instant at) {
        return EXACT.format(at.atZone(ZoneOffset.UTC));
    }

    /** {@code 2 s ago}; never in the future, whatever the robot's clock says. */
    String ago(Instant at) {
        return Spoken.duration(Duration.ofSeconds(
                        Math.max(0, Duration.between(at, clock.instant()).toSeconds())))
                + " ago";
    }
}
