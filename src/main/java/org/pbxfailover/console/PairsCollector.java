package org.pbxfailover.console;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;

/** The pairs as gauges, made from one look at all of them when somebody scrapes: nothing is kept and nothing costs in between. */
final class PairsCollector implements MultiCollector {
    private final Operator operator;

    PairsCollector(Operator operator) {
        this.operator = operator;
    }

    @Override
    public MetricSnapshots collect() {
        List<PairView> pairs = operator.pairs();
        return new MetricSnapshots(
                gauge(
                        "pair_state",
                        "1 for the state that the pair is in",
                        pairs,
                        pair -> Labels.of("pair", pair.name(), "state", pair.state(), "mode", pair.mode()),
                        pair -> 1),
                gauge(
                        "pair_since_seconds",
                        "Unix time since when it is in this state",
                        pairs,
                        pair -> pair.since().toEpochMilli() / 1e3),
                gauge("pair_failures", "Failed probes in a row", pairs, PairView::failures),
                gauge("pair_ready", "1: a failover would work if it came now", pairs, pair -> pair.ready() ? 1 : 0),
                gauge(
                        "pair_alarms",
                        "Alarms that a person should look at",
                        pairs,
                        pair -> pair.alarms().size()),
                gauge(
                        "pair_epoch",
                        "Number of the newest epoch",
                        pairs,
                        pair -> pair.epoch().orElse(0)),
                gauge(
                        "pair_alive",
                        "1: the last probe of the primary found it alive",
                        having(pairs, PairView::primary),
                        pair -> alive(pair.primary())),
                gauge(
                        "pair_secondary_alive",
                        "1: the last probe of the secondary found it alive",
                        having(pairs, PairView::secondary),
                        pair -> alive(pair.secondary())),
                gauge(
                        "pair_probe_seconds",
                        "Duration of the last probe of the primary",
                        having(pairs, PairView::primary),
                        pair -> pair.primary()
                                .map(probe -> probe.tookMillis() / 1e3)
                                .orElse(Double.NaN)));
    }

    /** Those whose server was probed at all: no value is truer than a made-up one. */
    private static List<PairView> having(List<PairView> pairs, Function<PairView, Optional<ProbeView>> server) {
        return pairs.stream().filter(pair -> server.apply(pair).isPresent()).toList();
    }

    private static int alive(Optional<ProbeView> last) {
        return last.filter(ProbeView::alive).isPresent() ? 1 : 0;
    }

    private static GaugeSnapshot gauge(
            String name, String help, List<PairView> pairs, ToDoubleFunction<PairView> value) {
        return gauge(name, help, pairs, pair -> Labels.of("pair", pair.name()), value);
    }

    private static GaugeSnapshot gauge(
            String name,
            String help,
            List<PairView> pairs,
            Function<PairView, Labels> labels,
            ToDoubleFunction<PairView> value) {
        return new GaugeSnapshot(
                new io.prometheus.metrics.model.snapshots.MetricMetadata("pbx_failover_" + name, help),
                pairs.stream()
                        .map(pair -> new GaugeDataPointSnapshot(value.applyAsDouble(pair), labels.apply(pair), null))
                        .toList());
    }
}
