package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.JournalException;

/** The drills of all pairs: in the journal from their order to their end, and of no effect on any state. Thread-safe. */
final class DrillBook {
    private final Set<Guarded> open = ConcurrentHashMap.newKeySet();
    private final Journal journal;
    private final Consumer<Entry> listener;

    /**
     * @param listener hears of every entry once it is durable
     */
    DrillBook(Journal journal, Consumer<Entry> listener) {
        this.journal = journal;
        this.listener = listener;
    }

    /** What the journal of a pair tells of its drills. */
    void resume(Guarded guarded, List<Entry> entries) {
        keep(guarded, Drill.last(entries));
    }

    /** The pairs whose drill goes on. */
    Iterable<Guarded> open() {
        return open;
    }

    /**
     * The beginning or the end of a drill.
     *
     * @return why the journal could not keep it, in which case it did not happen; empty: it is durable
     */
    Optional<String> record(Guarded guarded, Entry entry) {
        synchronized (guarded) {
            try {
                journal.append(List.of(entry));
            } catch (JournalException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            listener.accept(entry);
            keep(guarded, Drill.next(guarded.drill(), entry));
            return Optional.empty();
        }
    }

    private void keep(Guarded guarded, Optional<Drill> drill) {
        guarded.drill(drill);
        if (drill.filter(Drill::open).isPresent()) {
            open.add(guarded);
        } else {
            open.remove(guarded);
        }
    }
}
