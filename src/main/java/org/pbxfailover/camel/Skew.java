package org.pbxfailover.camel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pbxfailover.core.Humane;

/**
 * How far the robot's clock is from that of the outside hosts, by the header {@code Date} of their answers (RFC 9110, section 6.6.1), which has
 * whole seconds. The middle of them counts, since one may be wrong. Decisions do not go by the clock on the wall, but signed requests (TSIG,
 * AWS) fail when it is minutes off, and a history with wrong times explains nothing. Thread-safe.
 */
final class Skew {
    private static final Duration MOST = Duration.ofSeconds(30);

    private final Map<String, Duration> ahead = new ConcurrentHashMap<>();

    /**
     * A host has answered.
     *
     * @param date as it came; empty, or no date: nothing is known of that host
     */
    void told(String host, String date, Instant now) {
        try {
            Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            ahead.put(host, Duration.between(there, now));
        } catch (DateTimeParseException e) {
            ahead.remove(host);
        }
    }

    /** As a sentence; empty: all is well or nothing is known. */
    Optional<String> problem() {
        List<Duration> all = ahead.values().stream().sorted().toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Duration middle = all.get(all.size() / 2);
        return middle.abs().compareTo(MOST) <= 0
                ? Optional.empty()
                : Optional.of("the clock of this robot is " + Humane.duration(middle.abs())
                        + (middle.isNegative() ? " behind" : " ahead of")
                        + " that of the outside hosts: have it set by NTP");
    }
}
