package org.pbxfailover.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The route files of a directory and its sub-directories. */
final class RouteFiles {
    static final String PATTERN = "*.camel.yaml";

    private static final String ENDING = ".camel.yaml";
    private static final int DEPTH = 4;

    private RouteFiles() {}

    /** Every route file with its text, by its path below the directory. */
    static Map<Path, String> read(Path directory) {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory, DEPTH)) {
            for (Path file : (Iterable<Path>) files.filter(RouteFiles::isRoute)::iterator) {
                texts.put(file, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** {@code activate} for {@code routes/activate.camel.yaml}: by custom also the id of its first route. */
    static String name(Path file) {
        return file.getFileName().toString().replace(ENDING, "");
    }

    static boolean isRoute(Path file) {
        return file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file);
    }
}
