package org.pbxfailover.core;

import java.time.Duration;
import java.util.Set;

/**
 * What the core must know of a pair's configuration.
 *
 * @param failures failed probes in a row before the confirmation, at least 1
 * @param every from the start of a probe to the start of the next
 * @param timeout of one probe, total
 * @param countAlso classes of failures that count here although they usually prove nothing
 * @param grace how long the failures of a primary that has not answered yet since the start, a maintenance or a fail-back do not count:
 *     it may be booting (fault 13); zero: not at all
 * @param hosts how many outside hosts are asked
 * @param needed how many of them must answer, 1 to {@code hosts}
 * @param outsideTimeout of each outside host, total
 * @param opinions how many others are asked whether they see the primary alive: its SIP side, witnesses
 * @param shadow decide and report, never act
 * @param standDown fail back without an order once the primary is steady
 * @param stableFor how long the primary must have answered without a failure to be steady
 */
public record Rules(
        String pair,
        int failures,
        Duration every,
        Duration timeout,
        Set<FailureClass> countAlso,
        Duration grace,
        int hosts,
        int needed,
        Duration outsideTimeout,
        int opinions,
        boolean shadow,
        boolean standDown,
        Duration stableFor) {

    /** So many suspicions that came to nothing, within {@link #flapWindow}, are worth an alarm (fault 16). */
    static final int FLAPS = 5;

    public Rules {
        countAlso = Set.copyOf(countAlso);
    }

    /** As if the pair were live and its primary had been up for long. */
    public Rules rehearsed() {
        return new Rules(
                pair,
                failures,
                every,
                timeout,
                countAlso,
                Duration.ZERO,
                hosts,
                needed,
                outsideTimeout,
                opinions,
                false,
                standDown,
                stableFor);
    }

    /** Whether the probe is evidence of a dead primary. */
    public boolean counts(Probe probe) {
        return probe.finding() instanceof Finding.Failed failed
                && (failed.failure().counts() || countAlso.contains(failed.failure()));
    }

    /** Whether the probe shows a primary that is not dead, if perhaps not well: it answers, or fails as only somebody who is there can fail. */
    public boolean seesLife(Probe probe) {
        return !(probe.finding() instanceof Finding.Failed failed)
                || (failed.failure().showsLife() && !countAlso.contains(failed.failure()));
    }

    /** The time of twenty polls: a network that loses one probe in a hundred stays below {@link #FLAPS} in it, one that loses ten does not. */
    Duration flapWindow() {
        return every.multipliedBy(20);
    }

    /** When a confirmation that has not ended is given up: both deadlines, and as much again for a busy machine. */
    Duration confirmationLimit() {
        return outsideTimeout.plus(timeout).multipliedBy(2).plusSeconds(1);
    }
}
