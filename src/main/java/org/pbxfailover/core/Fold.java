package org.pbxfailover.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a pair as the fold of its journal. While the robot runs, the progress of an epoch is folded from the very entries
 * that are being written, so that a restart reaches the same state (rule I11).
 */
public final class Fold {

    /** For entries whose effect does not depend on an action's configuration. */
    static final ActionRules NO_RULES = new ActionRules(true, 1, Duration.ZERO, false, Duration.ZERO, Duration.ZERO);

    private static final Duration MARGIN = Duration.ofMillis(250);

    private Fold() {}

    /**
     * What is known of a pair after a restart. Counting begins afresh. A call whose answer is unknown is looked at before it is
     * repeated; an automatic activation that had called nothing yet leaves the primary the time of one probe to answer.
     */
    public static PairState resume(List<Entry> entries, Rules rules, Moment now) {
        PairState state = PairState.fresh(now);
        for (Entry entry : entries) {
            state = entry(state, entry, now);
        }
        Optional<Run> untouched = state.run().filter(run -> !run.begun() && run.kind() == EpochKind.FAILOVER);
        if (untouched.isEmpty()) {
            return state;
        }
        Run run = untouched.get();
        return withRun(
                state,
                new Run(run.epoch(), run.kind(), now.plus(rules.timeout()).plus(MARGIN), Map.of()));
    }

    private static PairState withRun(PairState state, Run run) {
        return state.with(run.epoch(), Optional.of(run));
    }

    private static PairState entry(PairState state, Entry entry, Moment now) {
        Moment then = new Moment(now.nanos(), entry.at());
        if (entry instanceof Entry.EpochOpened opened) {
            return opened(state, opened, then, now);
        }
        if (entry instanceof Entry.EpochClosed closed) {
            return closed(state, closed, then);
        }
        if (entry instanceof Entry.MaintenanceBegan began) {
            return suspended(state, began, then, now);
        }
        if (entry instanceof Entry.MaintenanceEnded ended && state.state() == State.MAINTENANCE) {
            return state.to(State.WATCHING, then, "maintenance is over: " + ended.by())
                    .suspended(Optional.empty());
        }
        if (entry instanceof Entry.OfAction ofAction) {
            return state.run()
                    .map(run -> withRun(state, run(run, ofAction, NO_RULES, now)))
                    .orElse(state);
        }
        return state;
    }

    private static PairState opened(PairState state, Entry.EpochOpened opened, Moment then, Moment now) {
        State next = opened.kind() == EpochKind.FAIL_BACK ? State.FAILING_BACK : State.ACTIVATING;
        Run run = new Run(opened.epoch(), opened.kind(), now, Map.of());
        return withRun(state.to(next, then, opened.sentence()), run)
                .suspended(Optional.empty())
                .primary(opened.kind() == EpochKind.FAILOVER, Optional.empty());
    }

    private static PairState closed(PairState state, Entry.EpochClosed closed, Moment then) {
        boolean activated = state.state() == State.ACTIVATING && closed.outcome() == Entry.Outcome.COMPLETED;
        State next = activated ? State.ACTIVE : State.WATCHING;
        return state.to(next, then, closed.sentence()).with(closed.epoch(), Optional.empty());
    }

    private static PairState suspended(PairState state, Entry.MaintenanceBegan began, Moment then, Moment now) {
        Moment until = now.plus(Duration.between(now.wall(), began.until()));
        return state.to(State.MAINTENANCE, then, "maintenance until " + began.until() + ", ordered by " + began.by())
                .suspended(Optional.of(until));
    }

    /** One entry's effect on the open epoch. */
    static Run run(Run run, Entry.OfAction entry, ActionRules rules, Moment now) {
        Progress at = run.of(entry.key()).orElse(Progress.none(now));
        return run.with(entry.key(), progress(at, entry, rules, now));
    }

    private static Progress progress(Progress at, Entry.OfAction entry, ActionRules rules, Moment now) {
        if (entry instanceof Entry.CallBegun begun) {
            return at.called(begun.attempt(), now);
        }
        if (entry instanceof Entry.CallAnswered answered) {
            return answered.accepted()
                    ? at.accepted(now, now.plus(rules.within()), answered.detail())
                    : lost(at, rules, now, answered.detail());
        }
        if (entry instanceof Entry.AttemptFailed failed) {
            return lost(at, rules, now, failed.detail());
        }
        return entry instanceof Entry.ActionDone done
                ? at.to(Progress.Phase.DONE, now, done.detail())
                : at.to(Progress.Phase.GIVEN_UP, now, ((Entry.ActionGivenUp) entry).detail());
    }

    private static Progress lost(Progress at, ActionRules rules, Moment now, String detail) {
        Duration pause = rules == NO_RULES ? Duration.ZERO : rules.pauseAfter(at.attempts());
        return at.to(Progress.Phase.DOUBTFUL, now.plus(pause), detail);
    }
}
