package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry.ActionDone;
import org.pbxfailover.core.Entry.CallBegun;
import org.pbxfailover.core.Entry.EpochClosed;
import org.pbxfailover.core.Entry.EpochOpened;
import org.pbxfailover.core.Moves.Move;

/** Each rule can fail: a step that breaks it, made by hand, is reported under its name and under no other. */
class InvariantsTest {
    private static final Plan PLAN = Plan.of(2, 3, 2).opinions(1).stages(2, 1);
    private static final ActionKey FIRST = new ActionKey("go1", 1);
    private static final ActionKey SECOND = new ActionKey("go2", 1);

    /** All evidence is there but the last probe. */
    private static Tale nearlyDead() {
        return Tale.of(Decisions.CORE, PLAN)
                .then("a poll fails", "a poll fails", "a host answers", "a host answers", "another does not see it");
    }

    private static Tale activating() {
        return Tale.of(Decisions.CORE, PLAN).then("failover ordered");
    }

    private static Tale active() {
        return activating().then("it begins", "its effect is seen", "it begins", "it is accepted", "the pass ends");
    }

    private static List<String> activatesAlthoughItSaw(UnaryOperator<Seen> other) {
        Tale tale = nearlyDead();
        World honest = tale.ready();
        World before =
                new World(honest.state(), honest.ledger(), other.apply(honest.seen()), honest.shadow(), honest.now());
        Move move = tale.move(before, "the last probe fails");
        return tale.breaks(before, move, tale.step(before, move));
    }

    private static Seen seen(Seen of, List<Probe> failing, Asking asking) {
        return new Seen(
                failing,
                of.since(),
                of.rounds(),
                Optional.of(asking),
                of.steady(),
                of.grace(),
                of.down(),
                of.returned(),
                of.stallTold(),
                of.held());
    }

    private static Asking asking(
            Asking of, List<Probe> failed, List<OutsideAnswer> answers, List<SecondOpinion> silent) {
        return new Asking(of.round(), of.began(), failed, answers, of.passed(), silent, of.last());
    }

    private static Step with(Step step, PairState state, List<Entry> entries) {
        return new Step(state, step.decision(), entries, step.news());
    }

    @Test
    void an_honest_core_breaks_none() {
        assertThat(nearlyDead().breaks("the last probe fails")).isEmpty();
        assertThat(activatesAlthoughItSaw(seen -> seen)).isEmpty();
        assertThat(active().breaks("fail-back ordered")).isEmpty();
    }

    @Test
    void I1_fewer_polls_failed_in_a_row_than_configured() {
        assertThat(activatesAlthoughItSaw(seen -> {
                    Asking asking = seen.asking().orElseThrow();
                    List<Probe> one = seen.failing().subList(1, 2);
                    return seen(seen, one, asking(asking, one, asking.answers(), asking.silent()));
                }))
                .containsExactly("I1");
    }

    @Test
    void I1_an_answer_came_between() {
        assertThat(activatesAlthoughItSaw(
                        seen -> seen(seen, List.of(), seen.asking().orElseThrow())))
                .containsExactly("I1");
    }

    @Test
    void I1_the_journal_shows_other_polls() {
        Tale tale = nearlyDead();
        World before = tale.ready();
        Move move = tale.move(before, "the last probe fails");
        Step step = tale.step(before, move);
        EpochOpened opened = (EpochOpened) step.entries().get(0);
        Evidence of = opened.evidence();
        Evidence forged = new Evidence(of.failed().subList(0, 1), of.outside(), of.opinions(), of.last());
        Entry entry = new EpochOpened(opened.pair(), opened.at(), opened.epoch(), opened.kind(), "", forged);
        assertThat(tale.breaks(before, move, with(step, step.state(), List.of(entry))))
                .containsExactly("I1");
    }

    @Test
    void I2_too_few_outside_hosts_answered() {
        assertThat(activatesAlthoughItSaw(seen -> {
                    Asking of = seen.asking().orElseThrow();
                    return seen(
                            seen,
                            seen.failing(),
                            asking(of, of.failed(), of.answers().subList(0, 1), of.silent()));
                }))
                .containsExactly("I2");
    }

