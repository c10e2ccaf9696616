package org.pbxfailover.camel;

/** Hears of every tick, and of every poll of a primary. Called on the polling path: it must cost next to nothing. */
public interface PollListener {

    /** A tick begins, in its own thread. */
    default void ticked() {}

    /**
     * A poll has ended.
     *
     * @param late how late it began, in nanoseconds
     * @param alive what it found
     */
    void polled(long late, boolean alive);
}
