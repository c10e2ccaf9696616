package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.State.FAILING_BACK;
import static org.pbxfailover.core.State.MAINTENANCE;
import static org.pbxfailover.core.State.WATCHING;
import static org.pbxfailover.core.Story.DNS;
import static org.pbxfailover.core.Story.PLAIN;
import static org.pbxfailover.core.Story.RELOAD;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pbxfailover.core.Entry.EpochClosed;
import org.pbxfailover.core.Entry.EpochOpened;

class OrdersTest {

    static Stream<UnaryOperator<Story>> whereASwitchoverMayBegin() {
        return Stream.of(Story::watching, Story::suspect, Story::probingOnceMore, Story::blind, Story::inMaintenance);
    }

    @ParameterizedTest
    @MethodSource("whereASwitchoverMayBegin")
    void a_switchover_begins(UnaryOperator<Story> before) {
        Story story = before.apply(pair()).orderFailover();
        story.is(ACTIVATING)
                .decides(Decision.RUN)
                .notifies("activating")
                .counts(0)
                .says("switchover ordered by anna: activating the secondary, epoch 1");
        assertThat(story.state.run().orElseThrow().kind()).isEqualTo(EpochKind.SWITCHOVER);
        assertThat(story.state.confirmation()).isEmpty();
        assertThat(story.journal)
                .contains(new EpochOpened(
                        "acme", story.now.wall(), 1, EpochKind.SWITCHOVER, story.state.sentence(), Evidence.NONE));
    }

    @Test
    void a_switchover_is_not_begun_twice() {
        pair().watching().orderFailover().changesNothing(Story::orderFailover);
        pair().active().changesNothing(Story::orderFailover);
    }

    @Test
    void a_fail_back_needs_something_to_go_back_from() {
        pair().watching().changesNothing(Story::orderFailBack);
        pair().suspect().changesNothing(Story::orderFailBack);
        pair().blind().changesNothing(Story::orderFailBack);
        pair().inMaintenance().changesNothing(Story::orderFailBack);
        pair().failingBack().changesNothing(Story::orderFailBack);
    }

    @Test
    void a_fail_back_is_an_epoch_of_its_own() {
        Story story = pair().active().orderFailBack();
        story.is(FAILING_BACK)
                .decides(Decision.RUN)
                .notifies("failing-back")
                .says("fail-back ordered by anna, epoch 2");
        assertThat(story.state.run().orElseThrow().kind()).isEqualTo(EpochKind.FAIL_BACK);
        assertThat(story.state.run().orElseThrow().kind().label()).isEqualTo("fail-back");
        assertThat(story.state.run().orElseThrow().progress()).isEmpty();
    }

    @Test
    void a_person_may_turn_round_in_the_middle_of_an_activation() {
        Story story = pair().activating().done(RELOAD).begins(DNS, PLAIN, 1).orderFailBack();
        story.is(FAILING_BACK).decides(Decision.RUN);
        assertThat(story.step.entries()).hasSize(2);
        EpochClosed closed = (EpochClosed) story.step.entries().get(0);
        assertThat(closed.epoch()).isEqualTo(1);
        assertThat(closed.outcome()).isEqualTo(Entry.Outcome.ABANDONED);
        assertThat(closed.sentence()).isEqualTo("fail-back ordered by anna, epoch 2");
        assertThat(((EpochOpened) story.step.entries().get(1)).epoch()).isEqualTo(2);
        story.changesNothing(s -> s.on(new Event.CallReturned(1, DNS, PLAIN, Reply.ACCEPTED, "late")))
                .next(RELOAD, PLAIN, new Next.Call(1));
    }

    @Test
    void a_person_may_turn_round_in_the_middle_of_a_fail_back() {
        Story story = pair().failingBack().begins(DNS, PLAIN, 1).orderFailover();
        story.is(ACTIVATING).decides(Decision.RUN);
        assertThat(story.state.epoch()).isEqualTo(3);
        assertThat(story.step.entries()).hasSize(2);
    }

