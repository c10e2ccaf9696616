package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.ACTIVE;
import static org.pbxfailover.core.State.FAILING_BACK;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.DNS;
import static org.pbxfailover.core.Story.OPTIONAL;
import static org.pbxfailover.core.Story.PLAIN;
import static org.pbxfailover.core.Story.RELOAD;
import static org.pbxfailover.core.Story.UNPROVEN;
import static org.pbxfailover.core.Story.VERIFIED;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Progress.Phase;

class RunTest {

    @Test
    void the_intent_is_in_the_journal_before_the_call() {
        Story story = pair().activating().begins(RELOAD, PLAIN, 1).decides(Decision.RUN);
        assertThat(story.lastEntry())
                .contains(new Entry.CallBegun("acme", story.now.wall(), 1, "reload", 1, 1, "http"));
    }

    @Test
    void a_run_knows_the_sentence_with_which_it_was_opened() {
        Story story = pair().activating();
        assertThat(story.state.run().orElseThrow().reason()).isEqualTo(story.state.sentence());
        story.orderFailBack();
        assertThat(story.state.run().orElseThrow().reason()).isEqualTo("fail-back ordered by anna, epoch 2");
    }

    @Test
    void an_accepted_call_without_verify_is_done() {
        Story story = pair().activating().done(RELOAD);
        assertThat(story.step.entries())
                .containsExactly(
                        new Entry.CallAnswered("acme", story.now.wall(), 1, "reload", 1, 1, Reply.ACCEPTED, "200"),
                        new Entry.ActionDone("acme", story.now.wall(), 1, "reload", 1, "200"));
        story.next(RELOAD, PLAIN, new Next.Pass());
    }

    @Test
    void an_accepted_call_with_verify_is_done_when_its_effect_is_there() {
        Story story = pair().activating().begins(RELOAD, VERIFIED, 1).returns(RELOAD, VERIFIED, true);
        assertThat(story.step.entries()).hasSize(1);
        story.next(RELOAD, VERIFIED, new Next.Verify())
                .looks(RELOAD, VERIFIED, true)
                .next(RELOAD, VERIFIED, new Next.Pass());
        assertThat(story.lastEntry()).contains(new Entry.ActionDone("acme", story.now.wall(), 1, "reload", 1, "there"));
    }

    @Test
    void a_look_that_is_told_twice_does_not_shorten_the_pause() {
        Story story = pair().activating().begins(RELOAD, VERIFIED, 1).returns(RELOAD, VERIFIED, true);
        story.looks(RELOAD, VERIFIED, false).changesNothing(s -> s.looks(RELOAD, VERIFIED, false));
        story.after(Duration.ofMinutes(1)).looks(RELOAD, VERIFIED, false);
        Moment paused = story.now.plus(Duration.ofSeconds(10));
        story.changesNothing(s -> s.looks(RELOAD, VERIFIED, false)).next(RELOAD, VERIFIED, new Next.Wait(paused));
    }

    @Test
    void an_effect_that_shows_in_the_pause_is_enough() {
        pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .returns(RELOAD, VERIFIED, false)
                .looks(RELOAD, VERIFIED, true)
                .next(RELOAD, VERIFIED, new Next.Pass());
    }

    @Test
    void the_effect_is_looked_at_again_and_again_until_its_time_is_up() {
        Story story = pair().activating().begins(RELOAD, VERIFIED, 1).returns(RELOAD, VERIFIED, true);
        story.looks(RELOAD, VERIFIED, false)
                .next(RELOAD, VERIFIED, new Next.Wait(story.now.plus(Duration.ofSeconds(5))));
        assertThat(story.step.entries()).isEmpty();
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(story.now.plus(Duration.ofSeconds(5)));
        story.after(Duration.ofSeconds(5)).next(RELOAD, VERIFIED, new Next.Verify());
        story.after(Duration.ofSeconds(13)).looks(RELOAD, VERIFIED, false);
        assertThat(story.step.entries()).isEmpty();
        story.after(Duration.ofSeconds(4)).looks(RELOAD, VERIFIED, false);
        assertThat(story.lastEntry())
                .contains(new Entry.AttemptFailed("acme", story.now.wall(), 1, "reload", 1, 1, "not there"));
        story.next(RELOAD, VERIFIED, new Next.Wait(story.now.plus(Duration.ofSeconds(10))));
    }

