package org.pbxfailover.core;

import java.time.Duration;

/**
 * The arithmetic of one pair's probes: how long a death can stay unnoticed, and how often a lossy network looks like one. Every figure
 * is computed from what is configured and leaves out the robot's own slowness: its tick (a tenth of a second) and a starved machine.
 *
 * @param every T: from the start of a probe to the start of the next
 * @param recheck F: the same, after the first failure
 * @param timeout t: total deadline of a probe
 * @param failures K: failed probes in a row, at least 1
 * @param outside e: deadline of the outside check; all outside hosts are asked at once
 * @param opinions the longest deadline of those who are asked for a second opinion, at the same time as the outside hosts; zero: nobody is
 */
public record DetectionTime(
        Duration every, Duration recheck, Duration timeout, int failures, Duration outside, Duration opinions) {

    /** Longer than anything that is worth telling apart, and short enough to be shown: a million years. */
    private static final Duration FOREVER = Duration.ofDays(365_250_000);

    /**
     * @throws IllegalArgumentException when a duration other than {@code opinions} is not positive or {@code failures} is below 1
     */
    public DetectionTime {
        if (!positive(every) || !positive(recheck) || !positive(timeout) || !positive(outside) || failures < 1) {
            throw new IllegalArgumentException("every, recheck, timeout, outside and failures must be positive");
        }
        if (opinions.isNegative()) {
            throw new IllegalArgumentException("opinions must not be negative");
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    /**
     * The longest time from the death of a primary whose address refuses at once to the decision. The counted probes and the last one
     * take no time then; the outside check, and whoever is asked for a second opinion, may still use their whole deadlines.
     */
    public Duration worstCaseRefusing() {
        return every.plus(recheck.multipliedBy(failures - 1L)).plus(longer(outside, opinions));
    }

    /**
     * The longest time from the death of a primary that says nothing at all to the decision: it died just after a good probe had its
     * answer, every probe runs into its deadline, and a probe never begins before the former one ended. The last probe is begun when the
     * outside has answered, at worst at its deadline; a second opinion is waited for at the same time.
     */
    public Duration worstCaseHanging() {
        return every.plus(longer(recheck, timeout).multipliedBy(failures - 1L))
                .plus(timeout)
                .plus(longer(outside.plus(timeout), opinions));
    }

    /** The longer of both worst cases: silence, which costs at every step at least what a refusal costs. */
    public Duration worstCase() {
        return worstCaseHanging();
    }

    /**
     * How long it takes on average until a healthy primary fails {@code failures} probes in a row, so that the outside is asked. Holds
     * for probes that fail independently of each other; a burst of loss that swallows several probes in a row comes on top. A probe is
     * more than one packet and TCP repeats what is lost, so with real packet loss of this size the time is longer.
     *
     * @param loss the share of probes that fail although the primary is well, above 0 and below 1
     * @return at most a million years
     */
    public Duration meanTimeBetweenFalseAlarms(double loss) {
        return meanTimeBetweenStreaks(loss, failures);
    }

    /**
     * How long it takes on average until a healthy primary is failed over for nothing: the outside answers, and the one probe after the
     * streak fails too, which is a streak longer by one. The same assumptions as for {@link #meanTimeBetweenFalseAlarms}.
     *
     * @param loss the share of probes that fail although the primary is well, above 0 and below 1
     * @return at most a million years
     */
    public Duration meanTimeBetweenFalseFailovers(double loss) {
        return meanTimeBetweenStreaks(loss, failures + 1);
    }

    /** T·(1−pⁿ)/((1−p)·pⁿ): the expected number of trials before n failures in a row, each T apart. */
    private Duration meanTimeBetweenStreaks(double loss, int length) {
        if (!(loss > 0 && loss < 1)) {
            throw new IllegalArgumentException("a loss must lie between 0 and 1, not at " + loss);
        }
        double streak = Math.pow(loss, length);
        double seconds = every.toMillis() / 1000.0 * (1 - streak) / ((1 - loss) * streak);
        return seconds < FOREVER.toSeconds() ? Duration.ofMillis(Math.round(seconds * 1000)) : FOREVER;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
