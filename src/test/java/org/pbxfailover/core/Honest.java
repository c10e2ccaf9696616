package org.pbxfailover.core;

import java.time.Duration;
import java.util.Optional;

/** An honest pass through a route of two stages, again and again, as the flow makes it. */
final class Honest {
    private static final int PASSES = 12;

    World world;
    private final Rules rules;

    Honest(World world, Rules rules) {
        this.world = world;
        this.rules = rules;
    }

    boolean isOver() {
        return world.state().run().isEmpty();
    }

    /** Some passes, an hour apart, in which every call and every look succeeds or fails. */
    void until(boolean works) {
        for (int pass = 0; pass < PASSES && !isOver(); pass++) {
            world = world.later(Duration.ofHours(1));
            boolean waits = false;
            for (ActionKey key : Moves.ACTIONS) {
                waits = waits || !passes(key, works);
            }
            if (!waits) {
                on(new Event.AllPassed(world.state().epoch()));
            }
        }
    }

    private boolean passes(ActionKey key, boolean works) {
        ActionRules of = Moves.rules(key);
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
                on(new Event.Looked(epoch, key, of, works, works ? "there" : "not there"));
            } else {
                on(new Event.CallBeginning(epoch, key, of, ((Next.Call) next.get()).attempt()));
                on(new Event.CallReturned(epoch, key, of, works, works ? "200" : "500"));
            }
        }
        return false;
    }

    void on(Event event) {
        Step step = Core.step(world.state(), event, rules, world.now());
        world = world.after(event, step, rules);
    }
}
