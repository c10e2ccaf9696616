package org.pbxfailover.stories;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A disk of its own of a few MiB, which only robots that are started for it see in the place of a directory. */
final class SmallDisk implements AutoCloseable {
    private final Path directory;
    private final Process owner;

    /** @param directory must exist; who looks at it from outside sees it empty */
    SmallDisk(Path directory, int mebibytes) {
        this.directory = directory;
        String mount = "mount -t tmpfs -o size=" + mebibytes + "m,mode=0700 tmpfs '" + directory
                + "' && echo mounted && read -r end";
        try {
            owner = new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Assumptions.assumeTrue(
                    "mounted".equals(owner.inputReader().readLine()), "nobody may mount a disk of his own here");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command has to begin with to see it. */
    List<String> inside() {
        return List.of(
                "nsenter", "--target", Long.toString(owner.pid()), "--user", "--mount", "--preserve-credentials");
    }

    /** To the last byte. */
    void fill() {
        for (int size : new int[] {4096, 1}) {
            byte[] some = new byte[size];
            try (OutputStream out = Files.newOutputStream(filler(size), CREATE, APPEND)) {
                while (true) {
                    out.write(some);
                }
            } catch (IOException e) {
                // that is what it is for
            }
        }
    }

    void free() {
        try {
            Files.delete(filler(4096));
            Files.delete(filler(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler(int size) {
        return Path.of("/proc/" + owner.pid() + "/root" + directory + "/filler-" + size);
    }

    @Override
    public void close() {
        owner.destroyForcibly();
    }
}
