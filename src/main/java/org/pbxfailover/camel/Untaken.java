package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Transitions;
import org.pbxfailover.core.Trigger;

/** Why an order had no effect in the state of a pair, and which would have one. */
final class Untaken {
    private static final Map<Trigger, String> ORDERS = orders();

    private Untaken() {}

    /** A phrase for people, without its end. */
    static String why(String pair, Event order, PairState state) {
        if (order instanceof Event.Acknowledge) {
            return "there is no alarm of " + pair + " to acknowledge";
        }
        if (order instanceof Event.Release) {
            return pair + " is not on hold, but " + state.state().label();
        }
        if (order instanceof Event.EndMaintenance) {
            return pair + " is not in maintenance, but " + state.state().label();
        }
        List<String> taken = new ArrayList<>();
        ORDERS.forEach((trigger, word) -> {
            if (Transitions.from(state.state(), trigger).isPresent() && ends(trigger, state)) {
                taken.add(word);
            }
        });
        return pair + " is " + standing(state) + ", and in this state it takes only " + String.join(", ", taken);
    }

    /** The state, to follow "is". */
    static String standing(PairState state) {
        return state.state() == State.MAINTENANCE
                ? "in maintenance"
                : state.state().label();
    }

    /** What ends a suspension is taken only while there is one. */
    private static boolean ends(Trigger trigger, PairState state) {
        return switch (trigger) {
            case MAINTENANCE_OVER -> state.suspendedUntil().isPresent();
            case RELEASED -> state.releasable();
            default -> true;
        };
    }

    private static Map<Trigger, String> orders() {
        Map<Trigger, String> orders = new LinkedHashMap<>();
        orders.put(Trigger.FAILOVER_ORDERED, "failover");
        orders.put(Trigger.FAIL_BACK_ORDERED, "failback");
        orders.put(Trigger.MAINTENANCE_ORDERED, "maintenance");
        orders.put(Trigger.MAINTENANCE_OVER, "the end of the maintenance");
        orders.put(Trigger.HOLD_ORDERED, "hold");
        orders.put(Trigger.RELEASED, "release");
        return orders;
    }
}
