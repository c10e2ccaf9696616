package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgendaTest {
    private static final long MILLI = 1_000_000;
    private static final long START = -3_000 * MILLI; // monotonic time may well be negative

    @Test
    void everybody_is_looked_at_first_and_then_whoever_is_due() {
        Agenda agenda = new Agenda(3, START);
        assertThat(taken(agenda, START)).containsExactly(0, 1, 2);
        assertThat(taken(agenda, START + Duration.ofDays(36_500).toNanos())).isEmpty();

        agenda.sooner(1, START + 20 * MILLI);
        agenda.sooner(1, START + 10 * MILLI);
        agenda.sooner(1, START + 30 * MILLI);
        agenda.sooner(2, START + 11 * MILLI);
        assertThat(taken(agenda, START + 9 * MILLI)).isEmpty();
        assertThat(taken(agenda, START + 10 * MILLI)).containsExactly(1);
        assertThat(taken(agenda, START + 50 * MILLI)).containsExactly(2);
    }

    @Test
    void it_works_across_the_overflow_of_the_clock() {
        Agenda agenda = new Agenda(1, Long.MAX_VALUE - 5);
        assertThat(taken(agenda, Long.MAX_VALUE - 5)).containsExactly(0);
        agenda.sooner(0, Long.MIN_VALUE + 5);
        assertThat(taken(agenda, Long.MAX_VALUE)).isEmpty();
        assertThat(taken(agenda, Long.MIN_VALUE + 5)).containsExactly(0);
    }

    private static List<Integer> taken(Agenda agenda, long now) {
        List<Integer> taken = new ArrayList<>();
        for (int pair = agenda.take(0, now); pair >= 0; pair = agenda.take(pair + 1, now)) {
            taken.add(pair);
        }
        return taken;
    }

    /**
     * Twenty schedules that are only asked when the agenda says so begin exactly the polls that as many others begin which are asked on
     * every tick, whatever happens to them in between; and they are not asked in vain, unless something happened to them.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_poll_is_lost_or_late_because_only_those_on_the_agenda_are_asked(long seed) {
        Random random = new Random(seed);
        Agenda agenda = new Agenda(20, START);
        List<PollSchedule> asked = new ArrayList<>();
        List<PollSchedule> always = new ArrayList<>();
        for (int pair = 0; pair < 20; pair++) {
            int number = pair;
            Duration every = Duration.ofMillis(200 + random.nextInt(3_000));
            Duration timeout = Duration.ofMillis(1 + random.nextInt(200));
            Duration offset = Duration.ofMillis(random.nextInt(1_000));
            asked.add(new PollSchedule(every, timeout, offset, when -> agenda.sooner(number, when)));
            always.add(new PollSchedule(every, timeout, offset, when -> {}));
        }
        long now = START;
        int polls = 0;
        int idle = 0;
        int happenings = 0;
        for (int tick = 0; tick < 5_000; tick++) {
            long[] late = new long[20];
            java.util.Arrays.fill(late, -1);
            for (int pair = agenda.take(0, now); pair >= 0; pair = agenda.take(pair + 1, now)) {
                late[pair] = asked.get(pair).begin(now);
                idle += late[pair] < 0 ? 1 : 0;
                agenda.sooner(pair, asked.get(pair).next());
            }
            for (int pair = 0; pair < 20; pair++) {
                long expected = always.get(pair).begin(now);
                assertThat(late[pair]).as("pair %d on tick %d", pair, tick).isEqualTo(expected);
                polls += expected >= 0 ? 1 : 0;
            }
            for (int more = random.nextInt(tick % 100 < 50 ? 10 : 2); more > 0; more--) {
                int pair = random.nextInt(20);
                happenings++;
                happens(random.nextInt(8), now, random, asked.get(pair), always.get(pair));
            }
            now += random.nextInt(100) == 0 ? random.nextInt(20_000) * MILLI : 20 * MILLI;
        }
        assertThat(polls).isGreaterThan(1_000);
        assertThat(idle).as("looks that found nothing").isLessThanOrEqualTo(20 + happenings);
    }

    private static void happens(int what, long now, Random random, PollSchedule... both) {
        Duration recheck = Duration.ofMillis(100 + random.nextInt(1_000));
        for (PollSchedule schedule : both) {
            switch (what) {
                case 0 -> schedule.outOfTurn(now);
                case 1 -> schedule.soon(recheck);
                default -> schedule.ended();
            }
        }
    }

    /** Two bring the same look forward, one of them to a moment that is far away, while it is taken again and again. */
    @Test
    void nothing_is_lost_when_a_look_is_brought_forward_while_it_is_taken() throws Exception {
        Agenda agenda = new Agenda(1, START);
        AtomicLong wanted = new AtomicLong();
        AtomicLong done = new AtomicLong(-1);
        AtomicBoolean over = new AtomicBoolean();
        Thread distant = new Thread(() -> {
            while (!over.get()) {
                agenda.sooner(0, START + MILLI);
            }
        });
        Thread urgent = new Thread(() -> {
            for (long change = 1; change <= 50_000 && !over.get(); change++) {
                wanted.set(change); // first the change, then the word
                agenda.sooner(0, START);
                while (change % 500 == 0 && done.get() < change && !over.get()) {
                    Thread.yield();
                }
            }
            over.set(true);
        });
        distant.start();
        urgent.start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!over.get() && System.nanoTime() - limit < 0) {
            if (agenda.take(0, START) == 0) {
                done.set(wanted.get());
            }
        }
        over.set(true);
        distant.join();
        urgent.join();
        assertThat(done.get()).as("the last change that was looked at").isEqualTo(50_000);
    }
}
