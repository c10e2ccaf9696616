package org.pbxfailover.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happened in the simulated world, in one order for all its parts. It is the only thing that the verdict looks at. Safe for use
 * by many threads.
 */
public final class Chronicle {
    /** A sandbox that runs for days keeps its newest lines only. */
    private static final int KEPT = 20_000;

    private final long began = System.nanoTime();
    private final Instant beganAt = Instant.now();
    private final List<Seen> lines = new ArrayList<>();
    private final List<Consumer<Seen>> listeners = new ArrayList<>();

    /** Monotonic time since this chronicle began. */
    public Duration now() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What a clock on the wall showed when this chronicle began. */
    public Instant beganAt() {
        return beganAt;
    }

    /** Everything so far, the oldest first. */
    public synchronized List<Seen> all() {
        return List.copyOf(lines);
    }

    /** The listener hears every line from now on, in order, one at a time; it must be quick. */
    public synchronized void onLine(Consumer<Seen> listener) {
        listeners.add(listener);
    }

    synchronized void request(String where, String method, String path, Optional<String> key, String body) {
        add(new Seen.Request(now(), where, method, path, key, body));
    }

    synchronized void change(String where, Seen.Kind kind, String subject, String sentence) {
        add(new Seen.Change(now(), where, kind, subject, sentence));
    }

    void change(String where, Seen.Kind kind, String sentence) {
        change(where, kind, "", sentence);
    }

    private void add(Seen line) {
        if (lines.size() >= KEPT) {
            lines.subList(0, KEPT / 10).clear();
        }
        lines.add(line);
        listeners.forEach(listener -> listener.accept(line));
    }
}
