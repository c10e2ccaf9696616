package org.pbxfailover.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.pbxfailover.config.BoundedFile;

/** The route files of a directory and its sub-directories. */
final class RouteFiles {
    static final String PATTERN = "*.camel.yaml";

    private static final String ENDING = ".camel.yaml";
    private static final int DEPTH = 4;

    /** Far more than any route needs; a file without such an end would cost the robot its memory and its life. */
    private static final int MOST_BYTES = 1 << 20;

    /** Begins what stands for the text of a file that has none; no YAML begins so. */
    private static final String UNFIT = "\0";

    private RouteFiles() {}

    /**
     * Every route file with its text, by its path below the directory, also behind links. What is hidden is none of them: there version
     * control, editors and Kubernetes keep copies.
     */
    static Map<Path, String> read(Path directory) {
        Map<Path, String> texts = new TreeMap<>();
        try {
            Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return hidden(folder) && !folder.equals(directory)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (isRoute(file)) {
                        texts.put(file, text(file));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof FileSystemLoopException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** Whether a file, or a folder below the directory in which it lies, is hidden. */
    static boolean hidden(Path directory, Path file) {
        Path top = directory.toAbsolutePath();
        Path whole = file.toAbsolutePath();
        return whole.startsWith(top)
                && StreamSupport.stream(top.relativize(whole).spliterator(), false)
                        .anyMatch(RouteFiles::hidden);
    }

    private static boolean hidden(Path path) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }

    /**
     * The text of a file; of one that cannot be text of a route something that {@link #unfit} knows.
     *
     * @throws NoSuchFileException when there is no such file, or no longer
     */
    static String text(Path file) throws NoSuchFileException {
        try {
            return BoundedFile.text(file, MOST_BYTES);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (CharacterCodingException e) {
            return UNFIT + "is not UTF-8 text: save it as UTF-8";
        } catch (BoundedFile.Unfit e) {
            return UNFIT + e.getMessage() + ": a route file holds some dozens of lines";
        } catch (IOException e) {
            return UNFIT + "cannot be read: make it readable for the user that the robot is";
        }
    }

    /** Why a text is none, as a predicate; empty: it is one. */
    static Optional<String> unfit(String text) {
        return text.startsWith(UNFIT) ? Optional.of(text.substring(UNFIT.length())) : Optional.empty();
    }

    /** {@code activate} for {@code routes/activate.camel.yaml}: by custom also the id of its first route. */
    static String name(Path file) {
        return file.getFileName().toString().replace(ENDING, "");
    }

    static boolean isRoute(Path file) {
        return !hidden(file) && file.getFileName().toString().endsWith(ENDING) && Files.isRegularFile(file);
    }
}
