package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Failed probes in a row, oldest first. What breaks a row (an answer, an unclear finding, a gap) makes it {@link #NONE} again. */
public record Streak(List<Probe> failed) {
    public static final Streak NONE = new Streak(List.of());

    public Streak {
        failed = List.copyOf(failed);
    }

    /** With one more failure; of a long row only the newest {@code keep} are kept. */
    Streak plus(Probe probe, int keep) {
        List<Probe> longer = new ArrayList<>(failed);
        longer.add(probe);
        return new Streak(longer.subList(Math.max(0, longer.size() - keep), longer.size()));
    }

    Optional<Probe> newest() {
        return failed.isEmpty() ? Optional.empty() : Optional.of(failed.get(failed.size() - 1));
    }

    public int size() {
        return failed.size();
    }
}
