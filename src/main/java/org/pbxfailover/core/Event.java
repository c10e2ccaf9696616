package org.pbxfailover.core;

import java.time.Duration;

/** What the core is told. Nothing else changes a pair. */
public sealed interface Event {

    /** A poll of the primary ended. */
    record Probed(Probe probe) implements Event {}

    /**
     * The last probe of a confirmation ended. It is to be begun after {@link Decision#PROBE_ONCE_MORE}: a failure of one that was begun
     * before the outside check had passed is no evidence. So did a question to somebody else that failed by the robot's own fault
     * ({@link SecondOpinion#heard}).
     */
    record LastProbed(long round, Probe probe) implements Event {}

    /** An outside host was asked in a confirmation. */
    record OutsideAsked(long round, OutsideAnswer answer) implements Event {}

    /** Somebody else was asked in a confirmation whether the primary is alive. */
    record OpinionAsked(long round, SecondOpinion opinion) implements Event {}

    /** The robot itself did not run for that long. */
    record Gap(Duration away) implements Event {}

    /** Time went by; see {@link Core#ticks}. */
    record Tick() implements Event {}

    /** What a person orders. */
    sealed interface Order extends Event {
        /** Who, for the history. */
        String by();
    }

    /** A planned switchover. */
    record OrderFailover(String by) implements Order {}

    record OrderFailBack(String by) implements Order {}

    record OrderMaintenance(Duration duration, String by) implements Order {}

    record EndMaintenance(String by) implements Order {}

    record Acknowledge(String by) implements Order {}

    /** The robot is to decide nothing about the pair until it is released. */
    record OrderHold(String by) implements Order {}

    record Release(String by) implements Order {}

    /** Something in the open epoch; of no effect when another epoch is open by then. */
    sealed interface OfRun extends Event {
        long epoch();
    }

    /**
     * A pass is about to call an action, because {@link Run#next} said so; it may do so only when the step has an entry for it.
     *
     * @param actions all actions of the stage, in their order, for {@link Entry.CallBegun}
     */
    record CallBeginning(long epoch, ActionKey key, ActionRules rules, int attempt, String actions) implements OfRun {}

    /** The call came back. */
    record CallReturned(long epoch, ActionKey key, ActionRules rules, Reply reply, String detail) implements OfRun {}

    /** The effect of an action was looked at. */
    record Looked(long epoch, ActionKey key, ActionRules rules, Effect effect, String detail) implements OfRun {}

    /** A pass broke off, and so did the one before it: a step of the route fails, or the route goes around a stage. */
    record PassFailed(long epoch, String detail) implements OfRun {}

    /** A pass came to the end of the route: every action of every stage is passed. */
    record AllPassed(long epoch) implements OfRun {}
}
