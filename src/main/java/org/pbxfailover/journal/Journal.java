package org.pbxfailover.journal;

import java.util.List;
import org.pbxfailover.core.Entry;

/** What was decided and done, kept through crashes and power cuts. Safe for use by many threads. */
public interface Journal extends AutoCloseable {

    /**
     * Appends the entries in order, all or none. On return they survive a power cut.
     *
     * @throws JournalException when they could not be made durable; none of them then counts
     */
    void append(List<Entry> entries);

    /** Every entry of a pair, oldest first. */
    List<Entry> entries(String pair);

    /** Whether an entry could be written now: false on a full disk or a lost directory. Cheap enough for a health check. */
    boolean writable();

    @Override
    void close();
}
