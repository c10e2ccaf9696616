package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.BLIND;
import static org.pbxfailover.core.State.SUSPECT;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry.EpochOpened;

class ConfirmationTest {

    @Test
    void the_primary_is_probed_once_more_as_soon_as_enough_outside_hosts_answered() {
        pair().confirming()
                .hostAnswers("a")
                .decides(Decision.NOTHING)
                .hostAnswers("b")
                .is(SUSPECT)
                .decides(Decision.PROBE_ONCE_MORE)
                .says("2 of 3 outside hosts answer (2 needed): the robot can see out; probing the primary once more")
                .hostAnswers("c")
                .decides(Decision.NOTHING);
    }

    @Test
    void a_last_probe_that_fails_opens_an_epoch() {
        pair().probingOnceMore()
                .lastProbeFails()
                .is(ACTIVATING)
                .decides(Decision.RUN)
                .notifies("activating")
                .says("the primary is dead: 3 probes in a row and one more failed (refused: no answer),"
                        + " 2 of 3 outside hosts answer (2 needed); activating the secondary, epoch 1");
    }

    @Test
    void the_epoch_is_in_the_journal_with_its_evidence() {
        Story story = pair().activating();
        EpochOpened opened = (EpochOpened) story.lastEntry().orElseThrow();
        assertThat(opened.epoch()).isEqualTo(1);
        assertThat(opened.kind()).isEqualTo(EpochKind.FAILOVER);
        assertThat(opened.sentence()).isEqualTo(story.state.sentence());
        assertThat(opened.evidence().failed()).hasSize(3).allMatch(story.rules::counts);
        assertThat(opened.evidence().outside()).hasSize(2).allMatch(OutsideAnswer::answered);
        assertThat(opened.evidence().last()).isPresent();
        assertThat(story.state.confirmation()).isEmpty();
        assertThat(story.state.primaryDown()).isTrue();
        assertThat(story.state.run().orElseThrow().epoch()).isEqualTo(1);
    }

    @Test
    void a_last_probe_from_before_the_outside_check_passed_proves_nothing() {
        Story story = pair().confirming().hostAnswers("a");
        Probe early = story.failed(FailureClass.UNREACHABLE);
        story.hostAnswers("b")
                .on(new Event.LastProbed(story.round(), early))
                .is(SUSPECT)
                .decides(Decision.NOTHING)
                .lastProbeFails()
                .is(ACTIVATING);
    }

    @Test
    void a_last_probe_that_ended_before_the_outside_check_passed_proves_nothing() {
        pair().confirming().lastProbeFails().hostAnswers("a").hostAnswers("b").is(SUSPECT);
    }

    @Test
    void an_early_last_probe_that_answers_is_an_answer() {
        pair().confirming().lastProbeAnswers().is(WATCHING);
    }

    @Test
    void a_last_probe_that_answers_ends_the_suspicion() {
        pair().probingOnceMore().lastProbeAnswers().is(WATCHING).counts(0);
    }

    @Test
    void an_unclear_last_probe_counts_afresh_with_an_alarm() {
        pair().probingOnceMore().lastProbeIsUnclear().is(WATCHING).counts(0).alarms(Trigger.UNCLEAR);
    }

    @Test
    void too_few_outside_hosts_mean_that_the_robot_is_cut_off() {
        pair().confirming()
                .hostAnswers("a")
                .hostIsSilent("b")
                .is(SUSPECT)
                .hostIsSilent("c")
                .is(BLIND)
                .counts(0)
                .notifies("blind")
                .alarms(Trigger.CUT_OFF)
                .says("cut off: 1 of 3 outside hosts answer (2 needed); doing nothing and counting afresh");
    }

    @Test
    void every_verdict_is_known_with_its_evidence_also_where_nothing_follows_from_it() {
        Story shadow = pair().inShadow().probingOnceMore();
        Event last = new Event.LastProbed(shadow.round(), shadow.failed(FailureClass.REFUSED));
        assertThat(Grounds.of(shadow.state, last, shadow.rules, shadow.now)).hasValueSatisfying(grounds -> {
            assertThat(grounds.verdict()).isEqualTo(Trigger.CONFIRMED_IN_SHADOW);
            assertThat(grounds.evidence().failed()).hasSize(3);
            assertThat(grounds.evidence().outside()).hasSize(2);
            assertThat(grounds.evidence().last()).isPresent();
        });
        Story cut = pair().confirming().hostIsSilent("a");
        Event silence = new Event.OutsideAsked(cut.round(), new OutsideAnswer("b", false, "no", Duration.ZERO));
        assertThat(Grounds.of(cut.state, silence, cut.rules, cut.now))
                .hasValueSatisfying(grounds -> assertThat(grounds.verdict()).isEqualTo(Trigger.CUT_OFF));
        Event veto = new Event.OpinionAsked(cut.round(), new SecondOpinion("dc3", true, "200 OK"));
        assertThat(Grounds.of(cut.state, veto, cut.rules, cut.now))
                .hasValueSatisfying(grounds -> assertThat(grounds.verdict()).isEqualTo(Trigger.SEEN_ALIVE));
    }

