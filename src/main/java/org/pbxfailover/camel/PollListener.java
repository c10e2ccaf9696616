package org.pbxfailover.camel;

/** Hears of every poll of a primary, for the metrics. Called on the polling path: it must cost next to nothing. */
public interface PollListener {

    /**
     * @param late how late it began, in nanoseconds
     * @param alive what it found
     */
    void polled(long late, boolean alive);
}
