package org.pbxfailover.camel;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

/**
 * What the journal told of the pairs when the robot was started, until people can be told. The robot may have been killed between an entry
 * and the word about it, so whatever is not simply watched is said at every start.
 */
final class AtStart {
    private final Map<String, PairState> found = new TreeMap<>();
    private final Map<String, PairState> forgotten = new TreeMap<>();

    void found(String pair, PairState state) {
        found.put(pair, state);
    }

    /** A pair that the journal knows and the configuration does not. */
    void forgotten(String pair, PairState state) {
        forgotten.put(pair, state);
    }

    void tell(Announcer announcer) {
        found.forEach((pair, state) -> of(state).ifPresent(news -> announcer.announce(pair, state.epoch(), news)));
        forgotten.forEach(
                (pair, state) -> ofForgotten(state).ifPresent(news -> announcer.announce(pair, state.epoch(), news)));
        found.clear();
        forgotten.clear();
    }

    private static Optional<Step.News> of(PairState state) {
        if (state.state() == State.WATCHING) {
            return Optional.empty();
        }
        if (state.state() == State.HOLD) {
            return news(state, "on hold, deciding nothing: " + state.sentence(), Optional.of(Pairs.NOT_READY));
        }
        Optional<String> event = state.switched() ? Optional.of(state.state().label()) : Optional.empty();
        return news(state, "after a restart: " + state.sentence(), event);
    }

    /** Renamed, it would begin anew under its new name, without the latch that its old one has. */
    private static Optional<Step.News> ofForgotten(PairState state) {
        boolean atRest = state.state() == State.WATCHING || state.state() == State.MAINTENANCE;
        return atRest
                ? Optional.empty()
                : news(
                        state,
                        "nobody watches this pair: the configuration no longer has it, and it is "
                                + state.state().label() + " in the journal (" + state.sentence()
                                + "). Was it renamed? Then give it its name back and start the robot again: under"
                                + " another name it would be activated once more",
                        Optional.of(Pairs.NOT_READY));
    }

    private static Optional<Step.News> news(PairState state, String sentence, Optional<String> event) {
        return Optional.of(new Step.News(state.state(), sentence, event));
    }
}
