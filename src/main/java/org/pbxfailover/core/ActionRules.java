package org.pbxfailover.core;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * What the core must know of an action's configuration.
 *
 * @param attempts before it is stalled (required) or given up (not required), at least 1
 * @param backoff the pause after the first failed attempt
 * @param verified whether its effect is verified
 * @param proven whether the effect, where it is seen, proves that the call worked, also when its answer was lost or was no; otherwise the
 *     call is made again, which must do no harm
 * @param within how long the effect may take
 * @param every between two looks at the effect
 */
public record ActionRules(
        boolean required,
        int attempts,
        Duration backoff,
        boolean verified,
        boolean proven,
        Duration within,
        Duration every) {

    /** Where the effect, if it is verified at all, proves that the call worked. */
    public ActionRules(
            boolean required, int attempts, Duration backoff, boolean verified, Duration within, Duration every) {
        this(required, attempts, backoff, verified, verified, within, every);
    }

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** The pause after attempt number {@code attempt}: it doubles each time, up to a minute. */
    Duration pauseAfter(int attempt) {
        Duration pause = backoff.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : longest();
    }

    /**
     * How long an action that is not required may hold up those behind it: each attempt uses up its deadline and the time for its effect,
     * at the end of which a look may just have begun; and before each further one there is another look.
     *
     * @param timeout the deadline of one call
     * @param look the deadline of one look at the effect; zero where there is none
     */
    public Duration untilGivenUp(Duration timeout, Duration look) {
        Duration pauses =
                IntStream.range(1, attempts).mapToObj(this::pauseAfter).reduce(Duration.ZERO, Duration::plus);
        return timeout.plus(within).multipliedBy(attempts).plus(pauses).plus(look.multipliedBy(2L * attempts - 1));
    }

    private Duration longest() {
        return backoff.compareTo(LONGEST_PAUSE) > 0 ? backoff : LONGEST_PAUSE;
    }
}
