package org.pbxfailover.core;

import java.time.Duration;
import java.util.Optional;

/**
 * Rule L1: how long it takes from a moment to the first command, while the primary stays dead and everybody else answers. Polls are made as the
 * flow makes them: start to start, sooner after the first failure, and never before the former one came back.
 */
final class Patience {
    private final Decisions decisions;
    private final Plan plan;
    private final Rules rules;
    private final Duration recheck;
    private final Duration took;
    private final World begin;
    private World world;
    private Decision decision = Decision.NOTHING;
    private boolean acts;

    /**
     * @param recheck after the first failure, from start to start
     * @param took each probe, and no more than their timeout
     */
    Patience(Decisions decisions, Plan plan, World world, Duration recheck, Duration took) {
        this.decisions = decisions;
        this.plan = plan;
        this.rules = plan.rules(world.shadow());
        this.recheck = recheck;
        this.took = took;
        this.begin = world;
        this.world = world;
    }

    Optional<Broken> broken() {
        Duration limit = limit();
        finish();
        if (!acts()) {
            pass(interval()); // it died just after a poll
        }
        while (!acts() && spent().compareTo(limit) <= 0) {
            poll();
        }
        return acts() && spent().compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of(new Broken("L1", "a dead primary with good evidence is acted upon within " + limit));
    }

    private Duration spent() {
        return world.now().since(begin.now());
    }

    private boolean acts() {
        return acts;
    }

    /** The formula, and before it what is under way already: the grace, and a confirmation with its answers. */
    private Duration limit() {
        long t = took.toMillis();
        long e = rules.outsideTimeout().toMillis();
        long formula = rules.every().toMillis() + (rules.failures() - 1) * Math.max(recheck.toMillis(), t) + t + e + t;
        long grace = begin.seen()
                .grace()
                .map(until -> until.since(begin.now()).toMillis())
                .filter(left -> left > 0)
                .orElse(0L);
        long open = begin.seen().asking().isPresent() ? e + t : 0;
        return Duration.ofMillis(grace + open + formula);
    }

    private void poll() {
        Moment began = world.now();
        pass(took);
        on(new Event.Probed(Moves.failed(began, plan.counted(FailureClass.TIMEOUT))));
        if (decision == Decision.CONFIRM) {
            confirm();
        } else {
            Duration idle = interval().minus(took);
            pass(idle.isNegative() ? Duration.ZERO : idle);
        }
    }

    private Duration interval() {
        State state = world.state().state();
        return state == State.SUSPECT || state == State.BLIND ? recheck : rules.every();
    }

    /** What was asked already is answered now. */
    private void finish() {
        on(new Event.Tick());
        if (world.seen().asking().isPresent()) {
            confirm();
        }
    }

    private void confirm() {
        Asking asking = world.seen().asking().orElseThrow();
        long round = asking.round();
        pass(rules.outsideTimeout());
        for (int i = asking.silent().size(); i < rules.opinions(); i++) {
            on(new Event.OpinionAsked(round, new SecondOpinion("o" + i, false, "")));
        }
        boolean passed = asking.passed().isPresent() || decision == Decision.PROBE_ONCE_MORE;
        for (int i = asking.answers().size(); i < rules.hosts(); i++) {
            on(new Event.OutsideAsked(round, new OutsideAnswer("h" + i, true, "", Duration.ZERO)));
            passed = passed || decision == Decision.PROBE_ONCE_MORE;
        }
        if (passed && !acts()) {
            Moment began = world.now();
            pass(took);
            on(new Event.LastProbed(round, Moves.failed(began, plan.counted(FailureClass.TIMEOUT))));
        }
    }

    private void pass(Duration time) {
        world = world.later(time);
        if (Core.ticks(world.state(), rules, world.now())) {
            on(new Event.Tick());
        }
    }

    private void on(Event event) {
        Step step = decisions.step(world.state(), event, rules, world.now());
        world = world.after(event, step, plan);
        decision = step.decision();
        boolean said = step.news()
                .flatMap(Step.News::event)
                .filter("activating"::equals)
                .isPresent();
        acts = acts || said && (begin.shadow() || decision == Decision.RUN);
    }
}
