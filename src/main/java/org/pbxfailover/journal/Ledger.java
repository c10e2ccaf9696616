package org.pbxfailover.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The open file of the journal: one connection, one thread at a time. */
final class Ledger implements AutoCloseable {
    /** Bytes of an epoch with long evidence and many attempts. */
    private static final int ROOM = 64 << 10;

    /** So many rows are read in a few milliseconds, for which a commit may well wait. */
    private static final int PAGE = 500;

    private final Path file;
    private final Optional<Object> identity;
    private final Connection connection;
    private final Statement statement;
    private Head head;
    private boolean sound = true;

    private Ledger(Path file, Connection connection) throws SQLException, IOException {
        this.file = file;
        this.identity = identity();
        this.connection = connection;
        this.statement = connection.createStatement();
        this.head = head(connection);
    }

    /** Opens a file that was inspected. */
    static Ledger open(Path file) throws SQLException, IOException {
        Connection connection = JournalSchema.write(file);
        try {
            return new Ledger(file, connection);
        } catch (SQLException | IOException e) {
            connection.close();
            throw e;
        }
    }

    Head head() {
        return head;
    }

    /** False when a failed write could not be taken back for certain: then only opening anew says what is in the file. */
    boolean sound() {
        return sound;
    }

    /** Writes all rows or none; durable on return. */
    void append(List<TableRow> rows) throws SQLException, IOException {
        stillInPlace();
        try {
            statement.execute("BEGIN IMMEDIATE");
            Head next = insert(rows);
            statement.execute("UPDATE head SET id = " + next.id() + ", checksum = " + next.checksum());
            stillInPlace();
            statement.execute("COMMIT");
            head = next;
        } catch (SQLException | IOException | RuntimeException | Error e) {
            undo();
            throw e;
        }
    }

    /** A real, small write that says nothing. */
    void touch() throws SQLException, IOException {
        checked("'" + Instant.now() + "'");
    }

    /** A write that says nothing and is as large as a whole epoch; what it took is free again for the entries to come after {@link #touch}. */
    void makeRoom() throws SQLException, IOException {
        checked("printf('%." + ROOM + "c', ' ')");
    }

    private void checked(String text) throws SQLException, IOException {
        stillInPlace();
        try {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("UPDATE head SET checked = " + text);
            stillInPlace();
            statement.execute("COMMIT");
        } catch (SQLException | IOException | RuntimeException | Error e) {
            undo();
            throw e;
        }
    }

    /**
     * Rows of a pair in order.
     *
     * @param last the number of the last of them; 0: there is none
     */
    record Page(List<TableRow> rows, long last) {}

    /** The next rows of a pair behind row {@code last}, each compared with its checksum once more. */
    Page rows(String pair, long last) throws SQLException {
        List<TableRow> found = new ArrayList<>();
        long here = 0;
        try (PreparedStatement select = connection.prepareStatement("SELECT " + Columns.ALL
                + ", coalesce(b.checksum, ?) AS before FROM entry e LEFT JOIN entry b ON b.id = e.id - 1"
                + " WHERE e.pair = ? AND e.id > ? ORDER BY e.id LIMIT " + PAGE)) {
            select.setLong(1, TableRow.seed(journalId()));
            select.setString(2, pair);
            select.setLong(3, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    here = follow(new Head(rows.getLong("id") - 1, rows.getLong("before")), rows)
                            .id();
                    found.add(Columns.row(rows));
                }
            }
        }
        return new Page(found, here);
    }

    /** Every pair that it has an entry of. */
    Set<String> pairs() throws SQLException {
        Set<String> pairs = new HashSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT DISTINCT pair FROM entry")) {
            while (rows.next()) {
                pairs.add(rows.getString("pair"));
            }
        }
        return pairs;
    }

    /** For tests: a disk with no more room than the file has now, plus some pages; 0 lifts it. */
    void limitGrowth(int pages) throws SQLException {
        int limit = Integer.MAX_VALUE - 1;
        if (pages > 0) {
            try (ResultSet count = statement.executeQuery("PRAGMA page_count")) {
                limit = count.getInt(1) + pages;
            }
        }
        statement.execute("PRAGMA max_page_count = " + limit);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    static Head head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet head = statement.executeQuery("SELECT id, checksum FROM head WHERE one = 1")) {
            if (!head.next()) {
                throw new JournalException("it does not say which row is its last");
            }
            return new Head(head.getLong(1), head.getLong(2));
        }
    }

    /** The place of this row, when it follows the one before. */
    static Head follow(Head before, ResultSet rows) throws SQLException {
        Head here = before.then(Columns.row(rows));
        if (rows.getLong("id") != here.id()) {
            throw new JournalException("row " + here.id() + " is missing");
        } else if (rows.getLong("checksum") != here.checksum()) {
            throw new JournalException("row " + here.id() + " was changed or damaged");
        }
        return here;
    }

    /** Prepared anew for every transaction: the driver closes a statement that met an error. */
    private Head insert(List<TableRow> rows) throws SQLException {
        Head place = head;
        try (PreparedStatement insert = connection.prepareStatement(Columns.INSERT)) {
            for (TableRow row : rows) {
                place = place.then(row);
                Columns.bind(insert, row, place);
                insert.executeUpdate();
            }
        }
        return place;
    }

    /** SQLite goes on writing into a file that somebody moved or removed, and the next start would not find it. */
    private void stillInPlace() throws IOException {
        if (!identity.equals(identity())) {
            throw new JournalException("it was moved, removed or replaced while the robot ran");
        }
    }

    private Optional<Object> identity() throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    private void undo() {
        try {
            rollBack();
            sound = head(connection).equals(head);
        } catch (SQLException | RuntimeException e) {
            sound = false;
        }
    }

    private void rollBack() throws SQLException {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // After some errors SQLite has rolled back by itself; any other complaint makes the connection suspect.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    private String journalId() throws SQLException {
        try (ResultSet id = statement.executeQuery("SELECT value FROM meta WHERE key = 'journal'")) {
            return Objects.toString(id.getString(1), "");
        }
    }
}
