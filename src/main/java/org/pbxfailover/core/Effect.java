package org.pbxfailover.core;

/** The effect of a call, as one look at it finds it. */
public enum Effect {
    SEEN,
    /** Whoever was asked says that it is not there. */
    NOT_SEEN,
    /** The look itself got no answer: that says nothing about the effect. */
    UNKNOWN
}
