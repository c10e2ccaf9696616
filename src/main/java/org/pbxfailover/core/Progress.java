package org.pbxfailover.core;

import java.util.Optional;

/**
 * How far one action of the open epoch has come.
 *
 * @param attempts calls begun so far
 * @param next not before
 * @param verifyUntil while the effect is looked at: by then it must be there; empty, also after a restart: the time for it begins with
 *     the first look
 * @param detail what was seen last, for people
 */
public record Progress(int attempts, Phase phase, Moment next, Optional<Moment> verifyUntil, String detail) {

    /** Where an action stands. */
    public enum Phase {
        /** It may be called. */
        READY,
        /** The intent is durable, the answer is not known: the call may or may not have happened. */
        CALLED,
        /** The call was accepted; its effect has still to be seen. */
        ACCEPTED,
        /** The call had no answer by its deadline, and may still be worked on: its effect is waited for as if it had been accepted. */
        UNANSWERED,
        /** The call broke off: whether it worked all the same is looked at, until a look is answered, before it is repeated. */
        BROKEN_OFF,
        /** The call was refused or its effect did not come in time: it is looked at once more before it is repeated. */
        FAILED,
        /** Its effect is confirmed. */
        DONE,
        /** Not required, and out of attempts. */
        GIVEN_UP;

        boolean passed() {
            return this == DONE || this == GIVEN_UP;
        }
    }

    static Progress none(Moment now) {
        return new Progress(0, Phase.READY, now, Optional.empty(), "");
    }

    /** Whether the last call may have worked although nobody heard of it (fault 48). */
    boolean doubtful() {
        return switch (phase) {
            case CALLED, UNANSWERED, BROKEN_OFF, FAILED -> true;
            case READY, ACCEPTED, DONE, GIVEN_UP -> false;
        };
    }

    /** Whether whoever was called may be at work on it: then its effect has its time, whatever a look finds meanwhile. */
    boolean awaited() {
        return phase == Phase.ACCEPTED || phase == Phase.UNANSWERED;
    }

    /** Whether one more look may tell what became of the call, after one that found {@code effect}. */
    boolean worthALook(Effect effect) {
        boolean unknown = phase == Phase.CALLED || phase == Phase.BROKEN_OFF;
        return awaited() || (unknown && effect == Effect.UNKNOWN);
    }

    Progress to(Phase phase, Moment next, String detail) {
        return new Progress(attempts, phase, next, Optional.empty(), detail);
    }

    Progress awaited(Phase as, Moment next, Optional<Moment> until, String detail) {
        return new Progress(attempts, as, next, until, detail);
    }

    Progress called(int attempt, Moment now) {
        return new Progress(attempt, Phase.CALLED, now, Optional.empty(), detail);
    }
}
