package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.ACTIVE;
import static org.pbxfailover.core.State.FAILING_BACK;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.DNS;
import static org.pbxfailover.core.Story.PLAIN;
import static org.pbxfailover.core.Story.RELOAD;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The primary comes back, and what does not happen then. */
class LatchTest {

    private static Story switchedOver() {
        return pair().watching().orderFailover().done(RELOAD).allPassed().is(ACTIVE);
    }

    @Test
    void a_primary_that_is_back_before_the_first_stage_began_stops_the_activation() {
        Story story = pair().activating().probeAnswers();
        story.is(WATCHING)
                .notifies("primary-returned")
                .says("the primary answered before the first stage had begun: epoch 1 is abandoned")
                .alarms()
                .counts(0);
        assertThat(story.state.run()).isEmpty();
        assertThat(story.lastEntry())
                .contains(new Entry.EpochClosed(
                        "acme", story.now.wall(), 1, Entry.Outcome.ABANDONED, story.state.sentence()));
        story.changesNothing(s -> s.begins(RELOAD, PLAIN, 1)).activating();
        assertThat(story.state.epoch()).isEqualTo(2);
    }

    @Test
    void a_primary_that_is_back_in_mid_sequence_alarms_and_the_activation_is_finished() {
        pair().activating()
                .begins(RELOAD, PLAIN, 1)
                .probeAnswers()
                .is(ACTIVATING)
                .notifies("primary-returned")
                .alarms(Trigger.ANSWERS)
                .probeAnswers()
                .logsNothing()
                .returns(RELOAD, PLAIN, true)
                .allPassed()
                .is(ACTIVE)
                .alarms(Trigger.ANSWERS)
                .probeAnswers()
                .logsNothing();
    }

    @Test
    void a_stalled_stage_and_a_returned_primary_are_two_alarms() {
        pair().activating()
                .fails(RELOAD, PLAIN)
                .fails(RELOAD, PLAIN)
                .probeAnswers()
                .alarms(Trigger.STALLED, Trigger.ANSWERS);
    }

    @Test
    void a_switchover_goes_on_although_the_primary_answers() {
        pair().watching().orderFailover().probeAnswers().is(ACTIVATING).logsNothing();
    }

    @Test
    void a_switchover_away_from_a_dead_primary_alarms_when_it_answers() {
        pair().confirming().orderFailover().probeAnswers().is(ACTIVATING).alarms(Trigger.ANSWERS);
    }

    @Test
    void a_primary_that_is_back_while_the_secondary_serves_alarms_once() {
        pair().active()
                .probeFails()
                .probeAnswers()
                .is(ACTIVE)
                .notifies("primary-returned")
                .alarms(Trigger.ANSWERS)
                .probeAnswers()
                .logsNothing()
                .probeFails()
                .probeFails()
                .probeAnswers()
                .logsNothing();
    }

    @Test
    void it_alarms_again_only_after_the_primary_was_dead_again() {
        pair().active()
                .probeAnswers()
                .times(3, Story::probeFails)
                .alarms()
                .probeAnswers()
                .notifies("primary-returned")
                .alarms(Trigger.ANSWERS);
    }

    @Test
    void failures_with_answers_in_between_do_not_add_up() {
        pair().active()
                .probeAnswers()
                .times(5, s -> s.probeFails().probeFails().probeAnswers())
                .alarms(Trigger.ANSWERS)
                .logsNothing();
    }

    @Test
    void an_acknowledged_return_is_silent_until_something_new_happens() {
        pair().active()
                .probeAnswers()
                .acknowledge()
                .alarms()
                .probeAnswers()
                .logsNothing()
                .alarms()
                .times(3, Story::probeFails)
                .probeAnswers()
                .notifies("primary-returned")
                .alarms(Trigger.ANSWERS);
    }

    @Test
    void a_primary_that_dies_again_in_mid_sequence_alarms_again_when_it_answers() {
        pair().activating()
                .begins(RELOAD, PLAIN, 1)
                .probeAnswers()
                .times(3, Story::probeFails)
                .alarms()
                .probeAnswers()
                .notifies("primary-returned");
    }

    @Test
    void after_a_switchover_an_answering_primary_is_nothing_new() {
        switchedOver().probeAnswers().logsNothing().alarms();
    }

    @Test
    void after_a_switchover_one_lost_poll_is_no_return() {
        switchedOver().probeFails().probeFails().probeAnswers().logsNothing().alarms();
    }

