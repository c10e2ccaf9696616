package org.pbxfailover.core;

import static org.pbxfailover.core.Decision.CONFIRM;
import static org.pbxfailover.core.Decision.COUNT_ON;
import static org.pbxfailover.core.Decision.NOTHING;
import static org.pbxfailover.core.Decision.PROBE_ONCE_MORE;
import static org.pbxfailover.core.Decision.RUN;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.ACTIVE;
import static org.pbxfailover.core.State.BLIND;
import static org.pbxfailover.core.State.FAILING_BACK;
import static org.pbxfailover.core.State.HOLD;
import static org.pbxfailover.core.State.MAINTENANCE;
import static org.pbxfailover.core.State.SUSPECT;
import static org.pbxfailover.core.State.WATCHING;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every way from one state of a pair to the next. What is not in this table does not happen: an event without a row for the present
 * state changes nothing (rule I13). {@code docs/states.md} is generated from here.
 *
 * <p>Nothing leads from {@code active} but a person's order, or {@code stand-down} where configured (rule I7). A person may suspend that as
 * well: the secondary stays in service, and the suspension lasts through a fail-back to its own end. From {@code hold} a person
 * leads out who has put the pair there; where the journal cannot be trusted nothing does: the way out is to repair or remove it and to
 * start the robot again.
 */
public final class Transitions {

    private static final String FAILED = "the primary does not answer ({why}): failure {n} of {k}";
    private static final String ENOUGH =
            "the primary does not answer ({why}): {k} failures in a row; asking the outside hosts";
    private static final String OUTSIDE = "{outside}: the robot can see out; probing the primary once more";
    private static final String DEAD =
            "the primary is dead: {k} probes in a row and one more failed ({why}), {outside}; activating the secondary, epoch {epoch}";
    private static final String IN_SHADOW =
            "would have failed over (shadow mode): {k} probes in a row and one more failed ({why}), {outside}";
    private static final String ALONE = "cut off: {outside}; doing nothing and counting afresh";
    private static final String AWAY = "the robot itself was away for {why}; counting afresh";
    private static final String NO_PROOF =
            "this proves no death ({why}): no failover for it, counting afresh; look at it";
    private static final String SEEN_ALIVE =
            "the primary does not answer ({why}), but {opinion}: no failover; look at the primary";
    private static final String BOOTING =
            "the primary has not answered yet ({why}); its failures do not count for {grace}: it may be booting";
    private static final String FLAPPING =
            "the primary answers again, but it flaps: suspected {flaps} times within {why}; look at it and at the network";
    private static final String NO_END =
            "the confirmation did not end in time, so there is no failover for it: counting afresh; look at the robot: its disk, its route confirm and its load";
    private static final String ORDERED = "switchover ordered by {by}: activating the secondary, epoch {epoch}";
    private static final String BACK = "fail-back ordered by {by}, epoch {epoch}";
    private static final String SUSPENDED =
            "maintenance until {until}, ordered by {by}: probing goes on, decisions do not";
    private static final String HELD =
            "on hold, ordered by {by}{instead}: probing goes on, decisions do not, until somebody releases it";
    private static final String SUSPENDED_IN_SERVICE =
            "maintenance until {until}, ordered by {by}: the secondary stays in service, epoch {epoch}; {back}";
    private static final String HELD_IN_SERVICE =
            "on hold, ordered by {by}{instead}: the secondary stays in service, epoch {epoch}, until somebody releases the pair; {back}";
    private static final String SUSPENDED_ON_THE_WAY =
            "maintenance until {until}, ordered by {by}: the fail-back goes on, epoch {epoch}, and after it decisions are suspended";
    private static final String STALL = "stage {stage} is stalled: {why}; trying further";
    private static final String BROKEN_OFF =
            "the route fails, and nothing is called: {why}; trying further; no action that is done is repeated";
    private static final String LEFT_OUT = "stage {stage} goes on without an action that is not required: {why}";

