package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    /** The notifications of the contract. */
    private static final Set<String> EVENTS = Set.of(
            "suspect",
            "blind",
            "activating",
            "active",
            "stalled",
            "primary-returned",
            "failing-back",
            "failed-back",
            "not-ready");

    @Test
    void a_row_is_found_by_its_state_and_trigger() {
        assertThat(Transitions.TABLE)
                .allSatisfy(row ->
                        assertThat(Transitions.from(row.from(), row.trigger())).contains(row));
    }

    @Test
    void a_state_has_one_row_for_a_trigger() {
        Set<String> seen = new HashSet<>();
        assertThat(Transitions.TABLE).allMatch(row -> seen.add(row.from() + " " + row.trigger()));
    }

    @Test
    void only_a_person_leads_to_hold_and_from_it() {
        assertThat(Transitions.TABLE)
                .filteredOn(row -> row.from() == State.HOLD || row.to() == State.HOLD)
                .extracting(Transition::trigger)
                .containsOnly(Trigger.HOLD_ORDERED, Trigger.RELEASED);
        assertThat(Transitions.from(State.HOLD, Trigger.ANSWERS)).isEqualTo(Optional.empty());
    }

    @Test
    void active_is_left_by_a_person_or_by_standing_down_only() {
        assertThat(Transitions.TABLE)
                .filteredOn(row -> row.from() == State.ACTIVE && row.to() != State.ACTIVE)
                .extracting(Transition::trigger)
                .containsExactlyInAnyOrder(Trigger.FAIL_BACK_ORDERED, Trigger.STEADY);
    }

    @Test
    void only_a_confirmation_or_a_person_leads_to_activating() {
        assertThat(Transitions.TABLE)
                .filteredOn(row -> row.to() == State.ACTIVATING && row.from() != State.ACTIVATING)
                .extracting(Transition::trigger)
                .containsOnly(Trigger.CONFIRMED, Trigger.FAILOVER_ORDERED);
    }

    @Test
    void every_trigger_is_used_and_every_state_is_left() {
        assertThat(Transitions.TABLE).extracting(Transition::trigger).contains(Trigger.values());
        assertThat(Transitions.TABLE)
                .filteredOn(row -> row.from() != row.to())
                .extracting(Transition::from)
                .containsOnly(State.values());
    }

    @Test
    void notifications_have_the_names_of_the_contract() {
        assertThat(Transitions.TABLE)
                .allSatisfy(row ->
                        assertThat(EVENTS).containsAll(row.event().stream().toList()));
    }
}