    @Test
    void a_failed_attempt_is_looked_at_once_before_it_is_repeated() {
        Story story = pair().activating().begins(RELOAD, VERIFIED, 1).returns(RELOAD, VERIFIED, false);
        story.next(RELOAD, VERIFIED, new Next.Wait(story.now.plus(Duration.ofSeconds(10))))
                .after(Duration.ofSeconds(10))
                .next(RELOAD, VERIFIED, new Next.Verify())
                .changesNothing(s -> s.begins(RELOAD, VERIFIED, 2))
                .looks(RELOAD, VERIFIED, false)
                .next(RELOAD, VERIFIED, new Next.Call(2));
        assertThat(story.step.entries()).isEmpty();
        story.begins(RELOAD, VERIFIED, 2).decides(Decision.RUN);
    }

    @Test
    void a_failed_attempt_that_worked_all_the_same_is_done() {
        pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .returns(RELOAD, VERIFIED, false)
                .looks(RELOAD, VERIFIED, true)
                .next(RELOAD, VERIFIED, new Next.Pass());
    }

    @Test
    void a_failed_attempt_without_verify_is_repeated_after_a_pause_that_doubles() {
        Story story = pair().activating().begins(RELOAD, PLAIN, 1).returns(RELOAD, PLAIN, false);
        story.next(RELOAD, PLAIN, new Next.Wait(story.now.plus(Duration.ofSeconds(10))))
                .changesNothing(s -> s.begins(RELOAD, PLAIN, 2))
                .after(Duration.ofSeconds(9))
                .begins(RELOAD, PLAIN, 2)
                .decides(Decision.RUN)
                .returns(RELOAD, PLAIN, false)
                .next(RELOAD, PLAIN, new Next.Wait(story.now.plus(Duration.ofSeconds(20))));
    }

    @Test
    void a_required_action_out_of_attempts_stalls_and_is_tried_further() {
        pair().activating()
                .fails(RELOAD, PLAIN)
                .alarms()
                .fails(RELOAD, PLAIN)
                .is(ACTIVATING)
                .alarms(Trigger.STALLED)
                .notifies("stalled")
                .says("stage reload is stalled: 500; trying further")
                .fails(RELOAD, PLAIN)
                .logsNothing()
                .after(Duration.ofMinutes(2))
                .next(RELOAD, PLAIN, new Next.Call(4));
    }

    @Test
    void a_stall_is_over_when_the_action_succeeds() {
        pair().activating()
                .fails(RELOAD, PLAIN)
                .fails(RELOAD, PLAIN)
                .after(Duration.ofMinutes(2))
                .begins(RELOAD, PLAIN, 3)
                .alarms(Trigger.STALLED)
                .returns(RELOAD, PLAIN, true)
                .alarms();
    }

    @Test
    void an_effect_that_does_not_come_stalls_as_well() {
        Story story = pair().activating();
        for (int attempt = 1; attempt <= 2; attempt++) {
            story.begins(RELOAD, VERIFIED, attempt)
                    .returns(RELOAD, VERIFIED, true)
                    .after(Duration.ofSeconds(30))
                    .looks(RELOAD, VERIFIED, false)
                    .after(Duration.ofMinutes(1))
                    .looks(RELOAD, VERIFIED, false);
        }
        story.alarms(Trigger.STALLED);
        assertThat(story.state.alarms()).containsValue("stage reload is stalled: not there; trying further");
    }

    @Test
    void an_acknowledged_stall_stays_silent_until_it_is_over() {
        pair().activating()
                .fails(RELOAD, PLAIN)
                .fails(RELOAD, PLAIN)
                .acknowledge()
                .alarms()
                .fails(RELOAD, PLAIN)
                .logsNothing()
                .alarms()
                .after(Duration.ofMinutes(2))
                .begins(RELOAD, PLAIN, 4)
                .returns(RELOAD, PLAIN, true)
                .fails(DNS, PLAIN)
                .fails(DNS, PLAIN)
                .alarms(Trigger.STALLED)
                .notifies("stalled");
    }

