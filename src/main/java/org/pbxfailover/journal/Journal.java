package org.pbxfailover.journal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pbxfailover.core.Entry;

/** What was decided and done, kept through crashes and power cuts. Safe for use by many threads. */
public interface Journal extends AutoCloseable {

    /**
     * Appends the entries in order, all or none. On return they survive a power cut.
     *
     * @throws JournalException when they could not be made durable; none of them then counts
     */
    void append(List<Entry> entries);

    /**
     * Every entry of a pair, oldest first.
     *
     * @throws JournalException when they cannot be read, or not within a few seconds
     */
    List<Entry> entries(String pair);

    /**
     * The names of all pairs that it has entries of.
     *
     * @throws JournalException when they cannot be read, or not within a few seconds
     */
    Set<String> pairs();

    /** Why no entry could be written now, as one sentence: a full disk, a lost directory. Empty: one could. May take as long as the disk. */
    Optional<String> problem();

    @Override
    void close();
}
