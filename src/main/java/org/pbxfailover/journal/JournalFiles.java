package org.pbxfailover.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal's files in a state directory that this robot holds: which are there, which should be, and what follows. */
final class JournalFiles {
    static final String DATABASE = "journal.db";
    private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);
    private static final long FREE_BYTES_NEEDED = 8L << 20;
    private static final String RESERVE = "journal.reserve";
    private static final String DRAFT = "journal.db.new";
    private static final String COPY = "inspection";
    private static final String REMEDY =
            ": stop the robot; restore it from a backup, or make sure that the primary serves and move journal.* out of the state"
                    + " directory to begin afresh";

    private final Path directory;
    private final String robot;

    JournalFiles(Path directory, String robot) {
        this.directory = directory;
        this.robot = robot;
    }

    Path database() {
        return directory.resolve(DATABASE);
    }

    Reserve reserve() {
        return new Reserve(directory.resolve(RESERVE));
    }

    /**
     * Opens the journal; makes one when the directory shows no trace of any.
     *
     * @throws JournalException when there is one that cannot be trusted; it is left as it is
     * @throws StateException when the directory cannot be used
     */
    SqliteJournal open() {
        try {
            if (!Files.exists(marker()) && !Files.exists(database()) && !Files.exists(beside("-journal"))) {
                create();
            }
            String journalId = journalId();
            inspect(journalId);
            return new SqliteJournal(this, Ledger.open(database()));
        } catch (IOException e) {
            throw unusable(Reasons.of(e), e);
        } catch (SQLException e) {
            throw unusable(Reasons.of(e), e);
        }
    }

    /** Whoever opens a pipe waits for somebody who writes into it, and the robot would never start. */
    private void onlyRegular() {
        Stream.of(marker(), database(), beside("-journal"))
                .filter(file -> Files.exists(file) && !Files.isRegularFile(file))
                .findFirst()
                .ifPresent(file -> {
                    throw hold("cannot be trusted: " + file.getFileName() + " is no regular file");
                });
    }

    /** Opens the file again after a failure, if it ends where it should. */
    Ledger reopen(Head acknowledged) {
        try {
            Head found = inspect(journalId());
            if (!found.equals(acknowledged)) {
                throw new JournalException("its last row is " + found.id() + " and not " + acknowledged.id()
                        + " any more, so restart the robot and look at the history");
            }
            return Ledger.open(database());
        } catch (IOException e) {
            throw new JournalException(Reasons.of(e), e);
        } catch (SQLException e) {
            throw new JournalException(Reasons.of(e), e);
        } catch (StateException e) {
            throw new JournalException(String.valueOf(e.getMessage()), e);
        }
    }

    JournalException failure(String what, String reason, Exception cause) {
        return new JournalException(sentence(what, reason), cause);
    }

    String sentence(String what, String reason) {
        return "The journal " + database() + " " + what + ": " + reason + ".";
    }

    private Head inspect(String journalId) throws IOException, SQLException {
        if (!Files.exists(database())) {
            throw hold("is missing, though " + StateDirectory.MARKER + " shows that there was one");
        } else if (Files.exists(beside("-wal"))) {
            throw hold("has a write-ahead log beside it, which this robot never makes");
        }
        try {
            return cutShort() ? inspectCopy(journalId) : JournalInspection.inspect(database(), robot, journalId);
        } catch (JournalException e) {
            throw hold("cannot be trusted: " + e.getMessage());
        } catch (StateException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether a commit was in progress at the end: a finished one leaves a rollback journal that begins with a zero. */
    private boolean cutShort() throws IOException {
        if (!Files.exists(beside("-journal"))) {
            return false;
        }
        try (InputStream in = Files.newInputStream(beside("-journal"))) {
            return in.read() > 0;
        }
    }

    /** After a crash in the middle of a write SQLite repairs the file when it opens it: first on a copy, lest damage be made worse. */
    private Head inspectCopy(String journalId) throws IOException, SQLException {
        Path folder = PrivateFiles.directory(directory.resolve(COPY));
        Path copy = folder.resolve(DATABASE);
        removeCopy(folder);
        Files.createDirectories(folder);
        try {
            Files.copy(database(), copy);
            Files.copy(beside("-journal"), copy.resolveSibling(DATABASE + "-journal"));
            try (Connection connection = JournalSchema.write(copy);
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT count(*) FROM sqlite_schema");
            } catch (SQLException e) {
                throw new JournalException("it cannot be repaired after a crash: " + Reasons.of(e), e);
            }
            return JournalInspection.inspect(copy, robot, journalId);
        } finally {
            removeCopy(folder);
        }
    }

    private static void removeCopy(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(DATABASE));
        Files.deleteIfExists(folder.resolve(DATABASE + "-journal"));
        Files.deleteIfExists(folder);
    }

    /** Complete under another name first: a power cut leaves either no journal or a whole one. */
    private void create() throws IOException, SQLException {
        Path draft = directory.resolve(DRAFT);
        Files.deleteIfExists(draft);
        Files.deleteIfExists(directory.resolve(DRAFT + "-journal"));
        PrivateFiles.createEmpty(draft);
        JournalSchema.create(draft, robot, UUID.randomUUID().toString());
        Files.deleteIfExists(directory.resolve(DRAFT + "-journal"));
        PrivateFiles.moveInPlace(draft, database());
    }

    /** The identity of this directory's journal. A sound journal without a marker gets one: the crash came between the two. */
    private String journalId() throws IOException {
        onlyRegular();
        if (Files.exists(marker())) {
            return Files.readString(marker()).strip();
        } else if (!Files.exists(database())) {
            throw hold("is missing, though a part of it is still there");
        }
        try {
            String journalId = JournalInspection.journalId(database());
            inspect(journalId);
            PrivateFiles.write(marker(), journalId + "\n");
            LOG.info("The journal {} is marked as begun.", database());
            return journalId;
        } catch (JournalException e) {
            throw String.valueOf(e.getMessage()).startsWith("The journal ")
                    ? e
                    : hold("cannot be trusted: " + e.getMessage());
        } catch (SQLException e) {
            throw hold("cannot be trusted: " + Reasons.of(e));
        }
    }

    private Path marker() {
        return directory.resolve(StateDirectory.MARKER);
    }

    private Path beside(String suffix) {
        return directory.resolve(DATABASE + suffix);
    }

    private JournalException hold(String what) {
        return new JournalException("The journal " + database() + " " + what + REMEDY + ".");
    }

    private StateException unusable(String reason, Exception cause) {
        return new StateException(
                "The journal " + database() + " cannot be opened (" + reason
                        + "): its directory must be writable, with free space, and used by nothing else.",
                cause);
    }

    /** Why nobody should rely on writing into it much longer; empty: its disk has room. */
    Optional<String> noRoom() {
        try {
            return Files.getFileStore(database()).getUsableSpace() >= FREE_BYTES_NEEDED
                    ? Optional.empty()
                    : Optional.of(
                            sentence("will soon not be written any more", "its disk is nearly full, free some space"));
        } catch (IOException e) {
            return Optional.of(sentence("cannot be written", Reasons.of(e)));
        }
    }
}