    @Test
    void after_a_switchover_a_primary_that_was_stopped_and_started_alarms() {
        switchedOver().times(3, Story::probeFails).probeAnswers().alarms(Trigger.ANSWERS);
    }

    @Test
    void nothing_automatic_happens_while_the_secondary_serves() {
        Story story = pair().active();
        int written = story.journal.size();
        story.times(9, Story::probeFails)
                .probeIsUnclear()
                .gap()
                .times(9, Story::probeAnswers)
                .after(Duration.ofDays(1))
                .tick()
                .probeAnswers()
                .is(ACTIVE);
        assertThat(story.journal).hasSize(written);
    }

    @Test
    void standing_down_waits_until_the_primary_is_steady() {
        Story story = pair().standingDown().active().probeAnswers();
        story.after(Duration.ofSeconds(110))
                .probeAnswers()
                .is(ACTIVE)
                .after(Duration.ofSeconds(10))
                .probeAnswers()
                .is(FAILING_BACK)
                .decides(Decision.RUN)
                .notifies("failing-back")
                .says("the primary has answered steadily for 2 min: standing down, epoch 2");
        assertThat(story.state.epoch()).isEqualTo(2);
    }

    @Test
    void standing_down_needs_an_answer_and_not_only_time() {
        Story story = pair().standingDown().active().probeAnswers().after(Duration.ofMinutes(5));
        assertThat(Core.ticks(story.state, story.rules, story.now)).isFalse();
        story.tick().is(ACTIVE).probeFails().is(ACTIVE).probeAnswers().is(ACTIVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure", "unclear", "gap"})
    void standing_down_begins_afresh_after_whatever_breaks_steadiness(String what) {
        Story story = pair().standingDown().active().probeAnswers().after(Duration.ofSeconds(110));
        switch (what) {
            case "failure" -> story.probeFails();
            case "unclear" -> story.probeIsUnclear();
            default -> story.gap();
        }
        story.after(Duration.ofSeconds(20))
                .probeAnswers()
                .is(ACTIVE)
                .after(Duration.ofSeconds(120))
                .probeAnswers()
                .is(FAILING_BACK);
    }

    @Test
    void standing_down_does_not_undo_a_switchover() {
        pair().standingDown()
                .watching()
                .after(Duration.ofHours(1))
                .orderFailover()
                .done(RELOAD)
                .allPassed()
                .times(5, s -> s.after(Duration.ofMinutes(5)).probeAnswers())
                .is(ACTIVE)
                .times(3, Story::probeFails)
                .probeAnswers()
                .after(Duration.ofMinutes(2))
                .probeAnswers()
                .is(FAILING_BACK);
    }

    @Test
    void standing_down_works_after_a_return_in_mid_sequence_and_an_acknowledgement() {
        pair().standingDown()
                .activating()
                .begins(RELOAD, PLAIN, 1)
                .probeAnswers()
                .acknowledge()
                .returns(RELOAD, PLAIN, true)
                .allPassed()
                .after(Duration.ofMinutes(3))
                .probeAnswers()
                .is(FAILING_BACK);
    }

    @Test
    void without_stand_down_a_steady_primary_only_alarms() {
        pair().active().probeAnswers().after(Duration.ofHours(3)).probeAnswers().is(ACTIVE);
    }

    @Test
    void a_shadow_pair_does_not_stand_down() {
        pair().standingDown()
                .active()
                .inShadow()
                .probeAnswers()
                .after(Duration.ofHours(3))
                .probeAnswers()
                .is(ACTIVE);
    }

    @Test
    void a_fail_back_to_a_dead_primary_ends_in_watching_and_counting() {
        pair().failingBack()
                .times(5, Story::probeFails)
                .is(FAILING_BACK)
                .done(DNS)
                .allPassed()
                .is(WATCHING)
                .counts(0)
                .probeFails()
                .decides(Decision.COUNT_ON);
    }

    @Test
    void a_switchover_is_not_undone_because_of_a_death_before_the_last_fail_back() {
        pair().standingDown()
                .activating()
                .begins(RELOAD, PLAIN, 1)
                .probeAnswers()
                .restart() // it has forgotten that the primary answered
                .orderFailBack()
                .orderFailover()
                .done(RELOAD)
                .allPassed()
                .probeAnswers()
                .is(ACTIVE)
                .alarms()
                .after(Duration.ofMinutes(3))
                .probeAnswers()
                .is(ACTIVE);
    }
}
