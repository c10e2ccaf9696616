package org.pbxfailover.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads a journal from end to end without changing a byte of it, and says in one phrase why it cannot be trusted. */
final class JournalInspection {
    private static final int HEADER = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int ROLLBACK_JOURNAL = 0x0101;

    private JournalInspection() {}

    /**
     * The place of the last entry, when everything is in order.
     *
     * @throws JournalException with a phrase that says what is wrong
     * @throws StateException when another program keeps it from being read
     */
    static Head inspect(Path file, String robot, String journalId) {
        try {
            header(file);
            try (Connection connection = JournalSchema.read(file)) {
                integrity(connection);
                meta(connection, robot, journalId);
                return chain(connection, TableRow.seed(journalId));
            }
        } catch (IOException e) {
            throw new JournalException("it cannot be read (" + Reasons.of(e) + ")", e);
        } catch (SQLException e) {
            if (Reasons.busy(e)) {
                throw new StateException("another program has it locked", e);
            }
            throw new JournalException("it cannot be read: " + Reasons.of(e), e);
        }
    }

    /** The identity that the file itself claims, without looking at the rest. */
    static String journalId(Path file) {
        try {
            header(file);
            try (Connection connection = JournalSchema.read(file)) {
                return value(meta(connection), "journal");
            }
        } catch (IOException e) {
            throw new JournalException("it cannot be read (" + Reasons.of(e) + ")", e);
        } catch (SQLException e) {
            throw new JournalException("it cannot be read: " + Reasons.of(e), e);
        }
    }

    /** Before SQLite sees the file: SQLite would take an empty one for a new database, and change one of the WAL kind. */
    private static void header(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEADER);
        }
        if (bytes.length == 0) {
            throw new JournalException("it is empty");
        } else if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new JournalException("it is not an SQLite database");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int version = header.getInt(60);
        if (header.getInt(68) != JournalSchema.APPLICATION_ID) {
            throw new JournalException("it is an SQLite database of another program");
        } else if (version > JournalSchema.VERSION) {
            throw new JournalException("a newer pbx-failover wrote it (schema " + version + ", this one reads "
                    + JournalSchema.VERSION + ")");
        } else if (version != JournalSchema.VERSION) {
            throw new JournalException("its schema number is " + version + " and must be " + JournalSchema.VERSION);
        } else if (header.getShort(18) != ROLLBACK_JOURNAL) {
            throw new JournalException("its header is damaged, or another program changed its journal mode");
        }
    }

    /** The thorough check: the quick one would not see an index that hides rows. */
    private static void integrity(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (!result.next() || !"ok".equals(result.getString(1))) {
                throw new JournalException("its content is damaged");
            }
        }
        if (!JournalSchema.matches(connection)) {
            throw new JournalException("its tables are not those of a journal");
        }
    }

    private static void meta(Connection connection, String robot, String journalId) throws SQLException {
        Map<String, String> meta = meta(connection);
        String owner = value(meta, "robot");
        if (!owner.equals(robot)) {
            throw new JournalException("it belongs to the robot '" + owner + "' and this one is '" + robot
                    + "'; was it renamed? Then write robot.name: " + owner + " again");
        } else if (!value(meta, "journal").equals(journalId)) {
            throw new JournalException("it is not the journal that " + StateDirectory.MARKER + " beside it speaks of");
        }
    }

    private static Map<String, String> meta(Connection connection) throws SQLException {
        Map<String, String> meta = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, value FROM meta")) {
            while (rows.next()) {
                meta.put(rows.getString(1), rows.getString(2));
            }
        }
        return meta;
    }

    private static String value(Map<String, String> meta, String key) {
        String value = meta.get(key);
        if (value == null) {
            throw new JournalException("it does not say its " + key);
        }
        return value;
    }

    /** Every row in order: numbered without a gap, its checksum right, its content understood. */
    private static Head chain(Connection connection, long seed) throws SQLException {
        Head last = new Head(0, seed);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + Columns.ALL + " FROM entry e ORDER BY id")) {
            while (rows.next()) {
                last = Ledger.follow(last, rows);
                try {
                    EntryCodec.decode(Columns.row(rows));
                } catch (JournalException e) {
                    throw new JournalException("row " + last.id() + " is not understood: " + e.getMessage(), e);
                }
            }
        }
        if (!Ledger.head(connection).equals(last)) {
            throw new JournalException("rows are missing at its end");
        }
        return last;
    }
}
