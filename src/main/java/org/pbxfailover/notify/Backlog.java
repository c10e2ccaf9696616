package org.pbxfailover.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.pbxfailover.core.Moment;

/**
 * What one receiver is still to be told, in order: one by one as long as that is bearable, otherwise together. A notification goes out
 * singly when fewer than {@code after} came within {@code every} before it, fewer than {@code after} wait, and nothing is being gathered.
 * Everything else is gathered until {@code every} after the beginning of the rush, and until the receiver is free; between two digests
 * there is at least {@code every}. Bounded, whatever comes: nothing is dropped, but of very much of the same the first are listed and the
 * rest is counted. Time is an argument. Not thread-safe.
 */
public final class Backlog {
    private final int after;
    private final long every;
    private final Deque<Notice.Single> singles = new ArrayDeque<>();

    /** When the last ones came, at most {@code after} of them; monotonic nanoseconds. */
    private final Deque<Long> arrivals = new ArrayDeque<>();

    private Optional<Gathered> gathered = Optional.empty();
    private long due;
    private Optional<Long> lastDigest = Optional.empty();

    /**
     * @param after so many within {@code every} go out singly, at least 1
     */
    public Backlog(int after, Duration every) {
        this.after = after;
        this.every = every.toNanos();
    }

    /** One more. */
    public void add(Notice.Single notice, Moment now) {
        boolean rush = arrivals.size() == after && now.nanos() - arrivals.getFirst() < every;
        if (gathered.isEmpty() && (rush || singles.size() >= after)) {
            begin(rush ? arrivals.getFirst() + every : now.nanos());
        }
        gathered.ifPresentOrElse(all -> all.add(notice), () -> singles.add(notice));
        arrivals.add(now.nanos());
        if (arrivals.size() > after) {
            arrivals.removeFirst();
        }
    }

    private void begin(long earliest) {
        long again = lastDigest.map(last -> last + every).orElse(earliest);
        due = again - earliest > 0 ? again : earliest;
        gathered = Optional.of(new Gathered());
    }

    /** Takes what is to be told now; empty: nothing yet. */
    public Optional<Notice> next(Moment now) {
        if (!singles.isEmpty()) {
            return Optional.of(singles.removeFirst());
        }
        if (gathered.isEmpty() || now.nanos() - due < 0) {
            return Optional.empty();
        }
        Notice together = gathered.get().notice();
        gathered = Optional.empty();
        lastDigest = Optional.of(now.nanos());
        return Optional.of(together);
    }

    /** After {@link #next} had nothing: how long it will have nothing, unless more is added. Empty: for ever. */
    public Optional<Duration> quiet(Moment now) {
        return gathered.map(all -> Duration.ofNanos(Math.max(0, due - now.nanos())));
    }
}
