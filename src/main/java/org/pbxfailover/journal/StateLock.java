package org.pbxfailover.journal;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The right to use a state directory: one robot at a time has it. The operating system takes it back when the process ends in
 * whatever way. Nothing touches the channel after the start, because an interrupted thread would close it and lose the lock.
 */
final class StateLock implements AutoCloseable {
    static final String NAME = "lock";

    /**
     * The directories of this process. Asked before the file is opened: on POSIX systems closing any channel to the file would give up
     * the lock that another channel of the same process holds.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private static final Pattern HOLDER = Pattern.compile("process \\d+, started \\S{1,40}");

    private final Path directory;
    private final FileChannel channel;

    private StateLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory its real path
     * @throws StateException when another robot has it, or the file cannot be written
     */
    static StateLock acquire(Path directory) {
        synchronized (HELD) {
            if (HELD.contains(directory)) {
                throw inUse(directory, "this very process");
            }
            Path file = directory.resolve(NAME);
            try {
                StateLock lock = lock(directory, file);
                HELD.add(directory);
                return lock;
            } catch (IOException e) {
                throw new StateException(
                        "The state directory " + directory + " cannot be locked (" + Reasons.of(e)
                                + "): it must be writable by this user and on a file system with locks.",
                        e);
            }
        }
    }

    private static StateLock lock(Path directory, Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.createEmpty(file);
        }
        FileChannel channel = FileChannel.open(file, READ, WRITE);
        boolean kept = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory, holder(channel));
            }
            sign(channel);
            kept = true;
            return new StateLock(directory, channel);
        } catch (OverlappingFileLockException e) {
            throw inUse(directory, "this very process");
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static StateException.Taken inUse(Path directory, String holder) {
        return new StateException.Taken("The state directory " + directory + " is in use by another robot (" + holder
                + "): stop that one, or give this one its own directory with robot.state.");
    }

    /** Who has the lock, for a person only: that it cannot be written (a full disk) is no reason not to start. */
    private static void sign(FileChannel channel) {
        String text = "process " + ProcessHandle.current().pid() + ", started "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            // The lock itself holds all the same.
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        channel.read(bytes, 0);
        String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
        return HOLDER.matcher(text).matches() ? text : "its process is not known";
    }

    /** Gives the directory back. The file stays: removing it would let two robots lock two files of the same name. */
    @Override
    public void close() {
        synchronized (HELD) {
            if (!channel.isOpen()) {
                return;
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new StateException("The state directory " + directory + " could not be released.", e);
            } finally {
                HELD.remove(directory);
            }
        }
    }
}
