package org.pbxfailover.camel;

import java.util.Optional;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Grounds;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Step;
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

    /** What is only repeated is no news; the alarm that was raised says it, unless somebody has acknowledged that. */
    private static String sentence(Grounds grounds, Step step) {
        return step.news()
                .map(Step.News::sentence)
                .or(() -> Optional.ofNullable(step.state().alarms().get(grounds.verdict())))
                .orElseGet(() -> step.state().sentence());
    }
}