    @Test
    void what_decides_nothing_has_no_grounds() {
        Story story = pair().probingOnceMore();
        OutsideAnswer silent = new OutsideAnswer("c", false, "no", Duration.ZERO);
        for (Event event : List.of(
                new Event.LastProbed(story.round() + 1, story.failed(FailureClass.REFUSED)),
                new Event.LastProbed(story.round(), story.failed(FailureClass.TLS)),
                new Event.OutsideAsked(story.round(), silent),
                new Event.Probed(story.failed(FailureClass.REFUSED)),
                new Event.Tick())) {
            assertThat(Grounds.of(story.state, event, story.rules, story.now))
                    .as("%s", event)
                    .isEmpty();
        }
    }

    @Test
    void one_outside_host_that_is_down_does_not_matter() {
        pair().confirming()
                .hostIsSilent("a")
                .hostAnswers("b")
                .hostAnswers("c")
                .lastProbeFails()
                .is(ACTIVATING);
    }

    @Test
    void the_same_host_is_heard_only_once() {
        pair().confirming().hostAnswers("a").hostAnswers("a").decides(Decision.NOTHING);
        pair().confirming().hostIsSilent("a").hostIsSilent("a").is(SUSPECT);
    }

    @Test
    void staying_cut_off_is_reported_once() {
        pair().blind()
                .times(3, Story::probeFails)
                .hostIsSilent("a")
                .hostIsSilent("b")
                .is(BLIND)
                .logsNothing();
    }

    @Test
    void a_robot_that_sees_out_again_confirms_from_blind() {
        pair().blind()
                .times(3, Story::probeFails)
                .hostAnswers("a")
                .hostAnswers("b")
                .decides(Decision.PROBE_ONCE_MORE)
                .is(BLIND)
                .lastProbeFails()
                .is(ACTIVATING)
                .alarms();
    }

    @Test
    void polled_failures_during_a_confirmation_count_nothing() {
        pair().confirming()
                .probeFails()
                .decides(Decision.NOTHING)
                .counts(3)
                .probeFails()
                .counts(3);
    }

    @Test
    void the_evidence_is_that_from_before_the_confirmation() {
        Story story = pair().confirming();
        Streak evidence = story.state.streak();
        story.probeFails().probeFails();
        assertThat(story.state.streak()).isEqualTo(evidence);
    }

    @Test
    void a_polled_answer_ends_a_confirmation() {
        pair().probingOnceMore()
                .probeAnswers()
                .is(WATCHING)
                .lastProbeFails()
                .is(WATCHING)
                .counts(0);
    }

    @Test
    void a_gap_ends_a_confirmation() {
        Story story = pair().probingOnceMore();
        long round = story.round();
        story.gap().is(WATCHING);
        story.changesNothing(s -> s.on(new Event.LastProbed(round, s.failed(FailureClass.REFUSED))));
    }

    @Test
    void answers_of_an_earlier_round_change_nothing() {
        Story story = pair().probingOnceMore();
        long stale = story.round();
        story.gap().confirming();
        assertThat(story.round()).isEqualTo(stale + 1);
        story.changesNothing(s -> s.host(stale, "c", true))
                .changesNothing(s -> s.host(stale, "c", false))
                .changesNothing(
                        s -> s.on(new Event.OpinionAsked(stale, new SecondOpinion("its SIP side", true, "200 OK"))))
                .changesNothing(s -> s.on(new Event.LastProbed(stale, s.failed(FailureClass.REFUSED))))
                .changesNothing(s -> s.on(new Event.LastProbed(stale, s.failed(FailureClass.TLS))));
    }

    @Test
    void an_answer_of_an_earlier_round_is_still_an_answer() {
        Story story = pair().probingOnceMore();
        long stale = story.round();
        story.gap().confirming();
        story.on(new Event.LastProbed(stale, story.alive())).is(WATCHING);
    }

    @Test
    void what_was_decided_in_shadow_stands_until_the_primary_answers() {
        Story story = pair().inShadow().probingOnceMore().lastProbeFails().is(SUSPECT);
        story.gap().is(SUSPECT).alarms(Trigger.CONFIRMED_IN_SHADOW).logsNothing();
        story.probeIsUnclear().is(SUSPECT).alarms(Trigger.CONFIRMED_IN_SHADOW).logsNothing();
        story.times(5, Story::probeFails)
                .is(SUSPECT)
                .alarms(Trigger.CONFIRMED_IN_SHADOW)
                .probeAnswers()
                .is(WATCHING)
                .alarms();
    }

