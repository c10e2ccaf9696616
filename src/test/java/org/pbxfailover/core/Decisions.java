package org.pbxfailover.core;

import java.util.List;

/** What is searched: the core, or one that was broken on purpose to show that the search would notice. */
interface Decisions {
    Decisions CORE = Core::step;

    Step step(PairState state, Event event, Rules rules, Moment now);

    default PairState resume(List<Entry> entries, Rules rules, Moment now) {
        return Fold.resume(entries, rules, now);
    }
}
