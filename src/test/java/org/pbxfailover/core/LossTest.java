package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A million polls of a primary that is well, over networks that are not. What the formula of {@link DetectionTime} promises for a share of
 * lost probes is what happens, and a death in between is still seen. Every network is drawn from a fixed seed.
 */
@Tag("search")
class LossTest {
    private static final int POLLS = 1_000_000;
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration RECHECK = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMillis(900);

    /** A pair in its network: which of its probes are lost, which of the answers of the outside hosts are. */
    private static final class Line {
        final Rules rules;
        final LongPredicate lost;
        final DoubleSupplier draw;
        final double outsideLoss;
        PairState state;
        Moment now = World.ZERO;
        long polls;
        long suspicions;
        long confirmations;
        long blind;
        long activations;

        Line(int failures, LongPredicate lost, double outsideLoss, Random random) {
            this.rules = new Rules(
                    "acme",
                    failures,
                    EVERY,
                    TIMEOUT,
                    Set.of(),
                    Duration.ZERO,
                    3,
                    2,
                    Duration.ofSeconds(2),
                    0,
                    false,
                    false,
                    Duration.ofMinutes(2));
            this.lost = lost;
            this.draw = random::nextDouble;
            this.outsideLoss = outsideLoss;
            this.state = PairState.fresh(now);
        }

        /** Milliseconds since the beginning. */
        long millis() {
            return now.since(World.ZERO).toMillis();
        }

        Line polls(int number) {
            for (int i = 0; i < number; i++) {
                poll();
            }
            return this;
        }

        void poll() {
            polls++;
            boolean suspected = state.state() == State.SUSPECT;
            Probe probe = probe();
            if (probe.alive()
                    && state.state() == State.WATCHING
                    && state.alarms().isEmpty()) {
                now = now.plus(EVERY); // as in the flow: the core does not hear of it
                return;
            }
            Step step = on(new Event.Probed(probe));
            suspicions += !suspected && state.state() == State.SUSPECT ? 1 : 0;
            if (step.decision() == Decision.CONFIRM) {
                confirm();
            }
            if (state.state() == State.ACTIVATING) {
                activations++;
                state = PairState.fresh(now);
            }
            now = now.plus(state.streak().size() > 0 ? RECHECK : EVERY);
        }

        private void confirm() {
            confirmations++;
            long round = state.sight().rounds();
            for (String host : new String[] {"a", "b", "c"}) {
                boolean answered = draw.getAsDouble() >= outsideLoss;
                Step step = on(new Event.OutsideAsked(round, new OutsideAnswer(host, answered, "", Duration.ZERO)));
                if (step.decision() == Decision.PROBE_ONCE_MORE) {
                    polls++;
                    on(new Event.LastProbed(round, probe()));
                }
            }
            blind += state.state() == State.BLIND ? 1 : 0;
        }

        private Probe probe() {
            return lost.test(millis())
                    ? new Probe(now, TIMEOUT, new Finding.Failed(FailureClass.TIMEOUT, "lost"))
                    : new Probe(now, Duration.ZERO, new Finding.Alive("200 OK"));
        }

        private Step on(Event event) {
            Step step = Core.step(state, event, rules, now);
            state = step.state();
            return step;
        }

        /** The primary dies: how many polls it takes until the secondary is brought into service. */
        long pollsToActivation() {
            Line dead = new Line(rules.failures(), millis -> true, 0, new Random(7));
            dead.state = state;
            dead.now = now;
            while (dead.activations == 0 && dead.polls < 100) {
                dead.poll();
            }
            return dead.polls;
        }
    }

    private static Line losing(double share, int failures) {
        Random random = new Random(20261124);
        return new Line(failures, millis -> random.nextDouble() < share, share, random);
    }

    @Test
    void one_probe_in_a_hundred_is_lost_and_nothing_is_switched_in_a_million_polls() {
        Line line = losing(0.01, 3).polls(POLLS);
        assertThat(line.activations).isZero();
        assertThat(line.suspicions).isBetween(9_000L, 11_000L);
        assertThat(line.pollsToActivation()).isEqualTo(4);
    }

    @Test
    void one_probe_in_ten_is_lost_and_nothing_is_switched_with_as_many_failures_as_the_formula_asks_for() {
        Line line = losing(0.1, 7).polls(POLLS);
        assertThat(line.activations).isZero();
        assertThat(line.suspicions).isBetween(80_000L, 100_000L);
        assertThat(line.pollsToActivation()).isEqualTo(8);
    }

    @Test
    void streaks_come_as_often_as_the_formula_says() {
        Line line = losing(0.1, 3).polls(POLLS);
        // In polls, not in time: the formula counts trials, each T apart.
        DetectionTime formula = new DetectionTime(EVERY, EVERY, TIMEOUT, 3, Duration.ofSeconds(2), Duration.ZERO);
        double expected = POLLS
                * (double) EVERY.toMillis()
                / formula.meanTimeBetweenFalseAlarms(0.1).toMillis();
        assertThat(line.confirmations / expected).isBetween(0.85, 1.15);
        double failovers = POLLS
                * (double) EVERY.toMillis()
                / formula.meanTimeBetweenFalseFailovers(0.1).toMillis();
        // The outside hosts lose one in ten, too: two of three answer in 97.2 of a hundred cases.
        assertThat(line.activations / (failovers * 0.972)).isBetween(0.6, 1.4);
    }

    @Test
    void blips_shorter_than_the_tolerated_outage_are_nothing_at_any_phase() {
        long tolerated = RECHECK.multipliedBy(2).toMillis();
        Random random = new Random(3);
        long[] blip = {0, 0};
        Line line = new Line(
                3,
                millis -> {
                    if (millis > blip[1] + 30_000) { // the next one, anywhere between two polls
                        blip[0] = millis + random.nextInt(10_000);
                        blip[1] = blip[0] + random.nextInt((int) tolerated);
                    }
                    return millis >= blip[0] && millis < blip[1];
                },
                0,
                random);
        line.polls(POLLS);
        assertThat(line.confirmations).isZero();
        assertThat(line.suspicions).isGreaterThan(10_000);
        assertThat(line.pollsToActivation()).isEqualTo(4);
    }

    @Test
    void a_primary_that_flaps_faster_than_it_is_counted_is_an_alarm_and_no_failover() {
        Line line = new Line(3, millis -> millis / 1500 % 2 == 0, 0, new Random(1)).polls(POLLS);
        assertThat(line.activations).isZero();
        assertThat(line.state.attention().knows(Trigger.FLAPS)).isTrue();
    }

    @Test
    void bursts_on_the_robots_own_line_make_it_blind_and_never_act() {
        Random random = new Random(11);
        long[] cut = {-1, -1};
        Line line = new Line(
                3,
                millis -> {
                    if (millis > cut[1] && random.nextInt(50) == 0) {
                        cut[0] = millis;
                        cut[1] = millis + 60_000;
                    }
                    return millis >= cut[0] && millis < cut[1];
                },
                1,
                random);
        line.polls(POLLS);
        assertThat(line.activations).isZero();
        assertThat(line.blind).isGreaterThan(1_000);
    }
}
