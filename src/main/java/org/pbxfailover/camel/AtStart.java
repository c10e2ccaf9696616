package org.pbxfailover.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

/**
 * What the journal told of the pairs when the robot was started, until people can be told. The robot may have been killed between an entry
 * and the word about it, so whatever is not simply watched is said at every start, and so is an epoch that ended only just before.
 */
final class AtStart {
    /** Whoever was not told by then has looked. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Map<String, Found> found = new ConcurrentHashMap<>();
    private final Map<String, PairState> forgotten = new TreeMap<>();

    /** @param ended the news of an epoch that ended lately, and after which the pair is watched */
    private record Found(PairState state, Optional<Step.News> ended) {}

    void found(String pair, PairState state, List<Entry> entries, Instant now) {
        found.put(pair, new Found(state, ended(state, entries, now)));
    }

    /** A pair that the journal knows and the configuration does not. */
    void forgotten(String pair, PairState state) {
        forgotten.put(pair, state);
    }

    /** Says it of one pair, once: before anything else happens to it, so that nothing is told as if it came after. */
    void tell(Announcer announcer, Guarded guarded) {
        String pair = guarded.name();
        if (!found.containsKey(pair)) {
            return; // without waiting for a pair that waits for its journal
        }
        synchronized (guarded) {
            Optional.ofNullable(found.remove(pair))
                    .ifPresent(at -> Stream.of(at.ended(), of(at.state()))
                            .flatMap(Optional::stream)
                            .forEach(news -> announcer.announce(pair, at.state().epoch(), news)));
        }
    }

    void tellOfForgotten(Announcer announcer) {
        forgotten.forEach(
                (pair, state) -> ofForgotten(state).ifPresent(news -> announcer.announce(pair, state.epoch(), news)));
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

    private static Optional<Step.News> ended(PairState state, List<Entry> entries, Instant now) {
        if (state.switched() || state.state() == State.HOLD) {
            return Optional.empty();
        }
        Optional<Entry.EpochOpened> opened = last(entries, Entry.EpochOpened.class);
        return last(entries, Entry.EpochClosed.class)
                .filter(closed -> closed.at().plus(LATELY).isAfter(now))
                .flatMap(closed -> news(
                        state,
                        "before the restart: " + closed.sentence(),
                        opened.map(epoch -> epoch.kind() == EpochKind.FAIL_BACK ? "failed-back" : "primary-returned")));
    }

    private static <T extends Entry> Optional<T> last(List<Entry> entries, Class<T> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).reduce((earlier, later) -> later);
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
                                + " another name it might be activated once more",
                        Optional.of(Pairs.NOT_READY));
    }

    private static Optional<Step.News> news(PairState state, String sentence, Optional<String> event) {
        return Optional.of(new Step.News(state.state(), sentence, event));
    }
}
