package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Moment;

class PresenceTest {
    private static final int THREADS = 8;

    private final Moment start = new Moment(Long.MAX_VALUE - 5_000_000_000L, Instant.parse("2026-11-29T03:00:00Z"));
    private final Presence presence = new Presence(start);

    @Test
    void more_than_two_seconds_without_a_sign_are_an_absence() {
        assertThat(presence.sign(start.plus(Duration.ofSeconds(2)))).isEqualTo(1);
        assertThat(presence.sign(start.plus(Duration.ofMillis(4001)))).isEqualTo(2);
        assertThat(presence.away()).isEqualTo(Duration.ofMillis(2001));
        assertThat(presence.sign(start.plus(Duration.ofMillis(6001)))).isEqualTo(2);
        assertThat(presence.away()).isEqualTo(Duration.ofMillis(2001));
    }

    @Test
    void an_older_sign_that_comes_late_takes_nothing_back() {
        presence.sign(start.plus(Duration.ofSeconds(2)));
        presence.sign(start.plus(Duration.ofSeconds(1)));
        assertThat(presence.sign(start.plus(Duration.ofSeconds(4)))).isEqualTo(1);
    }

    @Test
    void whoever_wakes_up_knows_of_the_absence_and_it_is_one() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 1; round <= 200; round++) {
                Moment now = start.plus(Duration.ofSeconds(3L * round));
                CyclicBarrier together = new CyclicBarrier(THREADS);
                Callable<Long> wakes = () -> {
                    together.await();
                    return presence.sign(now);
                };
                List<Callable<Long>> all = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    all.add(wakes);
                }
                for (Future<Long> absences : threads.invokeAll(all)) {
                    assertThat(absences.get()).isEqualTo(1 + round);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
