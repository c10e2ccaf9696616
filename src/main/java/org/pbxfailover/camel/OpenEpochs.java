package org.pbxfailover.camel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pbxfailover.core.Entry;
import org.pbxfailover.operator.StageView;

/**
 * The stages of every open epoch, kept up to date entry by entry: who looks at a pair must neither wait for the journal nor read all that
 * a stage has written into it since it stalled. Thread-safe.
 */
public final class OpenEpochs implements Consumer<Entry> {
    private final Map<String, History> open = new ConcurrentHashMap<>();

    /** Hears of every entry once it is durable. */
    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.EpochOpened opened) {
            open.put(opened.pair(), new History(opened));
        } else if (entry instanceof Entry.EpochClosed closed) {
            open.remove(closed.pair());
        } else {
            Optional.ofNullable(open.get(entry.pair())).ifPresent(history -> tell(history, entry));
        }
    }

    private static void tell(History history, Entry entry) {
        synchronized (history) {
            history.tell(entry);
        }
    }

    /** Before the first event: what the journal tells of epochs that were open at the end of the last run. */
    void resume(Pairs pairs) {
        for (Guarded guarded : pairs.running()) {
            pairs.journal().entries(guarded.name()).forEach(this);
        }
    }

    /** The stages of a pair's open epoch in the order of their beginning; none when there is no such epoch. */
    List<StageView> stages(String pair) {
        return Optional.ofNullable(open.get(pair)).map(OpenEpochs::stages).orElse(List.of());
    }

    private static List<StageView> stages(History history) {
        synchronized (history) {
            return history.view().stages();
        }
    }
}
