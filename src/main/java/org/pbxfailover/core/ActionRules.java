package org.pbxfailover.core;

import java.time.Duration;

/**
 * What the core must know of an action's configuration.
 *
 * @param attempts before it is stalled (required) or given up (not required), at least 1
 * @param backoff the pause after the first failed attempt
 * @param verified whether its effect is verified
 * @param within how long the effect may take
 * @param every between two looks at the effect
 */
public record ActionRules(
        boolean required, int attempts, Duration backoff, boolean verified, Duration within, Duration every) {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** The pause after attempt number {@code attempt}: it doubles each time, up to a minute. */
    Duration pauseAfter(int attempt) {
        Duration pause = backoff.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : longest();
    }

    private Duration longest() {
        return backoff.compareTo(LONGEST_PAUSE) > 0 ? backoff : LONGEST_PAUSE;
    }
}
