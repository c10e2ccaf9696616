package org.pbxfailover.camel;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Entry;
import org.pbxfailover.operator.CareView;

/** What people did about a pair, and what the robot saw and decided about it, without switching it, told from its journal. */
final class Cares {
    private Cares() {}

    /** The newest first. */
    static List<CareView> of(List<Entry> entries) {
        List<CareView> all = new ArrayList<>();
        entries.forEach(entry -> said(entry).ifPresent(sentence -> all.add(0, new CareView(entry.at(), sentence))));
        return all;
    }

    private static Optional<String> said(Entry entry) {
        if (entry instanceof Entry.HoldBegan hold) {
            return Optional.of("on hold, ordered by " + hold.by());
        }
        if (entry instanceof Entry.Released released) {
            return Optional.of("released by " + released.by());
        }
        if (entry instanceof Entry.MaintenanceBegan began) {
            return Optional.of("maintenance until " + began.until().truncatedTo(ChronoUnit.SECONDS) + ", ordered by "
                    + began.by());
        }
        if (entry instanceof Entry.MaintenanceEnded ended) {
            return Optional.of("maintenance is over: " + ended.by());
        }
        if (entry instanceof Entry.Acknowledged acknowledged) {
            return Optional.of("alarms acknowledged by " + acknowledged.by());
        }
        if (entry instanceof Entry.PrimaryDown down) {
            return Optional.of("the primary went down while the secondary serves, epoch " + down.epoch() + " ("
                    + down.detail() + ")");
        }
        if (entry instanceof Entry.WouldHave would) {
            return Optional.of(would.sentence());
        }
        if (entry instanceof Entry.DrillBegan drill) {
            return Optional.of((drill.live() ? "live drill" : "drill") + " ordered by " + drill.by());
        }
        return entry instanceof Entry.DrillEnded ended ? Optional.of(ended.sentence()) : Optional.empty();
    }
}
