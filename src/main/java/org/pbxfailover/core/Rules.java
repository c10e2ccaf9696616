package org.pbxfailover.core;

import java.time.Duration;

/**
 * What the core must know of a pair's configuration.
 *
 * @param failures failed probes in a row before the confirmation, at least 1
 * @param timeout of one probe, total
 * @param hosts how many outside hosts are asked
 * @param needed how many of them must answer, 1 to {@code hosts}
 * @param outsideTimeout of each outside host, total
 * @param sip whether the SIP side of the primary is asked, too
 * @param shadow decide and report, never act
 * @param standDown fail back without an order once the primary is steady
 * @param stableFor how long the primary must have answered without a failure to be steady
 */
public record Rules(
        String pair,
        int failures,
        Duration timeout,
        int hosts,
        int needed,
        Duration outsideTimeout,
        boolean sip,
        boolean shadow,
        boolean standDown,
        Duration stableFor) {

    /** When a confirmation that has not ended is given up: both deadlines, and as much again for a busy machine. */
    Duration confirmationLimit() {
        return outsideTimeout.plus(timeout).multipliedBy(2).plusSeconds(1);
    }
}
