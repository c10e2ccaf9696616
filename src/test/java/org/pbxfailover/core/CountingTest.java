package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.BLIND;
import static org.pbxfailover.core.State.SUSPECT;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountingTest {

    @Test
    void the_first_failure_makes_a_pair_suspect() {
        pair().probeFails()
                .is(SUSPECT)
                .decides(Decision.COUNT_ON)
                .notifies("suspect")
                .says("the primary does not answer (timeout: no answer): failure 1 of 3");
    }

    @Test
    void the_last_tolerated_failure_asks_for_a_confirmation() {
        pair().probeFails()
                .probeFails()
                .decides(Decision.COUNT_ON)
                .notifiesNobody()
                .probeFails()
                .is(SUSPECT)
                .decides(Decision.CONFIRM)
                .says(
                        "the primary does not answer (timeout: no answer): 3 failures in a row; asking the outside hosts");
    }

    @Test
    void one_tolerated_failure_asks_at_once() {
        pair().failures(1).probeFails().is(SUSPECT).decides(Decision.CONFIRM).notifies("suspect");
    }

    @Test
    void a_failed_poll_that_is_told_twice_is_one_failure() {
        Story story = pair().probeFails();
        Probe failed = story.state.streak().failed().get(0);
        story.changesNothing(s -> s.on(new Event.Probed(failed)));
        story.probeFails().changesNothing(s -> s.on(new Event.Probed(failed))).counts(2);
    }

    @Test
    void an_unclear_poll_breaks_the_row_although_it_was_begun_before_the_newest_failure() {
        Story story = pair();
        Probe unclear = story.failed(FailureClass.TLS);
        story.probeFails().on(new Event.Probed(unclear)).is(WATCHING).counts(0).alarms(Trigger.UNCLEAR);
    }

    @Test
    void an_answer_ends_the_row() {
        pair().probeFails()
                .probeFails()
                .probeAnswers()
                .is(WATCHING)
                .counts(0)
                .says("the primary answers again")
                .probeFails()
                .probeFails()
                .decides(Decision.COUNT_ON);
    }

    @Test
    void an_answer_while_all_is_well_is_not_worth_a_word() {
        pair().watching().probeAnswers().is(WATCHING).logsNothing();
    }

    @ParameterizedTest
    @EnumSource(names = {"NAME", "TLS", "DENIED", "ROUTE", "OWN"})
    void what_proves_nothing_ends_the_row_and_alarms(FailureClass failure) {
        Story story = pair().probeFails().probeFails();
        story.on(new Event.Probed(story.failed(failure)))
                .is(WATCHING)
                .counts(0)
                .alarms(Trigger.UNCLEAR)
                .notifies("suspect");
    }

    @Test
    void an_unclear_finding_is_reported_once_until_the_primary_answers() {
        pair().probeIsUnclear()
                .notifies("suspect")
                .probeIsUnclear()
                .logsNothing()
                .probeFails()
                .probeIsUnclear()
                .notifiesNobody()
                .probeAnswers()
                .alarms()
                .says("the primary answers")
                .probeIsUnclear()
                .notifies("suspect");
    }

    @Test
    void a_gap_discards_the_row() {
        pair().probeFails()
                .probeFails()
                .gap()
                .is(WATCHING)
                .counts(0)
                .says("the robot itself was away for 3 min; counting afresh")
                .probeFails()
                .decides(Decision.COUNT_ON);
    }

    @Test
    void a_gap_while_all_is_well_says_nothing_but_ends_steadiness() {
        Story story = pair().watching().gap().is(WATCHING).logsNothing();
        assertThat(story.state.steadySince()).isEmpty();
    }

    @Test
    void a_probe_that_was_under_way_during_the_gap_does_not_count() {
        Story story = pair().failures(1).watching();
        Probe frozen = story.failed(FailureClass.TIMEOUT);
        story.gap().changesNothing(s -> s.on(new Event.Probed(frozen)));
    }

    @Test
    void an_answer_that_was_under_way_during_the_gap_is_an_answer() {
        Story story = pair().blind();
        Probe frozen = story.alive();
        story.gap().is(BLIND).on(new Event.Probed(frozen)).is(WATCHING);
    }

    @Test
    void a_failure_that_was_begun_before_the_last_answer_does_not_count() {
        Story story = pair().confirming();
        Probe slow = story.failed(FailureClass.TIMEOUT);
        story.lastProbeAnswers().is(WATCHING).changesNothing(s -> s.on(new Event.Probed(slow)));
    }

    @Test
    void a_cut_off_robot_counts_afresh_in_silence() {
        pair().blind()
                .probeFails()
                .is(BLIND)
                .decides(Decision.COUNT_ON)
                .logsNothing()
                .counts(1)
                .says("cut off: 0 of 3 outside hosts answer (2 needed); doing nothing and counting afresh");
    }

    @Test
    void it_does_so_in_silence_also_when_a_person_knows() {
        pair().blind().acknowledge().probeFails().decides(Decision.COUNT_ON).logsNothing();
    }

    @Test
    void a_change_of_state_is_said_also_for_a_cause_that_is_known() {
        Story story = pair().probeIsUnclear().probeFails().is(SUSPECT).probeIsUnclear();
        story.is(WATCHING)
                .says("this proves no death (tls: no answer): no failover for it, counting afresh; look at it")
                .notifiesNobody();
        assertThat(story.step.news()).isPresent();
    }

    @Test
    void what_a_server_says_is_shown_as_it_is() {
        Story story = pair();
        Finding odd = new Finding.Failed(FailureClass.PROTOCOL, "$1 \\ {k} ${x}");
        story.on(new Event.Probed(new Probe(story.now, Duration.ofMillis(5), odd)))
                .says("the primary does not answer (protocol: $1 \\ {k} ${x}): failure 1 of 3");
    }

    @Test
    void a_cut_off_robot_asks_again_after_as_many_failures() {
        pair().blind().probeFails().probeFails().probeFails().is(BLIND).decides(Decision.CONFIRM);
    }

    @Test
    void a_cut_off_robot_that_sees_the_primary_again_watches() {
        pair().blind().probeAnswers().is(WATCHING).alarms().says("the primary answers again");
    }

    @Test
    void a_cut_off_robot_stays_blind_over_gaps_and_unclear_findings() {
        pair().blind().probeFails().gap().is(BLIND).counts(0);
        pair().blind().probeFails().probeIsUnclear().is(BLIND).counts(0).notifiesNobody();
    }

    @Test
    void the_evidence_holds_no_more_than_the_newest_failures() {
        Story story = pair().inMaintenance().times(9, Story::probeFails);
        assertThat(story.state.streak().size()).isEqualTo(3);
        assertThat(story.state.primaryDown()).isTrue();
    }

    @Test
    void a_pair_knows_since_when_it_is_in_its_state() {
        Story story = pair().probeFails();
        Moment suspect = story.now;
        assertThat(story.probeFails().state.since()).isEqualTo(suspect);
        assertThat(story.probeAnswers().state.since()).isEqualTo(story.now);
    }

    @Test
    void an_alarm_does_not_silence_what_is_not_counting() {
        pair().probeIsUnclear()
                .probeFails()
                .gap()
                .is(WATCHING)
                .says("the robot itself was away for 3 min; counting afresh")
                .orderMaintenance(Duration.ofMinutes(5));
        Story blind = pair().blind().confirming().after(Duration.ofMinutes(1)).tick();
        assertThat(blind.step.news()).isPresent();
    }

    @Test
    void steadiness_is_measured_from_the_first_answer_after_a_failure() {
        Story story = pair().probeFails().probeAnswers();
        Moment first = story.now;
        story.after(Duration.ofMinutes(2)).probeAnswers();
        assertThat(story.state.steadySince()).isPresent();
        assertThat(story.state.steady(story.rules, first.plus(Duration.ofMinutes(1))))
                .isFalse();
        assertThat(story.state.steady(story.rules, story.now)).isTrue();
        assertThat(story.probeFails().state.steadySince()).isEmpty();
    }

    @Test
    void a_primary_is_steady_from_the_moment_on_at_which_its_time_is_full() {
        Story story = pair().probeFails();
        Probe answer = story.alive();
        story.on(new Event.Probed(answer));
        assertThat(story.state.steadySince()).contains(answer.began().plus(answer.took()));
        Moment full = story.state.steadySince().orElseThrow().plus(story.rules.stableFor());
        assertThat(story.state.steady(story.rules, full.plus(Duration.ofNanos(-1))))
                .isFalse();
        assertThat(story.state.steady(story.rules, full)).isTrue();
    }
}
