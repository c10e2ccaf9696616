package org.pbxfailover.core;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the core knows of a pair. A value: {@link Core#step} makes the next one.
 *
 * @param sentence why it is in this state
 * @param streak failed probes in a row
 * @param confirmation under way after the last tolerated failure
 * @param rounds how many confirmations there were
 * @param epoch number of the newest epoch; 0 before the first
 * @param run the open epoch
 * @param primaryDown the primary was seen dead and not alive since
 * @param steadySince the primary has answered without a failure since
 * @param suspendedUntil end of maintenance
 * @param alarms what a person should look at, by its cause
 */
public record PairState(
        State state,
        Moment since,
        String sentence,
        Streak streak,
        Optional<Confirmation> confirmation,
        long rounds,
        long epoch,
        Optional<Run> run,
        boolean primaryDown,
        Optional<Moment> steadySince,
        Optional<Moment> suspendedUntil,
        Map<Trigger, String> alarms) {

    public PairState {
        alarms = Map.copyOf(alarms);
    }

    /** A pair of which the journal knows nothing. */
    public static PairState fresh(Moment now) {
        return of(State.WATCHING, now, "watching since the robot was started");
    }

    /** A pair of which the journal cannot be trusted (rule I12). */
    public static PairState held(Moment now, String sentence) {
        return of(State.HOLD, now, sentence);
    }

    private static PairState of(State state, Moment now, String sentence) {
        return new PairState(
                state,
                now,
                sentence,
                Streak.NONE,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Whether the primary has answered without a failure for as long as the rules ask for. */
    public boolean steady(Rules rules, Moment now) {
        return steadySince
                .filter(moment -> now.since(moment).compareTo(rules.stableFor()) >= 0)
                .isPresent();
    }

    PairState to(State next, Moment now, String why) {
        Moment from = next == state ? since : now;
        return new PairState(
                next,
                from,
                why,
                streak,
                confirmation,
                rounds,
                epoch,
                run,
                primaryDown,
                steadySince,
                suspendedUntil,
                alarms);
    }

    PairState with(Streak counted) {
        return new PairState(
                state,
                since,
                sentence,
                counted,
                confirmation,
                rounds,
                epoch,
                run,
                primaryDown,
                steadySince,
                suspendedUntil,
                alarms);
    }

    PairState confirming(Moment now) {
        Confirmation begun = Confirmation.begin(rounds + 1, now);
        return new PairState(
                state,
                since,
                sentence,
                streak,
                Optional.of(begun),
                rounds + 1,
                epoch,
                run,
                primaryDown,
                steadySince,
                suspendedUntil,
                alarms);
    }

    PairState with(Optional<Confirmation> underWay) {
        return new PairState(
                state,
                since,
                sentence,
                streak,
                underWay,
                rounds,
                epoch,
                run,
                primaryDown,
                steadySince,
                suspendedUntil,
                alarms);
    }

    PairState with(long number, Optional<Run> open) {
        return new PairState(
                state,
                since,
                sentence,
                streak,
                confirmation,
                rounds,
                number,
                open,
                primaryDown,
                steadySince,
                suspendedUntil,
                alarms);
    }

    PairState primary(boolean down, Optional<Moment> steady) {
        return new PairState(
                state, since, sentence, streak, confirmation, rounds, epoch, run, down, steady, suspendedUntil, alarms);
    }

    PairState suspended(Optional<Moment> until) {
        return new PairState(
                state,
                since,
                sentence,
                streak,
                confirmation,
                rounds,
                epoch,
                run,
                primaryDown,
                steadySince,
                until,
                alarms);
    }

    PairState with(Map<Trigger, String> raised) {
        return new PairState(
                state,
                since,
                sentence,
                streak,
                confirmation,
                rounds,
                epoch,
                run,
                primaryDown,
                steadySince,
                suspendedUntil,
                raised);
    }

    PairState alarm(Trigger cause, String why) {
        Map<Trigger, String> more = new EnumMap<>(Trigger.class);
        more.putAll(alarms);
        more.put(cause, why);
        return with(more);
    }

    PairState calm(Trigger cause) {
        Map<Trigger, String> fewer = new EnumMap<>(Trigger.class);
        fewer.putAll(alarms);
        fewer.remove(cause);
        return with(fewer);
    }

    /** Counting begins afresh. */
    PairState afresh() {
        return with(Streak.NONE).with(Optional.<Confirmation>empty());
    }
}