    @Test
    void I2_somebody_was_not_asked() {
        assertThat(activatesAlthoughItSaw(seen -> {
                    Asking of = seen.asking().orElseThrow();
                    return seen(seen, seen.failing(), asking(of, of.failed(), of.answers(), List.of()));
                }))
                .containsExactly("I2");
    }

    @Test
    void I2_the_last_probe_began_before_the_outside_had_answered() {
        Tale tale = nearlyDead();
        World before = tale.ready();
        Step early = tale.step(before, tale.move(before, "the last probe fails"));
        assertThat(tale.breaks(before, tale.move(before, "an early last probe fails"), early))
                .contains("I2")
                .doesNotContain("I1", "I3");
    }

    @Test
    void I3_the_pair_is_in_maintenance() {
        Tale tale = nearlyDead();
        World honest = tale.ready();
        Moment until = honest.now().plus(Plan.MAINTENANCE);
        Ledger suspended = honest.ledger()
                .plus(new Entry.MaintenanceBegan("acme", honest.now().wall(), until.wall(), "anna"));
        PairState state = honest.state().suspended(Suspension.until(until, "anna"));
        World before = new World(state, suspended, honest.seen(), false, honest.now());
        Move move = tale.move(before, "the last probe fails");
        assertThat(tale.breaks(before, move, tale.step(before, move))).containsExactly("I3");
    }

