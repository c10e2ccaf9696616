package org.pbxfailover.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Lets many threads share one slow, durable write. A thread that comes while nobody writes does so itself, with everything that waits;
 * who comes meanwhile waits, and one of them writes the next batch. No thread of its own. Waiting cannot be interrupted (the
 * interrupt is kept): half-waited writes would leave the caller not knowing whether its entry counts.
 */
final class GroupCommit<T> {
    private static final int LARGEST_BATCH = 1_000;

    private final Function<List<T>, List<Optional<JournalException>>> commit;
    private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
    private boolean writing;

    /** @param commit writes a batch, and says for each member why it failed, or nothing */
    GroupCommit(Function<List<T>, List<Optional<JournalException>>> commit) {
        this.commit = commit;
    }

    /** Returns when {@code work} is committed; throws what the commit said of it otherwise. */
    void submit(T work) {
        Waiting<T> mine = new Waiting<>(work);
        boolean myTurn;
        synchronized (waiting) {
            waiting.add(mine);
            myTurn = !writing;
            writing = true;
        }
        if (!myTurn && mine.signal.join() == Signal.ANSWERED) {
            mine.report();
            return;
        }
        write();
        mine.report();
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Commits the next batch, which holds the caller's own work, and then passes the turn on, whatever happens. */
    private void write() {
        List<Waiting<T>> batch = next();
        List<Optional<JournalException>> results;
        try {
            results = commit.apply(batch.stream().map(member -> member.work).toList());
        } catch (JournalException e) {
            results = Collections.nCopies(batch.size(), Optional.of(e));
        } catch (RuntimeException | Error e) {
            JournalException failure =
                    new JournalException("The journal could not be written for a reason of its own.", e);
            results = Collections.nCopies(batch.size(), Optional.of(failure));
        }
        passOn(); // first: it must not wait for a processor behind all the threads that wake up now
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).failure = results.get(i);
            batch.get(i).signal.complete(Signal.ANSWERED);
        }
    }

    private List<Waiting<T>> next() {
        synchronized (waiting) {
            List<Waiting<T>> batch = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
            while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH) {
                batch.add(waiting.remove());
            }
            return batch;
        }
    }

    private void passOn() {
        Waiting<T> heir;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                writing = false;
                return;
            }
            heir = waiting.element();
        }
        heir.signal.complete(Signal.YOUR_TURN);
    }

    private enum Signal {
        YOUR_TURN,
        ANSWERED
    }

    private static final class Waiting<T> {
        private final T work;
        private final CompletableFuture<Signal> signal = new CompletableFuture<>();
        private volatile Optional<JournalException> failure = Optional.empty();

        private Waiting(T work) {
            this.work = work;
        }

        /** Thrown anew in the caller's thread, so that its trace shows the caller. */
        private void report() {
            if (failure.isPresent()) {
                JournalException e = failure.get();
                throw new JournalException(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
