package org.pbxfailover.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.pbxfailover.config.Pair.Synced;
import org.pbxfailover.core.Humane;

/** Whether the secondary's copy of the working directory is fresh, by the age of a file that the synchroniser brings along. */
final class Freshness {
    private Freshness() {}

    /** What is wrong with the copy, as one sentence; empty: nothing. */
    static Optional<String> problem(Synced synced) {
        try {
            Duration age =
                    Duration.between(Files.getLastModifiedTime(synced.file()).toInstant(), Instant.now());
            return age.compareTo(synced.maxAge()) <= 0
                    ? Optional.empty()
                    : Optional.of("the synchronised copy is " + Humane.duration(age) + " old (" + synced.file()
                            + "), and secondary.synced.max-age is " + Humane.duration(synced.maxAge()));
        } catch (IOException e) {
            return Optional.of("the synchronised copy cannot be judged: " + synced.file() + " cannot be read");
        }
    }
}
