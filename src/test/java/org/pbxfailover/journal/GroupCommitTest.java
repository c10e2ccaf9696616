package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void who_comes_during_a_write_shares_the_next_one() throws Exception {
        GroupCommit<String> group = new GroupCommit<>(this::write);
        List<Future<?>> callers = overlap(group, 20);
        open.countDown();
        for (Future<?> caller : callers) {
            caller.get();
        }
        assertThat(batches).hasSize(2);
        assertThat(batches.get(1)).hasSize(20);
    }

    @Test
    void a_failure_reaches_only_the_one_it_concerns() throws Exception {
        GroupCommit<String> group = new GroupCommit<>(batch -> {
            write(batch);
            return batch.stream()
                    .map(work -> work.equals("3")
                            ? Optional.of(new JournalException("three"))
                            : Optional.<JournalException>empty())
                    .toList();
        });
        List<Future<?>> callers = overlap(group, 5);
        open.countDown();
        for (int i = 0; i < callers.size(); i++) {
            Future<?> caller = callers.get(i);
            if (i == 4) { // the first is the one that writes, so this is "3"
                assertThatThrownBy(caller::get).hasRootCauseMessage("three");
            } else {
                caller.get();
            }
        }
    }

    @Test
    void goes_on_after_a_write_that_broke_in_an_unforeseen_way() throws Exception {
        GroupCommit<String> group = new GroupCommit<>(batch -> {
            write(batch);
            if (batch.contains("first")) {
                throw new StackOverflowError();
            }
            return Collections.nCopies(batch.size(), Optional.empty());
        });
        List<Future<?>> callers = overlap(group, 3);
        open.countDown();
        assertThatThrownBy(() -> callers.get(0).get()).hasCauseInstanceOf(JournalException.class);
        for (Future<?> caller : callers.subList(1, callers.size())) {
            caller.get();
        }
        group.submit("afterwards");
        assertThat(batches).hasSize(3);
    }

    @Test
    void an_interrupted_caller_still_learns_what_became_of_its_work() throws Exception {
        GroupCommit<String> group = new GroupCommit<>(this::write);
        overlap(group, 0);
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            group.submit("interrupted");
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await().until(() -> group.waiting() == 1);
        caller.interrupt();
        assertThat(stillInterrupted).isNotDone();
        open.countDown();
        assertThat(stillInterrupted.get()).isTrue();
        assertThat(batches).contains(List.of("interrupted"));
    }

    /** One caller that is writing, and others that wait: "0", "1", … */
    private List<Future<?>> overlap(GroupCommit<String> group, int others) {
        List<Future<?>> callers = new ArrayList<>();
        callers.add(threads.submit(() -> group.submit("first")));
        await().until(() -> batches.size() == 1);
        for (int i = 0; i < others; i++) {
            String work = String.valueOf(i);
            callers.add(threads.submit(() -> group.submit(work)));
        }
        await().until(() -> group.waiting() == others);
        return callers;
    }

    private List<Optional<JournalException>> write(List<String> batch) {
        batches.add(batch);
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Collections.nCopies(batch.size(), Optional.empty());
    }
}
