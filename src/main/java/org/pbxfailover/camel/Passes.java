package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Run;

/**
 * Bean {@code pass}: passes through an activation or a fail-back. A pass begins at the first stage every time; what is done is passed
 * over, and where something has to wait the pass ends and a later one comes back to it.
 */
public final class Passes {
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final Pairs pairs;

    public Passes(Pairs pairs) {
        this.pairs = pairs;
    }

    /** The names of the pairs whose open epoch has something to do now: after a pause, after an order, after a restart. */
    public List<String> due() {
        Moment now = pairs.present();
        List<String> due = new ArrayList<>();
        for (Guarded guarded : pairs.running()) {
            Optional<Run> run = guarded.state().run();
            if (run.isPresent()
                    && !guarded.passing.get()
                    && guarded.noPassBefore() - now.nanos() <= 0
                    && !now.isBefore(run.get().due())
                    && primaryIsHeard(guarded, run.get(), now)) {
                due.add(guarded.name());
            }
        }
        return due;
    }

    /** After a start nothing that was only decided is begun before the primary has had its chance to answer (fault 17). */
    private static boolean primaryIsHeard(Guarded guarded, Run run, Moment now) {
        return run.begun() || run.kind() != EpochKind.FAILOVER || guarded.primary.firstIsOver(now.nanos());
    }

    /**
     * Claims the pair for one pass, until the message has reached its end.
     *
     * @return whether there is something to do and nobody else is at it
     */
    public boolean claim(Exchange exchange) {
        Guarded guarded =
                pairs.find(exchange.getProperty(Glue.PAIR, String.class)).orElseThrow();
        if (!guarded.passing.compareAndSet(false, true)) {
            return false;
        }
        exchange.getExchangeExtension().addOnCompletion(new Release(guarded));
        Optional<Run> run = guarded.state().run();
        if (run.isEmpty() || !paid(guarded)) {
            return false;
        }
        exchange.setProperty(
                Glue.PASS,
                new Pass(guarded, run.get().epoch(), run.get().kind(), run.get().reason()));
        exchange.setProperty("way", run.get().kind() == EpochKind.FAIL_BACK ? "fail-back" : "activate");
        return true;
    }

    /** The result that the journal could not take is told again before anything else happens. */
    private boolean paid(Guarded guarded) {
        Optional<Event> owed = guarded.owed().filter(event -> !ofAnEarlierEpoch(guarded, event));
        if (owed.isPresent() && pairs.tell(guarded, owed.get()).isEmpty()) {
            return false;
        }
        guarded.owed(Optional.empty());
        return true;
    }

    /** An answer of the primary ends what was decided before it, and nothing that was decided after it. */
    private static boolean ofAnEarlierEpoch(Guarded guarded, Event event) {
        return event instanceof Event.Probed probed
                && probed.probe().ended().isBefore(guarded.state().since());
    }

    /**
     * At the end of the route: nothing had to wait, so every stage is done.
     *
     * @throws IllegalStateException when the route went around a stage that the pair has an action for: a stage is never skipped
     */
    public void finished(Exchange exchange) {
        Pass pass = exchange.getProperty(Glue.PASS, Pass.class);
        Optional<Run> run = pass.guarded().state().run().filter(open -> open.epoch() == pass.epoch());
        if (run.isEmpty()) {
            return;
        }
        Stages.actions(pass)
                .forEach((stage, actions) -> IntStream.rangeClosed(1, actions.size())
                        .filter(action -> !run.get().passed(new ActionKey(stage, action)))
                        .findFirst()
                        .ifPresent(action -> {
                            throw new IllegalStateException("the route ended and stage '" + stage + "' of "
                                    + pass.guarded().name() + " is not done: the route must call it for every pair");
                        }));
        pairs.tell(pass.guarded(), new Event.AllPassed(pass.epoch()));
    }

    /** One pass under way. */
    record Pass(Guarded guarded, long epoch, EpochKind kind, String reason) {}

    private final class Release extends SynchronizationAdapter {
        private final Guarded guarded;

        private Release(Guarded guarded) {
            this.guarded = guarded;
        }

        /** Whatever goes wrong here, another pass may follow, or nobody would ever come back to the pair. */
        @Override
        public void onDone(Exchange exchange) {
            try {
                over(exchange);
            } finally {
                guarded.passing.set(false);
            }
        }

        private void over(Exchange exchange) {
            boolean failed = exchange.isFailed();
            if (failed) {
                guarded.noPassBefore(pairs.now().plus(AFTER_A_FAULT).nanos());
            }
            boolean again =
                    guarded.passFailed(failed) && failed; // once may be an edit of the route in the middle of it
            if (again && exchange.getContext().getStatus().isStarted()) {
                Throwable cause = Objects.requireNonNull(exchange.getException());
                guarded.state()
                        .run()
                        .ifPresent(
                                run -> pairs.tell(guarded, new Event.PassFailed(run.epoch(), Cause.sentence(cause))));
            }
        }
    }
}
