package org.pbxfailover.journal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pbxfailover.core.Entry;

/** Stands in for a journal that cannot be trusted: every pair is on hold, and nothing is read from it or written to it. */
final class UnreadableJournal implements Journal {
    private final String reason;

    UnreadableJournal(String reason) {
        this.reason = reason;
    }

    @Override
    public void append(List<Entry> entries) {
        throw new JournalException(reason);
    }

    @Override
    public List<Entry> entries(String pair) {
        throw new JournalException(reason);
    }

    @Override
    public Set<String> pairs() {
        throw new JournalException(reason);
    }

    @Override
    public Optional<String> problem() {
        return Optional.of(reason);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