    @Test
    void an_action_that_is_not_required_is_given_up_and_the_run_goes_on() {
        Story story = pair().activating().fails(RELOAD, OPTIONAL).fails(RELOAD, OPTIONAL);
        story.is(ACTIVATING)
                .alarms()
                .says("stage reload goes on without an action that is not required: 500")
                .next(RELOAD, OPTIONAL, new Next.Pass());
        assertThat(story.step.entries())
                .containsExactly(
                        new Entry.CallAnswered("acme", story.now.wall(), 1, "reload", 1, 2, Reply.REFUSED, "500"),
                        new Entry.ActionGivenUp("acme", story.now.wall(), 1, "reload", 1, "500"));
        story.done(DNS)
                .allPassed()
                .is(ACTIVE)
                .says(
                        "the secondary is in service, epoch 1, without what was given up in reload; going back is a person's"
                                + " decision");
        assertThat(story.lastEntry().map(entry -> ((Entry.EpochClosed) entry).sentence()))
                .hasValue(story.state.sentence());
    }

    @Test
    void a_fail_back_says_as_well_what_it_went_on_without() {
        Story story = pair().failingBack()
                .fails(DNS, OPTIONAL)
                .fails(DNS, OPTIONAL)
                .fails(RELOAD, OPTIONAL)
                .fails(RELOAD, OPTIONAL)
                .allPassed();
        story.says("the primary is in service again, epoch 2, without what was given up in dns, reload");
        ActionKey another = new ActionKey(DNS.stage(), 2);
        story = pair().failingBack();
        for (ActionKey key : List.of(DNS, another)) {
            story.fails(key, OPTIONAL).fails(key, OPTIONAL);
        }
        story.allPassed().says("the primary is in service again, epoch 2, without what was given up in dns");
        story = pair().active().orderMaintenance(Duration.ofMinutes(5)).orderFailBack();
        story.fails(DNS, OPTIONAL).fails(DNS, OPTIONAL).allPassed().is(State.MAINTENANCE);
        assertThat(story.state.sentence())
                .startsWith("the primary is in service again, epoch 2, without what was given up in dns, and in"
                        + " maintenance until ");
    }

    @Test
    void an_action_that_is_done_is_not_called_again() {
        pair().activating()
                .done(RELOAD)
                .changesNothing(s -> s.begins(RELOAD, PLAIN, 2))
                .changesNothing(s -> s.begins(RELOAD, PLAIN, 1))
                .changesNothing(s -> s.returns(RELOAD, PLAIN, false))
                .changesNothing(s -> s.returns(RELOAD, PLAIN, true))
                .changesNothing(s -> s.looks(RELOAD, VERIFIED, true));
    }

    @Test
    void an_answer_nobody_waits_for_changes_nothing() {
        pair().activating()
                .changesNothing(s -> s.returns(RELOAD, PLAIN, true))
                .changesNothing(s -> s.looks(RELOAD, VERIFIED, true))
                .begins(RELOAD, VERIFIED, 1)
                .returns(RELOAD, VERIFIED, true)
                .changesNothing(s -> s.returns(RELOAD, VERIFIED, true))
                .changesNothing(s -> s.returns(RELOAD, VERIFIED, false));
    }

    @Test
    void an_attempt_that_is_not_the_next_one_does_not_begin() {
        pair().activating()
                .changesNothing(s -> s.begins(RELOAD, PLAIN, 2))
                .begins(RELOAD, PLAIN, 1)
                .changesNothing(s -> s.begins(RELOAD, PLAIN, 1));
    }

    @Test
    void a_call_whose_pass_died_is_repeated_without_verify_and_looked_at_with_it() {
        pair().activating().begins(RELOAD, PLAIN, 1).next(RELOAD, PLAIN, new Next.Call(2));
        pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .next(RELOAD, VERIFIED, new Next.Verify())
                .looks(RELOAD, VERIFIED, false)
                .next(RELOAD, VERIFIED, new Next.Call(2));
    }

    /** The configuration was changed meanwhile: nobody can look any more, so it is made sure in the only way that is left. */
    @Test
    void an_accepted_call_that_is_no_longer_verified_is_made_again() {
        pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .returns(RELOAD, VERIFIED, true)
                .restart()
                .next(RELOAD, PLAIN, new Next.Call(2));
    }

    /** What such a look finds may have been there before: a reload that was refused is made again. */
    @Test
    void a_call_is_repeated_where_its_effect_would_prove_nothing() {
        pair().activating()
                .begins(RELOAD, UNPROVEN, 1)
                .next(RELOAD, UNPROVEN, new Next.Call(2))
                .changesNothing(s -> s.looks(RELOAD, UNPROVEN, true))
                .returns(RELOAD, UNPROVEN, false)
                .changesNothing(s -> s.looks(RELOAD, UNPROVEN, true))
                .after(Duration.ofSeconds(10))
                .next(RELOAD, UNPROVEN, new Next.Call(2))
                .begins(RELOAD, UNPROVEN, 2)
                .returns(RELOAD, UNPROVEN, true)
                .next(RELOAD, UNPROVEN, new Next.Verify())
                .looks(RELOAD, UNPROVEN, true)
                .next(RELOAD, UNPROVEN, new Next.Pass());
    }

