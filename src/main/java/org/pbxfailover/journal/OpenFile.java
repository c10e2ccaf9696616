package org.pbxfailover.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal's file, open for as long as it can be trusted: after a failure that leaves it in doubt it is let go of, and opened anew when it
 * is next needed, only if it holds exactly what was acknowledged. Beside it is the {@link Reserve}. One thread at a time.
 */
final class OpenFile {
    private final JournalFiles files;
    private final Reserve reserve;
    private @Nullable Ledger ledger;
    private Head acknowledged;
    private boolean closed;

    OpenFile(JournalFiles files, Ledger ledger) {
        this.files = files;
        this.reserve = files.reserve();
        this.ledger = ledger;
        this.acknowledged = ledger.head();
        try {
            reserve.keep();
        } catch (IOException e) {
            // whoever begins something or asks for problems is told
        }
    }

    /** @throws JournalException when it is closed for good, or is not what it should be */
    Ledger ledger() {
        if (closed) {
            throw new JournalException("it is closed");
        }
        Ledger open = ledger;
        if (open == null) {
            open = files.reopen(acknowledged);
            ledger = open;
        }
        return open;
    }

    /**
     * Writes all rows or none; durable on return.
     *
     * @param results whether the reserve is for them; it has to be there before anything else is written
     */
    void append(List<TableRow> rows, boolean results) throws SQLException, IOException {
        if (!results && !reserve.kept()) {
            reserve.keep();
        }
        try {
            append(rows);
        } catch (SQLException e) {
            if (!results || !reserve.kept() || !Reasons.noRoom(e)) {
                throw e;
            }
            releaseUnsound();
            reserve.giveUp();
            append(rows);
        }
    }

    private void append(List<TableRow> rows) throws SQLException, IOException {
        Ledger open = ledger();
        open.append(rows);
        acknowledged = open.head();
    }

    /** Whether there was a reserve when somebody looked last. */
    boolean roomKept() {
        return reserve.kept();
    }

    /** @throws IOException when there can be no reserve */
    void keepRoom() throws IOException {
        reserve.keep();
    }

    boolean closed() {
        return closed;
    }

    void releaseUnsound() {
        if (ledger != null && !ledger.sound()) {
            release();
        }
    }

    /** For good. */
    void close() {
        closed = true;
        release();
    }

    private void release() {
        Ledger open = ledger;
        ledger = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                throw files.failure("cannot be closed", Reasons.of(e), e);
            }
        }
    }
}
