package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.JournalException;

/** A journal that says at once what is wrong with it, however long its disk takes: who asks may hold the lock of a pair. */
public final class PromptJournal implements Journal {
    private final Journal journal;
    private final SlowLook look;

    /**
     * @param threads for looks at the disk
     * @param silent the sentence about a disk that does not answer
     */
    public PromptJournal(Journal journal, Executor threads, String silent) {
        this.journal = journal;
        this.look = new SlowLook(threads, journal::problem, silent);
    }

    @Override
    public void append(List<Entry> entries) {
        try {
            journal.append(entries);
        } catch (JournalException e) {
            look.found(Optional.of(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    @Override
    public List<Entry> entries(String pair) {
        return journal.entries(pair);
    }

    @Override
    public Set<String> pairs() {
        return journal.pairs();
    }

    @Override
    public Optional<String> problem() {
        return look.found();
    }

    @Override
    public void close() {
        journal.close();
    }
}
