package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Grounds;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Step;
import org.pbxfailover.core.Trigger;
import org.pbxfailover.operator.DecisionView;

/** The newest decision about a pair from which nothing followed. What follows from one is in the journal, with its evidence. */
final class Decided {
    private Decided() {}

    /**
     * The one to be known after a step that the journal has kept and the pair has not yet taken.
     *
     * @param grounds of the event, if it has brought a verdict
     */
    static Optional<DecisionView> after(Guarded guarded, Optional<Grounds> grounds, Step step, Moment now) {
        if (step.entries().stream().anyMatch(Entry.EpochOpened.class::isInstance)) {
            return Optional.empty();
        }
        return grounds.map(known -> new DecisionView(now.wall(), sentence(known, step), known.evidence()))
                .or(guarded::decision);
    }

    /** What the journal keeps of a step: what the core says, and in shadow mode the failover that would have been. */
    static List<Entry> entries(Guarded guarded, Optional<Grounds> grounds, Step step, Moment now) {
        Optional<Entry> would = grounds.filter(known -> known.verdict() == Trigger.CONFIRMED_IN_SHADOW
                        && step.news().isPresent())
                .map(known -> new Entry.WouldHave(guarded.name(), now.wall(), sentence(known, step), known.evidence()));
        return Stream.concat(step.entries().stream(), would.stream()).toList();
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
