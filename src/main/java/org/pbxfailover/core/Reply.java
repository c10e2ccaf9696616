package org.pbxfailover.core;

/** What came back from a call, as far as it tells what became of it (fault 48). */
public enum Reply {
    /** A success; its effect has still to be seen, where it is verified. */
    ACCEPTED,
    /** A no, or the call could not be sent at all: it is over. */
    REFUSED,
    /** It broke off after it may have been sent: nobody is at it any more, and whether it was done is not known. */
    BROKEN_OFF,
    /** Its deadline passed after it was sent: whoever was called may still be at it. */
    NONE
}
