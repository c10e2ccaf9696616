package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.Entry.ActionDone;
import org.pbxfailover.core.Entry.CallBegun;
import org.pbxfailover.core.Moves.Move;

/** Long histories: drawn at random from a seed, and cut after every append to the journal. */
class HistoriesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 54, 2026, 1_000_003})
    void every_rule_holds_in_long_random_histories(long seed) {
        Random random = new Random(seed);
        Set<State> seen = EnumSet.noneOf(State.class);
        for (int history = 0; history < 60; history++) {
            Rules rules = anyRules(random);
            World world = World.begin();
            List<String> story = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                world = world.later(Duration.ofMillis(1 + random.nextInt(20_000)));
                Move move = likely(random, world, rules);
                story.add(move.name());
                world = moved(world, move, rules, story);
                seen.add(world.state().state());
            }
        }
        assertThat(seen).isEqualTo(EnumSet.complementOf(EnumSet.of(State.HOLD)));
    }

    private static Rules anyRules(Random random) {
        int hosts = 1 + random.nextInt(5);
        return StateSpaceTest.rules(
                1 + random.nextInt(5),
                hosts,
                1 + random.nextInt(hosts),
                random.nextBoolean(),
                random.nextInt(5) == 0,
                random.nextBoolean());
    }

    /** Orders are rare, or nothing else would ever come to its end. */
    private static Move likely(Random random, World world, Rules rules) {
        List<Move> moves = Moves.of(world, rules);
        while (true) {
            Move move = moves.get(random.nextInt(moves.size()));
            boolean rare = move.event()
                    .filter(event -> !(event instanceof Event.Order))
                    .isEmpty();
            boolean ending = move.name().endsWith("is answered") || move.name().endsWith("is unclear");
            if (!(rare || ending) || random.nextInt(10) == 0) {
                return move;
            }
        }
    }

    private static World moved(World world, Move move, Rules rules, List<String> story) {
        if (move.event().isEmpty()) {
            return move == Moves.LATER ? world.later(Duration.ofHours(1)) : world.restarted(rules);
        }
        Step step = Core.step(world.state(), move.event().get(), rules, world.now());
        World next = world.after(move.event().get(), step, rules);
        assertThat(Invariants.broken(world, move, step, next, rules))
                .as(String.join(" > ", story))
                .isEmpty();
        return next;
    }

    private static final Rules RULES = StateSpaceTest.rules(3, 3, 2, false, false, false);

    /** A failover in which the first call fails and is repeated, and the second stage is given up. */
    private static final List<Boolean> ANSWERS = List.of(false, true, false, false);

    @Test
    void a_robot_that_dies_after_any_append_comes_to_the_same_end_in_the_same_order() {
        List<List<Entry>> appends = appends(new ArrayList<>());
        assertThat(appends).hasSizeGreaterThan(8);
        for (int cut = 1; cut < appends.size(); cut++) {
            List<Entry> journal = appends(new ArrayList<>(appends.subList(0, cut))).stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(ends(journal)).as("cut after append %d", cut).isEqualTo("done one, given up two, closed");
            assertThat(calledAfterDone(journal)).as("cut after append %d", cut).isFalse();
            World end = new World(
                    Fold.resume(journal, RULES, World.begin().now()),
                    journal,
                    World.begin().now(),
                    0,
                    0,
                    false);
            assertThat(end.state().state()).isEqualTo(State.ACTIVE);
            assertThat(end.state().epoch()).isEqualTo(1);
        }
    }

    /** The appends of a whole failover; where some are given, the robot was started again after them. */
    private static List<List<Entry>> appends(List<List<Entry>> sofar) {
        Recorder robot = new Recorder(sofar);
        if (sofar.isEmpty()) {
            for (int i = 0; i < RULES.failures(); i++) {
                robot.on(new Event.Probed(robot.dead()));
            }
            robot.on(new Event.OutsideAsked(1, new OutsideAnswer("a", true, "", Duration.ZERO)));
            robot.on(new Event.OutsideAsked(1, new OutsideAnswer("b", true, "", Duration.ZERO)));
            robot.on(new Event.LastProbed(1, robot.dead()));
        }
        for (int pass = 0; pass < 20 && robot.state.run().isPresent(); pass++) {
            robot.now = robot.now.plus(Duration.ofMinutes(2));
            if (robot.passes(Moves.FIRST) && robot.passes(Moves.SECOND)) {
                robot.on(new Event.AllPassed(robot.state.epoch()));
            }
        }
        return robot.appends;
    }

    private static final class Recorder {
        final List<List<Entry>> appends;
        PairState state;
        Moment now = World.begin().now();

        Recorder(List<List<Entry>> sofar) {
            appends = sofar;
            state = Fold.resume(sofar.stream().flatMap(List::stream).toList(), RULES, now);
        }

        Probe dead() {
            return new Probe(now, Duration.ZERO, new Finding.Failed(FailureClass.REFUSED, ""));
        }

        void on(Event event) {
            now = now.plus(Duration.ofSeconds(1));
            Step step = Core.step(state, event, RULES, now);
            state = step.state();
            if (!step.entries().isEmpty()) {
                appends.add(step.entries());
            }
        }

        boolean passes(ActionKey key) {
            ActionRules of = Moves.rules(key);
            Next next = state.run().orElseThrow().next(key, of, now);
            if (next instanceof Next.Verify) {
                boolean there = state.run().orElseThrow().of(key).orElseThrow().phase() == Progress.Phase.ACCEPTED;
                on(new Event.Looked(state.epoch(), key, of, there, ""));
            }
            if (next instanceof Next.Call call) {
                boolean works = key.equals(Moves.FIRST) && ANSWERS.get(Math.min(call.attempt() - 1, 1));
                on(new Event.CallBeginning(state.epoch(), key, of, call.attempt()));
                on(new Event.CallReturned(state.epoch(), key, of, works, ""));
            }
            return next instanceof Next.Pass;
        }
    }

    private static String ends(List<Entry> journal) {
        List<String> ends = new ArrayList<>();
        for (Entry entry : journal) {
            if (entry instanceof ActionDone done) {
                ends.add("done " + done.stage());
            } else if (entry instanceof Entry.ActionGivenUp up) {
                ends.add("given up " + up.stage());
            } else if (entry instanceof Entry.EpochClosed) {
                ends.add("closed");
            }
        }
        return String.join(", ", ends);
    }

    private static boolean calledAfterDone(List<Entry> journal) {
        Optional<Integer> done = Optional.empty();
        for (int i = 0; i < journal.size(); i++) {
            if (journal.get(i) instanceof ActionDone) {
                done = Optional.of(i);
            }
            if (journal.get(i) instanceof CallBegun begun && begun.key().equals(Moves.FIRST) && done.isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Rule L1, with the arithmetic of detection: T start to start, F recheck, t deadline, e deadline of the outside check. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_steady_failure_with_good_evidence_is_acted_on_within_the_formula(int failures) {
        Rules rules = StateSpaceTest.rules(failures, 2, 1, false, false, false);
        long every = 5000;
        long recheck = 1000;
        long timeout = rules.timeout().toMillis();
        long outside = rules.outsideTimeout().toMillis();
        World world = World.begin();
        Moment death = world.now();
        Moment poll = death.plus(Duration.ofMillis(every)); // it died just after a poll
        Decision decision = Decision.NOTHING;
        PairState state = world.state();
        while (decision != Decision.CONFIRM) {
            Moment end = poll.plus(Duration.ofMillis(timeout));
            Step step = Core.step(state, new Event.Probed(hanging(poll, timeout)), rules, end);
            state = step.state();
            decision = step.decision();
            poll = poll.plus(Duration.ofMillis(Math.max(recheck, timeout)));
        }
        Moment asked = poll.plus(Duration.ofMillis(outside));
        Step passed = Core.step(
                state,
                new Event.OutsideAsked(1, new OutsideAnswer("a", true, "", rules.outsideTimeout())),
                rules,
                asked);
        assertThat(passed.decision()).isEqualTo(Decision.PROBE_ONCE_MORE);
        Moment end = asked.plus(rules.timeout());
        Step opened = Core.step(passed.state(), new Event.LastProbed(1, hanging(asked, timeout)), rules, end);
        assertThat(opened.decision()).isEqualTo(Decision.RUN);
        Run run = opened.state().run().orElseThrow();
        assertThat(run.next(Moves.FIRST, Moves.REQUIRED, end)).isEqualTo(new Next.Call(1));
        long worst = every + (failures - 1) * Math.max(recheck, timeout) + timeout + outside + timeout;
        assertThat(end.since(death)).isLessThanOrEqualTo(Duration.ofMillis(worst));
    }

    private static Probe hanging(Moment began, long timeout) {
        return new Probe(began, Duration.ofMillis(timeout), new Finding.Failed(FailureClass.TIMEOUT, "no answer"));
    }
}
