package org.pbxfailover.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A pair, with what the journal says of it and what an observer saw.
 *
 * @param shadow the mode in which the robot was started last
 */
record World(PairState state, Ledger ledger, Seen seen, boolean shadow, Moment now) {
    /** The time at which every step begins; long enough after nothing to have room for what was before. */
    static final Moment ZERO = new Moment(1_000_000_000_000_000L, Instant.parse("2026-11-23T03:00:00Z"));

    static World begin(Plan plan) {
        return new World(
                        PairState.fresh(ZERO),
                        Ledger.EMPTY,
                        Seen.started(plan.rules(), ZERO, false, false, false),
                        false,
                        ZERO)
                .restarted(Decisions.CORE, plan, false);
    }

    World later(Duration duration) {
        return new World(state, ledger, seen, shadow, now.plus(duration));
    }

    /** The robot dies at this point and is started again. */
    World restarted(Decisions decisions, Plan plan, boolean nextShadow) {
        return restarted(decisions, plan, nextShadow, ledger.journal(plan, now));
    }

    World restarted(Decisions decisions, Plan plan, boolean nextShadow, List<Entry> journal) {
        Rules rules = plan.rules(nextShadow);
        return new World(
                decisions.resume(journal, rules, now),
                ledger,
                Seen.started(rules, now, away() && seen.down(), away() && seen.returned(), false),
                nextShadow,
                now);
    }

    /** Whether the service is leaving the primary or has left it: only then what became of the primary outlives the robot. */
    private boolean away() {
        return ledger.state() == State.ACTIVATING || ledger.state() == State.ACTIVE;
    }

    /** The robot is started again and cannot read its journal. */
    World unreadable(Plan plan) {
        return new World(
                PairState.held(now, "the journal cannot be read"),
                ledger,
                Seen.started(plan.rules(shadow), now, seen.down(), seen.returned(), true),
                shadow,
                now);
    }

    World after(Event event, Step step, Plan plan) {
        Rules rules = plan.rules(shadow);
        Seen heard = seen.heard(event, rules, ledger, now);
        return new World(step.state(), ledger.plus(step.entries()), heard.told(step, rules, ledger, now), shadow, now);
    }

    Optional<EpochKind> open() {
        return ledger.open();
    }
}
