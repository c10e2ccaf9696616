package org.pbxfailover.core;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as people write them. */
public final class Humane {
    private Humane() {}

    /** {@code 350 ms}, {@code 4.2 s}, {@code 3 min 5 s}, {@code 2 h 5 min}, {@code 90 d}. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            long tenths = millis / 100;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        if (duration.toHours() >= 48) {
            return two(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        return duration.toHours() > 0
                ? two(duration.toHours(), "h", duration.toMinutesPart(), "min")
                : two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }

    /** A moment without its fraction of a second: {@code 2026-11-23T03:30:00Z}. */
    static String second(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String two(long big, String bigUnit, int small, String smallUnit) {
        return big + " " + bigUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
