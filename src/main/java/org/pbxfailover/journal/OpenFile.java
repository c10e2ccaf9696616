package org.pbxfailover.journal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The journal's file, open for as long as it can be trusted: after a failure that leaves it in doubt it is let go of, and opened anew when it
 * is next needed, only if it holds exactly what was acknowledged. One thread at a time.
 */
final class OpenFile {
    private final JournalFiles files;
    private @Nullable Ledger ledger;
    private Head acknowledged;
    private boolean closed;

    OpenFile(JournalFiles files, Ledger ledger) {
        this.files = files;
        this.ledger = ledger;
        this.acknowledged = ledger.head();
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

    /** What was just written counts. */
    void acknowledged() {
        acknowledged = ledger().head();
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
