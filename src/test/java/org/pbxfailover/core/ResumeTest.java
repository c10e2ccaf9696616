package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.ACTIVE;
import static org.pbxfailover.core.State.FAILING_BACK;
import static org.pbxfailover.core.State.HOLD;
import static org.pbxfailover.core.State.MAINTENANCE;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.DNS;
import static org.pbxfailover.core.Story.OPTIONAL;
import static org.pbxfailover.core.Story.PLAIN;
import static org.pbxfailover.core.Story.RELOAD;
import static org.pbxfailover.core.Story.VERIFIED;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry.MaintenanceBegan;

class ResumeTest {
    private static final Instant THREE = Instant.parse("2026-11-23T03:00:00Z");

    @Test
    void an_empty_journal_is_a_pair_that_is_watched() {
        pair().restart().is(WATCHING).says("watching since the robot was started");
    }

    @Test
    void counting_begins_afresh() {
        pair().probingOnceMore().restart().is(WATCHING).counts(0);
        assertThat(pair().probingOnceMore().restart().state.confirmation()).isEmpty();
    }

    @Test
    void an_automatic_activation_with_nothing_called_leaves_the_primary_one_probe() {
        Story story = pair().activating().restart().is(ACTIVATING);
        Moment after = story.now.plus(Duration.ofMillis(3250));
        assertThat(story.state.run().orElseThrow().due()).isEqualTo(after);
        story.next(RELOAD, PLAIN, new Next.Wait(after)).changesNothing(s -> s.begins(RELOAD, PLAIN, 1));
        story.after(Duration.ofSeconds(4)).begins(RELOAD, PLAIN, 1).decides(Decision.RUN);
    }

    @Test
    void so_does_one_whose_robot_was_away_before_it_called_anything() {
        Story story = pair().activating().gap().is(ACTIVATING);
        Moment after = story.now.plus(Duration.ofMillis(3250));
        story.next(RELOAD, PLAIN, new Next.Wait(after)).changesNothing(s -> s.begins(RELOAD, PLAIN, 1));
        pair().activating().gap().probeAnswers().is(WATCHING);
        story.after(Duration.ofSeconds(4)).begins(RELOAD, PLAIN, 1).decides(Decision.RUN);
    }

    @Test
    void a_switchover_or_a_begun_activation_does_not_wait_because_the_robot_was_away() {
        pair().watching().orderFailover().gap().next(RELOAD, PLAIN, new Next.Call(1));
        pair().activating().done(RELOAD).gap().next(DNS, PLAIN, new Next.Call(1));
    }

    @Test
    void a_primary_that_is_back_by_then_is_noticed() {
        pair().activating().restart().probeAnswers().is(WATCHING);
    }

    @Test
    void a_switchover_or_a_begun_activation_goes_on_at_once() {
        pair().watching().orderFailover().restart().next(RELOAD, PLAIN, new Next.Call(1));
        pair().activating().begins(RELOAD, PLAIN, 1).restart().next(RELOAD, PLAIN, new Next.Call(2));
    }

    @Test
    void a_begun_activation_is_finished_although_the_primary_is_back() {
        pair().activating().done(RELOAD).restart().probeAnswers().is(ACTIVATING).alarms(Trigger.ANSWERS);
    }

    @Test
    void a_call_without_an_answer_is_looked_at_before_it_is_repeated() {
        pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .restart()
                .next(RELOAD, VERIFIED, new Next.Verify())
                .looks(RELOAD, VERIFIED, true)
                .next(RELOAD, VERIFIED, new Next.Pass());
    }

    @Test
    void an_accepted_call_gets_its_whole_time_again() {
        Story story = pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .returns(RELOAD, VERIFIED, true)
                .restart()
                .next(RELOAD, VERIFIED, new Next.Verify())
                .looks(RELOAD, VERIFIED, false);
        assertThat(story.step.entries()).isEmpty();
        story.next(RELOAD, VERIFIED, new Next.Wait(story.now.plus(Duration.ofSeconds(5))))
                .after(Duration.ofSeconds(30))
                .looks(RELOAD, VERIFIED, false);
        assertThat(story.lastEntry()).containsInstanceOf(Entry.AttemptFailed.class);
    }

