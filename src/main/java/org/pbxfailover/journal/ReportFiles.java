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
 * The files with reports, beside the journal and for their owner only. The newest {@value #KEPT} are kept. What cannot be written is logged:
 * the journal says the same, and a report is no reason to stop. Safe for use by one thread at a time.
 */
public final class ReportFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ReportFiles.class);
    private static final int KEPT = 1000;

    private final Path directory;

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
     * @param name of the file, without directories
     */
    public synchronized void write(String name, String text) {
        try {
            PrivateFiles.directory(directory);
            PrivateFiles.write(path(name), text);
            tidy();
        } catch (IOException e) {
            LOG.warn(
                    "the report {} cannot be written ({}): history and explain show the same",
                    path(name),
                    e.getMessage());
        }
    }

    private void tidy() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        if (files.size() <= KEPT) {
            return;
        }
        List<Path> oldest = files.stream()
                .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                .limit(files.size() - KEPT)
                .toList();
        for (Path file : oldest) {
            Files.deleteIfExists(file);
        }
    }
}
