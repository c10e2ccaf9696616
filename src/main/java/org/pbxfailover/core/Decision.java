package org.pbxfailover.core;

import java.util.Locale;

/** What has to happen next: the word that the routes switch on. */
public enum Decision {
    /** Nothing; the next poll comes by itself. */
    NOTHING,
    /** A failure was counted and more are needed. */
    COUNT_ON,
    /** Ask the outside hosts afresh, and where they are configured the SIP side of the primary and the witnesses. */
    CONFIRM,
    /** The outside answers: probe the primary once more, with a probe that begins now. */
    PROBE_ONCE_MORE,
    /** The epoch that was opened is to be run. */
    RUN;

    /** The word in the routes: {@code count on}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
