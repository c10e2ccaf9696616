package org.pbxfailover.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.pbxfailover.operator.Operator;

/**
 * The robot's metrics; their names begin with {@code pbx_failover_}. Counting must cost next to nothing, because it happens with every
 * poll: a few uncontended additions. What can be known from a look at the pairs is not counted but read when somebody asks. Safe for
 * use by many threads; never throws and never waits.
 */
public final class Meters {
    /** Under what name Camel's Prometheus endpoint finds a registry that it did not make itself. */
    static final String REGISTRY_NAME = "metricsRegistry";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter alive = probes("alive");
    private final Counter failed = probes("failed");
    private final Timer lateness = Timer.builder("pbx.failover.poll.lateness")
            .description("How much later than due a probe began")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(250),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5))
            .register(registry);
    private final Counter refusedEdits = Counter.builder("pbx.failover.refused.edits")
            .description("Edits of routes that were refused")
            .register(registry);

    public Meters() {
        new UptimeMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /**
     * A probe of a primary ended.
     *
     * @param latenessNanos how much later than due it began; negative counts as 0
     */
    public void probed(long latenessNanos, boolean answeredAlive) {
        (answeredAlive ? alive : failed).increment();
        lateness.record(Math.max(0, latenessNanos), TimeUnit.NANOSECONDS);
    }

    /**
     * An epoch was opened.
     *
     * @param kind {@code failover}, {@code switchover} or {@code fail-back}
     */
    public void epochOpened(String kind) {
        Counter.builder("pbx.failover.activations")
                .description("Epochs opened: failovers, switchovers and fail-backs")
                .tag("kind", kind)
                .register(registry)
                .increment();
    }

    /**
     * A stage ended.
     *
     * @param outcome {@code done} or {@code given-up}
     * @param took from its first intent
     */
    public void stageEnded(String stage, String outcome, Duration took) {
        Timer.builder("pbx.failover.stage")
                .description("Stages that ended, from the first intent")
                .tags("stage", stage, "outcome", outcome)
                .register(registry)
                .record(took);
    }

    /** An edit of a route was refused. */
    public void editRefused() {
        refusedEdits.increment();
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Adds what is read, not counted, from now on. To be called once. */
    void watch(Operator operator, Vitals vitals) {
        Gauge.builder(
                        "pbx.failover.last.tick",
                        vitals,
                        now -> now.sinceLastTick().toNanos() / 1e9)
                .description("Time since the watch loop last ran")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(
                        "pbx.failover.journal.writable",
                        vitals,
                        now -> now.journalProblem().isEmpty() ? 1 : 0)
                .description("1: an entry could be written now")
                .register(registry);
        Gauge.builder("pbx.failover.hold", vitals, now -> now.hold().isPresent() ? 1 : 0)
                .description("1: decisions are on hold")
                .register(registry);
        Gauge.builder(
                        "pbx.failover.edit.refused",
                        vitals,
                        now -> now.refusedEdit().isPresent() ? 1 : 0)
                .description("1: the last edit was refused and is not mended")
                .register(registry);
        Gauge.builder(
                        "pbx.failover.receivers.unreached",
                        vitals,
                        now -> now.unreached().size())
                .description("Receivers, and the heartbeat's, that took nothing of what they were told last")
                .register(registry);
        registry.getPrometheusRegistry().register(new PairsCollector(operator));
    }

    private Counter probes(String result) {
        return Counter.builder("pbx.failover.probes")
                .description("Probes of primaries that ended")
                .tag("result", result)
                .register(registry);
    }
}
