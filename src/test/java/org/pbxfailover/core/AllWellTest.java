package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where the watch need not tell of an answer, because nothing waits for one. */
class AllWellTest {
    @Test
    void a_primary_that_answers_is_well() {
        assertThat(pair().watching().state.allWell()).isTrue();
    }

    @Test
    void one_that_has_not_answered_yet_is_not() {
        assertThat(pair().state.allWell()).isFalse();
    }

    @Test
    void failures_in_a_row_wait_for_an_answer() {
        assertThat(pair().watching().suspect().state.allWell()).isFalse();
        assertThat(pair().watching().suspect().probeAnswers().state.allWell()).isTrue();
    }

    @Test
    void an_alarm_waits_for_one() {
        assertThat(pair().watching().probeIsUnclear().state.allWell()).isFalse();
    }

    @Test
    void an_alarm_about_a_primary_that_answers_waits_for_one_too() {
        Story story =
                pair().watching().times(Rules.FLAPS, flap -> flap.probeFails().probeAnswers());
        story.alarms(Trigger.FLAPS);
        assertThat(story.state.sight().settled()).isTrue();
        assertThat(story.state.allWell()).isFalse();
    }

    /** Until that answer it is known, so that the same thing is not reported again. */
    @Test
    void an_alarm_that_was_acknowledged_waits_for_one_as_well() {
        Story story = pair().watching()
                .times(Rules.FLAPS, flap -> flap.probeFails().probeAnswers())
                .acknowledge();
        assertThat(story.state.alarms()).isEmpty();
        assertThat(story.state.allWell()).isFalse();
        story.after(story.rules.flapWindow()).probeAnswers();
        assertThat(story.state.attention()).isEqualTo(Alarms.NONE);
        assertThat(story.state.allWell()).isTrue();
    }

    @Test
    void a_time_for_booting_waits_for_one_though_the_primary_answered_before() {
        Story story = pair().withGrace(Duration.ofMinutes(2))
                .watching()
                .inMaintenance()
                .endMaintenance();
        assertThat(story.state.allWell()).isFalse();
        assertThat(story.probeAnswers().state.allWell()).isTrue();
    }

    @Test
    void other_states_hear_of_every_answer() {
        assertThat(pair().watching().inMaintenance().state.allWell()).isFalse();
        assertThat(pair().watching().orderFailover().state.allWell()).isFalse();
    }

    @Test
    void each_of_these_alone_is_reason_enough() {
        Story story = pair().watching();
        Sight well = story.state.sight();
        Probe failed = story.failed(FailureClass.REFUSED);
        assertThat(well.settled()).isTrue();
        assertThat(well.unsteady().settled()).isFalse();
        assertThat(well.mayBeBooting(story.rules, story.now).settled()).isFalse();
        Sight counting = new Sight(
                Streak.NONE.plus(failed, 3),
                well.confirmation(),
                well.rounds(),
                well.countFrom(),
                false,
                well.steadySince(),
                well.graceUntil(),
                well.cleared());
        assertThat(counting.settled()).isFalse();
    }
}