    @Test
    void I3_an_activation_is_suspended() {
        Tale tale = activating();
        World before = tale.ready();
        Entry entry = new Entry.MaintenanceBegan(
                "acme", before.now().wall(), before.now().wall(), "anna");
        PairState state = before.state().suspended(Suspension.until(before.now(), "anna"));
        Step step = new Step(state, Decision.NOTHING, List.of(entry), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "maintenance ordered"), step))
                .containsExactly("I3");
    }

    @Test
    void I3_a_fail_back_is_held() {
        Tale tale = active().then("fail-back ordered");
        World before = tale.ready();
        Entry entry = new Entry.HoldBegan("acme", before.now().wall(), "anna");
        Step step = new Step(
                before.state().suspended(Suspension.hold("anna")), Decision.NOTHING, List.of(entry), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "hold ordered"), step)).containsExactly("I3");
    }

    @Test
    void I3_what_a_person_holds_is_switched() {
        Tale tale = active().then("hold ordered");
        World before = tale.ready();
        Move move = tale.move(before, "fail-back ordered");
        PairState let = before.state().resumed();
        Step step = Core.step(let, move.event().orElseThrow(), tale.plan.rules(), before.now());
        PairState held = step.state().suspended(Suspension.hold("anna"));
        assertThat(tale.breaks(before, move, new Step(held, step.decision(), step.entries(), step.news())))
                .containsExactly("I3");
    }

    @Test
    void I3_nobody_ended_a_hold_or_a_maintenance() {
        Tale tale = active().then("hold ordered");
        World before = tale.ready();
        Entry released = new Entry.Released("acme", before.now().wall(), "nobody");
        Step step = new Step(before.state().resumed(), Decision.NOTHING, List.of(released), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "a tick"), step)).containsExactly("I3");
        tale = active().then("maintenance ordered");
        before = tale.ready();
        Entry ended = new Entry.MaintenanceEnded("acme", before.now().wall(), "nobody");
        step = new Step(before.state().resumed(), Decision.NOTHING, List.of(ended), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "a tick"), step)).containsExactly("I3");
    }

    @Test
    void I4_something_runs_that_is_not_in_the_journal() {
        Tale tale = activating();
        World before = tale.ready();
        Step step = new Step(before.state(), Decision.RUN, List.of(), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "a tick"), step)).containsExactly("I4");
    }

    @Test
    void I4_a_number_is_left_out() {
        Tale tale = active();
        World before = tale.ready();
        Move move = tale.move(before, "fail-back ordered");
        Step step = tale.step(before, move);
        Entry far = new EpochOpened("acme", before.now().wall(), 9, EpochKind.FAIL_BACK, "", Evidence.NONE);
        PairState state = step.state().opened(new Run(9, EpochKind.FAIL_BACK, "", before.now(), Map.of()));
        assertThat(tale.breaks(before, move, with(step, state, List.of(far)))).containsExactly("I4");
    }

    @Test
    void I4_two_are_open() {
        Tale tale = activating();
        World before = tale.ready();
        Move move = tale.move(before, "fail-back ordered");
        Step step = tale.step(before, move);
        assertThat(tale.breaks(
                        before, move, with(step, step.state(), step.entries().subList(1, 2))))
                .containsExactly("I4");
    }

    @Test
    void I5_a_stage_begins_before_the_one_before_it_is_done() {
        Tale tale = activating().then("it begins", "it is refused");
        World before = tale.ready();
        Move move = tale.move(before, "another stage begins out of turn");
        Entry begun = new CallBegun("acme", before.now().wall(), 1, SECOND.stage(), 1, 1, "http");
        PairState state = progressed(before, SECOND, Progress.none(before.now()).called(1, before.now()));
        assertThat(tale.breaks(before, move, new Step(state, Decision.RUN, List.of(begun), Optional.empty())))
                .containsExactly("I5");
    }

    @Test
    void I5_an_action_is_done_and_nobody_saw_its_effect() {
        Tale tale = activating().then("it begins");
        World before = tale.ready();
        Move move = tale.move(before, "it is accepted");
        Step step = tale.step(before, move);
        List<Entry> entries = new ArrayList<>(step.entries());
        entries.add(new ActionDone("acme", before.now().wall(), 1, FIRST.stage(), 1, ""));
        PairState state =
                progressed(before, FIRST, new Progress(1, Progress.Phase.DONE, before.now(), Optional.empty(), ""));
        assertThat(tale.breaks(before, move, with(step, state, entries))).containsExactly("I5");
    }

    @Test
    void I5_an_epoch_is_completed_without_its_last_stage() {
        Tale tale = activating().then("it begins", "its effect is seen");
        World before = tale.ready();
        Entry closed = new EpochClosed("acme", before.now().wall(), 1, Entry.Outcome.COMPLETED, "");
        PairState state = before.state().closed().to(State.ACTIVE, before.now(), "");
        Step step = new Step(state, Decision.NOTHING, List.of(closed), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "a tick"), step)).containsExactly("I5");
    }

    /** The rules that the first action's second call breaks. */
    private static List<String> calledASecondTime(Tale tale) {
        World before = tale.ready();
        Entry begun = new CallBegun("acme", before.now().wall(), 1, FIRST.stage(), 1, 2, "http");
        PairState state = progressed(before, FIRST, Progress.none(before.now()).called(2, before.now()));
        Step step = new Step(state, Decision.RUN, List.of(begun), Optional.empty());
        return tale.breaks(before, tale.move(before, "a tick"), step);
    }

    @Test
    void I6_what_is_done_is_called_again() {
        Tale tale = activating().then("it begins", "its effect is seen");
        assertThat(calledASecondTime(tale)).containsExactly("I6");
    }

    @Test
    void I6_what_may_have_worked_is_called_again_and_nobody_has_looked() {
        Tale tale = activating().then("it begins");
        assertThat(calledASecondTime(tale)).containsExactly("I6");
    }

    @Test
    void I6_what_may_have_worked_counts_as_looked_at() {
        Tale tale = activating().then("it begins");
        World before = tale.ready();
        Progress ready = new Progress(1, Progress.Phase.READY, before.now(), Optional.empty(), "");
        Step step = Step.none(progressed(before, FIRST, ready));
        assertThat(tale.breaks(before, tale.move(before, "a tick"), step)).containsExactly("I6");
        assertThat(tale.breaks(before, tale.move(before, "its effect is seen"), step))
                .containsExactly("I6");
        assertThat(tale.breaks(before, tale.move(before, "its effect is not seen"), step))
                .isEmpty();
        assertThat(tale.breaks(before, tale.move(before, "a look has no answer"), step))
                .containsExactly("I6");
    }

    @Test
    void I6_what_had_no_answer_is_called_again_before_its_effect_had_its_time() {
        Tale tale = activating().then("it begins", "it has no answer");
        assertThat(calledASecondTime(tale)).containsExactly("I6");
        World before = tale.ready();
        Progress ready = new Progress(1, Progress.Phase.READY, before.now(), Optional.empty(), "");
        assertThat(tale.breaks(
                        before,
                        tale.move(before, "its effect is not seen"),
                        Step.none(progressed(before, FIRST, ready))))
                .containsExactly("I6");
    }

    @Test
    void I6_an_attempt_is_given_up_before_its_effect_had_its_time() {
        for (String reply : List.of("it is accepted", "it has no answer")) {
            Tale tale = activating().then("it begins", reply);
            World before = tale.ready();
            Entry lost = new Entry.AttemptFailed("acme", before.now().wall(), 1, FIRST.stage(), 1, 1, "");
            PairState state = progressed(
                    before,
                    FIRST,
                    new Progress(1, Progress.Phase.FAILED, before.now().plus(Plan.UNIT), Optional.empty(), ""));
            Step step = new Step(state, Decision.NOTHING, List.of(lost), Optional.empty());
            assertThat(tale.breaks(before, tale.move(before, "its effect is not seen"), step))
                    .containsExactly("I6");
            assertThat(tale.breaks(before, tale.move(before, "a tick"), step)).containsExactly("I6");
        }
    }

    private static PairState progressed(World world, ActionKey key, Progress progress) {
        return world.state().opened(world.state().run().orElseThrow().with(key, progress));
    }

    @Test
    void I7_a_gap_is_enough_to_leave_active() {
        Tale tale = active();
        World before = tale.ready();
        Step ordered = tale.step(before, tale.move(before, "fail-back ordered"));
        assertThat(tale.breaks(before, tale.move(before, "the robot was away"), ordered))
                .containsExactly("I7");
    }

    @Test
    void I7_standing_down_without_a_return() {
        Tale tale = Tale.of(Decisions.CORE, PLAN.standDown())
                .then("a poll is answered", "failover ordered", "it begins", "its effect is seen", "it begins")
                .then("it is accepted", "the pass ends", "a minute goes by", "a minute goes by");
        World before = tale.ready();
        Step ordered = tale.step(before, tale.move(before, "fail-back ordered"));
        assertThat(tale.breaks(before, tale.move(before, "a poll is answered"), ordered))
                .containsExactly("I7");
    }

    @Test
    void I8_shadow_decides_otherwise() {
        Decisions blind = (state, event, rules, now) -> rules.shadow() && event instanceof Event.Probed
                ? Step.none(state)
                : Core.step(state, event, rules, now);
        assertThat(Tale.of(blind, PLAN).breaks("a poll fails")).containsExactly("I8");
    }

    @Test
    void I8_shadow_calls_something() {
        Tale tale = Tale.of(Decisions.CORE, PLAN.inBothModes()).then("the robot is started again in the other mode");
        World before = tale.ready();
        Step live = Core.step(before.state(), new Event.OrderFailover("anna"), PLAN.rules(), before.now());
        Step unsaid = new Step(live.state(), live.decision(), live.entries(), Optional.empty());
        assertThat(tale.breaks(before, tale.move(before, "failover ordered"), unsaid))
                .as("and after a restart it would hold, which is another rule")
                .containsExactly("I8", "I11");
    }

    @Test
    void I9_its_own_fault_counts() {
        Decisions blaming = (state, event, rules, now) -> Core.step(
                state,
                event instanceof Event.Probed probed && !probed.probe().alive()
                        ? new Event.Probed(Moves.failed(probed.probe().began(), FailureClass.TIMEOUT))
                        : event,
                rules,
                now);
        assertThat(Tale.of(blaming, PLAN).breaks("a poll fails by its own fault"))
                .containsExactly("I9");
    }

    @Test
    void I10_an_answer_brings_an_activation_nearer() {
        Nearness nearness = new Nearness();
        nearness.edge(0, 1, Moves.Meaning.BAD_FOR_PRIMARY, "a poll fails", false);
        nearness.edge(1, 2, Moves.Meaning.BAD_FOR_PRIMARY, "a poll fails", false);
        nearness.edge(2, 3, Moves.Meaning.BAD_FOR_PRIMARY, "the last probe fails", true);
        nearness.edge(2, 0, Moves.Meaning.GOOD_FOR_PRIMARY, "a poll is answered", false);
        assertThat(nearness.comesNearer()).isEmpty();
        nearness.edge(0, 2, Moves.Meaning.GOOD_FOR_PRIMARY, "the robot was away", false);
        assertThat(nearness.comesNearer()).contains(new Nearness.Edge("I10", 0, "the robot was away"));
    }

    @Test
    void I11_something_is_known_that_is_not_written() {
        Tale tale = Tale.of(Decisions.CORE, PLAN);
        World before = tale.ready();
        Move move = tale.move(before, "maintenance ordered");
        Step step = tale.step(before, move);
        Decisions forgetful =
                (state, event, rules, now) -> with(Core.step(state, event, rules, now), step.state(), List.of());
        assertThat(Tale.of(forgetful, PLAN).breaks("maintenance ordered")).containsExactly("I11");
    }

    @Test
    void I11_something_is_written_that_is_not_known_after_a_restart() {
        Decisions forgetful = Decisions.resuming(known -> PairState.fresh(World.ZERO));
        assertThat(Tale.of(forgetful, PLAN).breaks("failover ordered")).containsExactly("I11");
    }

    @Test
    void I11_a_call_may_have_worked_and_nobody_knows_it_after_a_restart() {
        Tale tale =
                Tale.of(Decisions.resuming(BrokenCoresTest::doubtless), PLAN).then("failover ordered");
        assertThat(tale.breaks("it begins")).containsExactly("I11");
        tale.then("it begins");
        assertThat(tale.breaks("it is refused")).containsExactly("I11");
        assertThat(tale.breaks("it is accepted")).isEmpty();
    }

    @Test
    void I12_a_robot_that_cannot_read_its_journal_counts() {
        Decisions careless = (state, event, rules, now) ->
                Core.step(state.state() == State.HOLD ? state.to(State.WATCHING, now, "") : state, event, rules, now);
        Tale tale = Tale.of(careless, PLAN).then("the robot is started again and cannot read its journal");
        assertThat(tale.breaks("a poll fails")).containsExactly("I12");
    }

    @Test
    void I13_an_old_poll_counts() {
        Decisions hasty = (state, event, rules, now) -> Core.step(
                state,
                event instanceof Event.Probed probed
                                && probed.probe().began().isBefore(now)
                                && !probed.probe().alive()
                        ? new Event.Probed(Moves.failed(now, FailureClass.TIMEOUT))
                        : event,
                rules,
                now);
        assertThat(Tale.of(hasty, PLAN).breaks("an old poll fails")).containsExactly("I13");
    }

    @Test
    void I13_the_same_answer_counts_twice() {
        Decisions counting = (state, event, rules, now) -> event instanceof Event.OutsideAsked asked
                ? Core.step(state, renamed(asked, state), rules, now)
                : Core.step(state, event, rules, now);
        assertThat(Tale.of(counting, PLAN).then("a poll fails", "a poll fails").breaks("a host answers"))
                .containsExactly("I13");
    }

    private static Event renamed(Event.OutsideAsked asked, PairState state) {
        String host =
                "h" + state.confirmation().map(open -> open.outside().size()).orElse(0);
        return new Event.OutsideAsked(asked.round(), new OutsideAnswer(host, true, "", Duration.ZERO));
    }

    // ---- what becomes of it

    private static Optional<String> lacks(Decisions decisions, String... story) {
        Tale tale = Tale.of(decisions, PLAN).then(story);
        return new Liveness(decisions, PLAN).broken(tale.ready(), Search.ALL).map(Broken::rule);
    }

    private static Decisions deafTo(Class<? extends Event> type) {
        return (state, event, rules, now) ->
                type.isInstance(event) ? Step.none(state) : Core.step(state, event, rules, now);
    }

    @Test
    void L1_a_death_is_never_acted_upon() {
        assertThat(lacks(Decisions.CORE)).isEmpty();
        assertThat(lacks(deafTo(Event.LastProbed.class))).contains("L1");
    }

    @Test
    void L1_an_answer_is_news_where_all_is_well() {
        assertThat(Tale.of(Decisions.CORE, PLAN).then("a poll is answered").breaks("a poll is answered"))
                .isEmpty();
        assertThat(Tale.of(BrokenCoresTest::alarmed, PLAN)
                        .then("a poll is answered")
                        .breaks("a poll is answered"))
                .containsExactly("L1");
    }

    @Test
    void L1_a_death_is_acted_upon_one_poll_too_late() {
        Decisions slow = (state, event, rules, now) -> {
            Rules more = Plan.of(rules.failures() + 1, rules.hosts(), rules.needed())
                    .opinions(rules.opinions())
                    .rules(rules.shadow());
            return Core.step(state, event, more, now);
        };
        assertThat(lacks(slow)).contains("L1");
    }

    @Test
    void L2_a_stalled_stage_is_not_reported() {
        Decisions silent = (state, event, rules, now) -> {
            Step step = Core.step(state, event, rules, now);
            return new Step(
                    step.state().with(Alarms.NONE),
                    step.decision(),
                    step.entries(),
                    event instanceof Event.OfRun ? Optional.empty() : step.news());
        };
        assertThat(lacks(Decisions.CORE, "failover ordered", "it begins")).isEmpty();
        assertThat(lacks(silent, "failover ordered", "it begins")).contains("L2");
        Tale tale = Tale.of(silent, PLAN)
                .then(
                        "failover ordered",
                        "it begins",
                        "it is refused",
                        "a minute goes by",
                        "its effect is not seen",
                        "it begins");
        assertThat(tale.breaks("it is refused")).containsExactly("L2");
    }

    @Test
    void L2_an_epoch_never_ends() {
        assertThat(lacks(deafTo(Event.AllPassed.class), "failover ordered")).contains("L2");
    }

    @Test
    void L2_what_is_required_is_given_up() {
        Tale tale = activating()
                .then("it begins", "it is refused", "a minute goes by", "its effect is not seen", "it begins");
        World before = tale.ready();
        Move move = tale.move(before, "it is refused");
        Step step = tale.step(before, move);
        List<Entry> entries = new ArrayList<>(step.entries());
        entries.add(new Entry.ActionGivenUp("acme", before.now().wall(), 1, FIRST.stage(), 1, ""));
        PairState state =
                progressed(before, FIRST, new Progress(2, Progress.Phase.GIVEN_UP, before.now(), Optional.empty(), ""));
        assertThat(tale.breaks(before, move, with(step, state, entries))).containsExactly("L2");
    }

    @Test
    void L4_a_primary_that_is_back_does_not_get_the_service() {
        Plan plan = PLAN.standDown();
        Decisions waiting = (state, event, rules, now) -> Core.step(state, event, PLAN.rules(), now);
        for (Decisions decisions : List.of(Decisions.CORE, waiting)) {
            World world = Tale.of(decisions, plan)
                    .then("failover ordered", "it begins", "its effect is seen", "it begins", "it is accepted")
                    .then("the pass ends", "a poll fails", "a poll fails", "the robot dies and is started again")
                    .ready();
            assertThat(new Liveness(decisions, plan).broken(world, Set.of("L4")).isPresent())
                    .isEqualTo(decisions == waiting);
        }
    }

    @Test
    void L3_nobody_gets_it_out() {
        assertThat(lacks(Decisions.CORE, "failover ordered")).isEmpty();
        assertThat(lacks(deafTo(Event.OrderFailBack.class), "failover ordered")).contains("L3");
        assertThat(lacks(deafTo(Event.EndMaintenance.class), "maintenance ordered"))
                .contains("L3");
    }
}
