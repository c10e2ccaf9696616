package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Rule L1 in milliseconds, from the death of a healthy primary at any moment to the first command: T start to start, F recheck, t
 * deadline, K failures, e deadline of the outside check. Probes and answers take any time within their deadlines.
 */
class PromptnessTest {
    private static final ActionKey RELOAD = new ActionKey("reload", 1);
    private static final ActionRules PLAIN =
            new ActionRules(true, 1, Duration.ofSeconds(1), false, Duration.ZERO, Duration.ZERO);

    /**
     * @param death after the beginning of the last poll that was answered at once
     * @param took what the probes take, one after the other, in thousandths of their deadline
     */
    private record Case(int every, int recheck, int timeout, int failures, int outside, int death, List<Integer> took) {
        long formula() {
            return every + (failures - 1L) * Math.max(recheck, timeout) + timeout + outside + timeout;
        }

        DetectionTime arithmetic() {
            return new DetectionTime(
                    millis(every), millis(recheck), millis(timeout), failures, millis(outside), Duration.ZERO);
        }

        long took(int probe, long deadline) {
            return deadline * took.get(probe % took.size()) / 1000;
        }
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Property(tries = 2000, seed = "3", edgeCases = EdgeCasesMode.NONE)
    void a_death_at_any_moment_is_acted_upon_within_the_formula(@ForAll("cases") Case of) {
        assertThat(spent(of)).isLessThanOrEqualTo(of.formula());
        assertThat(of.arithmetic().worstCaseHanging()).as("what check prints").isEqualTo(millis(of.formula()));
    }

    @Example
    void the_worst_case_really_happens() {
        Case hanging = new Case(5000, 1000, 3000, 3, 2000, 0, List.of(1000));
        assertThat(spent(hanging)).isEqualTo(hanging.formula());
        Case rechecking = new Case(5000, 4000, 3000, 3, 2000, 0, List.of(1000));
        assertThat(spent(rechecking)).isEqualTo(rechecking.formula());
        Case refusing = new Case(5000, 1000, 3000, 3, 2000, 0, List.of(0, 0, 0, 1000, 0));
        assertThat(spent(refusing))
                .isEqualTo(refusing.arithmetic().worstCaseRefusing().toMillis());
    }

    /** From the death to the first command. */
    private static long spent(Case of) {
        Rules rules = new Rules(
                "acme",
                of.failures,
                millis(of.every),
                millis(of.timeout),
                Set.of(),
                Duration.ZERO,
                1,
                1,
                millis(of.outside),
                0,
                false,
                false,
                Duration.ofMinutes(2));
        Moment start = World.ZERO;
        PairState state = Core.step(PairState.fresh(start), new Event.Probed(alive(start)), rules, start)
                .state();
        long at = of.every; // the next poll after the one that was answered
        int probes = 0;
        Decision decision = Decision.NOTHING;
        while (decision != Decision.CONFIRM) {
            Moment began = start.plus(millis(at));
            long took = of.took(probes++, of.timeout);
            Step step = Core.step(state, new Event.Probed(dead(began, took)), rules, began.plus(millis(took)));
            state = step.state();
            decision = step.decision();
            at += decision == Decision.CONFIRM ? took : Math.max(of.recheck, took);
        }
        at += of.took(probes++, of.outside);
        OutsideAnswer answer = new OutsideAnswer("a", true, "", Duration.ZERO);
        Moment passed = start.plus(millis(at));
        Step asked = Core.step(state, new Event.OutsideAsked(1, answer), rules, passed);
        assertThat(asked.decision()).isEqualTo(Decision.PROBE_ONCE_MORE);
        long last = of.took(probes, of.timeout);
        at += last;
        Moment end = start.plus(millis(at));
        Step opened = Core.step(asked.state(), new Event.LastProbed(1, dead(passed, last)), rules, end);
        assertThat(opened.decision()).isEqualTo(Decision.RUN);
        assertThat(opened.state().run().orElseThrow().next(RELOAD, PLAIN, end))
                .as("the first command follows at once")
                .isEqualTo(new Next.Call(1));
        return at - of.death;
    }

    private static Probe alive(Moment began) {
        return new Probe(began, Duration.ZERO, new Finding.Alive("200 OK"));
    }

    private static Probe dead(Moment began, long took) {
        return new Probe(began, millis(took), new Finding.Failed(FailureClass.TIMEOUT, "no answer"));
    }

    /** As a configuration allows them: neither deadline nor recheck longer than the interval. */
    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.integers()
                .between(100, 60_000)
                .flatMap(every -> Combinators.combine(
                                Arbitraries.integers().between(1, every),
                                Arbitraries.integers().between(1, every),
                                Arbitraries.integers().between(1, 10),
                                Arbitraries.integers().between(1, 10_000),
                                Arbitraries.integers().between(0, every - 1),
                                Arbitraries.integers()
                                        .between(0, 1000)
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(13))
                        .as((recheck, timeout, failures, outside, death, took) ->
                                new Case(every, recheck, timeout, failures, outside, death, took)));
    }
}
