package org.pbxfailover.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them. */
final class Spoken {
    private static final Duration MILLION_YEARS = Duration.ofDays(365_250_000);

    private Spoken() {}

    /** {@code 0 s}, {@code 800 ms}, {@code 2.5 s}, {@code 1 min 30 s}, {@code 14 hours}, {@code 58 days}, {@code 16 years}; rounded, at least 0. */
    static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis == 0 ? "0 s" : millis + " ms";
        }
        if (millis < 59_950) {
            long tenths = Math.round(millis / 100.0);
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        if (seconds < 48 * 3600) {
            return many(seconds / 3600.0, "hour");
        }
        double days = seconds / 86_400.0;
        if (days < 730) {
            return many(days, "day");
        }
        return duration.compareTo(MILLION_YEARS) < 0 ? many(days / 365.25, "year") : "a million years or more";
    }

    private static String many(double number, String unit) {
        long rounded = Math.round(number);
        return String.format(Locale.ROOT, "%,d %s%s", rounded, unit, rounded == 1 ? "" : "s");
    }
}
