package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Grounds;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Step;
import org.pbxfailover.core.Trigger;
import org.pbxfailover.operator.DecisionView;

/** The newest decision about a pair from which nothing followed. What follows from one is in the journal, with its evidence. */
final class Decided {
    private Decided() {}

    /** The one to be known after an event, whose step the journal has kept and the pair has not yet taken. */
    static Optional<DecisionView> after(Guarded guarded, Event event, Step step, Moment now) {
        if (!step.entries().isEmpty() && step.entries().stream().anyMatch(Entry.EpochOpened.class::isInstance)) {
            return Optional.empty();
        }
        PairState before = guarded.state();
        return Grounds.of(before, event, guarded.rules, now)
                .map(grounds -> new DecisionView(now.wall(), sentence(grounds, step), grounds.evidence()))
                .or(guarded::decision);
    }

    /** What the journal keeps of an event: what the core says, and in shadow mode the failover that would have been. */
    static List<Entry> entries(Guarded guarded, Event event, Step step, Moment now) {
        List<Entry> entries = new ArrayList<>(step.entries());
        if (step.news().isPresent()) {
            Grounds.of(guarded.state(), event, guarded.rules, now)
                    .filter(grounds -> grounds.verdict() == Trigger.CONFIRMED_IN_SHADOW)
                    .map(grounds -> new Entry.WouldHave(
                            guarded.name(), now.wall(), sentence(grounds, step), grounds.evidence()))
                    .ifPresent(entries::add);
        }
        return entries;
    }

    /** The one that a pair's journal ends with. */
    static Optional<DecisionView> resumed(List<Entry> entries) {
        Optional<DecisionView> newest = Optional.empty();
        for (Entry entry : entries) {
            if (entry instanceof Entry.WouldHave would) {
                newest = Optional.of(new DecisionView(would.at(), would.sentence(), would.evidence()));
            } else if (entry instanceof Entry.EpochOpened) {
                newest = Optional.empty();
            }
        }
        return newest;
    }

    /** What is only repeated is no news; the alarm that was raised says it, unless somebody has acknowledged that. */
    private static String sentence(Grounds grounds, Step step) {
        return step.news()
                .map(Step.News::sentence)
                .or(() -> Optional.ofNullable(step.state().alarms().get(grounds.verdict())))
                .orElseGet(() -> step.state().sentence());
    }
}
