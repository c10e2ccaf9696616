package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Moment;

class SharedAskTest {
    private final Moment now = SetClock.still().get();

    @Test
    void who_comes_before_it_is_asked_is_told_the_answer_and_nobody_else() {
        SharedAsk<String> ask = new SharedAsk<>("acme", now);
        assertThat(ask.join("beta", now.plus(Duration.ofMillis(250)))).isTrue();
        assertThat(ask.join("gamma", now.plus(Duration.ofMillis(251)))).isFalse();
        assertThat(ask.begin()).containsExactly("acme", "beta");
        assertThat(ask.join("delta", now)).isFalse();
    }

    @Test
    void at_the_very_moment_of_asking_everybody_is_either_told_or_asks_anew() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 500; round++) {
                SharedAsk<Integer> ask = new SharedAsk<>(0, now);
                CyclicBarrier together = new CyclicBarrier(4);
                List<Callable<Boolean>> joins = new ArrayList<>();
                for (int i = 1; i < 4; i++) {
                    int who = i;
                    joins.add(() -> {
                        together.await();
                        return ask.join(who, now);
                    });
                }
                Future<List<Integer>> begun = threads.submit(() -> {
                    together.await();
                    return ask.begin();
                });
                List<Integer> joined = new ArrayList<>(List.of(0));
                List<Future<Boolean>> results = threads.invokeAll(joins);
                for (int i = 0; i < results.size(); i++) {
                    if (results.get(i).get()) {
                        joined.add(i + 1);
                    }
                }
                assertThat(begun.get()).containsExactlyInAnyOrderElementsOf(joined);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
