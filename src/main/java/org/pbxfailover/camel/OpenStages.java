package org.pbxfailover.camel;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Pair;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Run;

/**
 * Whether an open epoch can be gone on with after the configuration was changed and the robot started again. What is done is known by its
 * stage and its position there, so an action that is done must not have another position by then, nor one that is begun have none.
 * Whatever else was changed, such as the address of a stage that would not succeed, takes effect.
 */
final class OpenStages {
    private static final String BETWEEN = ", ";

    private OpenStages() {}

    /** The actions of one stage as an intent keeps them: {@code http 5f3a, webhook 77c1}. */
    static String actions(Map<String, List<Action>> stages, String stage) {
        return stages.getOrDefault(stage, List.of()).stream().map(Action::mark).collect(joining(BETWEEN));
    }

    /** The pair on hold when going on would leave an action out, do another one again, or wait for one that nobody does any more. */
    static PairState checked(PairState state, List<Entry> entries, Pair pair, Moment now) {
        if (state.run().isEmpty()) {
            return state;
        }
        Run run = state.run().get();
        Map<String, List<Action>> configured = Stages.actions(run.kind(), pair);
        return entries.stream()
                .filter(entry -> entry instanceof Entry.CallBegun begun && begun.epoch() == run.epoch())
                .map(Entry.CallBegun.class::cast)
                .flatMap(begun -> trouble(begun, run, list(actions(configured, begun.stage()))).stream())
                .findFirst()
                .map(why -> state.heldOpen(
                        now, "epoch " + run.epoch() + " (" + run.kind().label() + ") is open, and " + why))
                .orElse(state);
    }

    private static Optional<String> trouble(Entry.CallBegun begun, Run run, List<String> now) {
        if (!run.passed(begun.key())) {
            return now.size() < begun.action() ? Optional.of(gone(begun)) : Optional.empty();
        }
        return moved(begun, run, list(begun.actions()), now) ? Optional.of(moved(begun)) : Optional.empty();
    }

    /** Whether an action that is done is not where it was. One that was edited where it stands is still the same. */
    private static boolean moved(Entry.CallBegun begun, Run run, List<String> then, List<String> now) {
        boolean unknown = then.isEmpty();
        boolean stageIsDone = IntStream.rangeClosed(1, then.size())
                .allMatch(action -> run.passed(new ActionKey(begun.stage(), action)));
        if (unknown || (stageIsDone && now.size() <= then.size())) {
            return false;
        }
        String mark = then.get(begun.action() - 1);
        boolean there =
                now.size() >= begun.action() && now.get(begun.action() - 1).equals(mark);
        boolean edited = now.size() == then.size() && !now.contains(mark);
        return !there && !edited;
    }

    private static String gone(Entry.CallBegun begun) {
        String action = begun.action() == 1 ? "" : " (its action " + begun.action() + ")";
        return "its stage " + begun.stage() + action + " was begun and is not done, but the configuration no longer"
                + " has it: put it back and start the robot again; to go on without it, write required: false there";
    }

    private static String moved(Entry.CallBegun begun) {
        return "action " + begun.action() + " of its stage " + begun.stage() + " is done, but the configuration now has"
                + " another one in its place, which would be left out: put the actions back in their order and start the"
                + " robot again; to go on without one, write required: false there";
    }

    private static List<String> list(String actions) {
        return actions.isEmpty() ? List.of() : List.of(actions.split(BETWEEN));
    }
}
