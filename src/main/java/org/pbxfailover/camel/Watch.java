package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.pbxfailover.core.Core;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.pbxfailover.probe.Question;

/** Bean {@code watch}: which polls are due, and what their findings mean to the core. */
public final class Watch implements AggregationStrategy {

    /** One poll that is due, as a message of the flow. */
    private record Poll(Guarded guarded, boolean ofPrimary, long late, Question question) {}

    private final Pairs pairs;
    private final Map<String, Questions> questions;
    private final PollListener listener;
    private volatile long lastTick;
    private volatile long absences;
    private volatile Executor aside = Runnable::run;

    public Watch(Pairs pairs, Map<String, Questions> questions, PollListener listener) {
        this.pairs = pairs;
        this.questions = questions;
        this.listener = listener;
        this.lastTick = pairs.now().nanos();
    }

    /**
     * Who tells the pairs that time goes by. Such an event may have to wait for the journal, and the ticks must not: they poll everybody.
     * Before this is called the tick's own thread does it.
     */
    void aside(Executor executor) {
        aside = executor;
    }

    /** Since the last tick of the timer; a watch whose ticks stay away is dead (fault 44). */
    public Duration sinceLastTick() {
        return Duration.ofNanos(pairs.now().nanos() - lastTick);
    }

    /** Whether the polls of at least one primary come back. */
    public boolean hears() {
        for (Guarded guarded : pairs.all()) {
            if (!guarded.primary.unheard()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The polls that are due now. Called on every tick: time goes by for the core, too. A tick costs what is due, not what is guarded.
     */
    public List<Object> due() {
        Moment now = pairs.present();
        lastTick = now.nanos();
        listener.ticked();
        if (pairs.absences() != absences) {
            absences = pairs.absences();
            aside.execute(pairs::tellOfAbsence);
        }
        List<Object> due = new ArrayList<>();
        pairs.look(now.nanos(), guarded -> look(guarded, now, due));
        return due;
    }

    private void look(Guarded guarded, Moment now, List<Object> due) {
        if (Core.ticks(guarded.state(), guarded.rules, now) && guarded.ticking.compareAndSet(false, true)) {
            aside.execute(() -> {
                try {
                    pairs.tell(guarded, new Event.Tick());
                } finally {
                    guarded.ticking.set(false);
                }
            });
        }
        long late = guarded.primary.begin(now.nanos());
        if (late >= 0) {
            due.add(new Poll(guarded, true, late, questions(guarded).primary()));
        }
        if (guarded.secondary.isPresent() && guarded.secondary.get().begin(now.nanos()) >= 0) {
            questions(guarded).secondary().ifPresent(question -> due.add(new Poll(guarded, false, 0, question)));
        }
    }

    private Questions questions(Guarded guarded) {
        return Objects.requireNonNull(questions.get(guarded.name()));
    }

    /** Before the probe: who is asked. */
    public void ask(Exchange exchange) {
        Poll poll = exchange.getMessage().getBody(Poll.class);
        exchange.setProperty(Glue.POLL, poll);
        exchange.setProperty(Glue.PAIR, poll.guarded().name());
        exchange.setProperty(Glue.QUESTION, poll.question());
    }

    /**
     * After the probe: keeps the finding and tells the core, which counts; while all is well it need not hear of it. Not in the aggregator,
     * which works for all pairs under one lock: a pair that waits for the journal would hold up all others. That only groups failures.
     */
    public void note(Exchange exchange) {
        Poll poll = exchange.getProperty(Glue.POLL, Poll.class);
        Probe probe = exchange.getProperty(Glue.PROBE, Probe.class);
        Guarded guarded = poll.guarded();
        if (probe == null) { // the route was edited in such a way that nothing was asked: that proves nothing
            (poll.ofPrimary() ? Optional.of(guarded.primary) : guarded.secondary)
                    .ifPresent(PollSchedule::cameBackEmpty);
            throw new IllegalStateException("the probe of " + guarded.name() + " came back without a finding");
        }
        if (!poll.ofPrimary()) {
            guarded.secondaryProbe(probe);
            guarded.secondary.ifPresent(PollSchedule::ended);
            exchange.setProperty(Glue.COUNTED, false);
            return;
        }
        listener.polled(poll.late(), probe.alive());
        guarded.primaryProbe(probe);
        boolean well = probe.alive() && guarded.state().allWell();
        try {
            exchange.setProperty(Glue.COUNTED, !well && counted(exchange, guarded, probe));
        } finally {
            guarded.primary.ended(); // not before: polls of a pair that waits for its journal would pile up
        }
    }

    /** Whether it belongs to a row of failures, or ends one. */
    private boolean counted(Exchange exchange, Guarded guarded, Probe probe) {
        Decision decision =
                pairs.tell(guarded, new Event.Probed(probe)).map(Step::decision).orElse(Decision.NOTHING);
        PairState state = guarded.state();
        if (state.state() == State.SUSPECT || state.state() == State.BLIND) {
            guarded.primary.soon(guarded.pair.primary().probe().recheck());
        }
        exchange.setProperty(Glue.DECISION, decision.label());
        exchange.getMessage().setBody(state.streak().failed());
        boolean counting = guarded.counting(decision == Decision.COUNT_ON);
        return counting || decision != Decision.NOTHING;
    }

    /** The failures of a pair are one group, until the core decides anything else than to count on; the newest has all of them. */
    @Override
    public Exchange aggregate(Exchange earlier, Exchange counted) {
        return counted;
    }
}
