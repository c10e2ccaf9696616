package org.pbxfailover.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pbxfailover.core.Moves.Meaning;
import org.pbxfailover.core.Moves.Move;
import org.pbxfailover.core.Moves.Unheard;

/**
 * Everything that can happen to a small pair, breadth-first, so that the first story that breaks a rule is among the shortest. The rules
 * are held on every step, those about the end of things in every world. Epochs, crashes and orders are not limited.
 */
final class Search {
    /** Between two events; nothing in comparison to a {@link Plan#UNIT}. */
    static final Duration MOMENT = Duration.ofNanos(1000);

    private final Decisions decisions;
    private final Plan plan;
    private final Set<String> rules;
    private final Liveness liveness;
    private final Nearness nearness = new Nearness();
    private final Map<Key, Integer> known = new HashMap<>();
    private final Deque<World> next = new ArrayDeque<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Set<State> states = EnumSet.noneOf(State.class);
    private long steps;

    private Search(Decisions decisions, Plan plan, Set<String> rules) {
        this.decisions = decisions;
        this.plan = plan;
        this.rules = rules;
        this.liveness = new Liveness(decisions, plan);
    }

    /**
     * What was searched.
     *
     * @param worlds how many states of pair, journal and observer there are
     * @param steps how many events were tried in them
     * @param states the states of the pair that occur
     */
    record Found(String plan, int worlds, long steps, Set<State> states, boolean activates) {}

    /** A rule that is broken, and the shortest story that breaks it. */
    static final class Story extends AssertionError {
        final transient Broken broken;
        final transient List<String> moves;

        Story(Broken broken, List<String> moves, String end) {
            super(broken + "\nis broken by: " + String.join(" > ", moves) + "\n" + end);
            this.broken = broken;
            this.moves = moves;
        }
    }

    /** The rules that a search holds. */
    static final Set<String> ALL = Set.of(
            "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I11", "I12", "I13", "L1", "L2", "L3", "L4");

    /**
     * @throws Story when a rule is broken
     */
    static Found all(Decisions decisions, Plan plan) {
        return all(decisions, plan, ALL);
    }

    /**
     * @param rules those to hold
     * @throws Story when one of them is broken
     */
    static Found all(Decisions decisions, Plan plan, Set<String> rules) {
        Search search = new Search(decisions, plan, rules);
        search.run();
        search.nearness
                .comesNearer()
                .filter(edge -> rules.contains(edge.rule()))
                .ifPresent(edge -> {
                    throw search.story(
                            new Broken(edge.rule(), "an activation comes nearer by an answer, a gap or bad evidence"),
                            edge.from(),
                            edge.move(),
                            "");
                });
        return new Found(
                plan.toString(), search.known.size(), search.steps, search.states, search.nearness.activates());
    }

    private void run() {
        add(Canon.of(plan, World.begin(plan)), -1, "");
        for (int at = 0; !next.isEmpty(); at++) {
            World world = next.poll().later(MOMENT);
            int from = at;
            liveness.broken(world, rules).ifPresent(broken -> {
                throw story(broken, from, "", world.toString());
            });
            for (Move move : Moves.of(world, plan)) {
                steps++;
                follow(at, world, move);
            }
        }
    }

    private void follow(int from, World world, Move move) {
        if (move.unheard().isPresent()) {
            unheard(from, world, move);
            return;
        }
        Event event = move.event().orElseThrow();
        Step step = decisions.step(world.state(), event, plan.rules(world.shadow()), world.now());
        World after = world.after(event, step, plan);
        List<Broken> broken = Invariants.of(decisions, plan, world, move, step, after);
        broken.stream().filter(one -> rules.contains(one.rule())).findFirst().ifPresent(one -> {
            throw story(one, from, move.name(), step.toString());
        });
        if (after.equals(world)) {
            return;
        }
        boolean activates = step.news()
                .flatMap(Step.News::event)
                .filter("activating"::equals)
                .isPresent();
        int to = add(Canon.of(plan, after), from, move.name());
        if (waits(world) && !(event instanceof Event.Order && activates)) {
            boolean ends = world.seen().booting(world.ledger(), world.now())
                    && after.seen().grace().isEmpty();
            nearness.edge(from, to, ends ? Meaning.OTHER : move.meaning(), move.name(), activates);
        }
    }

    /** Whether it may still come to an activation, or in shadow to the word that it would have. */
    private static boolean waits(World world) {
        boolean said = world.shadow() && world.state().attention().knows(Trigger.CONFIRMED_IN_SHADOW);
        return world.ledger().watched() && !world.seen().held() && !said;
    }

    private void unheard(int from, World world, Move move) {
        World after = after(decisions, plan, world, move.unheard().orElseThrow());
        if (move.unheard().get() != Unheard.LATER && !after.seen().held()) {
            Invariants.remembered(decisions, plan, after).stream()
                    .filter(one -> rules.contains(one.rule()))
                    .findFirst()
                    .ifPresent(one -> {
                        throw story(one, from, move.name(), after.toString());
                    });
        }
        int to = add(Canon.of(plan, after), from, move.name());
        if (waits(world)) {
            Meaning meaning = move.unheard().get() == Unheard.RESTART ? Meaning.GOOD_FOR_PRIMARY : Meaning.OTHER;
            nearness.edge(from, to, meaning, move.name(), false);
        }
    }

    /** What becomes of a world by a move. */
    static World after(Decisions decisions, Plan plan, World world, Move move) {
        if (move.unheard().isPresent()) {
            return after(decisions, plan, world, move.unheard().get());
        }
        Event event = move.event().orElseThrow();
        return world.after(event, decisions.step(world.state(), event, plan.rules(world.shadow()), world.now()), plan);
    }

    static World after(Decisions decisions, Plan plan, World world, Unheard unheard) {
        return switch (unheard) {
            case LATER -> world.later(Plan.UNIT.minus(MOMENT));
            case RESTART -> world.restarted(decisions, plan, world.shadow());
            case RESTART_IN_OTHER_MODE -> world.restarted(decisions, plan, !world.shadow());
            case RESTART_UNREADABLE -> world.unreadable(plan);
        };
    }

    private int add(World world, int parent, String move) {
        Key key = Key.of(plan, world);
        Integer at = known.putIfAbsent(key, known.size());
        if (at != null) {
            return at;
        }
        next.add(world);
        states.add(world.state().state());
        parents.add(parent);
        names.add(move);
        return known.size() - 1;
    }

    private Story story(Broken broken, int from, String last, String end) {
        Deque<String> moves = new ArrayDeque<>();
        for (int i = from; i > 0; i = parents.get(i)) {
            moves.push(names.get(i));
        }
        if (!last.isEmpty()) {
            moves.add(last);
        }
        return new Story(broken, List.copyOf(moves), end);
    }
}
