package org.pbxfailover.core;

import java.time.Instant;
import java.util.List;

/**
 * One line of a pair's journal. The state of a pair after a restart is the fold of its entries ({@link Fold}); nothing else is
 * kept. An entry is durable before the thing that it announces happens (rule I4).
 */
public sealed interface Entry {
    String pair();

    /** Wall time, for people. The order of entries is that of the journal, never that of clocks. */
    Instant at();

    /** Something about one action of an open epoch. */
    sealed interface OfAction extends Entry {
        long epoch();

        String stage();

        /** Position in the stage's list, from 1. */
        int action();

        default ActionKey key() {
            return new ActionKey(stage(), action());
        }
    }

    /** An epoch was opened: its activation or fail-back runs from now on until it is closed. */
    record EpochOpened(String pair, Instant at, long epoch, EpochKind kind, String sentence, Evidence evidence)
            implements Entry {}

    /**
     * The intent: this action is about to be called.
     *
     * @param attempt from 1
     * @param actions all actions of the stage at that time, in their order, such as {@code http 5f3a, webhook 77c1}: positions mean these;
     *     empty in a journal that does not know them
     */
    record CallBegun(String pair, Instant at, long epoch, String stage, int action, int attempt, String actions)
            implements OfAction {}

    /** The call came back, or it is known that no answer will be heard. Where it was accepted {@code verify} has still to hold. */
    record CallAnswered(
            String pair, Instant at, long epoch, String stage, int action, int attempt, Reply reply, String detail)
            implements OfAction {}

    /** The action's effect is confirmed (by {@code verify} where configured): it is not called again in this epoch. */
    record ActionDone(String pair, Instant at, long epoch, String stage, int action, String detail)
            implements OfAction {}

    /** {@code verify} did not hold in time: the attempt is lost, the next one follows. */
    record AttemptFailed(String pair, Instant at, long epoch, String stage, int action, int attempt, String detail)
            implements OfAction {}

    /** An action with {@code required: false} used up its attempts; the run goes on without it. */
    record ActionGivenUp(String pair, Instant at, long epoch, String stage, int action, String detail)
            implements OfAction {}

    /** The epoch ended. */
    record EpochClosed(String pair, Instant at, long epoch, Outcome outcome, String sentence) implements Entry {}

    /**
     * The primary was seen dead while the secondary serves or comes into service. It decides nothing by itself; after a restart it tells
     * that the primary, when it answers, is back. After a failover it is written only once somebody has acknowledged a return.
     *
     * @param epoch that brought the secondary into service
     */
    record PrimaryDown(String pair, Instant at, long epoch, String detail) implements Entry {}

    /**
     * What an action of an activation is about to replace, such as the addresses of a name. It decides nothing; the way back puts it there
     * again. The first one counts until a fail-back is done: what the robot finds later may be its own doing.
     *
     * @param of what it is the value of, and where: {@code 192.0.2.53:8081 pbx.example.org}
     * @param value in the form of the action that replaces it
     */
    record OldValue(String pair, Instant at, long epoch, String of, String value) implements Entry {}

    /** In shadow mode: what would have been an epoch. Nothing follows from it. */
    record WouldHave(String pair, Instant at, String sentence, Evidence evidence) implements Entry {}

    /** Decisions are suspended until {@code until} at the latest. */
    record MaintenanceBegan(String pair, Instant at, Instant until, String by) implements Entry {}

    record MaintenanceEnded(String pair, Instant at, String by) implements Entry {}

    /** Decisions are suspended until somebody releases the pair. */
    record HoldBegan(String pair, Instant at, String by) implements Entry {}

    record Released(String pair, Instant at, String by) implements Entry {}

    /** A person has seen the alarms of this pair. */
    record Acknowledged(String pair, Instant at, String by) implements Entry {}

    /**
     * A drill was ordered. It changes nothing by itself: a live one gives the orders that a person would give.
     *
     * @param epoch the newest one at that time
     * @param live a switchover and the way back, and not only preflights
     */
    record DrillBegan(String pair, Instant at, long epoch, boolean live, String by) implements Entry {}

    record DrillEnded(String pair, Instant at, boolean passed, String sentence, List<DrillFinding> findings)
            implements Entry {
        public DrillEnded {
            findings = List.copyOf(findings);
        }
    }

    /** How an epoch ended. */
    enum Outcome {
        /** Every stage is done. */
        COMPLETED,
        /** The primary answered before any stage had begun (fault 17), or a person changed the direction. */
        ABANDONED
    }
}
