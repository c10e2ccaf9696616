package org.pbxfailover.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** The tables of the journal and how the file is opened; the reasons are in {@code docs/adr/0003-journal.md}. */
final class JournalSchema {
    /** "pbxf": tells the journal from anybody else's SQLite file. */
    static final int APPLICATION_ID = 0x70627866;

    static final int VERSION = 1;

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
            // The last row once more, so that rows missing from the end are noticed too.
            "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL, checksum INTEGER NOT NULL,"
                    + " checked TEXT NOT NULL) STRICT",
            "CREATE TABLE entry (id INTEGER PRIMARY KEY, pair TEXT NOT NULL CHECK (pair <> ''), at TEXT NOT NULL,"
                    + " kind TEXT NOT NULL, epoch INTEGER, stage TEXT, action INTEGER, attempt INTEGER,"
                    + " detail TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT",
            "CREATE INDEX entry_of_pair ON entry (pair, id)",
            "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry"
                    + " BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END",
            "CREATE TRIGGER entry_kept BEFORE DELETE ON entry"
                    + " BEGIN SELECT RAISE(ABORT, 'the journal is only appended to'); END");

    private JournalSchema() {}

    static Connection read(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.READONLY);
        config.resetOpenMode(SQLiteOpenMode.READWRITE);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return config.createConnection(url(file));
    }

    /** Opens an existing file for this robot alone. */
    static Connection write(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        Connection connection = config.createConnection(url(file));
        try (Statement statement = connection.createStatement()) {
            // No reader can hold up a decision, and nobody can write between two entries.
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("PRAGMA journal_mode = PERSIST");
            statement.execute("PRAGMA synchronous = EXTRA");
            statement.execute("PRAGMA fullfsync = ON");
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("BEGIN EXCLUSIVE");
            statement.execute("COMMIT");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Lays out an empty file. */
    static void create(Path file, String robot, String journalId) throws SQLException {
        try (Connection connection = write(file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("BEGIN EXCLUSIVE");
            for (String table : TABLES) {
                statement.execute(table);
            }
            String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            try (PreparedStatement meta = connection.prepareStatement(
                    "INSERT INTO meta (key, value) VALUES ('robot', ?), ('journal', ?), ('created', ?)")) {
                meta.setString(1, robot);
                meta.setString(2, journalId);
                meta.setString(3, now);
                meta.executeUpdate();
            }
            statement.execute("INSERT INTO head VALUES (1, 0, " + TableRow.seed(journalId) + ", '" + now + "')");
            statement.execute("PRAGMA user_version = " + VERSION);
            statement.execute("COMMIT");
        }
    }

    /** Whether the tables are exactly ours: a damaged definition could hide rows or drop a rule. */
    static boolean matches(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found.equals(TABLES);
    }

    /** As a URI, in which a question mark in the path is not taken for the beginning of options. */
    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toUri();
    }
}
