package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.ACTIVE;
import static org.pbxfailover.core.State.FAILING_BACK;
import static org.pbxfailover.core.State.MAINTENANCE;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.DNS;
import static org.pbxfailover.core.Story.PLAIN;
import static org.pbxfailover.core.Story.RELOAD;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A person suspends the decisions about a pair whose secondary serves, or which is on its way back: whoever works on the primary wants that. */
class InServiceTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String GOES_BACK =
            "the robot goes back by itself when the primary comes back and has answered for 2 min (when-back: stand-down)";

    private static final String IS_BACK =
            "the robot goes back by itself once the primary, which is back, has answered for 2 min (when-back: stand-down)";

    private static Story returned() {
        return pair().standingDown().active().probeAnswers().is(ACTIVE);
    }

    @Test
    void in_a_maintenance_the_robot_does_not_stand_down() {
        Story story = returned().orderMaintenance(HALF_AN_HOUR);
        String until = Humane.second(story.state.suspendedUntil().orElseThrow().wall());
        story.is(ACTIVE)
                .says("maintenance until " + until + ", ordered by anna: the secondary stays in service, epoch 1; "
                        + IS_BACK + ", but not during the maintenance");
        assertThat(story.lastEntry()).containsInstanceOf(Entry.MaintenanceBegan.class);
        story.after(Duration.ofMinutes(20)).probeAnswers().is(ACTIVE).logsNothing();
    }

    @Test
    void after_it_the_robot_stands_down_with_the_next_answer() {
        Story story =
                returned().orderMaintenance(HALF_AN_HOUR).after(HALF_AN_HOUR).tick();
        story.is(ACTIVE).says("maintenance is over: its time is up; the secondary is in service, epoch 1; " + IS_BACK);
        assertThat(story.lastEntry()).containsInstanceOf(Entry.MaintenanceEnded.class);
        story.probeAnswers()
                .is(FAILING_BACK)
                .says("the primary has answered steadily for 2 min: standing down, epoch 2");
    }

    @Test
    void a_person_ends_it_as_everywhere() {
        returned()
                .orderMaintenance(HALF_AN_HOUR)
                .endMaintenance()
                .is(ACTIVE)
                .says("maintenance is over: ended by anna; the secondary is in service, epoch 1; " + IS_BACK)
                .changesNothing(Story::endMaintenance);
    }

    @Test
    void the_alarm_that_the_primary_is_back_stays_and_comes_in_a_maintenance_as_well() {
        Story story = returned();
        var alarms = story.state.alarms();
        assertThat(alarms).containsKey(Trigger.ANSWERS);
        assertThat(story.orderMaintenance(HALF_AN_HOUR).state.alarms()).isEqualTo(alarms);
        story = pair().standingDown().active().orderMaintenance(HALF_AN_HOUR).probeAnswers();
        assertThat(story.state.alarms()).isEqualTo(alarms);
        story.notifies("primary-returned");
    }

    @Test
    void failures_are_counted_afresh_in_it() {
        pair().active()
                .probeAnswers()
                .times(2, Story::probeFails)
                .orderMaintenance(HALF_AN_HOUR)
                .counts(0)
                .probeFails()
                .counts(1);
    }

    @Test
    void on_hold_the_robot_does_not_stand_down_until_it_is_released() {
        Story story = returned().orderHold();
        story.is(ACTIVE)
                .says(
                        "on hold, ordered by anna: the secondary stays in service, epoch 1, until somebody releases the pair; "
                                + IS_BACK + ", but not before it is released")
                .after(Duration.ofDays(9))
                .changesNothing(Story::tick)
                .changesNothing(Story::orderFailBack)
                .changesNothing(Story::orderFailover)
                .changesNothing(Story::endMaintenance)
                .changesNothing(Story::orderHold)
                .probeAnswers()
                .is(ACTIVE)
                .logsNothing();
        assertThat(story.state.releasable()).isTrue();
        assertThat(story.acknowledge().state.alarms()).isEmpty();
        story.release().is(ACTIVE).says("released by anna: the secondary is in service, epoch 1; " + IS_BACK);
        assertThat(story.lastEntry()).contains(new Entry.Released("acme", story.now.wall(), "anna"));
        story.changesNothing(Story::release).probeAnswers().is(FAILING_BACK);
    }

    @Test
    void a_hold_ends_a_maintenance_and_says_so() {
        Story story = pair().active().orderMaintenance(HALF_AN_HOUR).orderHold();
        story.is(ACTIVE)
                .says("on hold, ordered by anna, and the maintenance is over: the secondary stays in service, epoch 1,"
                        + " until somebody releases the pair; going back is a person's decision");
        assertThat(story.state.suspendedUntil()).isEmpty();
    }

    /** In shadow nothing is ever switched, so nobody is told that it would be. */
    @Test
    void in_shadow_no_sentence_promises_a_way_back() {
        String person = "going back is a person's decision";
        Story story = pair().standingDown().active().inShadow().restart();
        story.probeAnswers().is(ACTIVE);
        assertThat(story.state.sentence()).endsWith("go back to it: that is a person's decision");
        assertThat(story.orderMaintenance(HALF_AN_HOUR).state.sentence()).endsWith(person);
        assertThat(story.endMaintenance().state.sentence()).endsWith(person);
    }

    @Test
    void a_fail_back_in_a_maintenance_ends_in_it() {
        Story story = pair().active().orderMaintenance(HALF_AN_HOUR);
        var until = story.state.suspendedUntil();
        story.orderFailBack().is(FAILING_BACK);
        assertThat(story.state.suspendedUntil()).isEqualTo(until);
        story.done(DNS)
                .allPassed()
                .is(MAINTENANCE)
                .notifies("failed-back")
                .says("the primary is in service again, epoch 2, and in maintenance until "
                        + Humane.second(until.orElseThrow().wall()) + ": probing goes on, decisions do not")
                .times(9, s -> s.probeFails().decides(Decision.NOTHING).logsNothing())
                .is(MAINTENANCE);
        assertThat(story.state.suspendedUntil()).isEqualTo(until);
        story.endMaintenance().is(WATCHING);
    }

    @Test
    void a_maintenance_is_taken_on_the_way_back() {
        Story story = pair().failingBack().begins(DNS, PLAIN, 1).orderMaintenance(HALF_AN_HOUR);
        String until = Humane.second(story.state.suspendedUntil().orElseThrow().wall());
        story.is(FAILING_BACK)
                .says("maintenance until " + until + ", ordered by anna: the fail-back goes on, epoch 2, and after it"
                        + " decisions are suspended")
                .endMaintenance()
                .is(FAILING_BACK)
                .says("maintenance is over: ended by anna; the fail-back goes on, epoch 2")
                .orderMaintenance(HALF_AN_HOUR)
                .on(new Event.CallReturned(2, DNS, PLAIN, Reply.ACCEPTED, "200"))
                .allPassed()
                .is(MAINTENANCE);
    }

    @Test
    void a_stalled_stage_stays_an_alarm_in_a_maintenance() {
        Story story = pair().failingBack().fails(DNS, PLAIN).fails(DNS, PLAIN);
        var alarms = story.state.alarms();
        assertThat(alarms).containsKey(Trigger.STALLED);
        assertThat(story.orderMaintenance(HALF_AN_HOUR).state.alarms()).isEqualTo(alarms);
    }

    @Test
    void a_switchover_in_a_maintenance_leaves_it_as_it_is() {
        Story story = pair().standingDown().inMaintenance();
        var until = story.state.suspendedUntil();
        story.orderFailover().is(ACTIVATING);
        assertThat(story.state.suspendedUntil()).isEqualTo(until);
        story.done(RELOAD)
                .allPassed()
                .is(ACTIVE)
                .says("the secondary is in service, epoch 1; going back is a person's decision");
        assertThat(story.state.suspendedUntil()).isEqualTo(until);
        story.after(HALF_AN_HOUR)
                .tick()
                .says(
                        "maintenance is over: its time is up; the secondary is in service, epoch 1; going back is a person's decision,"
                                + " unless the primary goes away and comes back (when-back: stand-down)");
        story.times(3, Story::probeFails)
                .orderHold()
                .says(
                        "on hold, ordered by anna: the secondary stays in service, epoch 1, until somebody releases the pair; "
                                + GOES_BACK + ", but not before it is released");
        story = pair().inMaintenance().orderFailover().after(HALF_AN_HOUR).tick();
        story.is(ACTIVATING).says("maintenance is over: its time is up; the activation goes on, epoch 1");
        assertThat(story.state.suspension()).isEmpty();
    }

    @Test
    void who_suspended_the_decisions_is_known_as_long_as_that_lasts_also_after_a_restart() {
        Story story = pair().active().orderMaintenance(HALF_AN_HOUR).probeAnswers();
        assertThat(story.state.suspension()).map(Suspension::by).contains("anna");
        assertThat(story.restart().state.suspension()).map(Suspension::by).contains("anna");
        assertThat(story.orderHold().restart().state.suspension()).contains(Suspension.hold("anna"));
        assertThat(story.release().state.suspension()).isEmpty();
    }

    @Test
    void a_pair_held_over_its_open_epoch_is_nobodys_to_release() {
        Story story = pair().active()
                .orderMaintenance(HALF_AN_HOUR)
                .orderFailBack()
                .inShadow()
                .restart();
        story.is(State.HOLD).changesNothing(Story::release).after(HALF_AN_HOUR).changesNothing(Story::tick);
        assertThat(Core.ticks(story.state, story.rules, story.now)).isFalse();
    }
}
