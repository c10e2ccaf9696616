package org.pbxfailover.operator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Evidence;

/**
 * One epoch of a pair with the evidence and the sentence behind it.
 *
 * @param kind {@code failover}, {@code switchover} or {@code fail-back}
 * @param outcome {@code open}, {@code completed} or {@code abandoned}
 * @param ending the sentence with which it was closed; empty while it is open
 */
public record EpochView(
        long epoch,
        String kind,
        Instant opened,
        String sentence,
        Evidence evidence,
        List<StageView> stages,
        String outcome,
        Optional<Instant> closed,
        String ending) {}
