package org.pbxfailover.operator;

/** What became of an order: one sentence for a person in every case. */
public sealed interface OrderAnswer {
    String sentence();

    /** Accepted and durable. */
    record Accepted(String sentence, PairView pair) implements OrderAnswer {}

    /** Nothing was changed, and why: wrong state, stale epoch, the primary does not answer steadily. */
    record Refused(String sentence) implements OrderAnswer {}

    /** There is no pair of that name. */
    record Unknown(String sentence) implements OrderAnswer {}
}
