package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pbxfailover.core.Moves.Meaning;
import org.pbxfailover.core.Moves.Move;

/**
 * Everything that can happen to a small pair, breadth-first, with the rules I1 to I13 checked on every step. Epochs, restarts and orders
 * are not limited: numbers and clocks are taken out of a state before it is compared with those seen already.
 */
class StateSpaceTest {

    static Stream<Rules> small() {
        return Stream.of(
                rules(1, 2, 1, true, false, true),
                rules(2, 3, 2, false, false, false),
                rules(3, 2, 2, false, false, true),
                rules(2, 2, 1, true, true, false));
    }

    static Rules rules(int failures, int hosts, int needed, boolean sip, boolean shadow, boolean standDown) {
        return new Rules(
                "acme",
                failures,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Set.of(),
                Duration.ZERO,
                hosts,
                needed,
                Duration.ofSeconds(2),
                sip ? 1 : 0,
                shadow,
                standDown,
                Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @MethodSource("small")
    void every_rule_holds_on_every_step_of_a_small_pair(Rules rules) {
        Search search = new Search(rules);
        search.run();
        System.out.println(
                "state space: " + search.worlds.size() + " states, " + search.steps + " steps with " + rules);
        assertThat(search.worlds.size()).isGreaterThan(500);
        Set<State> expected = EnumSet.complementOf(EnumSet.of(State.HOLD));
        if (rules.shadow()) {
            expected.removeAll(EnumSet.of(State.ACTIVATING, State.ACTIVE, State.FAILING_BACK));
        }
        assertThat(search.states).isEqualTo(expected);
        search.noEarlierActivation();
        search.everyRunEnds();
    }

    private static final class Search {
        final Rules rules;
        final List<World> worlds = new ArrayList<>();
        final Set<State> states = EnumSet.noneOf(State.class);
        long steps;
        private final Map<String, Integer> known = new HashMap<>();
        private final List<Integer> parents = new ArrayList<>();
        private final List<String> moves = new ArrayList<>();
        private final List<int[]> edges = new ArrayList<>();
        private final Set<Integer> opening = new HashSet<>();

        Search(Rules rules) {
            this.rules = rules;
        }

        void run() {
            add(World.begin(), -1, "");
            for (int i = 0; i < worlds.size(); i++) {
                World world = worlds.get(i).later(Duration.ofMillis(1));
                for (Move move : Moves.of(world, rules)) {
                    follow(i, world, move);
                }
            }
        }

        private void follow(int from, World world, Move move) {
            steps++;
            if (move.event().isEmpty()) {
                World next = move == Moves.LATER ? world.later(Duration.ofHours(1)) : world.restarted(rules);
                edge(
                        from,
                        add(next, from, move.name()),
                        move == Moves.LATER ? Meaning.OTHER : Meaning.GOOD_FOR_PRIMARY);
                return;
            }
            Step step = Core.step(world.state(), move.event().get(), rules, world.now());
            World next = world.after(move.event().get(), step, rules);
            Optional<String> broken = Invariants.broken(world, move, step, next, rules);
            if (broken.isPresent()) {
                throw new AssertionError(broken.get() + "\nis broken by: " + path(from) + move.name() + "\n" + step);
            }
            if (step.equals(Step.none(world.state())) && next.journal() == world.journal() && same(world, next)) {
                return;
            }
            if (isActivation(step) && move.event().get() instanceof Event.Order) {
                add(next, from, move.name());
                return;
            }
            edge(from, add(next, from, move.name()), move.meaning());
            if (isActivation(step)) {
                opening.add(from);
            }
        }

        private static boolean same(World a, World b) {
            return a.failures() == b.failures() && a.good() == b.good() && a.lastFailed() == b.lastFailed();
        }

        private static boolean isActivation(Step step) {
            return step.state().state() == State.ACTIVATING && step.decision() == Decision.RUN;
        }

        private int add(World world, int parent, String move) {
            String key = world.key(rules);
            Integer at = known.putIfAbsent(key, worlds.size());
            if (at != null) {
                return at;
            }
            assertThat(worlds.size())
                    .as("a small pair has a small state space; now %s", key)
                    .isLessThan(30_000);
            worlds.add(world);
            states.add(world.state().state());
            parents.add(parent);
            moves.add(move);
            return worlds.size() - 1;
        }

        private void edge(int from, int to, Meaning meaning) {
            if (worlds.get(from).state().state().compareTo(State.BLIND) <= 0) {
                edges.add(new int[] {from, to, meaning.ordinal()});
            }
        }

        /** Rule I10: after a success, a gap, a restart or bad outside evidence an activation takes at least as many events as before. */
        void noEarlierActivation() {
            int[] distance = distances();
            for (int[] edge : edges) {
                if (edge[2] == Meaning.GOOD_FOR_PRIMARY.ordinal() && distance[edge[1]] < distance[edge[0]]) {
                    throw new AssertionError("I10: an activation comes nearer\nby: " + path(edge[1]));
                }
            }
        }

        private int[] distances() {
            Map<Integer, List<Integer>> back = new HashMap<>();
            for (int[] edge : edges) {
                back.computeIfAbsent(edge[1], to -> new ArrayList<>()).add(edge[0]);
            }
            int[] distance = new int[worlds.size()];
            Arrays.fill(distance, Integer.MAX_VALUE);
            Deque<Integer> next = new ArrayDeque<>(opening);
            opening.forEach(world -> distance[world] = 1);
            while (!next.isEmpty()) {
                int to = next.poll();
                for (int from : back.getOrDefault(to, List.of())) {
                    if (distance[from] == Integer.MAX_VALUE) {
                        distance[from] = distance[to] + 1;
                        next.add(from);
                    }
                }
            }
            return distance;
        }

        /** Rule L2: wherever a run stands, it stalls loudly or gives up while its calls fail, and ends as soon as they work. */
        void everyRunEnds() {
            for (int i = 0; i < worlds.size(); i++) {
                if (worlds.get(i).state().run().isPresent()) {
                    Honest pass = new Honest(worlds.get(i), rules);
                    pass.until(false);
                    if (!pass.isOver() && !pass.world.state().attention().knows(Trigger.STALLED)) {
                        throw new AssertionError("L2: it neither ends nor stalls\nafter: " + path(i));
                    }
                    pass.until(true);
                    if (!pass.isOver()) {
                        throw new AssertionError("L2: it does not end\nafter: " + path(i));
                    }
                }
            }
        }

        private String path(int to) {
            Deque<String> path = new ArrayDeque<>();
            for (int i = to; i > 0; i = parents.get(i)) {
                path.push(moves.get(i));
            }
            return String.join(" > ", path) + " > ";
        }
    }
}
