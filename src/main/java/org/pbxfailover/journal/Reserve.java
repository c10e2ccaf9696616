package org.pbxfailover.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Random;
import org.pbxfailover.core.Entry;

/**
 * Room on the disk for what is still to be said of calls that were made. It is given up when nothing else fits any more, and nothing
 * begins before there is one again: otherwise intents would take the last of the disk, their results would find none, and after a crash
 * the calls would be made once more. One thread at a time.
 */
final class Reserve {
    /** Bytes: the results of some thousand calls. */
    private static final long MOST = 1 << 20;

    /** Bytes: the results of some hundred calls. */
    private static final long LEAST = 64 << 10;

    private final Path file;
    private boolean kept;

    Reserve(Path file) {
        this.file = file;
    }

    /** Whether it is for these: all of them only say what came of something that has begun. */
    static boolean isFor(Collection<? extends Entry> entries) {
        return entries.stream().allMatch(Reserve::isFor);
    }

    private static boolean isFor(Entry entry) {
        boolean ofCall = entry instanceof Entry.OfAction && !(entry instanceof Entry.CallBegun);
        return ofCall
                || entry instanceof Entry.OldValue
                || entry instanceof Entry.EpochClosed
                || entry instanceof Entry.DrillEnded;
    }

    /** Whether it was there when somebody looked last. */
    boolean kept() {
        return kept;
    }

    /**
     * Sees to it that it is there: half of what is free, at most {@link #MOST}; what was put aside for more counts. So the second one
     * is smaller than the first one that was given up, and what is under way can come to its end on a disk that is full for all others.
     *
     * @throws IOException when there is not even room for {@link #LEAST}, or the disk does not take it
     */
    void keep() throws IOException {
        kept = false;
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file.getFileName() + " beside it is no regular file: remove it");
        }
        long size = Files.exists(file) ? Files.size(file) : 0;
        long free = PrivateFiles.directoryOf(file).toFile().getUsableSpace();
        long due = Math.min(MOST, (size + free) / 2);
        if (size < Math.max(LEAST, due)) {
            if (due < LEAST) {
                throw new IOException("the disk is full: free some space");
            }
            write((int) due);
        }
        kept = true;
    }

    /** Gives the room to whoever writes next. */
    void giveUp() throws IOException {
        kept = false;
        PrivateFiles.remove(file);
    }

    private void write(int bytes) throws IOException {
        byte[] noise = new byte[bytes]; // nothing that a file system could leave out or make smaller
        new Random(bytes).nextBytes(noise);
        PrivateFiles.remove(file);
        PrivateFiles.createEmpty(file);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(noise);
            out.getFD().sync();
        } catch (IOException e) {
            PrivateFiles.remove(file);
            throw new IOException(
                    "the disk does not take " + file.getFileName() + " (" + Reasons.of(e) + "): free some space", e);
        }
    }
}