    /** The table. */
    public static final List<Transition> TABLE = List.of(
            quiet(WATCHING, Trigger.ANSWERS, WATCHING, NOTHING, "the primary answers"),
            told(WATCHING, Trigger.FAILS, SUSPECT, COUNT_ON, "suspect", FAILED),
            told(WATCHING, Trigger.FAILS_ONCE_TOO_OFTEN, SUSPECT, CONFIRM, "suspect", ENOUGH),
            alarm(WATCHING, Trigger.UNCLEAR, WATCHING, "suspect", NO_PROOF),
            alarm(WATCHING, Trigger.BOOTING, WATCHING, "suspect", BOOTING),
            told(WATCHING, Trigger.FAILOVER_ORDERED, ACTIVATING, RUN, "activating", ORDERED),
            quiet(WATCHING, Trigger.MAINTENANCE_ORDERED, MAINTENANCE, NOTHING, SUSPENDED),
            quiet(WATCHING, Trigger.HOLD_ORDERED, HOLD, NOTHING, HELD),
            //
            quiet(SUSPECT, Trigger.ANSWERS, WATCHING, NOTHING, "the primary answers again"),
            alarm(SUSPECT, Trigger.FLAPS, WATCHING, "suspect", FLAPPING),
            quiet(SUSPECT, Trigger.FAILS, SUSPECT, COUNT_ON, FAILED),
            quiet(SUSPECT, Trigger.FAILS_ONCE_TOO_OFTEN, SUSPECT, CONFIRM, ENOUGH),
            alarm(SUSPECT, Trigger.UNCLEAR, WATCHING, "suspect", NO_PROOF),
            quiet(SUSPECT, Trigger.GAP, WATCHING, NOTHING, AWAY),
            quiet(SUSPECT, Trigger.OUTSIDE_ANSWERS, SUSPECT, PROBE_ONCE_MORE, OUTSIDE),
            told(SUSPECT, Trigger.CONFIRMED, ACTIVATING, RUN, "activating", DEAD),
            alarm(SUSPECT, Trigger.CONFIRMED_IN_SHADOW, SUSPECT, "activating", IN_SHADOW),
            alarm(SUSPECT, Trigger.CUT_OFF, BLIND, "blind", ALONE),
            alarm(SUSPECT, Trigger.SEEN_ALIVE, SUSPECT, "suspect", SEEN_ALIVE),
            alarm(SUSPECT, Trigger.UNDECIDED, SUSPECT, "suspect", NO_END),
            told(SUSPECT, Trigger.FAILOVER_ORDERED, ACTIVATING, RUN, "activating", ORDERED),
            quiet(SUSPECT, Trigger.MAINTENANCE_ORDERED, MAINTENANCE, NOTHING, SUSPENDED),
            quiet(SUSPECT, Trigger.HOLD_ORDERED, HOLD, NOTHING, HELD),
            //
            quiet(BLIND, Trigger.ANSWERS, WATCHING, NOTHING, "the primary answers again"),
            alarm(BLIND, Trigger.FLAPS, WATCHING, "suspect", FLAPPING),
            quiet(BLIND, Trigger.FAILS, BLIND, COUNT_ON, FAILED),
            quiet(BLIND, Trigger.FAILS_ONCE_TOO_OFTEN, BLIND, CONFIRM, ENOUGH),
            new Transition(BLIND, Trigger.UNCLEAR, BLIND, NOTHING, Optional.empty(), true, NO_PROOF),
            quiet(BLIND, Trigger.GAP, BLIND, NOTHING, AWAY),
            quiet(BLIND, Trigger.OUTSIDE_ANSWERS, BLIND, PROBE_ONCE_MORE, OUTSIDE),
            told(BLIND, Trigger.CONFIRMED, ACTIVATING, RUN, "activating", DEAD),
            alarm(BLIND, Trigger.CONFIRMED_IN_SHADOW, SUSPECT, "activating", IN_SHADOW),
            alarm(BLIND, Trigger.CUT_OFF, BLIND, "blind", ALONE),
            alarm(BLIND, Trigger.SEEN_ALIVE, SUSPECT, "suspect", SEEN_ALIVE),
            alarm(BLIND, Trigger.UNDECIDED, BLIND, "suspect", NO_END),
            told(BLIND, Trigger.FAILOVER_ORDERED, ACTIVATING, RUN, "activating", ORDERED),
            quiet(BLIND, Trigger.MAINTENANCE_ORDERED, MAINTENANCE, NOTHING, SUSPENDED),
            quiet(BLIND, Trigger.HOLD_ORDERED, HOLD, NOTHING, HELD),
            //
            alarm(ACTIVATING, Trigger.STALLED, ACTIVATING, "stalled", STALL),
            alarm(ACTIVATING, Trigger.PASS_FAILED, ACTIVATING, "stalled", BROKEN_OFF),
            quiet(ACTIVATING, Trigger.GIVEN_UP, ACTIVATING, NOTHING, LEFT_OUT),
            alarm(
                    ACTIVATING,
                    Trigger.ANSWERS,
                    ACTIVATING,
                    "primary-returned",
                    "the primary answers again in mid-sequence: the activation will be finished; {choice}"),
            told(
                    ACTIVATING,
                    Trigger.RETURNED_IN_TIME,
                    WATCHING,
                    NOTHING,
                    "primary-returned",
                    "the primary answered before the first stage had begun: epoch {epoch} is abandoned"),
            told(
                    ACTIVATING,
                    Trigger.ALL_DONE,
                    ACTIVE,
                    NOTHING,
                    "active",
                    "the secondary is in service, epoch {epoch}{without}; {back}"),
            told(ACTIVATING, Trigger.FAIL_BACK_ORDERED, FAILING_BACK, RUN, "failing-back", BACK),
            quiet(
                    ACTIVATING,
                    Trigger.MAINTENANCE_OVER,
                    ACTIVATING,
                    NOTHING,
                    "maintenance is over: {why}; the activation goes on, epoch {epoch}"),
            //
            alarm(
                    ACTIVE,
                    Trigger.ANSWERS,
                    ACTIVE,
                    "primary-returned",
                    "the primary answers again while the secondary is in service (epoch {epoch}): trunks may be registered twice;"
                            + " {choice}"),
            told(
                    ACTIVE,
                    Trigger.STEADY,
                    FAILING_BACK,
                    RUN,
                    "failing-back",
                    "the primary has answered steadily for {why}: standing down, epoch {epoch}"),
            told(ACTIVE, Trigger.FAIL_BACK_ORDERED, FAILING_BACK, RUN, "failing-back", BACK),
            quiet(ACTIVE, Trigger.MAINTENANCE_ORDERED, ACTIVE, NOTHING, SUSPENDED_IN_SERVICE),
            quiet(
                    ACTIVE,
                    Trigger.MAINTENANCE_OVER,
                    ACTIVE,
                    NOTHING,
                    "maintenance is over: {why}; the secondary is in service, epoch {epoch}; {back}"),
            quiet(ACTIVE, Trigger.HOLD_ORDERED, ACTIVE, NOTHING, HELD_IN_SERVICE),
            quiet(
                    ACTIVE,
                    Trigger.RELEASED,
                    ACTIVE,
                    NOTHING,
                    "released by {by}: the secondary is in service, epoch {epoch}; {back}"),
            //
            alarm(FAILING_BACK, Trigger.STALLED, FAILING_BACK, "stalled", STALL),
            alarm(FAILING_BACK, Trigger.PASS_FAILED, FAILING_BACK, "stalled", BROKEN_OFF),
            quiet(FAILING_BACK, Trigger.GIVEN_UP, FAILING_BACK, NOTHING, LEFT_OUT),
            told(
                    FAILING_BACK,
                    Trigger.ALL_DONE,
                    WATCHING,
                    NOTHING,
                    "failed-back",
                    "the primary is in service again, epoch {epoch}{without}"),
            told(
                    FAILING_BACK,
                    Trigger.ALL_DONE_IN_MAINTENANCE,
                    MAINTENANCE,
                    NOTHING,
                    "failed-back",
                    "the primary is in service again, epoch {epoch}{without}, and in maintenance until {until}: probing goes on, decisions do not"),
            told(FAILING_BACK, Trigger.FAILOVER_ORDERED, ACTIVATING, RUN, "activating", ORDERED),
            quiet(FAILING_BACK, Trigger.MAINTENANCE_ORDERED, FAILING_BACK, NOTHING, SUSPENDED_ON_THE_WAY),
            quiet(
                    FAILING_BACK,
                    Trigger.MAINTENANCE_OVER,
                    FAILING_BACK,
                    NOTHING,
                    "maintenance is over: {why}; the fail-back goes on, epoch {epoch}"),
            //
            quiet(MAINTENANCE, Trigger.MAINTENANCE_ORDERED, MAINTENANCE, NOTHING, SUSPENDED),
            quiet(MAINTENANCE, Trigger.HOLD_ORDERED, HOLD, NOTHING, HELD),
            quiet(MAINTENANCE, Trigger.MAINTENANCE_OVER, WATCHING, NOTHING, "maintenance is over: {why}"),
            told(MAINTENANCE, Trigger.FAILOVER_ORDERED, ACTIVATING, RUN, "activating", ORDERED),
            //
            quiet(HOLD, Trigger.RELEASED, WATCHING, NOTHING, "released by {by}: watching again"));

