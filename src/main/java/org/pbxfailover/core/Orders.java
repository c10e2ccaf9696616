package org.pbxfailover.core;

import java.util.List;
import java.util.Optional;

/** What a person orders, and what happens in a person's stead. */
final class Orders {
    private Orders() {}

    static Step step(Row row, Event.Order order) {
        if (order instanceof Event.OrderFailover) {
            return failover(row, order.by());
        }
        if (order instanceof Event.OrderFailBack) {
            return failBack(row, order.by());
        }
        if (order instanceof Event.OrderMaintenance maintenance) {
            return maintenance(row, maintenance);
        }
        return order instanceof Event.EndMaintenance
                ? maintenanceOver(row, "ended by " + order.by())
                : acknowledge(row, order.by());
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
                .put("until", until.wall().toString())
                .take(Trigger.MAINTENANCE_ORDERED, suspended(row, Optional.of(until)), List.of(entry));
    }

    static Step maintenanceOver(Row row, String why) {
        Entry entry = new Entry.MaintenanceEnded(row.rules.pair(), row.now.wall(), why);
        PairState ended = suspended(row, Optional.empty()).see(sight -> sight.mayBeBooting(row.rules, row.now));
        return row.why(why).take(Trigger.MAINTENANCE_OVER, ended, List.of(entry));
    }

    /** At both ends of maintenance everything begins afresh: counting, and what is worth an alarm. */
    private static PairState suspended(Row row, Optional<Moment> until) {
        return row.state.see(sight -> sight.afresh(row.now)).suspended(until).with(Alarms.NONE);
    }

    /** The alarms have been seen: they are no longer shown until something new happens; the state stays as it is. */
    private static Step acknowledge(Row row, String by) {
        if (row.state.alarms().isEmpty()) {
            return Step.none(row.state);
        }
        Entry entry = new Entry.Acknowledged(row.rules.pair(), row.now.wall(), by);
        return new Step(
                row.state.with(row.state.attention().acknowledge()),
                Decision.NOTHING,
                List.of(entry),
                Optional.empty());
    }
}
