package org.pbxfailover.core;

import java.util.List;
import java.util.function.UnaryOperator;

/** What is searched: the core, or one that was broken on purpose to show that the search would notice. */
interface Decisions {
    Decisions CORE = Core::step;

    /** The core, but for what it knows after a restart. */
    static Decisions resuming(UnaryOperator<PairState> change) {
        return new Decisions() {
            @Override
            public Step step(PairState state, Event event, Rules rules, Moment now) {
                return Core.step(state, event, rules, now);
            }

            @Override
            public PairState resume(List<Entry> entries, Rules rules, Moment now) {
                return change.apply(Fold.resume(entries, rules, now));
            }
        };
    }

    Step step(PairState state, Event event, Rules rules, Moment now);

    default PairState resume(List<Entry> entries, Rules rules, Moment now) {
        return Fold.resume(entries, rules, now);
    }
}
