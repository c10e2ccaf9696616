package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.Suspension;
import org.pbxfailover.operator.DrillView;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.Precondition;

/** Pairs as operators see them. */
final class Views {
    private Views() {}

    static PairView of(Guarded guarded, OpenEpochs epochs, List<String> notReady, List<Precondition> failback) {
        PairState state = guarded.state();
        return new PairView(
                guarded.name(),
                mode(guarded),
                state.state().label(),
                state.since().wall(),
                state.sentence(),
                state.epoch() == 0 ? OptionalLong.empty() : OptionalLong.of(state.epoch()),
                state.streak().size(),
                guarded.rules.failures(),
                guarded.primaryProbe().map(Views::probe),
                guarded.secondaryProbe().map(Views::probe),
                List.copyOf(state.alarms().values()),
                notReady,
                guarded.unreadySince().filter(since -> !notReady.isEmpty()),
                state.run().isPresent() ? Stalled.marked(epochs.stages(guarded.name()), state) : List.of(),
                state.suspendedUntil().map(Moment::wall),
                state.releasable(),
                state.suspension().map(Suspension::by),
                failback,
                guarded.drill().map(Views::drill));
    }

    static DrillView drill(Drill drill) {
        return new DrillView(
                drill.began().at(),
                drill.began().live(),
                drill.began().by(),
                drill.ended()
                        .map(ended ->
                                new DrillView.Result(ended.at(), ended.passed(), ended.sentence(), ended.findings())));
    }

    static ProbeView probe(Probe probe) {
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

    /** The word of the configuration. */
    static String mode(Guarded guarded) {
        return guarded.rules.shadow() ? "shadow" : "live";
    }
}
