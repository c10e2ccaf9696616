package org.pbxfailover.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files with reports, beside the journal and for their owner only. The newest {@value #KEPT} are kept, and up to {@value #SPARE} more until
 * they are tidied. What cannot be written is logged: the journal says the same, and a report is no reason to stop. Safe for many threads.
 */
public final class ReportFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFiles.class);
    private static final int KEPT = 1000;

    /** Looking through the directory for every file would cost more than writing it, when a thousand pairs fail over at once. */
    private static final int SPARE = 100;

    private final Path directory;
    private int untilTidied;

    ReportFiles(Path state) {
        this.directory = state.resolve("reports");
    }

    /** Where a report is, or will be. */
    public Path path(String name) {
        return directory.resolve(name);
    }

    public boolean has(String name) {
        return Files.exists(path(name));
    }

    /**
     * Writes a report, in the place of one with the same name.
     *
     * @param name of the file, without directories
     */
    public synchronized void write(String name, String text) {
        try {
            PrivateFiles.directory(directory);
            PrivateFiles.write(path(name), text);
            if (untilTidied-- == 0) {
                tidy();
                untilTidied = SPARE;
            }
        } catch (IOException e) {
            LOG.warn(
                    "the report {} cannot be written ({}): history and explain show the same",
                    path(name),
                    e.getMessage());
        }
    }

    private void tidy() throws IOException {
        List<Dated> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(Files::isRegularFile).map(Dated::of).toList();
        }
        List<Dated> oldest = files.stream()
                .sorted(Comparator.comparingLong(Dated::written))
                .limit(Math.max(0, files.size() - KEPT))
                .toList();
        for (Dated file : oldest) {
            Files.deleteIfExists(file.path());
        }
    }

    /** A file and when it was written, in milliseconds since 1970: asked once, not at every comparison. */
    private record Dated(Path path, long written) {
        static Dated of(Path path) {
            return new Dated(path, path.toFile().lastModified());
        }
    }
}