    @Test
    void a_failed_attempt_is_remembered_with_its_number() {
        pair().activating()
                .begins(RELOAD, PLAIN, 1)
                .returns(RELOAD, PLAIN, false)
                .restart()
                .next(RELOAD, PLAIN, new Next.Call(2))
                .begins(RELOAD, PLAIN, 2)
                .returns(RELOAD, PLAIN, false)
                .alarms(Trigger.STALLED);
    }

    @Test
    void an_attempt_whose_effect_did_not_come_is_remembered() {
        pair().activating()
                .begins(RELOAD, VERIFIED, 1)
                .returns(RELOAD, VERIFIED, true)
                .after(Duration.ofSeconds(30))
                .looks(RELOAD, VERIFIED, false)
                .restart()
                .next(RELOAD, VERIFIED, new Next.Verify())
                .looks(RELOAD, VERIFIED, false)
                .next(RELOAD, VERIFIED, new Next.Call(2));
    }

    @Test
    void what_is_done_or_given_up_stays_so() {
        pair().activating()
                .fails(RELOAD, OPTIONAL)
                .fails(RELOAD, OPTIONAL)
                .done(DNS)
                .restart()
                .next(RELOAD, OPTIONAL, new Next.Pass())
                .next(DNS, PLAIN, new Next.Pass())
                .allPassed()
                .is(ACTIVE);
    }

    @Test
    void the_latch_holds_over_a_restart() {
        Story story = pair().active();
        String sentence = story.state.sentence();
        story.restart().is(ACTIVE).says(sentence).probeFails().is(ACTIVE);
        assertThat(story.state.epoch()).isEqualTo(1);
        assertThat(story.state.run()).isEmpty();
    }

    @Test
    void a_primary_that_is_back_is_said_again_after_a_restart_unless_acknowledged() {
        pair().active().probeAnswers().restart().probeAnswers().notifies("primary-returned");
        pair().active()
                .probeAnswers()
                .acknowledge()
                .restart()
                .probeAnswers()
                .logsNothing()
                .times(3, Story::probeFails)
                .probeAnswers()
                .notifies("primary-returned");
    }

    @Test
    void acknowledging_something_else_does_not_hide_a_return_later() {
        pair().probeIsUnclear().acknowledge().active().restart().probeAnswers().notifies("primary-returned");
        pair().activating()
                .fails(RELOAD, PLAIN)
                .fails(RELOAD, PLAIN)
                .acknowledge()
                .after(Duration.ofMinutes(2))
                .begins(RELOAD, PLAIN, 3)
                .returns(RELOAD, PLAIN, true)
                .allPassed()
                .restart()
                .probeAnswers()
                .notifies("primary-returned");
    }

    @Test
    void a_primary_whose_return_was_acknowledged_is_not_taken_for_dead_after_a_restart() {
        assertThat(pair().active().restart().state.primaryDown()).isTrue();
        assertThat(pair().active().probeAnswers().acknowledge().restart().state.primaryDown())
                .isFalse();
    }

    @Test
    void after_a_switchover_a_primary_that_went_away_is_known_to_be_back_after_a_restart() {
        pair().standingDown()
                .watching()
                .orderFailover()
                .done(RELOAD)
                .allPassed()
                .times(3, Story::probeFails)
                .restart()
                .probeAnswers()
                .notifies("primary-returned")
                .restart()
                .probeAnswers()
                .notifies("primary-returned")
                .after(Duration.ofMinutes(2))
                .probeAnswers()
                .is(FAILING_BACK);
    }

    @Test
    void a_switchover_away_from_a_dead_primary_is_known_as_one_after_a_restart() {
        Story story = pair().watching().probeFails().probeFails().probeFails().orderFailover();
        assertThat(story.lastEntry())
                .contains(new Entry.PrimaryDown("acme", story.now.wall(), 1, "timeout: no answer"));
        story.restart().probeAnswers().notifies("primary-returned").is(ACTIVATING);
        Story away = pair().watching().times(3, Story::probeFails).gap().orderFailover();
        assertThat(away.lastEntry())
                .contains(new Entry.PrimaryDown("acme", away.now.wall(), 1, "it did not answer before"));
    }

