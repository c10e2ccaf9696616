package org.pbxfailover.camel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Reply;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.StageView;

/** The epochs of a pair, told from its journal. */
final class History {
    /** An accepted call is not yet a done one; without this it would look like it for as long as its effect is waited for. */
    private static final String UNSEEN = "; its effect is not seen yet";

    private final Entry.EpochOpened opened;
    private final Map<String, Told> stages = new LinkedHashMap<>();
    private Optional<Entry.EpochClosed> closed = Optional.empty();

    private static final class Told {
        private final Instant began;
        private int attempts;
        private String state = "running";
        private Optional<Instant> ended = Optional.empty();
        private String detail = "";

        /** What the call was answered that was accepted last, such as what it changed. */
        private String accepted = "";

        /** What was seen of the action that was done last; empty: none is. */
        private Optional<String> done = Optional.empty();

        /** The actions that are not required and were given up, with the reason. */
        private final List<String> without = new ArrayList<>();

        private Told(Instant began) {
            this.began = began;
        }
    }

    /** Of an epoch that has just been opened. */
    History(Entry.EpochOpened opened) {
        this.opened = opened;
    }

    /** Every epoch, the newest first. */
    static List<EpochView> of(List<Entry> entries) {
        List<History> epochs = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.EpochOpened opened) {
                epochs.add(0, new History(opened));
            } else if (!epochs.isEmpty()) {
                epochs.get(0).tell(entry);
            }
        }
        return epochs.stream().map(History::view).toList();
    }

    /** The next entry of the pair. */
    void tell(Entry entry) {
        if (entry instanceof Entry.EpochClosed close) {
            closed = Optional.of(close);
        } else if (entry instanceof Entry.OfAction ofAction) {
            tell(stages.computeIfAbsent(ofAction.stage(), stage -> new Told(entry.at())), ofAction);
        }
    }

    private static void tell(Told stage, Entry.OfAction entry) {
        if (entry instanceof Entry.CallBegun) {
            stage.attempts++;
            stage.state = "running";
            stage.ended = Optional.empty();
        } else if (entry instanceof Entry.CallAnswered answered) {
            stage.accepted = answered.reply() == Reply.ACCEPTED ? answered.detail() : "";
            stage.detail = stage.accepted.isEmpty() ? answered.detail() : stage.accepted + UNSEEN;
        } else if (entry instanceof Entry.AttemptFailed failed) {
            stage.detail = failed.detail();
        } else if (entry instanceof Entry.ActionDone done) {
            stage.done = Optional.of(both(stage, done.detail()));
            ended(stage, done.at());
        } else if (entry instanceof Entry.ActionGivenUp given) {
            stage.without.add("action " + given.action() + " (" + given.detail() + ")");
            ended(stage, given.at());
        }
    }

    /** What was done, and what was seen of it. */
    private static String both(Told stage, String seen) {
        return stage.accepted.isEmpty() || stage.accepted.equals(seen) ? seen : stage.accepted + "; " + seen;
    }

    /** A stage of which something is done is done, without what was given up. */
    private static void ended(Told stage, Instant at) {
        stage.ended = Optional.of(at);
        stage.state = stage.done.isPresent() ? "done" : "given-up";
        String without = String.join(", ", stage.without);
        stage.detail = stage.done
                .map(seen -> seen + (without.isEmpty() ? "" : "; without " + without))
                .orElse(without);
    }

    EpochView view() {
        List<StageView> views = new ArrayList<>();
        stages.forEach((name, told) ->
                views.add(new StageView(name, word(told), told.attempts, told.began, told.ended, told.detail)));
        return new EpochView(
                opened.epoch(),
                opened.kind().label(),
                opened.at(),
                opened.sentence(),
                opened.evidence(),
                views,
                closed.map(close -> close.outcome().name().toLowerCase(Locale.ROOT))
                        .orElse("open"),
                closed.map(Entry.EpochClosed::at),
                closed.map(Entry.EpochClosed::sentence).orElse(""));
    }

    /** Nothing runs any more in an epoch that is closed. */
    private String word(Told stage) {
        return closed.isPresent() && stage.ended.isEmpty() ? "unfinished" : stage.state;
    }
}
