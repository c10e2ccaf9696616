package org.pbxfailover;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.console.Meters;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Moment;

/**
 * Counts epochs and times stages from what goes into the journal, by the monotonic clock: that of the entries is for showing (fault 36).
 * Keeps one begin per stage that is under way.
 */
final class EntryMeters implements Consumer<Entry> {
    private record Stage(long epoch, String name) {}

    private final Meters meters;
    private final Clock clock;
    /** By pair. */
    private final Map<String, Map<Stage, Moment>> began = new ConcurrentHashMap<>();

    EntryMeters(Meters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.EpochOpened opened) {
            meters.epochOpened(opened.kind().label());
        } else if (entry instanceof Entry.EpochClosed closed) {
            began.remove(closed.pair());
        } else if (entry instanceof Entry.OfAction ofAction) {
            Stage stage = new Stage(ofAction.epoch(), ofAction.stage());
            Moment now = clock.get();
            Moment begin = began.computeIfAbsent(ofAction.pair(), unknown -> new ConcurrentHashMap<>())
                    .computeIfAbsent(stage, unknown -> now);
            if (entry instanceof Entry.ActionDone) {
                meters.stageEnded(stage.name(), "done", now.since(begin));
            } else if (entry instanceof Entry.ActionGivenUp) {
                meters.stageEnded(stage.name(), "given-up", now.since(begin));
            }
        }
    }
}
