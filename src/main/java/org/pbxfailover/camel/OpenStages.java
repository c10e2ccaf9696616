package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import org.pbxfailover.config.Pair;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Run;

/** Whether an open epoch can be gone on with after the configuration was changed and the robot started again. */
final class OpenStages {
    private OpenStages() {}

    /** The pair on hold when an action was begun, and is not done, that is no longer there: nobody would finish it, and nothing would say so. */
    static PairState checked(PairState state, Pair pair, Moment now) {
        return state.run()
                .flatMap(run -> gone(run, pair).map(key -> held(state, run, key, now)))
                .orElse(state);
    }

    private static Optional<ActionKey> gone(Run run, Pair pair) {
        return run.progress().keySet().stream()
                .filter(key -> !run.passed(key))
                .filter(key -> Stages.actions(run.kind(), pair)
                                .getOrDefault(key.stage(), List.of())
                                .size()
                        < key.action())
                .findFirst();
    }

    private static PairState held(PairState state, Run run, ActionKey key, Moment now) {
        String action = key.action() == 1 ? "" : " (its action " + key.action() + ")";
        return state.heldOpen(
                now,
                "epoch " + run.epoch() + " (" + run.kind().label() + ") is open, and its stage " + key.stage() + action
                        + " was begun and is not done, but the configuration no longer has it: put it back and start the"
                        + " robot again; to go on without it, write required: false there");
    }
}
