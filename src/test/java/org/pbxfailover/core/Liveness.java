package org.pbxfailover.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules L1 to L4, held in a world that can be reached: what becomes of it when everybody does what they should. */
final class Liveness {
    private final Decisions decisions;
    private final Plan plan;
    /** How a run goes on depends on nothing else. */
    private final Set<Object> runs = new HashSet<>();

    Liveness(Decisions decisions, Plan plan) {
        this.decisions = decisions;
        this.plan = plan;
    }

    /** The first of the given rules that does not hold. */
    Optional<Broken> broken(World world, Set<String> rules) {
        Optional<Broken> broken = rules.contains("L3") ? exits(world) : Optional.empty();
        if (broken.isEmpty() && rules.contains("L2")) {
            broken = ends(world);
        }
        if (broken.isEmpty() && rules.contains("L4")) {
            broken = goesBack(world);
        }
        return broken.isEmpty() && rules.contains("L1") ? acts(world) : broken;
    }

    /** L1: a primary that stays dead, with good evidence, is acted upon in time. */
    private Optional<Broken> acts(World world) {
        boolean watches = world.ledger().watched() && !world.seen().held();
        boolean said = world.shadow() && world.state().attention().knows(Trigger.CONFIRMED_IN_SHADOW);
        if (!watches || said) {
            return Optional.empty();
        }
        Duration t = plan.rules().timeout();
        Duration half = t.dividedBy(2);
        for (Duration took : List.of(Duration.ZERO, t)) {
            for (Duration recheck : List.of(half, t.plus(half))) {
                Optional<Broken> broken = new Patience(decisions, plan, world, recheck, took).broken();
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        return Optional.empty();
    }

    /** L2: wherever a run stands, it stalls loudly or gives up while its calls fail, and ends as soon as they work. */
    private Optional<Broken> ends(World world) {
        boolean first = world.state().run().isPresent()
                && runs.add(List.of(
                        world.ledger(),
                        world.state().run().get(),
                        world.state().attention().knows(Trigger.STALLED),
                        world.seen().stallTold()));
        if (!first) {
            return Optional.empty();
        }
        Honest pass = new Honest(decisions, plan, world);
        long called = pass.until(false);
        if (!pass.isOver()
                && !(pass.world.seen().stallTold()
                        || pass.world.state().attention().knows(Trigger.STALLED))) {
            return Optional.of(new Broken("L2", "while nothing works somebody is told"));
        }
        if (!pass.isOver() && called == 0) {
            return Optional.of(new Broken("L2", "while nothing works it is tried again and again"));
        }
        pass.until(true);
        State end = pass.world.state().state();
        boolean back = world.open().filter(kind -> kind == EpochKind.FAIL_BACK).isPresent();
        State rest = world.ledger().suspended().isPresent() ? State.MAINTENANCE : State.WATCHING;
        return pass.isOver() && end == (back ? rest : State.ACTIVE)
                ? Optional.empty()
                : Optional.of(new Broken("L2", "it ends as soon as everything works"));
    }

    /** L3: every state has an operator's exit. */
    private Optional<Broken> exits(World held) {
        World world = released(held);
        State state = world.state().state();
        List<Event> orders = new ArrayList<>();
        Event failover = new Event.OrderFailover("anna");
        Event maintenance = new Event.OrderMaintenance(Plan.MAINTENANCE, "anna");
        switch (state) {
            case WATCHING, SUSPECT, BLIND -> orders.addAll(List.of(failover, maintenance, new Event.OrderHold("anna")));
            case ACTIVATING, ACTIVE -> orders.add(new Event.OrderFailBack("anna"));
            case FAILING_BACK -> orders.add(failover);
            case MAINTENANCE -> orders.addAll(List.of(failover, new Event.EndMaintenance("anna")));
            case HOLD -> {
                if (!world.state().releasable()) {
                    return recovers(world);
                }
                orders.add(new Event.Release("anna"));
            }
        }
        return orders.stream()
                .filter(order -> !leads(world, order))
                .map(order -> new Broken("L3", "a person gets it out of " + state.label() + " by " + order))
                .findFirst();
    }

    /** Where the secondary serves, a person who holds the pair has to let it go first. */
    private World released(World world) {
        boolean held = world.state().state() == State.ACTIVE && world.ledger().onHold();
        Event release = new Event.Release("anna");
        return held
                ? world.after(
                        release, decisions.step(world.state(), release, plan.rules(world.shadow()), world.now()), plan)
                : world;
    }

    /** In shadow nothing is switched; the way is to make the pair live first. */
    private boolean leads(World world, Event order) {
        boolean switches = order instanceof Event.OrderFailover || order instanceof Event.OrderFailBack;
        World from = world.shadow() && switches ? world.restarted(decisions, plan, false) : world;
        Step out = decisions.step(from.state(), order, plan.rules(from.shadow()), from.now());
        return out.state().state() != from.state().state() && !out.entries().isEmpty();
    }

    /** L4: where stand-down is configured, a primary that went away and came back gets the service back once it is steady. */
    private Optional<Broken> goesBack(World world) {
        boolean wentAway = world.seen().down() || world.seen().returned();
        boolean listens = !world.seen().held() && world.ledger().suspended().isEmpty();
        if (!plan.rules().standDown()
                || world.shadow()
                || world.ledger().state() != State.ACTIVE
                || !wentAway
                || !listens) {
            return Optional.empty();
        }
        State end = answered(answered(world).later(plan.rules().stableFor()))
                .state()
                .state();
        return end == State.FAILING_BACK
                ? Optional.empty()
                : Optional.of(new Broken("L4", "a primary that is back and steady gets the service back"));
    }

    private World answered(World world) {
        Event answer = new Event.Probed(Moves.answered(world.now()));
        return world.after(
                answer, decisions.step(world.state(), answer, plan.rules(world.shadow()), world.now()), plan);
    }

    /** The way out of hold is a journal that can be read again, in the mode that its open epoch needs. */
    private Optional<Broken> recovers(World world) {
        boolean shadow = world.shadow() && world.ledger().open().isEmpty();
        State again = world.restarted(decisions, plan, shadow).state().state();
        return again == world.ledger().state()
                ? Optional.empty()
                : Optional.of(new Broken(
                        "L3",
                        "started again with a good journal, it is "
                                + world.ledger().state()));
    }

    /** An honest pass through the route, again and again, as the flow makes it. */
    private static final class Honest {
        private static final int PASSES = 24;

        World world;
        private final Decisions decisions;
        private final Plan plan;
        private final Map<ActionKey, ActionRules> stages;
        private int called;
        private int failures;

        Honest(Decisions decisions, Plan plan, World world) {
            this.decisions = decisions;
            this.plan = plan;
            this.world = world;
            this.stages = plan.stages(world.state().run().orElseThrow().kind());
        }

        boolean isOver() {
            return world.state().run().isEmpty();
        }

        /**
         * Passes, a minute apart, in which every call and every look succeeds or fails.
         *
         * @return how many calls there were in the second half of them
         */
        long until(boolean works) {
            for (int pass = 0; pass < PASSES && !isOver(); pass++) {
                called = pass == PASSES / 2 ? 0 : called;
                world = world.later(Plan.UNIT);
                boolean waits = false;
                for (ActionKey key : stages.keySet()) {
                    waits = waits || !passes(key, works);
                }
                if (!waits) {
                    on(new Event.AllPassed(world.state().epoch()));
                }
            }
            return called;
        }

        private boolean passes(ActionKey key, boolean works) {
            ActionRules of = stages.get(key);
            long epoch = world.state().epoch();
            for (int i = 0; i < 4; i++) {
                Optional<Next> next = world.state().run().map(run -> run.next(key, of, world.now()));
                if (next.isEmpty() || next.get() instanceof Next.Wait) {
                    return false;
                }
                if (next.get() instanceof Next.Pass) {
                    return true;
                }
                if (next.get() instanceof Next.Verify) {
                    on(new Event.Looked(epoch, key, of, works ? Effect.SEEN : absent(), works ? "there" : "not there"));
                } else {
                    Step begun =
                            on(new Event.CallBeginning(epoch, key, of, ((Next.Call) next.get()).attempt(), "http"));
                    called += begun.entries().size();
                    on(new Event.CallReturned(
                            epoch, key, of, works ? Reply.ACCEPTED : failure(), works ? "200" : "500"));
                }
            }
            return false;
        }

        /** Every way to fail has its turn. */
        private Reply failure() {
            List<Reply> ways = List.of(Reply.REFUSED, Reply.BROKEN_OFF, Reply.NONE);
            return ways.get(failures++ % ways.size());
        }

        private Effect absent() {
            List<Effect> ways = List.of(Effect.NOT_SEEN, Effect.UNKNOWN);
            return ways.get(failures++ % ways.size());
        }

        Step on(Event event) {
            Step step = decisions.step(world.state(), event, plan.rules(world.shadow()), world.now());
            world = world.after(event, step, plan);
            return step;
        }
    }
}
