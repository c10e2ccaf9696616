package org.pbxfailover.operator;

import java.util.List;

/** What is known of a pair's past. "Never switched" and "not to be told" are different answers: the one is an all-clear. */
public sealed interface HistoryAnswer {

    /**
     * Both the newest first, from one reading of the journal.
     *
     * @param epochs every epoch; empty: it was never switched
     * @param cares what people did about the pair beside its epochs
     */
    record Told(List<EpochView> epochs, List<CareView> cares) implements HistoryAnswer {}

    /**
     * The journal cannot be read or cannot be trusted.
     *
     * @param why one sentence
     */
    record Untold(String why) implements HistoryAnswer {}

    /** There is no pair of that name. */
    record Unknown() implements HistoryAnswer {}
}
