package org.pbxfailover.operator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pair as an operator sees it: a snapshot, without secrets.
 *
 * @param mode {@code live} or {@code shadow}
 * @param state the word of the contract: {@code watching}, {@code suspect} …
 * @param since when it came into this state
 * @param sentence why it is in this state
 * @param epoch the newest epoch, open or closed; empty when there was none
 * @param failures failed probes in a row now, of {@code neededFailures}
 * @param primary the last probe of the primary; empty before the first
 * @param secondary the last probe of the secondary; empty when none is configured or made yet
 * @param alarms what a person should look at, each one sentence; empty when all is well
 * @param notReady why a failover would not work if it came now; empty: ready
 * @param notReadySince since when people know that; empty while ready, and until everything was looked at for the first time
 * @param stages the stages of the open epoch
 * @param maintenanceUntil while a person suspends decisions, whoever serves meanwhile
 * @param onHold a person has put it on hold: it takes no order that switches or suspends it, only its release
 * @param suspendedBy who has ordered the maintenance or the hold, and why if that was said
 * @param failback what speaks for and against going back; empty while the primary serves
 * @param drill the newest one, or the one that goes on
 */
public record PairView(
        String name,
        String mode,
        String state,
        Instant since,
        String sentence,
        OptionalLong epoch,
        int failures,
        int neededFailures,
        Optional<ProbeView> primary,
        Optional<ProbeView> secondary,
        List<String> alarms,
        List<String> notReady,
        Optional<Instant> notReadySince,
        List<StageView> stages,
        Optional<Instant> maintenanceUntil,
        boolean onHold,
        Optional<String> suspendedBy,
        List<Precondition> failback,
        Optional<DrillView> drill) {

    /**
     * The last probe.
     *
     * @param failure the failure class, when it failed
     * @param phrase a phrase for people
     */
    public record ProbeView(Instant at, long tookMillis, boolean alive, Optional<String> failure, String phrase) {}

    public boolean ready() {
        return notReady.isEmpty();
    }
}