    private static final Map<State, Map<Trigger, Transition>> INDEX = index();

    private Transitions() {}

    /** The row for a trigger in a state; empty: it changes nothing there. Thread-safe. */
    public static Optional<Transition> from(State state, Trigger trigger) {
        return Optional.ofNullable(INDEX.getOrDefault(state, Map.of()).get(trigger));
    }

    private static Transition quiet(State from, Trigger trigger, State to, Decision decision, String sentence) {
        return new Transition(from, trigger, to, decision, Optional.empty(), false, sentence);
    }

    private static Transition told(
            State from, Trigger trigger, State to, Decision decision, String event, String sentence) {
        return new Transition(from, trigger, to, decision, Optional.of(event), false, sentence);
    }

    private static Transition alarm(State from, Trigger trigger, State to, String event, String sentence) {
        return new Transition(from, trigger, to, NOTHING, Optional.of(event), true, sentence);
    }

    private static Map<State, Map<Trigger, Transition>> index() {
        Map<State, Map<Trigger, Transition>> index = new EnumMap<>(State.class);
        for (Transition row : TABLE) {
            Transition twin = index.computeIfAbsent(row.from(), state -> new EnumMap<>(Trigger.class))
                    .put(row.trigger(), row);
            if (twin != null) {
                throw new IllegalStateException("two rows for " + row.from().label() + ", "
                        + row.trigger().label());
            }
        }
        return index;
    }
}
