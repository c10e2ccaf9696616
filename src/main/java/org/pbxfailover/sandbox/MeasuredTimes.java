package org.pbxfailover.sandbox;

import static org.pbxfailover.sandbox.Story.change;
import static org.pbxfailover.sandbox.Story.request;
import static org.pbxfailover.sandbox.Story.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pbxfailover.sandbox.Seen.Kind;

/** How long everything took, out of what the simulators saw. Pure. */
final class MeasuredTimes {

    /** @param after since the beginning of its table; empty when it did not happen */
    record Row(String what, Optional<Duration> after) {}

    private final Story story;
    private final String primaryAddress;
    private final String secondaryAddress;

    MeasuredTimes(List<Seen> lines, String primaryAddress, String secondaryAddress) {
        this.story = Story.of(lines);
        this.primaryAddress = primaryAddress;
        this.secondaryAddress = secondaryAddress;
    }

    /** Since the primary's death; none while it lives. The decision falls between the outside hosts' answers and the first call. */
    List<Row> failover() {
        List<Seen> part = story.outage();
        if (part.isEmpty()) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        row(rows, part, "the outside hosts are asked", line -> line.where().startsWith("outside-"));
        row(rows, part, "decided: the secondary is told to reload", request("secondary", r -> r.isAt("/reload")));
        row(rows, part, "reloaded, registrations accepted", change("secondary", Kind.RELOADED));
        row(rows, part, "the trunk is registered", change("secondary", Kind.TRUNK_REGISTERED));
        row(rows, part, "DNS says the secondary", change("dns", Kind.ADDRESS_SET, secondaryAddress));
        row(
                rows,
                part,
                "total: a telephone is in service again",
                change("telephone", Kind.TELEPHONE_REGISTERED, secondaryAddress));
        return rows;
    }

    /** Since the last order, because those before it were refused; none without an order. */
    List<Row> failBack() {
        List<Seen> part = story.afterLastOrder();
        if (part.isEmpty()) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        row(rows, part, "DNS says the primary", change("dns", Kind.ADDRESS_SET, primaryAddress));
        row(rows, part, "the secondary's trunk is unregistered", change("secondary", Kind.TRUNK_UNREGISTERED));
        row(
                rows,
                part,
                "total: the telephone is at the primary again",
                change("telephone", Kind.TELEPHONE_REGISTERED, primaryAddress));
        return rows;
    }

    private static void row(List<Row> rows, List<Seen> part, String what, Predicate<Seen> wanted) {
        Duration began = part.get(0).at();
        rows.add(new Row(what, time(part, wanted).map(at -> at.minus(began))));
    }
}
