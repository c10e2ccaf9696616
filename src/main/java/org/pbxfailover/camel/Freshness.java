package org.pbxfailover.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Pair.Synced;
import org.pbxfailover.core.Humane;

/**
 * Whether the secondary's copies of the working directories are fresh, by the age of a file that the synchroniser brings along. Asking
 * never waits for a file system. Thread-safe.
 */
final class Freshness {
    /** Mounts that hang at the same time without keeping the robot from looking at others. */
    private static final int HUNG = 8;

    private final Map<Synced, SlowLook> looks = new ConcurrentHashMap<>();
    private final Executor threads = SystemThreads.pool("look-at-copy", HUNG);
    private final Function<Synced, Optional<String>> look;

    /** Begins to look at the copies of these pairs. */
    Freshness(List<Pair> pairs) {
        this(pairs, Freshness::now);
    }

    Freshness(List<Pair> pairs, Function<Synced, Optional<String>> look) {
        this.look = look;
        pairs.forEach(pair -> pair.secondary().synced().ifPresent(this::looking));
    }

    /** What was wrong with the copy when it was looked at last, as one sentence; empty: nothing. */
    Optional<String> problem(Synced synced) {
        return looking(synced).found();
    }

    private SlowLook looking(Synced synced) {
        return looks.computeIfAbsent(
                synced,
                copy -> new SlowLook(
                        threads,
                        () -> look.apply(copy),
                        "the synchronised copy cannot be judged: the file system of " + copy.file()
                                + " does not answer; look at its mount"));
    }

    /** What is wrong with the copy, which takes as long as its file system takes. */
    static Optional<String> now(Synced synced) {
        try {
            Duration age =
                    Duration.between(Files.getLastModifiedTime(synced.file()).toInstant(), Instant.now());
            Duration ahead = age.negated();
            if (ahead.compareTo(synced.maxAge()) > 0) {
                // Until its date it would count as fresh, whatever becomes of the job that copies.
                return Optional.of("the synchronised copy cannot be judged: " + synced.file() + " is dated "
                        + Humane.duration(ahead) + " in the future; look at the clocks of both servers");
            }
            return age.compareTo(synced.maxAge()) <= 0
                    ? Optional.empty()
                    : Optional.of("the synchronised copy is " + Humane.duration(age) + " old (" + synced.file()
                            + "), and secondary.synced.max-age is " + Humane.duration(synced.maxAge()));
        } catch (IOException e) {
            return Optional.of("the synchronised copy cannot be judged: " + synced.file() + " cannot be read");
        }
    }
}
