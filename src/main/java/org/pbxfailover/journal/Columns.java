package org.pbxfailover.journal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Objects;
import java.util.Optional;

/** How a {@link TableRow} stands in the table {@code entry}. */
final class Columns {
    /** Of the table as {@code e}. */
    static final String ALL = "e.id, e.pair, e.at, e.kind, e.epoch, e.stage, e.action, e.attempt, e.detail, e.checksum";

    static final String INSERT =
            "INSERT INTO entry (id, pair, at, kind, epoch, stage, action, attempt, detail, checksum)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private Columns() {}

    /** The values of an {@link #INSERT}. */
    static void bind(PreparedStatement insert, TableRow row, Head place) throws SQLException {
        insert.setLong(1, place.id());
        insert.setString(2, row.pair());
        insert.setString(3, row.at());
        insert.setString(4, row.kind());
        insert.setObject(5, row.epoch().orElse(null), Types.INTEGER);
        insert.setString(6, row.stage().orElse(null));
        insert.setObject(7, row.action().orElse(null), Types.INTEGER);
        insert.setObject(8, row.attempt().orElse(null), Types.INTEGER);
        insert.setString(9, row.detail());
        insert.setLong(10, place.checksum());
    }

    static TableRow row(ResultSet rows) throws SQLException {
        return new TableRow(
                text(rows, "pair"),
                text(rows, "at"),
                text(rows, "kind"),
                number(rows, "epoch"),
                Optional.ofNullable(rows.getString("stage")),
                number(rows, "action").map(Long::intValue),
                number(rows, "attempt").map(Long::intValue),
                text(rows, "detail"));
    }

    private static String text(ResultSet rows, String column) throws SQLException {
        return Objects.toString(rows.getString(column), "");
    }

    private static Optional<Long> number(ResultSet rows, String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
