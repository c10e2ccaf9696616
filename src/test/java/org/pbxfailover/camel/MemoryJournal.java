package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.JournalException;

/** A journal that forgets with the test, and refuses while it is told to. Thread-safe. */
final class MemoryJournal implements Journal {
    private final List<Entry> all = new ArrayList<>();
    private Optional<String> problem = Optional.empty();

    synchronized void refuses(String sentence) {
        problem = Optional.of(sentence);
    }

    synchronized void takes() {
        problem = Optional.empty();
    }

    @Override
    public synchronized void append(List<Entry> entries) {
        problem.ifPresent(sentence -> {
            throw new JournalException(sentence);
        });
        all.addAll(entries);
    }

    @Override
    public synchronized List<Entry> entries(String pair) {
        return all.stream().filter(entry -> entry.pair().equals(pair)).toList();
    }

    @Override
    public synchronized Set<String> pairs() {
        return all.stream().map(Entry::pair).collect(Collectors.toSet());
    }

    @Override
    public synchronized Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
