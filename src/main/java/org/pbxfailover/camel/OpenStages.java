package org.pbxfailover.camel;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Pair;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Run;

/**
 * Whether an open epoch can be gone on with after the configuration was changed and the robot started again. What is done is known by its
 * stage and its position there, so a stage that was begun has to have the actions that it had then.
 */
final class OpenStages {
    private OpenStages() {}

    /** The actions of one stage as an intent keeps them: {@code http, webhook}. */
    static String actions(Map<String, List<Action>> stages, String stage) {
        return stages.getOrDefault(stage, List.of()).stream()
                .map(Action::action)
                .collect(joining(", "));
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
                .flatMap(begun -> trouble(begun, run, actions(configured, begun.stage())).stream())
                .findFirst()
                .map(why -> state.heldOpen(
                        now, "epoch " + run.epoch() + " (" + run.kind().label() + ") is open, and " + why))
                .orElse(state);
    }

    private static Optional<String> trouble(Entry.CallBegun begun, Run run, String now) {
        boolean same = begun.actions().isEmpty() || now.equals(begun.actions());
        if (same || now.isEmpty() && run.passed(begun.key())) {
            return Optional.empty();
        }
        if (now.isEmpty()) {
            return Optional.of(
                    "its stage " + begun.stage() + " was begun and is not done, but the configuration no longer"
                            + " has it: put it back and start the robot again; to go on without it, write required: false there");
        }
        return Optional.of(
                "its stage " + begun.stage() + " was begun with the actions " + begun.actions() + " and now has "
                        + now
                        + ", so that what is done cannot be told from what is not: put them back in this order and start the"
                        + " robot again");
    }
}