    @Test
    void that_the_primary_went_away_is_written_again_only_once_its_return_was_acknowledged() {
        Story story = pair().active();
        int written = story.journal.size();
        story.times(7, Story::probeFails).probeAnswers().times(3, Story::probeFails);
        assertThat(story.journal)
                .as("a death needs no word, nor does what nobody has seen the end of")
                .hasSize(written);
        story.probeAnswers()
                .acknowledge()
                .times(5, Story::probeFails)
                .probeAnswers()
                .times(3, Story::probeFails);
        assertThat(story.journal.subList(written, story.journal.size()))
                .extracting(Entry::getClass)
                .containsExactly(Entry.Acknowledged.class, Entry.PrimaryDown.class);
        story.restart().probeAnswers().notifies("primary-returned");
    }

    @Test
    void a_primary_that_went_away_is_history_once_it_serves_again() {
        Story story = pair().watching()
                .orderFailover()
                .times(3, Story::probeFails)
                .done(RELOAD)
                .allPassed();
        story.orderFailBack().done(DNS).allPassed().restart().is(WATCHING);
        assertThat(story.state.primaryDown()).isFalse();
    }

    @Test
    void an_entry_that_does_not_fit_what_came_before_it_tells_nothing() {
        Story open = pair().activating();
        open.journal.add(new Entry.MaintenanceEnded("acme", THREE, "its time is up"));
        open.restart().is(ACTIVATING);
        Story watched = pair().watching();
        watched.journal.add(new Entry.PrimaryDown("acme", THREE, 1, "refused"));
        assertThat(watched.restart().state.primaryDown()).isFalse();
        Story closed = pair().active();
        closed.journal.add(new Entry.ActionDone("acme", THREE, 1, "dns", 1, "late"));
        closed.restart().is(ACTIVE).probeAnswers().notifies("primary-returned");
    }

    @Test
    void an_acknowledged_return_still_stands_down_after_a_restart() {
        pair().standingDown()
                .active()
                .probeAnswers()
                .acknowledge()
                .restart()
                .probeAnswers()
                .after(Duration.ofMinutes(2))
                .probeAnswers()
                .is(FAILING_BACK);
    }

    @Test
    void after_a_switchover_and_a_restart_an_answering_primary_is_nothing_new() {
        pair().standingDown()
                .watching()
                .orderFailover()
                .done(RELOAD)
                .allPassed()
                .restart()
                .probeAnswers()
                .alarms()
                .after(Duration.ofHours(1))
                .probeAnswers()
                .is(ACTIVE);
    }

    @Test
    void an_acknowledgement_does_not_reach_into_the_next_epoch() {
        pair().active()
                .probeAnswers()
                .acknowledge()
                .orderFailBack()
                .allPassed()
                .active()
                .restart()
                .probeAnswers()
                .alarms(Trigger.ANSWERS);
    }

    @Test
    void a_fail_back_goes_on() {
        pair().failingBack()
                .done(DNS)
                .restart()
                .is(FAILING_BACK)
                .says("fail-back ordered by anna, epoch 2")
                .next(DNS, PLAIN, new Next.Pass())
                .next(RELOAD, PLAIN, new Next.Call(1))
                .allPassed()
                .restart()
                .is(WATCHING);
    }

    @Test
    void turning_round_goes_on_in_the_new_direction() {
        Story story = pair().activating().done(RELOAD).orderFailBack().restart().is(FAILING_BACK);
        assertThat(story.state.epoch()).isEqualTo(2);
        story.orderFailover().restart().is(ACTIVATING).next(RELOAD, PLAIN, new Next.Call(1));
        assertThat(story.state.epoch()).isEqualTo(3);
    }

    @Test
    void an_abandoned_activation_leaves_nothing_behind() {
        Story story = pair().activating().probeAnswers().restart().is(WATCHING);
        assertThat(story.state.epoch()).isEqualTo(1);
        assertThat(story.state.primaryDown()).isFalse();
        assertThat(story.state.run()).isEmpty();
    }

    @Test
    void maintenance_goes_on_for_the_rest_of_its_time() {
        Story story = pair().inMaintenance();
        Instant until = story.state.suspendedUntil().orElseThrow().wall();
        story.restart().is(MAINTENANCE).after(Duration.ofMinutes(28)).changesNothing(Story::tick);
        assertThat(story.state.suspendedUntil().orElseThrow().wall()).isEqualTo(until);
        story.after(Duration.ofMinutes(2)).tick().is(WATCHING);
    }

    @Test
    void maintenance_that_ran_out_while_the_robot_was_down_ends_with_the_first_tick() {
        Story story =
                pair().inMaintenance().after(Duration.ofHours(1)).restart().is(MAINTENANCE);
        assertThat(Core.ticks(story.state, story.rules, story.now)).isTrue();
        story.tick().is(WATCHING);
        assertThat(story.lastEntry()).containsInstanceOf(Entry.MaintenanceEnded.class);
    }

