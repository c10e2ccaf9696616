package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.Progress;
import org.pbxfailover.core.Run;
import org.pbxfailover.core.Trigger;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.StageView;

/** Pairs as operators see them. */
final class Views {
    private Views() {}

    static PairView of(Guarded guarded, List<String> concerns) {
        PairState state = guarded.state();
        return new PairView(
                guarded.name(),
                guarded.rules.shadow() ? "shadow" : "live",
                state.state().label(),
                state.since().wall(),
                state.sentence(),
                state.epoch() == 0 ? OptionalLong.empty() : OptionalLong.of(state.epoch()),
                state.streak().size(),
                guarded.rules.failures(),
                guarded.primaryProbe().map(Views::probe),
                guarded.secondaryProbe().map(Views::probe),
                List.copyOf(state.alarms().values()),
                notReady(guarded, concerns),
                state.run().map(run -> stages(run, state)).orElse(List.of()),
                state.suspendedUntil().map(Moment::wall));
    }

    private static List<String> notReady(Guarded guarded, List<String> concerns) {
        List<String> reasons = new ArrayList<>(concerns);
        guarded.secondaryProbe()
                .filter(probe -> !probe.alive())
                .ifPresent(probe -> reasons.add(
                        "the secondary does not answer (" + probe.finding().phrase() + ")"));
        guarded.pair.secondary().synced().flatMap(Freshness::problem).ifPresent(reasons::add);
        return reasons;
    }

    private static ProbeView probe(Probe probe) {
        Optional<String> failure = probe.finding() instanceof Finding.Failed failed
                ? Optional.of(failed.failure().label())
                : Optional.empty();
        return new ProbeView(
                probe.began().wall(),
                probe.took().toMillis(),
                probe.alive(),
                failure,
                probe.finding().phrase());
    }

    private static List<StageView> stages(Run run, PairState state) {
        Map<String, List<Progress>> byStage = new LinkedHashMap<>();
        for (Map.Entry<ActionKey, Progress> at : run.progress().entrySet()) {
            byStage.computeIfAbsent(at.getKey().stage(), stage -> new ArrayList<>())
                    .add(at.getValue());
        }
        List<StageView> views = new ArrayList<>();
        byStage.forEach((stage, progress) -> views.add(stage(stage, progress, state)));
        return views;
    }

    private static StageView stage(String stage, List<Progress> actions, PairState state) {
        int attempts = actions.stream().mapToInt(Progress::attempts).sum();
        Progress newest = actions.get(actions.size() - 1);
        return new StageView(
                stage, word(actions, state), attempts, state.since().wall(), Optional.empty(), newest.detail());
    }

    private static String word(List<Progress> actions, PairState state) {
        if (actions.stream().anyMatch(at -> at.phase() == Progress.Phase.GIVEN_UP)) {
            return "given-up";
        }
        if (actions.stream().allMatch(at -> at.phase() == Progress.Phase.DONE)) {
            return "done";
        }
        return state.alarms().containsKey(Trigger.STALLED) ? "stalled" : "running";
    }
}
