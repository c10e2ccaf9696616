package org.pbxfailover.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The robot's own health checks beside Camel's. {@code /observe/health} shows all of them. Live is: the process runs, the watch
 * loop ticks and polls come back (fault 44). Ready is: routes started, journal writable, not on hold. A refused edit is neither: the old routes guard on.
 */
final class HealthChecks {
    /** Far more than a long garbage collection, far less than a night. */
    static final Duration TICK_LIMIT = Duration.ofSeconds(10);

    private HealthChecks() {}

    /** @param shut why API or console cannot be reached, one sentence each */
    static void register(CamelContext context, Vitals vitals, Supplier<List<String>> shut) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.register(new Check("routes-reload", false, false, vitals::refusedEdit));
        registry.register(new Check("journal", false, true, () -> journal(vitals)));
        registry.register(new Check("hold", false, true, vitals::hold));
        registry.register(new Check("surfaces", false, false, () -> joined(" ", shut.get())));
        registry.register(new Check("receivers", false, false, () -> joined("; ", vitals.unreached())));
        registry.register(new Check("polls", true, false, () -> polls(vitals)));
        registry.register(new Check("findings", true, false, () -> findings(vitals)));
    }

    private static Optional<String> joined(String between, List<String> sentences) {
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(between, sentences));
    }

    private static Optional<String> journal(Vitals vitals) {
        return vitals.journalProblem().map(problem -> "No activation can begin: " + problem);
    }

    private static Optional<String> polls(Vitals vitals) {
        Duration silence = vitals.sinceLastTick();
        return silence.compareTo(TICK_LIMIT) <= 0
                ? Optional.empty()
                : Optional.of("The watch loop has not run for %d s; at most %d s are normal, so restart the robot."
                        .formatted(silence.toSeconds(), TICK_LIMIT.toSeconds()));
    }

    private static Optional<String> findings(Vitals vitals) {
        return vitals.hears()
                ? Optional.empty()
                : Optional.of("No poll of any primary comes back, so nothing is watched: undo the last edit of"
                        + " routes/watch.camel.yaml or routes/probe.camel.yaml, or restart the robot.");
    }

    /** Up while the question has no answer; the answer is the sentence that says why not. */
    private static final class Check extends AbstractHealthCheck {
        private final boolean liveness;
        private final boolean readiness;
        private final Supplier<Optional<String>> whyNot;

        Check(String id, boolean liveness, boolean readiness, Supplier<Optional<String>> whyNot) {
            super("pbx-failover", id);
            this.liveness = liveness;
            this.readiness = readiness;
            this.whyNot = whyNot;
        }

        @Override
        public boolean isLiveness() {
            return liveness;
        }

        @Override
        public boolean isReadiness() {
            return readiness;
        }

        @Override
        protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
            whyNot.get().ifPresentOrElse(sentence -> result.message(sentence).down(), result::up);
        }
    }
}