    @Test
    void a_clock_that_was_put_back_does_not_prolong_maintenance() {
        Moment early = new Moment(7, THREE.minus(Duration.ofDays(400)));
        PairState state = Fold.resume(
                List.of(new MaintenanceBegan("acme", THREE, THREE.plusSeconds(600), "anna")), pair().rules, early);
        assertThat(state.suspendedUntil()).contains(early.plus(Duration.ofMinutes(10)));
    }

    @Test
    void maintenance_that_ended_is_over() {
        Story story = pair().inMaintenance().endMaintenance().restart().is(WATCHING);
        story.says("maintenance is over: ended by anna");
        assertThat(story.state.suspendedUntil()).isEmpty();
    }

    @Test
    void a_hold_outlives_a_restart_and_can_be_released_after_it() {
        Story story = pair().watching().orderHold().restart().is(HOLD).says("on hold, ordered by anna");
        assertThat(story.state.releasable()).isTrue();
        story.release().restart().is(WATCHING).says("released by anna");
        assertThat(story.state.suspension()).isEmpty();
    }

    @Test
    void an_epoch_that_is_open_when_the_mode_becomes_shadow_is_held() {
        pair().activating()
                .inShadow()
                .restart()
                .is(HOLD)
                .says("epoch 1 (failover) was still open when the mode became shadow;"
                        + " set the mode to live and start the robot again")
                .live()
                .restart()
                .is(ACTIVATING);
        assertThat(pair().activating().inShadow().restart().state.run()).isEmpty();
        pair().active().inShadow().restart().is(ACTIVE);
    }

    @Test
    void a_suspension_in_service_goes_on_after_a_restart() {
        Story story = pair().active().orderMaintenance(Duration.ofMinutes(30));
        Instant until = story.state.suspendedUntil().orElseThrow().wall();
        String said = "maintenance until " + Humane.second(until) + ", ordered by anna";
        story.restart().is(State.ACTIVE).says(said + ": the secondary is in service, epoch 1");
        Story back =
                pair().failingBack().orderMaintenance(Duration.ofMinutes(30)).restart();
        assertThat(back.is(State.FAILING_BACK).state.sentence()).endsWith(", ordered by anna; going on with epoch 2");
        story.orderFailBack().restart().is(State.FAILING_BACK);
        assertThat(story.state.suspendedUntil().orElseThrow().wall()).isEqualTo(until);
        story.done(DNS).allPassed().restart().is(MAINTENANCE);
        assertThat(story.state.suspendedUntil().orElseThrow().wall()).isEqualTo(until);
        pair().active().orderHold().restart().is(State.ACTIVE).changesNothing(Story::orderFailBack);
    }

    @Test
    void the_end_of_a_maintenance_without_one_before_it_ends_no_hold() {
        List<Entry> entries = List.of(
                new Entry.HoldBegan("acme", THREE, "anna"),
                new Entry.MaintenanceEnded("acme", THREE.plusSeconds(1), "bob"));

        assertThat(Fold.resume(entries, pair().rules, pair().now).state()).isEqualTo(HOLD);
    }

    @Test
    void a_pair_that_is_held_over_its_epoch_is_none_that_a_person_holds_nor_one_of_a_robot_on_hold() {
        assertThat(pair().activating().inShadow().restart().state.heldOverItsEpoch())
                .isTrue();
        assertThat(pair().activating().state.heldOverItsEpoch()).isFalse();
        assertThat(pair().held().state.heldOverItsEpoch()).isFalse();
        Story story = pair().active().orderFailBack().done(DNS).allPassed().orderHold();
        assertThat(story.is(HOLD).state.heldOverItsEpoch()).isFalse();
    }

    @Test
    void a_release_without_a_hold_before_it_ends_no_maintenance() {
        Rules rules = pair().rules;
        List<Entry> entries = List.of(
                new MaintenanceBegan("acme", THREE, THREE.plus(Duration.ofHours(1)), "anna"),
                new Entry.Released("acme", THREE.plusSeconds(1), "bob"));

        assertThat(Fold.resume(entries, rules, pair().now).state()).isEqualTo(MAINTENANCE);
    }
}
