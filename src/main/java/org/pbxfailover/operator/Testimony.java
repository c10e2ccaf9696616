package org.pbxfailover.operator;

import org.pbxfailover.operator.PairView.ProbeView;

/** What this robot says when another one asks about a primary. */
public sealed interface Testimony {

    /**
     * It was asked just now.
     *
     * @param url as the other robot wrote it
     * @param mode of the pair here, {@code live} or {@code shadow}: of two robots only one may be live
     * @param alive whether it is not dead, if perhaps not well: it answers, or fails as only somebody who is there can fail
     * @param probe what was found
     */
    record Seen(String url, String mode, boolean alive, ProbeView probe) implements Testimony {}

    /** No pair has this primary, so it is not asked. */
    record Stranger() implements Testimony {}

    /** The question has no URL, or more than that. */
    record Unclear() implements Testimony {}

    /** Too many are being asked about at the moment. */
    record Busy() implements Testimony {}
}
