package org.pbxfailover.camel;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Progress;
import org.pbxfailover.core.Run;
import org.pbxfailover.core.Trigger;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.StageView;

/** The word for a stage that does not succeed. The journal does not have it, so whoever shows the stages of an open epoch asks here. */
final class Stalled {
    /** Between two attempts. */
    private static final Set<Progress.Phase> WAITING =
            EnumSet.of(Progress.Phase.READY, Progress.Phase.BROKEN_OFF, Progress.Phase.FAILED);

    private Stalled() {}

    /** The epochs of a pair in the light of its state; only the one that is open changes. */
    static List<EpochView> newest(List<EpochView> epochs, PairState state) {
        if (epochs.isEmpty() || !epochs.get(0).outcome().equals("open") || !stalled(state)) {
            return epochs;
        }
        EpochView open = epochs.get(0);
        List<EpochView> marked = new ArrayList<>(epochs);
        marked.set(
                0,
                new EpochView(
                        open.epoch(),
                        open.kind(),
                        open.opened(),
                        open.sentence(),
                        open.evidence(),
                        marked(open.stages(), state),
                        open.outcome(),
                        open.closed(),
                        open.ending()));
        return marked;
    }

    /** The stages of the open epoch. */
    static List<StageView> marked(List<StageView> stages, PairState state) {
        return stalled(state)
                ? stages.stream()
                        .map(stage -> stage.ended().isEmpty() ? marked(stage, state) : stage)
                        .toList()
                : stages;
    }

    /** Also when a person has seen the alarm: that does not mend the stage. */
    private static boolean stalled(PairState state) {
        return state.attention().shown().containsKey(Trigger.STALLED)
                || state.attention().acknowledged().contains(Trigger.STALLED);
    }

    private static StageView marked(StageView stage, PairState state) {
        String detail = next(stage, state)
                .map(at -> stage.detail() + (stage.detail().isEmpty() ? "" : "; ") + "tried again at "
                        + at.wall().truncatedTo(ChronoUnit.SECONDS))
                .orElse(stage.detail());
        return new StageView(stage.stage(), "stalled", stage.attempts(), stage.began(), stage.ended(), detail);
    }

    /** While nothing is under way. */
    private static Optional<Moment> next(StageView stage, PairState state) {
        return state.run().map(Run::progress).stream()
                .flatMap(progress -> progress.entrySet().stream())
                .filter(action -> action.getKey().stage().equals(stage.stage()))
                .map(action -> action.getValue())
                .filter(action -> WAITING.contains(action.phase()))
                .filter(action -> action.attempts() > 0)
                .map(Progress::next)
                .findFirst();
    }
}
