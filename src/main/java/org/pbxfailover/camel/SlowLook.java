package org.pbxfailover.camel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A look that may take long, or for ever: at a disk, at a network mount. It is made in the background, one at a time; whoever asks gets
 * at once what was found last, and sets off the next look. One that does not come back is itself what is found. Thread-safe.
 */
public final class SlowLook {
    /** No disk that works needs so long. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Executor threads;
    private final Supplier<Optional<String>> look;
    private final String silent;
    private final LongSupplier nanos;
    private Optional<String> found = Optional.empty();
    private boolean underWay;
    private boolean overtaken;
    /** When the look under way began, or else when the last one ended. */
    private long since;

    /**
     * Begins the first look; until it ends, nothing is wrong.
     *
     * @param look finds what is wrong, one sentence, or nothing
     * @param silent the sentence when no look comes back
     */
    public SlowLook(Executor threads, Supplier<Optional<String>> look, String silent) {
        this(threads, look, silent, System::nanoTime);
    }

    SlowLook(Executor threads, Supplier<Optional<String>> look, String silent, LongSupplier nanos) {
        this.threads = threads;
        this.look = look;
        this.silent = silent;
        this.nanos = nanos;
        this.since = nanos.getAsLong() - FRESH.toNanos();
        found();
    }

    /** What was wrong when somebody looked last; empty: nothing. */
    public synchronized Optional<String> found() {
        long now = nanos.getAsLong();
        if (!underWay && now - since >= FRESH.toNanos()) {
            underWay = true;
            overtaken = false;
            since = now;
            threads.execute(this::look);
        }
        return underWay && now - since >= LIMIT.toNanos() ? Optional.of(silent) : found;
    }

    /** Somebody has found out otherwise, which is newer than what a look under way will find. */
    public synchronized void found(Optional<String> wrong) {
        found = wrong;
        overtaken = true;
    }

    private void look() {
        Optional<String> seen = Optional.of(silent);
        try {
            seen = look.get();
        } finally {
            ended(seen);
        }
    }

    private synchronized void ended(Optional<String> seen) {
        if (!overtaken) {
            found = seen;
        }
        underWay = false;
        since = nanos.getAsLong();
    }
}
