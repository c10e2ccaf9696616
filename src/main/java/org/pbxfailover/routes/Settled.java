package org.pbxfailover.routes;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A file as it is once it no longer changes: editors and git empty or remove one for a moment before they write it anew. */
final class Settled {
    private static final int LOOKS = 10;
    private static final int LOOK_MILLIS = 100;

    private Settled() {}

    /**
     * Its text, after a tenth of a second without a change, or a second; empty: there is none.
     *
     * @param stopped who stops does not wait that long
     */
    static Optional<String> text(Path file, CountDownLatch stopped) throws InterruptedException {
        Optional<String> text = read(file);
        for (int look = 0; look < LOOKS; look++) {
            Optional<String> before = text;
            boolean stops = stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            text = read(file);
            if (stops || (text.isPresent() && text.equals(before))) {
                break;
            }
        }
        return text;
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(RouteFiles.text(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
