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
 * whole seconds. The middle of them counts, since one of three may be wrong, and of two nobody knows which. Decisions do not go by the clock on the wall, but signed requests (TSIG,
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

    /** As a sentence; empty: all is well, nothing is known, or the hosts disagree. */
    Optional<String> problem() {
        List<Duration> all = ahead.values().stream().sorted().toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        // Of an even number the two in the middle must agree.
        Duration least = all.get((all.size() - 1) / 2);
        Duration most = all.get(all.size() / 2);
        if (least.compareTo(MOST) > 0) {
            return Optional.of(sentence(least, "ahead of"));
        }
        return most.compareTo(MOST.negated()) < 0 ? Optional.of(sentence(most.negated(), "behind")) : Optional.empty();
    }

    private static String sentence(Duration off, String direction) {
        return "the clock of this robot is %s %s that of the outside hosts: have it set by NTP"
                .formatted(Humane.duration(off), direction);
    }
}