    @Test
    void a_stage_does_not_begin_before_the_one_begun_earlier_is_done() {
        Story story = pair().activating().fails(RELOAD, PLAIN).begins(DNS, PLAIN, 1);
        assertThat(story.step.entries()).isEmpty();
        story.alarms(Trigger.STALLED)
                .notifies("stalled")
                .says(
                        "stage dns is stalled: stage reload was begun before it and is not done, and the route does not come"
                                + " to it; put it before dns in the route; trying further")
                .after(Duration.ofMinutes(1))
                .begins(RELOAD, PLAIN, 2)
                .returns(RELOAD, PLAIN, true)
                .alarms()
                .begins(DNS, PLAIN, 1)
                .decides(Decision.RUN);
    }

    @Test
    void a_pass_that_breaks_off_is_an_alarm_until_a_stage_gets_on() {
        Story story = pair().activating().on(new Event.PassFailed(1, "no route to host"));
        story.is(ACTIVATING)
                .alarms(Trigger.PASS_FAILED)
                .notifies("stalled")
                .says("the route fails, and nothing is called: no route to host; trying further; no action that"
                        + " is done is repeated");
        assertThat(story.on(new Event.PassFailed(1, "no route to host")).step.news())
                .isEmpty();
        story.done(RELOAD).alarms();
    }

    @Test
    void a_route_that_fails_after_its_last_stage_is_no_alarm_any_more_at_the_end() {
        pair().activating()
                .done(RELOAD)
                .on(new Event.PassFailed(1, "no route to host"))
                .alarms(Trigger.PASS_FAILED)
                .allPassed()
                .is(ACTIVE)
                .alarms();
    }

    @Test
    void the_actions_of_one_stage_do_not_wait_for_each_other() {
        ActionKey second = new ActionKey("reload", 2);
        pair().activating()
                .begins(RELOAD, PLAIN, 1)
                .begins(second, PLAIN, 1)
                .decides(Decision.RUN)
                .returns(RELOAD, PLAIN, true)
                .changesNothing(Story::allPassed)
                .returns(second, PLAIN, true)
                .allPassed()
                .is(ACTIVE);
    }

    @Test
    void the_sentences_say_whether_the_robot_goes_back_by_itself() {
        Story story = pair().standingDown().activating().done(RELOAD).done(DNS).allPassed();
        story.says(
                "the secondary is in service, epoch 1; the robot goes back by itself when the primary comes back and has"
                        + " answered for 2 min (when-back: stand-down)");
        story.probeAnswers()
                .is(ACTIVE)
                .says("the primary answers again while the secondary is in service (epoch 1): trunks may be registered"
                        + " twice; the robot goes back by itself when it has answered for 2 min (when-back: stand-down);"
                        + " a maintenance or a hold prevents that");
        pair().active()
                .probeAnswers()
                .says("the primary answers again while the secondary is in service (epoch 1): trunks may be registered"
                        + " twice; keep the primary's service stopped, or go back to it: that is a person's decision");
    }

    @Test
    void an_activation_ends_when_all_is_passed() {
        Story story = pair().activating().done(RELOAD).done(DNS).allPassed();
        story.is(ACTIVE)
                .notifies("active")
                .says("the secondary is in service, epoch 1; going back is a person's decision");
        assertThat(story.state.run()).isEmpty();
        assertThat(story.lastEntry())
                .contains(new Entry.EpochClosed(
                        "acme", story.now.wall(), 1, Entry.Outcome.COMPLETED, story.state.sentence()));
    }

    @Test
    void an_activation_that_has_called_nothing_does_not_end() {
        pair().activating().changesNothing(Story::allPassed);
    }

    @Test
    void a_run_with_an_unfinished_action_does_not_end() {
        pair().activating().done(RELOAD).begins(DNS, PLAIN, 1).changesNothing(Story::allPassed);
    }

    @Test
    void a_fail_back_without_stages_ends() {
        Story story = pair().failingBack().allPassed();
        story.is(WATCHING)
                .notifies("failed-back")
                .says("the primary is in service again, epoch 2")
                .alarms();
        assertThat(story.state.epoch()).isEqualTo(2);
    }

