package org.pbxfailover.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a pair as the fold of its journal. While the robot runs, the progress of an epoch is folded from the very entries
 * that are being written, so that a restart reaches the same state (rule I11).
 */
public final class Fold {

    private static final Duration MARGIN = Duration.ofMillis(250);

    private Fold() {}

    /**
     * What is known of a pair after a restart. Counting begins afresh. A call whose answer is unknown is looked at before it is
     * repeated.
     */
    public static PairState resume(List<Entry> entries, Rules rules, Moment now) {
        PairState state = PairState.fresh(now);
        for (Entry entry : entries) {
            state = entry(state, entry, now);
        }
        state = state.see(sight -> sight.mayBeBooting(rules, now));
        if (state.run().isEmpty()) {
            return state;
        }
        Run run = state.run().get();
        if (rules.shadow()) {
            return state.heldOpen(
                    now,
                    "epoch " + run.epoch() + " (" + run.kind().label()
                            + ") was still open when the mode became shadow;"
                            + " set the mode to live and start the robot again");
        }
        return hesitant(state, rules, now);
    }

    /**
     * After a time of which nothing is known: an automatic activation that has called nothing yet leaves the primary the time of one probe
     * to answer, and so to end it.
     */
    static PairState hesitant(PairState state, Rules rules, Moment now) {
        return state.run()
                .filter(run -> run.kind() == EpochKind.FAILOVER && !run.begun())
                .map(run -> state.opened(run.notBefore(now.plus(rules.timeout()).plus(MARGIN))))
                .orElse(state);
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
        if (entry instanceof Entry.MaintenanceEnded ended
                && state.suspendedUntil().isPresent()) {
            return rests(state, State.WATCHING, then, "maintenance is over: " + ended.by())
                    .resumed();
        }
        if (entry instanceof Entry.HoldBegan began) {
            return rests(state, State.HOLD, then, "on hold, ordered by " + began.by())
                    .suspended(Suspension.hold(began.by()));
        }
        if (entry instanceof Entry.Released released && state.releasable()) {
            return rests(state, State.WATCHING, then, "released by " + released.by())
                    .resumed();
        }
        if (entry instanceof Entry.Acknowledged && state.state() == State.ACTIVE) {
            return returnAcknowledged(state);
        }
        if (entry instanceof Entry.PrimaryDown && state.switched()) {
            return state.calm(Trigger.ANSWERS).see(sight -> sight.primaryDown(true));
        }
        if (entry instanceof Entry.OfAction ofAction) {
            return state.run()
                    .map(run -> state.opened(run(run, ofAction, Optional.empty(), now)))
                    .orElse(state);
        }
        return state;
    }

    private static PairState opened(PairState state, Entry.EpochOpened opened, Moment then, Moment now) {
        State next = opened.kind() == EpochKind.FAIL_BACK ? State.FAILING_BACK : State.ACTIVATING;
        return state.to(next, then, opened.sentence())
                .opened(new Run(opened.epoch(), opened.kind(), opened.sentence(), now, Map.of()))
                .with(Alarms.NONE)
                .see(sight -> sight.primaryDown(opened.kind() == EpochKind.FAILOVER));
    }

    private static PairState closed(PairState state, Entry.EpochClosed closed, Moment then) {
        boolean activated = state.state() == State.ACTIVATING && closed.outcome() == Entry.Outcome.COMPLETED;
        if (activated) {
            return state.to(State.ACTIVE, then, closed.sentence()).closed();
        }
        State rest = state.suspension().isPresent() ? State.MAINTENANCE : State.WATCHING;
        return state.to(rest, then, closed.sentence()).closed().see(sight -> sight.primaryDown(false));
    }

    /** While the secondary serves, or an epoch is open, its state stays what it is, whatever is suspended. */
    private static PairState rests(PairState state, State rest, Moment then, String sentence) {
        if (!state.switched()) {
            return state.to(rest, then, sentence);
        }
        String goesOn =
                state.state() == State.ACTIVE ? ": the secondary is in service, epoch " : "; going on with epoch ";
        return state.to(state.state(), then, sentence + goesOn + state.epoch());
    }

    /** In {@code active} the only alarm is that the primary is back: a person has seen that, so it is not said again. */
    private static PairState returnAcknowledged(PairState state) {
        return state.with(new Alarms(Map.of(), Set.of(Trigger.ANSWERS))).see(sight -> sight.primaryDown(false));
    }

    /** A step of the wall clock may shorten what is left of it, but never make it longer than it was. */
    private static PairState suspended(PairState state, Entry.MaintenanceBegan began, Moment then, Moment now) {
        Duration whole = Duration.between(began.at(), began.until());
        Duration left = Duration.between(now.wall(), began.until());
        String sentence = "maintenance until " + Humane.second(began.until()) + ", ordered by " + began.by();
        return rests(state, State.MAINTENANCE, then, sentence)
                .suspended(Suspension.until(now.plus(left.compareTo(whole) < 0 ? left : whole), began.by()));
    }

    /**
     * One entry's effect on the open epoch.
     *
     * @param rules of its action; empty while resuming: nothing waits for anything then
     */
    static Run run(Run run, Entry.OfAction entry, Optional<ActionRules> rules, Moment now) {
        return run.with(entry.key(), progress(run.progress(entry.key(), now), entry, rules, now));
    }

    private static Progress progress(Progress at, Entry.OfAction entry, Optional<ActionRules> rules, Moment now) {
        if (entry instanceof Entry.CallBegun begun) {
            return at.called(begun.attempt(), now);
        }
        if (entry instanceof Entry.CallAnswered answered) {
            return answered(at, answered, rules, now);
        }
        if (entry instanceof Entry.AttemptFailed failed) {
            return paused(at, Progress.Phase.FAILED, rules, now, failed.detail());
        }
        return entry instanceof Entry.ActionDone done
                ? at.to(Progress.Phase.DONE, now, done.detail())
                : at.to(Progress.Phase.GIVEN_UP, now, ((Entry.ActionGivenUp) entry).detail());
    }

    private static Progress answered(
            Progress at, Entry.CallAnswered answered, Optional<ActionRules> rules, Moment now) {
        Optional<Moment> until = rules.map(known -> now.plus(known.within()));
        boolean provable = rules.map(ActionRules::proven).orElse(true);
        return switch (answered.reply()) {
            case ACCEPTED -> at.awaited(Progress.Phase.ACCEPTED, now, until, answered.detail());
            case NONE ->
                provable
                        ? at.awaited(Progress.Phase.UNANSWERED, now, until, answered.detail())
                        : paused(at, Progress.Phase.FAILED, rules, now, answered.detail());
            case BROKEN_OFF -> paused(at, Progress.Phase.BROKEN_OFF, rules, now, answered.detail());
            case REFUSED -> paused(at, Progress.Phase.FAILED, rules, now, answered.detail());
        };
    }

    private static Progress paused(
            Progress at, Progress.Phase phase, Optional<ActionRules> rules, Moment now, String detail) {
        Duration pause = rules.map(known -> known.pauseAfter(at.attempts())).orElse(Duration.ZERO);
        return at.to(phase, now.plus(pause), detail);
    }
}
