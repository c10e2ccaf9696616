package org.pbxfailover.core;

import java.util.List;
import java.util.Optional;

/** What a person orders, and what happens in a person's stead. */
final class Orders {
    private Orders() {}

    static Step step(Row row, Event.Order order) {
        if (!takes(row.state, order)) {
            return Step.none(row.state);
        }
        if (order instanceof Event.OrderFailover) {
            return failover(row, order.by());
        }
        if (order instanceof Event.OrderFailBack) {
            return failBack(row, order.by());
        }
        if (order instanceof Event.OrderMaintenance maintenance) {
            return maintenance(row, maintenance);
        }
        if (order instanceof Event.OrderHold) {
            return hold(row, order.by());
        }
        if (order instanceof Event.Release) {
            return released(row, order.by());
        }
        return order instanceof Event.EndMaintenance
                ? maintenanceOver(row, "ended by " + order.by())
                : acknowledge(row, order.by());
    }

    /** A suspension is ended by the order that ends its kind; whoever holds a pair wants no other to be carried out by mistake. */
    private static boolean takes(PairState state, Event.Order order) {
        boolean held = state.releasable();
        if (order instanceof Event.EndMaintenance) {
            return state.suspendedUntil().isPresent();
        }
        return order instanceof Event.Release ? held : !held || order instanceof Event.Acknowledge;
    }

    private static Step failover(Row row, String by) {
        return Runs.open(row.put("by", by), EpochKind.SWITCHOVER, Trigger.FAILOVER_ORDERED, Evidence.NONE);
    }

    private static Step failBack(Row row, String by) {
        return Runs.open(row.put("by", by), EpochKind.FAIL_BACK, Trigger.FAIL_BACK_ORDERED, Evidence.NONE);
    }

    static Step standDown(Row row) {
        return Runs.open(
                row.why(Humane.duration(row.rules.stableFor())), EpochKind.FAIL_BACK, Trigger.STEADY, Evidence.NONE);
    }

    private static Step maintenance(Row row, Event.OrderMaintenance order) {
        Moment until = row.now.plus(order.duration());
        Entry entry = new Entry.MaintenanceBegan(row.rules.pair(), row.now.wall(), until.wall(), order.by());
        return row.put("by", order.by())
                .put("until", Humane.second(until.wall()))
                .take(Trigger.MAINTENANCE_ORDERED, suspended(row, Suspension.until(until, order.by())), List.of(entry));
    }

    static Step maintenanceOver(Row row, String why) {
        Entry entry = new Entry.MaintenanceEnded(row.rules.pair(), row.now.wall(), why);
        return row.why(why).take(Trigger.MAINTENANCE_OVER, resumed(row), List.of(entry));
    }

    private static Step hold(Row row, String by) {
        Entry entry = new Entry.HoldBegan(row.rules.pair(), row.now.wall(), by);
        String instead = row.state.suspendedUntil().isPresent() ? ", and the maintenance is over" : "";
        return row.put("by", by)
                .put("instead", instead)
                .take(Trigger.HOLD_ORDERED, suspended(row, Suspension.hold(by)), List.of(entry));
    }

    private static Step released(Row row, String by) {
        Entry entry = new Entry.Released(row.rules.pair(), row.now.wall(), by);
        return row.put("by", by).take(Trigger.RELEASED, resumed(row), List.of(entry));
    }

    /** At both ends of a suspension counting begins afresh, and while the primary serves also what is worth an alarm. */
    private static PairState suspended(Row row, Suspension suspension) {
        return afresh(row).suspended(suspension);
    }

    private static PairState resumed(Row row) {
        return afresh(row).resumed().see(sight -> sight.mayBeBooting(row.rules, row.now));
    }

    private static PairState afresh(Row row) {
        PairState unseen = row.state.see(sight -> sight.afresh(row.now));
        return unseen.switched() ? unseen : unseen.with(Alarms.NONE);
    }

    /** The alarms have been seen: they are no longer shown until something new happens; the state stays as it is. */
    private static Step acknowledge(Row row, String by) {
        if (row.state.alarms().isEmpty()) {
            return Step.none(row.state);
        }
        Entry entry = new Entry.Acknowledged(row.rules.pair(), row.now.wall(), by);
        String seen = "acknowledged by " + by + ": "
                + String.join("; ", row.state.alarms().values());
        return new Step(
                row.state.with(row.state.attention().acknowledge()),
                Decision.NOTHING,
                List.of(entry),
                Optional.of(new Step.News(row.state.state(), seen, Optional.empty())));
    }
}
