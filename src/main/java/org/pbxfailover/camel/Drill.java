package org.pbxfailover.camel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Entry.DrillBegan;
import org.pbxfailover.core.Entry.DrillEnded;

/**
 * A drill of a pair as its journal tells it.
 *
 * @param ended empty while it goes on
 * @param passed when one of the pair passed last
 */
record Drill(DrillBegan began, Optional<DrillEnded> ended, Optional<Instant> passed) {

    boolean open() {
        return ended.isEmpty();
    }

    /** After one more entry. */
    static Optional<Drill> next(Optional<Drill> last, Entry entry) {
        if (entry instanceof DrillBegan began) {
            return Optional.of(new Drill(began, Optional.empty(), last.flatMap(Drill::passed)));
        }
        return entry instanceof DrillEnded ended ? last.map(drill -> drill.over(ended)) : last;
    }

    private Drill over(DrillEnded end) {
        return new Drill(began, Optional.of(end), end.passed() ? Optional.of(end.at()) : passed);
    }

    /** The newest one. */
    static Optional<Drill> last(List<Entry> entries) {
        Optional<Drill> last = Optional.empty();
        for (Entry entry : entries) {
            last = next(last, entry);
        }
        return last;
    }
}
