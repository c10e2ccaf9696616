package org.pbxfailover.core;

import java.util.List;
import java.util.Optional;

/**
 * What one event makes of a pair.
 *
 * @param state the next state; it counts only once {@code entries} are durable
 * @param decision what has to happen next
 * @param entries for the journal, all or none
 * @param news what a person is told, if anything
 */
public record Step(PairState state, Decision decision, List<Entry> entries, Optional<News> news) {

    /**
     * What people may want to hear of a step.
     *
     * @param state the word of the state after the step
     * @param event the notification that goes out, by its name in the contract; empty: only the log says it
     */
    public record News(State state, String sentence, Optional<String> event) {}

    static Step none(PairState state) {
        return new Step(state, Decision.NOTHING, List.of(), Optional.empty());
    }
}
