package org.pbxfailover.core;

import java.util.Locale;

/** What an event means for a pair in its present state: the second column of the table of {@link Transitions}. */
public enum Trigger {
    /** A probe found the primary alive. */
    ANSWERS,
    /** A probe failed in a way that counts; more may follow before anything is done. */
    FAILS,
    /** As {@link #FAILS}, and it was the last tolerated failure. */
    FAILS_ONCE_TOO_OFTEN,
    /** A probe failed in a way that proves nothing: name, TLS, denied, the robot's own fault. */
    UNCLEAR,
    /** A probe failed in a way that counts, but the primary has not answered yet and may be booting. */
    BOOTING,
    /** The primary answers again, once more after it was suspected several times lately. */
    FLAPS,
    /** The robot itself was away: suspended, stopped, starved. */
    GAP,
    /** Enough outside hosts answered: the robot can see out, and what it sees of the primary from now on counts. */
    OUTSIDE_ANSWERS,
    /** Enough outside hosts answered and the last probe, begun after that, failed. */
    CONFIRMED,
    /** As {@link #CONFIRMED}, for a pair in shadow mode. */
    CONFIRMED_IN_SHADOW,
    /** Too few outside hosts answered. */
    CUT_OFF,
    /** The primary does not answer, but its SIP side does, or a witness sees it alive. */
    SEEN_ALIVE,
    /** A confirmation did not come to an end in time. */
    UNDECIDED,
    /** The primary answered before the first stage of an activation had begun. */
    RETURNED_IN_TIME,
    /** The primary has answered steadily, and {@code stand-down} is configured. */
    STEADY,
    /** A required action used up its attempts; it is tried further. */
    STALLED,
    /** Passes break off before a stage, so that it is not even called; further ones are made. */
    PASS_FAILED,
    /** An action that is not required used up its attempts; the run goes on without it. */
    GIVEN_UP,
    /** Every stage is done. */
    ALL_DONE,
    /** Every stage of a fail-back is done, and a maintenance lasts longer. */
    ALL_DONE_IN_MAINTENANCE,
    /** A person orders the secondary into service. */
    FAILOVER_ORDERED,
    /** A person orders the primary back into service. */
    FAIL_BACK_ORDERED,
    /** A person suspends decisions. */
    MAINTENANCE_ORDERED,
    /** Maintenance ran out or was ended by a person. */
    MAINTENANCE_OVER,
    /** A person puts the pair on hold. */
    HOLD_ORDERED,
    /** A person releases a pair that a person has put on hold. */
    RELEASED;

    /** Whether it is only a further round of counting; while an alarm is known, that is not worth a line in the log. */
    boolean counts() {
        return this == FAILS || this == FAILS_ONCE_TOO_OFTEN || this == OUTSIDE_ANSWERS;
    }

    /** As shown in {@code docs/states.md}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ').replace("fail back", "fail-back");
    }
}
