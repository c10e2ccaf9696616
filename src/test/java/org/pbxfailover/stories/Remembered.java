package org.pbxfailover.stories;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Reply;
import org.pbxfailover.journal.StateDirectory;

/** What the journal of a robot that does not run holds of one pair. */
record Remembered(List<Entry> entries) {

    /** How far a robot knew itself to be with a call. */
    enum Known {
        /** It was not called. */
        NOTHING,
        /** It was going to be called; it may or may not have happened. */
        BEGUN,
        /** It was called and accepted; its effect was still to be seen. */
        ACCEPTED,
        /** It is done. */
        DONE
    }

    static Map<String, Remembered> of(Town town, List<String> pairs) {
        StateDirectory.Opening opening = StateDirectory.open(town.directory.resolve("state"), "stories");
        if (!(opening instanceof StateDirectory.Opened opened)) {
            throw new AssertionError(opening);
        }
        try (StateDirectory state = opened.directory()) {
            Map<String, Remembered> all = new HashMap<>();
            pairs.forEach(pair -> all.put(pair, new Remembered(state.journal().entries(pair))));
            return all;
        }
    }

    boolean startsWith(Remembered earlier) {
        int size = earlier.entries.size();
        return entries.size() >= size && entries.subList(0, size).equals(earlier.entries);
    }

    /** Of a stage of an epoch. */
    Known of(long epoch, String stage) {
        Known known = Known.NOTHING;
        for (Entry entry : entries) {
            if (entry instanceof Entry.OfAction action
                    && action.epoch() == epoch
                    && action.stage().equals(stage)) {
                known = after(action);
            }
        }
        return known;
    }

    private static Known after(Entry.OfAction entry) {
        if (entry instanceof Entry.ActionDone) {
            return Known.DONE;
        }
        return entry instanceof Entry.CallAnswered answered && answered.reply() == Reply.ACCEPTED
                ? Known.ACCEPTED
                : Known.BEGUN;
    }

    /**
     * What is wrong with it as the story of epochs that all came to their end: epochs in order, one open at a time, every stage in its
     * turn, with an intent before each result, done once and not begun again.
     *
     * @param stages of an activation and of a fail-back
     */
    List<String> flaws(List<String> activation, List<String> failBack) {
        Reader reader = new Reader(activation, failBack);
        entries.forEach(reader::read);
        if (reader.open) {
            reader.flaws.add("epoch " + reader.epoch + " is still open");
        }
        return reader.flaws;
    }

    private static final class Reader {
        final List<String> flaws = new ArrayList<>();
        private final List<String> activation;
        private final List<String> failBack;
        private final Map<ActionKey, Known> known = new HashMap<>();
        private final Map<ActionKey, Integer> attempts = new HashMap<>();
        private List<String> stages = List.of();
        private boolean open;
        private long epoch;

        Reader(List<String> activation, List<String> failBack) {
            this.activation = activation;
            this.failBack = failBack;
        }

        void read(Entry entry) {
            if (entry instanceof Entry.EpochOpened opened) {
                check(!open && opened.epoch() == epoch + 1, entry);
                open = true;
                epoch = opened.epoch();
                stages = opened.kind() == EpochKind.FAIL_BACK ? failBack : activation;
                known.clear();
                attempts.clear();
            } else if (entry instanceof Entry.EpochClosed closed) {
                boolean whole = stages.stream().allMatch(stage -> at(stage) == Known.DONE);
                check(open && closed.epoch() == epoch, entry);
                check(whole == (closed.outcome() == Entry.Outcome.COMPLETED), entry);
                open = false;
            } else if (entry instanceof Entry.OfAction action) {
                check(open && action.epoch() == epoch, entry);
                read(action);
            }
        }

        private void read(Entry.OfAction entry) {
            Known before = known.getOrDefault(entry.key(), Known.NOTHING);
            if (entry instanceof Entry.CallBegun begun) {
                int place = stages.indexOf(entry.stage());
                check(place >= 0 && stages.subList(0, place).stream().allMatch(s -> at(s) == Known.DONE), entry);
                check(before == Known.NOTHING || before == Known.BEGUN, entry);
                check(begun.attempt() == attempts.merge(entry.key(), 1, Integer::sum), entry);
            } else {
                check(before == Known.BEGUN || before == Known.ACCEPTED && entry instanceof Entry.ActionDone, entry);
            }
            known.put(entry.key(), after(entry));
        }

        private Known at(String stage) {
            return known.getOrDefault(new ActionKey(stage, 1), Known.NOTHING);
        }

        private void check(boolean right, Entry entry) {
            if (!right) {
                flaws.add("out of place: " + entry);
            }
        }
    }
}
