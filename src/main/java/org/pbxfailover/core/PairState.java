package org.pbxfailover.core;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Everything the core knows of a pair. A value: {@link Core#step} makes the next one.
 *
 * @param since when it came into this state
 * @param sentence why it is in this state
 * @param sight what was seen of the primary lately
 * @param epoch number of the newest epoch; 0 before the first
 * @param run the open epoch
 * @param suspension by a person, kept through every epoch until its end; a pair on hold without one is held because its journal cannot be
 *     trusted
 * @param attention the alarms, shown and acknowledged
 */
public record PairState(
        State state,
        Moment since,
        String sentence,
        Sight sight,
        long epoch,
        Optional<Run> run,
        Optional<Suspension> suspension,
        Alarms attention) {

    /** A pair of which the journal knows nothing. */
    public static PairState fresh(Moment now) {
        return fresh(now, 0);
    }

    /** A pair that is watched, and whose newest epoch, long since closed, had this number. */
    static PairState fresh(Moment now, long epoch) {
        return of(State.WATCHING, now, "watching since the robot was started", epoch);
    }

    /** A pair of which the journal cannot be trusted (rule I12). */
    public static PairState held(Moment now, String sentence) {
        return of(State.HOLD, now, sentence, 0);
    }

    /** A pair that nobody has put on hold, and that a person may release all the same. */
    public static PairState held(Moment now, String sentence, String by) {
        return held(now, sentence).suspended(Suspension.hold(by));
    }

    /** A pair whose open epoch cannot be gone on with as things are configured; its journal stays as it is. */
    public PairState heldOpen(Moment now, String sentence) {
        return closed().resumed().to(State.HOLD, now, sentence);
    }

    private static PairState of(State state, Moment now, String sentence, long epoch) {
        return new PairState(
                state, now, sentence, Sight.fresh(now), epoch, Optional.empty(), Optional.empty(), Alarms.NONE);
    }

    /** Failed probes in a row. */
    public Streak streak() {
        return sight.streak();
    }

    /** Under way after the last tolerated failure. */
    public Optional<Confirmation> confirmation() {
        return sight.confirmation();
    }

    /** The primary was seen dead and not alive since. */
    public boolean primaryDown() {
        return sight.primaryDown();
    }

    /** The primary has answered without a failure since. */
    public Optional<Moment> steadySince() {
        return sight.steadySince();
    }

    /** What a person should look at and has not acknowledged, by its cause, one sentence each. */
    public Map<Trigger, String> alarms() {
        return attention.shown();
    }

    /** The end of the maintenance. */
    public Optional<Moment> suspendedUntil() {
        return suspension.flatMap(Suspension::until);
    }

    /** Whether a person has put it on hold, in whatever state, so that a person may release it. */
    public boolean releasable() {
        return suspension.filter(by -> by.until().isEmpty()).isPresent();
    }

    /** Whether its open epoch cannot be gone on with: it alone is held, and not the whole robot. */
    public boolean heldOverItsEpoch() {
        return state == State.HOLD && suspension.isEmpty() && epoch > 0;
    }

    /** Whether the secondary serves or an epoch is open: a suspension changes nothing about that. */
    public boolean switched() {
        return run.isPresent() || state == State.ACTIVE;
    }

    /** Whether one more answer of the primary is no news to anybody: nothing waits for it. */
    public boolean allWell() {
        return state == State.WATCHING && sight.settled() && !attention.any();
    }

    /** Whether the primary has answered without a failure for as long as the rules ask for. */
    public boolean steady(Rules rules, Moment now) {
        return sight.steady(rules, now);
    }

    /** Whether the primary went down and came back while the secondary was in service or coming into it. */
    boolean primaryReturned() {
        return attention.knows(Trigger.ANSWERS);
    }

    PairState to(State next, Moment now, String why) {
        return new PairState(next, next == state ? since : now, why, sight, epoch, run, suspension, attention);
    }

    PairState see(UnaryOperator<Sight> change) {
        return new PairState(state, since, sentence, change.apply(sight), epoch, run, suspension, attention);
    }

    PairState opened(Run open) {
        return new PairState(state, since, sentence, sight, open.epoch(), Optional.of(open), suspension, attention);
    }

    PairState closed() {
        return new PairState(state, since, sentence, sight, epoch, Optional.empty(), suspension, attention);
    }

    PairState suspended(Suspension by) {
        return new PairState(state, since, sentence, sight, epoch, run, Optional.of(by), attention);
    }

    PairState resumed() {
        return new PairState(state, since, sentence, sight, epoch, run, Optional.empty(), attention);
    }

    PairState with(Alarms alarms) {
        return new PairState(state, since, sentence, sight, epoch, run, suspension, alarms);
    }

    PairState calm(Trigger cause) {
        return with(attention.calm(Set.of(cause)));
    }
}