    @Test
    void a_fail_back_stalls_and_gives_up_like_an_activation() {
        pair().failingBack()
                .fails(DNS, OPTIONAL)
                .fails(DNS, OPTIONAL)
                .is(FAILING_BACK)
                .fails(RELOAD, PLAIN)
                .fails(RELOAD, PLAIN)
                .alarms(Trigger.STALLED)
                .notifies("stalled");
    }

    @Test
    void events_of_another_epoch_change_nothing() {
        pair().failingBack()
                .changesNothing(s -> s.on(new Event.CallBeginning(1, RELOAD, PLAIN, 1, "http")))
                .changesNothing(s -> s.on(new Event.AllPassed(1)))
                .begins(RELOAD, PLAIN, 1)
                .changesNothing(s -> s.on(new Event.CallReturned(1, RELOAD, PLAIN, Reply.ACCEPTED, "")))
                .changesNothing(s -> s.on(new Event.Looked(1, RELOAD, VERIFIED, Effect.SEEN, "")));
    }

    @Test
    void events_of_a_closed_epoch_change_nothing() {
        pair().active().changesNothing(Story::allPassed).changesNothing(s -> s.begins(DNS, PLAIN, 1));
    }

    @Test
    void nothing_is_called_in_shadow() {
        pair().activating().inShadow().changesNothing(s -> s.begins(RELOAD, PLAIN, 1));
    }

    @Test
    void the_next_pass_comes_when_the_first_waiting_action_is_due() {
        Story story = pair().activating();
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(story.now);
        ActionKey second = new ActionKey("reload", 2);
        story.begins(RELOAD, PLAIN, 1).begins(second, PLAIN, 1).returns(RELOAD, PLAIN, false);
        Moment first = story.now.plus(Duration.ofSeconds(10));
        story.returns(second, PLAIN, false);
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(first);
        assertThat(story.state.run().orElseThrow().of(RELOAD).orElseThrow().phase())
                .isEqualTo(Phase.FAILED);
        story.after(Duration.ofSeconds(30)).begins(RELOAD, PLAIN, 2).returns(RELOAD, PLAIN, true);
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(first.plus(Duration.ofSeconds(1)));
    }

    @Test
    void an_action_that_began_later_may_be_due_first() {
        ActionKey second = new ActionKey("reload", 2);
        Story story = pair().activating().begins(RELOAD, PLAIN, 1).begins(second, PLAIN, 1);
        story.returns(second, PLAIN, false);
        Moment first = story.now.plus(Duration.ofSeconds(10));
        story.returns(RELOAD, PLAIN, false);
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(first);
    }

    @Test
    void what_is_done_does_not_bring_the_next_pass_nearer() {
        Story story = pair().activating().done(RELOAD).begins(DNS, PLAIN, 1).returns(DNS, PLAIN, false);
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(story.now.plus(Duration.ofSeconds(10)));
    }

    @Test
    void a_run_knows_what_it_has_passed() {
        Story story = pair().activating();
        assertThat(story.state.run().orElseThrow().passed(RELOAD)).isFalse();
        story.begins(RELOAD, PLAIN, 1);
        assertThat(story.state.run().orElseThrow().passed(RELOAD)).isFalse();
        story.returns(RELOAD, PLAIN, true);
        assertThat(story.state.run().orElseThrow().passed(RELOAD)).isTrue();
        story.fails(DNS, OPTIONAL).fails(DNS, OPTIONAL);
        assertThat(story.state.run().orElseThrow().passed(DNS)).isTrue();
    }

    @Test
    void a_pause_doubles_up_to_a_minute() {
        assertThat(PLAIN.pauseAfter(1)).hasSeconds(10);
        assertThat(PLAIN.pauseAfter(2)).hasSeconds(20);
        assertThat(PLAIN.pauseAfter(3)).hasSeconds(40);
        assertThat(PLAIN.pauseAfter(4)).hasSeconds(60);
        assertThat(PLAIN.pauseAfter(1000)).hasSeconds(60);
        ActionRules slow = new ActionRules(true, 3, Duration.ofMinutes(5), false, Duration.ZERO, Duration.ZERO);
        assertThat(slow.pauseAfter(1)).hasMinutes(5);
        assertThat(slow.pauseAfter(9)).hasMinutes(5);
    }
}