    @Test
    void turning_round_ends_the_alarms_of_the_run() {
        pair().activating()
                .fails(RELOAD, PLAIN)
                .fails(RELOAD, PLAIN)
                .orderFailBack()
                .alarms();
    }

    @Test
    void nothing_is_ordered_into_action_in_shadow() {
        pair().inShadow().watching().changesNothing(Story::orderFailover);
        pair().active().inShadow().changesNothing(Story::orderFailBack);
    }

    static Stream<UnaryOperator<Story>> whereMaintenanceMayBegin() {
        return Stream.of(Story::watching, Story::suspect, Story::probingOnceMore, Story::blind);
    }

    @ParameterizedTest
    @MethodSource("whereMaintenanceMayBegin")
    void maintenance_suspends_decisions(UnaryOperator<Story> before) {
        Story story = before.apply(pair()).orderMaintenance(Duration.ofMinutes(30));
        String until = story.now.plus(Duration.ofMinutes(30)).wall().toString();
        story.is(MAINTENANCE)
                .alarms()
                .counts(0)
                .says("maintenance until " + until + ", ordered by anna: probing goes on, decisions do not")
                .times(9, s -> s.probeFails().decides(Decision.NOTHING).logsNothing())
                .is(MAINTENANCE);
    }

    @Test
    void the_end_of_a_maintenance_is_said_to_the_second_and_kept_to_the_nanosecond() {
        Story story = pair().watching();
        Instant wall = Instant.parse("2026-11-23T03:00:00.123456789Z");
        story.now = new Moment(story.now.nanos(), wall.minusSeconds(1)); // each event comes a second later
        story.orderMaintenance(Duration.ofMinutes(30))
                .says("maintenance until 2026-11-23T03:30:00Z, ordered by anna: probing goes on, decisions do not");
        assertThat(story.step.entries())
                .containsExactly(new Entry.MaintenanceBegan("acme", wall, wall.plus(Duration.ofMinutes(30)), "anna"));
        assertThat(story.restart().state.sentence()).startsWith("maintenance until 2026-11-23T03:30:00Z, ");
    }

    @Test
    void maintenance_can_be_ordered_anew() {
        Story story = pair().inMaintenance().orderMaintenance(Duration.ofHours(2));
        story.is(MAINTENANCE);
        assertThat(story.step.entries()).hasSize(1);
        assertThat(story.step.news()).isPresent();
        assertThat(story.state.suspendedUntil()).contains(story.now.plus(Duration.ofHours(2)));
    }

    @Test
    void maintenance_is_refused_while_an_activation_is_open_and_on_hold() {
        for (Story story : List.of(
                pair().activating(),
                pair().held(),
                pair().watching().orderHold(),
                pair().active().orderHold())) {
            story.changesNothing(s -> s.orderMaintenance(Duration.ofMinutes(5)));
        }
    }

    @Test
    void maintenance_ends_by_itself() {
        Story story = pair().inMaintenance().times(5, Story::probeFails);
        story.after(Duration.ofMinutes(29)).changesNothing(Story::tick).after(Duration.ofMinutes(1));
        assertThat(Core.ticks(story.state, story.rules, story.now)).isTrue();
        story.tick().is(WATCHING).counts(0).says("maintenance is over: its time is up");
        assertThat(story.lastEntry()).contains(new Entry.MaintenanceEnded("acme", story.now.wall(), "its time is up"));
        assertThat(Core.ticks(story.state, story.rules, story.now)).isFalse();
    }

    @Test
    void a_person_ends_maintenance() {
        pair().inMaintenance().endMaintenance().is(WATCHING).says("maintenance is over: ended by anna");
        pair().watching().changesNothing(Story::endMaintenance);
    }

    static Stream<UnaryOperator<Story>> whereAHoldMayBegin() {
        return Stream.of(Story::watching, Story::suspect, Story::probingOnceMore, Story::blind, Story::inMaintenance);
    }

