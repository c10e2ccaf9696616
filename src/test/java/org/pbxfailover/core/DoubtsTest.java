package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.SUSPECT;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What looks like a death and need not be one: odd failures, a booting primary, a flapping one, and others who see it alive. */
class DoubtsTest {
    private static final Duration GRACE = Duration.ofMinutes(2);

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"NAME", "TLS", "DENIED", "SIP", "ROUTE", "OWN"})
    void odd_failures_raise_an_alarm_and_no_failover(FailureClass failure) {
        pair().watching()
                .times(10, story -> story.probeFails(failure))
                .is(WATCHING)
                .counts(0)
                .alarms(Trigger.UNCLEAR)
                .probeAnswers()
                .alarms();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"TLS", "DENIED", "SIP"})
    void where_it_is_configured_they_count_like_any_other(FailureClass failure) {
        pair().countingAlso(failure)
                .probeFails(failure)
                .probeFails(failure)
                .is(SUSPECT)
                .probeFails(failure)
                .decides(Decision.CONFIRM);
        Story story = pair().countingAlso(failure).probingOnceMore();
        story.on(new Event.LastProbed(1, story.failed(failure))).is(ACTIVATING);
    }

    @Test
    void only_what_is_configured_counts() {
        pair().countingAlso(FailureClass.SIP)
                .times(5, story -> story.probeFails(FailureClass.TLS))
                .is(WATCHING);
    }

    @Test
    void a_booting_primary_has_its_time() {
        Story story = pair().withGrace(GRACE).restart();
        story.times(5, Story::probeFails)
                .is(WATCHING)
                .counts(0)
                .alarms(Trigger.BOOTING)
                .says("the primary has not answered yet (timeout: no answer); its failures do not count for 2 min:"
                        + " it may be booting");
        assertThat(story.news).hasSize(1);
    }

    @Test
    void a_failure_of_its_time_counts_no_more_when_it_is_told_again_later() {
        Story story = pair().withGrace(GRACE).restart();
        Probe failed = story.failed(FailureClass.REFUSED);
        story.on(new Event.Probed(failed))
                .after(GRACE)
                .changesNothing(s -> s.on(new Event.Probed(failed)))
                .counts(0);
    }

    @Test
    void a_failure_of_its_time_ends_steadiness_like_any_other() {
        Story story = pair().withGrace(GRACE).inMaintenance().probeAnswers().endMaintenance();
        assertThat(story.state.steadySince()).isPresent();
        assertThat(story.probeFails().alarms(Trigger.BOOTING).state.steadySince())
                .isEmpty();
    }

    @Test
    void its_time_is_bounded() {
        pair().withGrace(GRACE)
                .restart()
                .probeFails()
                .after(GRACE)
                .probeFails()
                .counts(1)
                .probeFails()
                .probeFails()
                .decides(Decision.CONFIRM);
    }

    @Test
    void its_time_ends_when_it_answers() {
        pair().withGrace(GRACE)
                .restart()
                .probeAnswers()
                .probeFails()
                .is(SUSPECT)
                .counts(1);
    }

    @Test
    void without_a_configured_time_it_counts_at_once() {
        pair().restart().probeFails().is(SUSPECT).counts(1);
    }

    @Test
    void after_maintenance_the_primary_may_be_booting() {
        pair().withGrace(GRACE)
                .watching()
                .inMaintenance()
                .endMaintenance()
                .probeFails()
                .is(WATCHING)
                .counts(0)
                .alarms(Trigger.BOOTING);
    }

    @Test
    void after_a_fail_back_the_primary_may_be_booting() {
        pair().withGrace(GRACE)
                .failingBack()
                .allPassed()
                .is(WATCHING)
                .probeFails()
                .is(WATCHING)
                .counts(0);
    }

    @Test
    void a_primary_that_answered_before_its_activation_began_is_not_booting() {
        pair().withGrace(GRACE)
                .activating()
                .probeAnswers()
                .is(WATCHING)
                .probeFails()
                .is(SUSPECT)
                .counts(1);
    }

    @Test
    void while_the_secondary_serves_a_dead_primary_is_down_and_not_booting() {
        Story story = pair().withGrace(GRACE).active().restart();
        story.times(3, Story::probeFails).probeAnswers().alarms(Trigger.ANSWERS);
        pair().withGrace(GRACE)
                .active()
                .probeAnswers()
                .acknowledge()
                .restart()
                .times(3, Story::probeFails)
                .probeAnswers()
                .notifies("primary-returned");
    }

    private static void flap(Story story) {
        story.probeFails().probeAnswers();
    }

    @Test
    void one_that_flaps_raises_an_alarm_once() {
        Story story = pair().watching().times(4, DoubtsTest::flap).is(WATCHING).alarms();
        flap(story);
        story.is(WATCHING)
                .alarms(Trigger.FLAPS)
                .notifies("suspect")
                .says("the primary answers again, but it flaps: suspected 5 times within 1 min 40 s;"
                        + " look at it and at the network");
        flap(story);
        story.alarms(Trigger.FLAPS).notifiesNobody();
    }

    @Test
    void one_that_has_stopped_flapping_is_well() {
        pair().watching()
                .times(5, DoubtsTest::flap)
                .probeAnswers()
                .alarms(Trigger.FLAPS)
                .after(Duration.ofSeconds(101))
                .probeAnswers()
                .alarms()
                .says("the primary answers");
    }

    @Test
    void the_last_suspicion_at_the_very_end_of_the_time_still_makes_it_flap() {
        Duration window = pair().rules.flapWindow();
        Duration before = window.minusSeconds(1 + 3 * 2 + 1); // each event takes a second
        pair().watching()
                .times(4, DoubtsTest::flap)
                .after(before)
                .probeFails()
                .probeAnswers()
                .alarms(Trigger.FLAPS);
        pair().watching()
                .times(4, DoubtsTest::flap)
                .after(before.plusNanos(1))
                .probeFails()
                .probeAnswers()
                .alarms();
    }

    @Test
    void suspicions_far_apart_are_no_flapping() {
        pair().watching()
                .times(10, story -> flap(story.after(Duration.ofSeconds(30))))
                .alarms();
    }

    @Test
    void one_that_flaps_and_then_dies_is_failed_over() {
        pair().watching().times(5, DoubtsTest::flap).activating();
    }

    @Test
    void a_flapping_primary_whose_certificate_was_odd_keeps_only_the_alarm_that_still_holds() {
        pair().watching()
                .times(5, DoubtsTest::flap)
                .probeIsUnclear()
                .alarms(Trigger.FLAPS, Trigger.UNCLEAR)
                .probeAnswers()
                .alarms(Trigger.FLAPS);
    }

    @Test
    void any_of_several_others_who_sees_it_alive_vetoes() {
        pair().withOpinions(2)
                .probingOnceMore()
                .opinion("its SIP side", false, "timeout")
                .lastProbeFails()
                .is(SUSPECT)
                .opinion("witness dc3", true, "200 OK")
                .is(SUSPECT)
                .decides(Decision.NOTHING)
                .alarms(Trigger.SEEN_ALIVE)
                .says("the primary does not answer (refused: no answer), but witness dc3 answers (200 OK): no failover;"
                        + " look at the primary");
    }

    @Test
    void all_of_them_are_waited_for() {
        pair().withOpinions(2)
                .probingOnceMore()
                .lastProbeFails()
                .opinion("its SIP side", false, "timeout")
                .is(SUSPECT)
                .opinion("witness dc3", false, "timeout")
                .is(ACTIVATING);
    }

    @Test
    void one_who_says_it_twice_is_one() {
        pair().withOpinions(2)
                .probingOnceMore()
                .lastProbeFails()
                .opinion("its SIP side", false, "timeout")
                .opinion("its SIP side", false, "timeout")
                .is(SUSPECT);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"TLS", "DENIED", "SIP"})
    void some_failures_show_that_somebody_is_there(FailureClass failure) {
        Story story = pair();
        assertThat(story.rules.seesLife(story.failed(failure))).isTrue();
        story.countingAlso(failure);
        assertThat(story.rules.seesLife(story.failed(failure))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"TLS", "DENIED", "SIP"},
            mode = EnumSource.Mode.EXCLUDE)
    void others_show_nobody(FailureClass failure) {
        Story story = pair();
        assertThat(story.rules.seesLife(story.failed(failure))).isFalse();
        assertThat(story.rules.seesLife(story.alive())).isTrue();
    }

    @Test
    void what_they_said_is_in_the_evidence() {
        Story story = pair().withOpinions(1)
                .probingOnceMore()
                .lastProbeFails()
                .sip(false)
                .is(ACTIVATING);
        Entry.EpochOpened opened = (Entry.EpochOpened) story.lastEntry().orElseThrow();
        assertThat(opened.evidence().opinions())
                .containsExactly(new SecondOpinion("its SIP side", false, "sip: timeout"));
    }

    @Test
    void a_veto_is_told_by_who_gave_it() {
        assertThat(new SecondOpinion("its SIP side", true, "200 OK").phrase())
                .isEqualTo("its SIP side answers (200 OK)");
        assertThat(new SecondOpinion(SecondOpinion.READINESS, true, "synced").phrase())
                .isEqualTo("readiness.fatal forbids it (synced)");
    }

    @Test
    void one_that_was_not_heard_by_the_robots_own_fault_is_no_silence_and_ends_the_confirmation() {
        Story story = pair().withOpinions(2).probingOnceMore().lastProbeFails();
        Probe own = story.failed(FailureClass.OWN);
        SecondOpinion none = new SecondOpinion("its SIP side", false, "own: no answer");
        story.on(none.heard(story.round(), own))
                .is(WATCHING)
                .alarms(Trigger.UNCLEAR)
                .says("this proves no death (own: its SIP side was not heard: no answer): no failover for it, counting"
                        + " afresh; look at it");
        assertThat(story.state.confirmation()).isEmpty();
    }

    /** That this machine has no way to somebody is the same the next time. */
    @ParameterizedTest
    @EnumSource(value = FailureClass.class, names = "OWN", mode = EnumSource.Mode.EXCLUDE)
    void whoever_does_not_answer_otherwise_is_silent(FailureClass failure) {
        Probe probe = pair().failed(failure);
        SecondOpinion none = new SecondOpinion("witness dc3", false, "nothing");
        assertThat(none.heard(7, probe)).isEqualTo(new Event.OpinionAsked(7, none));
    }

    @Test
    void who_answers_is_heard() {
        SecondOpinion veto = new SecondOpinion("witness dc3", true, "200 OK");
        assertThat(veto.heard(7, pair().alive())).isEqualTo(new Event.OpinionAsked(7, veto));
    }
}
