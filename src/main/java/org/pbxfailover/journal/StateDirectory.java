package org.pbxfailover.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The directory with everything that the robot remembers: the journal, and secrets that it made up. One robot at a time holds it, until
 * {@link #close()} or the end of its process. Safe for use by many threads.
 */
public final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    /** The file with the API's generated token. */
    public static final String API_TOKEN = "api.token";

    /** The file with the address of the API, as {@code host:port}, while that is not the configured one. */
    public static final String API_ADDRESS = "api.address";

    /** The file with the console's generated password. */
    public static final String CONSOLE_PASSWORD = "console.password";

    /** Written once there is a journal, so that one which vanished is not taken for one which never was. */
    static final String MARKER = "journal.id";

    /** Enough for many thousands of failovers; somebody else may be filling the disk. */
    private static final long ENOUGH_ROOM = 50L << 20;

    private final Path directory;
    private final StateLock lock;
    private final Journal journal;

    private StateDirectory(Path directory, StateLock lock, Journal journal) {
        this.directory = directory;
        this.lock = lock;
        this.journal = journal;
    }

    /** Where the reports are kept. */
    public ReportFiles reports() {
        return new ReportFiles(directory);
    }

    /** Why the journal may soon have no room; empty: it has. */
    public Optional<String> scarcity() {
        if (!Files.isDirectory(directory)) {
            return Optional.of("the state directory " + directory + " is missing; put it back");
        }
        long free = directory.toFile().getUsableSpace();
        return free >= ENOUGH_ROOM
                ? Optional.empty()
                : Optional.of("the state directory " + directory + " has only " + free / 1_048_576
                        + " MiB left; make room, at least " + ENOUGH_ROOM / 1_048_576 + " MiB");
    }

    /** What came of opening. */
    public sealed interface Opening {}

    /** All is well. */
    public record Opened(StateDirectory directory) implements Opening {}

    /**
     * There is a journal and it cannot be trusted: every pair has to be on hold. The journal of this directory refuses everything with
     * the same reason, its file is left untouched; secrets work.
     *
     * @param reason one sentence for a person
     */
    public record Held(String reason, StateDirectory directory) implements Opening {}

    /**
     * The robot cannot start here.
     *
     * @param reason one sentence for a person
     * @param taken another robot has the directory; otherwise it cannot be used now, which may pass: a disk is full, or not there yet
     */
    public record Refused(String reason, boolean taken) implements Opening {
        private static Refused of(StateException e) {
            return new Refused(String.valueOf(e.getMessage()), e instanceof StateException.Taken);
        }
    }

    /**
     * Takes the directory (made with mode 0700 when missing) and opens its journal.
     *
     * @param robot the robot's name; a journal with another name is held
     */
    public static Opening open(Path path, String robot) {
        StateLock lock;
        Path directory;
        try {
            directory = directory(path);
            lock = StateLock.acquire(directory);
        } catch (StateException e) {
            return Refused.of(e);
        }
        boolean kept = false;
        try {
            loadSqlite();
            Journal journal = new JournalFiles(directory, robot).open();
            kept = true;
            return new Opened(new StateDirectory(directory, lock, journal));
        } catch (JournalException e) {
            kept = true;
            String reason = String.valueOf(e.getMessage());
            return new Held(reason, new StateDirectory(directory, lock, new UnreadableJournal(reason)));
        } catch (StateException e) {
            return Refused.of(e);
        } finally {
            if (!kept) {
                lock.close();
            }
        }
    }

    /** Where it is, as a real path. */
    public Path path() {
        return directory;
    }

    public Journal journal() {
        return journal;
    }

    /** The place of a file in this directory, to be told to people. */
    public Path file(String fileName) {
        return directory.resolve(fileName);
    }

    /**
     * The secret kept in a file of this directory, made up at first use (256 bits, mode 0600). Never to be logged.
     *
     * @throws StateException when it can be neither read nor written
     */
    public synchronized String secret(String fileName) {
        return GeneratedSecret.readOrCreate(file(fileName));
    }

    /**
     * Tells the commands of this host where the API is. Guarding does not wait for a disk that takes no file; the log says it then.
     *
     * @param address as {@code host:port}; empty: where the configuration says
     */
    public void tellOfApi(Optional<String> address) {
        Path file = file(API_ADDRESS);
        try {
            if (address.isPresent()) {
                PrivateFiles.write(file, address.get() + "\n");
            } else {
                PrivateFiles.remove(file);
            }
        } catch (IOException e) {
            LOG.warn(
                    "Commands may not find the API, because {} cannot be written ({}): name its address with --api.",
                    file,
                    Reasons.of(e));
        }
    }

    /** Closes the journal and lets another robot have the directory. */
    @Override
    public void close() {
        try {
            journal.close();
        } finally {
            lock.close();
        }
    }

    private static Path directory(Path path) {
        try {
            return PrivateFiles.directory(path);
        } catch (IOException e) {
            throw new StateException(
                    "The state directory " + path.toAbsolutePath() + " cannot be used (" + Reasons.of(e)
                            + "): robot.state must name a directory that this user may write.",
                    e);
        }
    }

    private static void loadSqlite() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            throw new StateException(
                    "The SQLite library cannot be unpacked into "
                            + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
                            + ": start Java with -Dorg.sqlite.tmpdir=DIRECTORY that is writable and not mounted noexec.",
                    e);
        }
    }
}
