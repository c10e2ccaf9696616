package org.pbxfailover.core;

import java.util.Locale;

/** The states of a pair; the words are those of the contract. */
public enum State {
    /** The primary answers, or nothing is known against it. */
    WATCHING,
    /** Failures in a row are being counted, or the last of them is being confirmed. */
    SUSPECT,
    /** The outside hosts do not answer either: the robot is cut off and holds. */
    BLIND,
    /** The activation of the secondary is running. */
    ACTIVATING,
    /** The secondary is in service. Only a person leaves this state, or {@code stand-down} where configured. */
    ACTIVE,
    /** The fail-back is running. */
    FAILING_BACK,
    /** A person suspended decisions; it has an end. */
    MAINTENANCE,
    /** The robot cannot trust its own memory and does nothing until a person has decided. */
    HOLD;

    /** The word in configuration, log and API: {@code failing-back}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
