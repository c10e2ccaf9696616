package org.pbxfailover.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Moves.Move;
import org.pbxfailover.core.Moves.Unheard;

/** A story told by the names of its {@link Moves}, in a pair with its own clock and its whole journal. */
final class Tale {
    final Decisions decisions;
    final Plan plan;
    World world;
    private final List<Entry> journal = new ArrayList<>();

    private Tale(Decisions decisions, Plan plan) {
        this.decisions = decisions;
        this.plan = plan;
        this.world = World.begin(plan);
    }

    static Tale of(Decisions decisions, Plan plan) {
        return new Tale(decisions, plan);
    }

    Tale then(String... names) {
        for (String name : names) {
            happens(name);
        }
        return this;
    }

    void waits(Duration time) {
        world = world.later(time);
    }

    boolean offers(String name) {
        return find(ready(), name).isPresent();
    }

    /** Makes a move, and says which rules it breaks. */
    List<Broken> happens(String name) {
        World before = ready();
        Move move = move(before, name);
        if (move.unheard().isPresent()) {
            return happens(before, move.unheard().get());
        }
        Step step = step(before, move);
        world = before.after(move.event().orElseThrow(), step, plan);
        journal.addAll(step.entries());
        return Invariants.of(decisions, plan, before, move, step, world);
    }

    /** A restart folds the whole journal; the shortest one that says the same must come to the same. */
    private List<Broken> happens(World before, Unheard unheard) {
        boolean other = unheard == Unheard.RESTART_IN_OTHER_MODE;
        World after = Search.after(decisions, plan, before, unheard);
        world = after;
        if (!other && unheard != Unheard.RESTART) {
            return List.of();
        }
        world = before.restarted(decisions, plan, other != before.shadow(), journal);
        List<Broken> broken = new ArrayList<>(Invariants.remembered(decisions, plan, world));
        if (!Canon.of(plan, world).equals(Canon.of(plan, after))) {
            broken.add(new Broken("I11", "the whole journal says what its reader knows"));
        }
        return broken;
    }

    /** The world a moment later, before a step is taken in it. */
    World ready() {
        return world.later(Search.MOMENT);
    }

    Move move(World before, String name) {
        return find(before, name).orElseThrow(() -> new AssertionError("there is no '" + name + "' now"));
    }

    private Optional<Move> find(World before, String name) {
        return Moves.of(before, plan).stream()
                .filter(move -> move.name().equals(name))
                .findFirst();
    }

    Step step(World before, Move move) {
        return decisions.step(before.state(), move.event().orElseThrow(), plan.rules(before.shadow()), before.now());
    }

    /** The rules that one more step breaks. */
    List<String> breaks(String name) {
        World before = ready();
        Move move = move(before, name);
        return breaks(before, move, step(before, move));
    }

    /** The rules that a step breaks which no core took. */
    List<String> breaks(World before, Move move, Step step) {
        World after = before.after(move.event().orElseThrow(), step, plan);
        return Invariants.of(decisions, plan, before, move, step, after).stream()
                .map(Broken::rule)
                .distinct()
                .toList();
    }
}
