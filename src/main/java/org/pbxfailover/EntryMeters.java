package org.pbxfailover;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pbxfailover.console.Meters;
import org.pbxfailover.core.Entry;

/** Counts epochs and times stages from what goes into the journal. Keeps one begin per stage that is under way. */
final class EntryMeters implements Consumer<Entry> {
    private record Stage(String pair, long epoch, String name) {}

    private final Meters meters;
    private final Map<Stage, Instant> began = new ConcurrentHashMap<>();

    EntryMeters(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.EpochOpened opened) {
            meters.epochOpened(opened.kind().label());
        } else if (entry instanceof Entry.EpochClosed closed) {
            began.keySet().removeIf(stage -> stage.pair().equals(closed.pair()));
        } else if (entry instanceof Entry.OfAction ofAction) {
            Stage stage = new Stage(ofAction.pair(), ofAction.epoch(), ofAction.stage());
            Instant begin = began.computeIfAbsent(stage, unknown -> entry.at());
            if (entry instanceof Entry.ActionDone) {
                meters.stageEnded(stage.name(), "done", Duration.between(begin, entry.at()));
            } else if (entry instanceof Entry.ActionGivenUp) {
                meters.stageEnded(stage.name(), "given-up", Duration.between(begin, entry.at()));
            }
        }
    }
}
