package org.pbxfailover.core;

import java.util.Optional;

/**
 * How far one action of the open epoch has come.
 *
 * @param attempts calls begun so far
 * @param next not before
 * @param verifyUntil while {@link Phase#ACCEPTED}: the attempt is lost when the effect is not seen by then; empty after a restart: the
 *     time for it begins with the first look
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
        /** The call failed or its effect did not come: whether it worked all the same is looked at before it is repeated (fault 48). */
        DOUBTFUL,
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
        return phase == Phase.CALLED || phase == Phase.DOUBTFUL;
    }

    Progress to(Phase phase, Moment next, String detail) {
        return new Progress(attempts, phase, next, Optional.empty(), detail);
    }

    Progress accepted(Moment next, Optional<Moment> until, String detail) {
        return new Progress(attempts, Phase.ACCEPTED, next, until, detail);
    }

    Progress called(int attempt, Moment now) {
        return new Progress(attempt, Phase.CALLED, now, Optional.empty(), detail);
    }
}