    @ParameterizedTest
    @MethodSource("whereAHoldMayBegin")
    void a_pair_on_hold_is_left_alone_until_a_person_releases_it(UnaryOperator<Story> before) {
        Story story = before.apply(pair());
        String ends = story.state.state() == MAINTENANCE ? ", and the maintenance is over" : "";
        story.orderHold()
                .is(State.HOLD)
                .alarms()
                .counts(0)
                .says("on hold, ordered by anna" + ends
                        + ": probing goes on, decisions do not, until somebody releases it")
                .times(9, s -> s.probeFails().decides(Decision.NOTHING).logsNothing())
                .after(Duration.ofDays(9))
                .changesNothing(Story::tick)
                .changesNothing(Story::orderFailover)
                .changesNothing(Story::orderFailBack)
                .changesNothing(Story::endMaintenance)
                .changesNothing(s -> s.orderMaintenance(Duration.ofMinutes(5)))
                .changesNothing(Story::orderHold);
        assertThat(story.lastEntry()).containsInstanceOf(Entry.HoldBegan.class);
        story.release().is(WATCHING).counts(0).says("released by anna: watching again");
        assertThat(story.lastEntry()).contains(new Entry.Released("acme", story.now.wall(), "anna"));
    }

    @Test
    void a_pair_that_is_held_in_doubt_is_left_alone_and_a_person_may_release_it() {
        pair().inDoubt()
                .is(State.HOLD)
                .says("it may be another pair")
                .times(9, s -> s.probeFails().decides(Decision.NOTHING).logsNothing())
                .changesNothing(Story::orderFailover)
                .release()
                .is(WATCHING)
                .counts(0);
    }

    @Test
    void a_hold_is_refused_while_an_epoch_is_open() {
        for (Story story : List.of(pair().activating(), pair().failingBack(), pair().held())) {
            story.changesNothing(Story::orderHold);
        }
    }

    @Test
    void only_a_pair_that_a_person_holds_can_be_released() {
        for (Story story : List.of(pair().watching(), pair().inMaintenance(), pair().active(), pair().held())) {
            story.changesNothing(Story::release);
        }
    }

    @Test
    void a_shadow_report_does_not_outlive_maintenance() {
        pair().inShadow()
                .probingOnceMore()
                .lastProbeFails()
                .inMaintenance()
                .endMaintenance()
                .probingOnceMore()
                .lastProbeFails()
                .notifies("activating");
    }

    @Test
    void acknowledging_is_kept_in_the_journal() {
        Story story = pair().probeIsUnclear().acknowledge().alarms().is(WATCHING);
        assertThat(story.lastEntry()).contains(new Entry.Acknowledged("acme", story.now.wall(), "anna"));
        assertThat(story.step.news().orElseThrow().sentence())
                .isEqualTo("acknowledged by anna: this proves no death (tls: no answer): no failover for it,"
                        + " counting afresh; look at it");
        story.changesNothing(Story::acknowledge).probeIsUnclear().logsNothing().alarms();
        story.probeAnswers().probeIsUnclear().alarms(Trigger.UNCLEAR);
    }

    @Test
    void acknowledging_nothing_changes_nothing() {
        pair().watching().changesNothing(Story::acknowledge);
    }

    @Test
    void a_held_pair_does_nothing_at_all() {
        Story story = pair().held();
        story.changesNothing(Story::orderFailover)
                .changesNothing(Story::orderFailBack)
                .changesNothing(Story::acknowledge)
                .changesNothing(Story::endMaintenance)
                .changesNothing(Story::probeFails)
                .changesNothing(Story::probeAnswers)
                .changesNothing(Story::lastProbeAnswers)
                .changesNothing(Story::gap)
                .changesNothing(Story::tick)
                .changesNothing(Story::allPassed)
                .says("the journal cannot be read");
        assertThat(Core.ticks(story.state, story.rules, story.now)).isFalse();
    }

    @Test
    void only_what_a_person_has_put_on_hold_is_released() {
        assertThat(pair().orderHold().state.releasable()).isTrue();
        assertThat(pair().held().state.releasable()).isFalse();
        assertThat(pair().inMaintenance().state.releasable()).isFalse();
        assertThat(pair().watching().state.releasable()).isFalse();
    }
}