    @Test
    void a_confirmation_without_an_end_is_given_up() {
        Story story = pair().probingOnceMore();
        story.after(Duration.ofSeconds(5)).changesNothing(Story::tick);
        assertThat(Core.ticks(story.state, story.rules, story.now)).isFalse();
        story.after(Duration.ofSeconds(6));
        assertThat(Core.ticks(story.state, story.rules, story.now)).isTrue();
        story.tick()
                .is(SUSPECT)
                .counts(0)
                .alarms(Trigger.UNDECIDED)
                .notifies("suspect")
                .says(
                        "the confirmation did not end in time, so there is no failover for it: counting afresh; look at the robot: its disk, its route confirm and its load");
        assertThat(Core.ticks(story.state, story.rules, story.now)).isFalse();
        story.confirming().decides(Decision.CONFIRM);
    }

    @Test
    void it_is_given_up_after_twice_both_deadlines_and_a_second() {
        Story story = pair().confirming();
        assertThat(Core.ticksAt(story.state, story.rules))
                .contains(story.now.plus(Duration.ofSeconds(2 * (2 + 3) + 1)));
    }

    @Test
    void a_tick_changes_something_from_the_moment_on_that_is_said_beforehand() {
        for (Story story : List.of(pair().probingOnceMore(), pair().inMaintenance())) {
            Moment at = Core.ticksAt(story.state, story.rules).orElseThrow();
            Moment before = at.plus(Duration.ofNanos(-1));
            assertThat(Core.ticks(story.state, story.rules, before)).isFalse();
            assertThat(Core.step(story.state, new Event.Tick(), story.rules, before))
                    .isEqualTo(Step.none(story.state));
            assertThat(Core.ticks(story.state, story.rules, at)).isTrue();
            PairState after =
                    Core.step(story.state, new Event.Tick(), story.rules, at).state();
            assertThat(Core.ticksAt(after, story.rules)).isEmpty();
        }
    }

    @Test
    void a_confirmation_without_an_end_leaves_a_blind_pair_blind() {
        pair().blind()
                .times(3, Story::probeFails)
                .after(Duration.ofMinutes(1))
                .tick()
                .is(BLIND)
                .counts(0);
    }

    @Test
    void a_working_sip_side_vetoes() {
        pair().withSip()
                .confirming()
                .sip(true)
                .is(SUSPECT)
                .counts(0)
                .notifies("suspect")
                .alarms(Trigger.SEEN_ALIVE)
                .says(
                        "the primary does not answer (timeout: no answer), but its SIP side answers (200 OK): no failover; look at the primary");
    }

    @Test
    void the_veto_is_reported_once_and_counting_goes_on_in_silence() {
        pair().withSip()
                .confirming()
                .sip(true)
                .confirming()
                .decides(Decision.CONFIRM)
                .logsNothing()
                .hostAnswers("a")
                .hostAnswers("b")
                .logsNothing()
                .sip(true)
                .logsNothing()
                .alarms(Trigger.SEEN_ALIVE);
    }

    @Test
    void a_silent_sip_side_is_waited_for() {
        pair().withSip()
                .probingOnceMore()
                .lastProbeFails()
                .is(SUSPECT)
                .sip(false)
                .is(ACTIVATING);
        pair().withSip()
                .confirming()
                .sip(false)
                .is(SUSPECT)
                .hostAnswers("a")
                .hostAnswers("b")
                .lastProbeFails()
                .is(ACTIVATING);
    }

    @Test
    void a_blind_robot_that_hears_sip_is_not_blind() {
        pair().withSip()
                .blind()
                .times(3, Story::probeFails)
                .sip(true)
                .is(SUSPECT)
                .alarms(Trigger.SEEN_ALIVE);
    }

    @Test
    void being_cut_off_replaces_an_earlier_veto() {
        pair().withSip().confirming().sip(true).blind().alarms(Trigger.CUT_OFF);
    }

    @Test
    void shadow_reports_once_and_opens_no_epoch() {
        Story story = pair().inShadow().probingOnceMore().lastProbeFails();
        story.is(SUSPECT)
                .decides(Decision.NOTHING)
                .notifies("activating")
                .alarms(Trigger.CONFIRMED_IN_SHADOW)
                .says(
                        "would have failed over (shadow mode): 3 probes in a row and one more failed (refused: no answer),"
                                + " 2 of 3 outside hosts answer (2 needed)")
                .times(9, s -> s.probeFails().logsNothing().decides(Decision.NOTHING));
        assertThat(story.journal).isEmpty();
    }

    @Test
    void shadow_does_not_report_again_because_a_person_acknowledged() {
        pair().inShadow()
                .probingOnceMore()
                .lastProbeFails()
                .acknowledge()
                .alarms()
                .times(9, s -> s.probeFails().decides(Decision.NOTHING));
    }

    @Test
    void shadow_begins_again_once_the_primary_answered() {
        pair().inShadow()
                .probingOnceMore()
                .lastProbeFails()
                .probeAnswers()
                .is(WATCHING)
                .alarms()
                .probingOnceMore()
                .lastProbeFails()
                .notifies("activating");
    }

    @Test
    void shadow_leaves_blindness_like_live() {
        pair().inShadow().blind().probingOnceMore().lastProbeFails().is(SUSPECT).alarms(Trigger.CONFIRMED_IN_SHADOW);
    }
}
