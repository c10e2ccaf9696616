package org.pbxfailover;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.Journal;

/** A journal with somebody around it who counts the appends of each pair, and may hold them up or let them fail. */
public final class JournalAround implements Journal {

    /** Called in the thread of the append. */
    public interface Appends {
        /**
         * Nothing of the append is durable yet.
         *
         * @param number which one of the pair's, from 1; one that failed counts, too
         * @throws org.pbxfailover.journal.JournalException when it is to fail
         */
        void before(String pair, int number);

        /** All of it is durable, and nobody knows yet. */
        default void after(String pair, int number) {}

        /** Somebody reads entries, or looks whether any could be written. */
        default void reading() {}
    }

    private final Journal journal;
    private final Appends appends;
    private final Map<String, AtomicInteger> numbers = new ConcurrentHashMap<>();

    public JournalAround(Journal journal, Appends appends) {
        this.journal = journal;
        this.appends = appends;
    }

    @Override
    public void append(List<Entry> entries) {
        String pair = entries.get(0).pair();
        int number =
                numbers.computeIfAbsent(pair, unknown -> new AtomicInteger()).incrementAndGet();
        appends.before(pair, number);
        journal.append(entries);
        appends.after(pair, number);
    }

    @Override
    public List<Entry> entries(String pair) {
        appends.reading();
        return journal.entries(pair);
    }

    @Override
    public Set<String> pairs() {
        return journal.pairs();
    }

    @Override
    public Optional<String> problem() {
        appends.reading();
        return journal.problem();
    }

    @Override
    public void close() {
        journal.close();
    }
}
