package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The search is run with cores that lack one guard each. It must find a story that breaks a rule, and name the rule; the stories are the
 * shortest that there are.
 */
@Tag("search")
class BrokenCoresTest {
    static final Plan PLAN = Plan.of(2, 2, 2).opinions(1).stages(2, 1).inBothModes();

    /** For a rule about all steps together, which shows only when everything was searched. */
    private static final Plan SMALLER = Plan.of(1, 1, 1);

    /** Something is done to what the core is told. */
    private interface Before extends Decisions {
        Step told(PairState state, Event event, Rules rules, Moment now);

        @Override
        default Step step(PairState state, Event event, Rules rules, Moment now) {
            return told(state, event, rules, now);
        }
    }

    private static Before ruled(UnaryOperator<Rules> change) {
        return (state, event, rules, now) -> Core.step(state, event, change.apply(rules), now);
    }

    private static Before heard(UnaryOperator<Event> change) {
        return (state, event, rules, now) -> Core.step(state, change.apply(event), rules, now);
    }

    private static Before known(UnaryOperator<PairState> change, Class<? extends Event> when) {
        return (state, event, rules, now) ->
                Core.step(when.isInstance(event) ? change.apply(state) : state, event, rules, now);
    }

    private static Rules rules(
            Rules of, int failures, int needed, int opinions, boolean shadow, Optional<Duration> standDown) {
        return new Rules(
                of.pair(),
                failures,
                of.every(),
                of.timeout(),
                of.countAlso(),
                of.grace(),
                of.hosts(),
                needed,
                of.outsideTimeout(),
                opinions,
                shadow,
                standDown.isPresent(),
                standDown.orElse(of.stableFor()));
    }

    private static Optional<Duration> standDown(Rules rules) {
        return Optional.of(rules.stableFor()).filter(time -> rules.standDown());
    }

    static Stream<Arguments> guards() {
        return Stream.of(
                guard(
                        "I1",
                        "one failure less is enough",
                        ruled(of ->
                                rules(of, of.failures() - 1, of.needed(), of.opinions(), of.shadow(), standDown(of)))),
                guard("I1", "an answer does not end the row", BrokenCoresTest::stubborn),
                guard(
                        "I2",
                        "one outside host less is enough",
                        ruled(of ->
                                rules(of, of.failures(), of.needed() - 1, of.opinions(), of.shadow(), standDown(of)))),
                guard(
                        "I2",
                        "nobody waits for the others",
                        ruled(of -> rules(of, of.failures(), of.needed(), 0, of.shadow(), standDown(of)))),
                guard("I2", "a veto is not heard", heard(BrokenCoresTest::deadToEverybody)),
                guard("I2", "an early last probe counts", (Before) BrokenCoresTest::impatient),
                guard(
                        "I3",
                        "maintenance suspends nothing",
                        known(
                                state -> state.state() == State.MAINTENANCE
                                        ? state.to(State.BLIND, state.since(), "")
                                        : state,
                                Event.Probed.class)),
                guard(
                        "I3",
                        "who holds a pair in service is not asked",
                        known(PairState::resumed, Event.OrderFailBack.class)),
                guard("I4", "a call is made before its intent is written", (Before) BrokenCoresTest::unwritten),
                guard("I5", "a call that was accepted is done", heard(BrokenCoresTest::trusting)),
                guard(
                        "I5",
                        "a stage does not wait for the one before it",
                        known(BrokenCoresTest::withoutTheUnfinished, Event.CallBeginning.class)),
                guard(
                        "I6",
                        "what is done is called again",
                        known(BrokenCoresTest::withoutTheDone, Event.CallBeginning.class)),
                guard(
                        "I6",
                        "what may have worked is called again and nobody has looked",
                        heard(BrokenCoresTest::hasty)),
                guard("I6", "a look that has no answer says that nothing is there", heard(BrokenCoresTest::credulous)),
                guard("I6", "an effect has no time to come", heard(BrokenCoresTest::unwilling)),
                guard(
                        "I7",
                        "it stands down unasked",
                        ruled(of -> rules(
                                of,
                                of.failures(),
                                of.needed(),
                                of.opinions(),
                                of.shadow(),
                                Optional.of(of.stableFor())))),
                Arguments.of(
                        "I7",
                        "a maintenance does not keep it from standing down",
                        known(state -> state.state() == State.ACTIVE ? state.resumed() : state, Event.Probed.class),
                        SMALLER.standDown()),
                guard(
                        "I8",
                        "shadow acts",
                        ruled(of -> rules(of, of.failures(), of.needed(), of.opinions(), false, standDown(of)))),
                guard("I9", "its own fault counts", heard(BrokenCoresTest::blaming)),
                Arguments.of("I10", "a gap counts as a failed poll", (Before) BrokenCoresTest::impetuous, SMALLER),
                guard("I11", "maintenance is not written", (Before) BrokenCoresTest::forgetful),
                guard("I11", "that the primary went away is not written", (Before) BrokenCoresTest::inattentive),
                guard(
                        "I11",
                        "a fail-back ends a maintenance",
                        known(
                                state -> state.suspendedUntil().isPresent() ? state.resumed() : state,
                                Event.OrderFailBack.class)),
                guard(
                        "I11",
                        "a restart forgets that a call may have worked",
                        Decisions.resuming(BrokenCoresTest::doubtless)),
                guard(
                        "I12",
                        "hold does not hold",
                        known(
                                state -> state.state() == State.HOLD
                                        ? state.to(State.WATCHING, state.since(), "")
                                        : state,
                                Event.class)),
                guard("I13", "an answer to another question counts", (Before) BrokenCoresTest::confused),
                guard(
                        "I13",
                        "a poll from before a gap counts",
                        heard(event -> event instanceof Event.Gap ? new Event.Tick() : event)),
                guard(
                        "L1",
                        "the outside is never heard",
                        heard(event -> event instanceof Event.OutsideAsked ? new Event.Tick() : event)),
                Arguments.of(
                        "L1",
                        "what counts in this pair alone does not count",
                        ruled(BrokenCoresTest::usual),
                        SMALLER.countingAlso(FailureClass.DENIED)),
                guard("L1", "an answer is an alarm where all is well", (Before) BrokenCoresTest::alarmed),
                guard(
                        "L2",
                        "an epoch is never closed",
                        heard(event -> event instanceof Event.AllPassed ? new Event.Tick() : event)),
                guard("L2", "a stalled stage is passed over in silence", (Before) BrokenCoresTest::silent),
                guard(
                        "L3",
                        "nobody ends a maintenance",
                        heard(event -> event instanceof Event.EndMaintenance ? new Event.Tick() : event)),
                Arguments.of(
                        "L4",
                        "that the primary went away is not written",
                        (Before) BrokenCoresTest::inattentive,
                        SMALLER.standDown()));
    }

    private static Arguments guard(String rule, String broken, Decisions core) {
        return Arguments.of(rule, broken, core, PLAN);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("guards")
    void a_missing_guard_is_found_by_its_rule_alone(String rule, String broken, Decisions core, Plan plan) {
        Search.Story story = catchThrowableOfType(Search.Story.class, () -> Search.all(core, plan, Set.of(rule)));
        assertThat(story).as(broken).isNotNull();
        assertThat(story.broken.rule()).isEqualTo(rule);
        assertThat(story.moves).as("a story that a person reads").hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void there_is_one_for_every_rule() {
        assertThat(guards().map(guard -> guard.get()[0])).containsAll(Search.ALL);
    }

    private static Step stubborn(PairState state, Event event, Rules rules, Moment now) {
        Step step = Core.step(state, event, rules, now);
        boolean forgets = event instanceof Event.Probed
                && step.state().state() == State.WATCHING
                && state.streak().size() == 1;
        PairState next = step.state();
        return forgets
                ? new Step(
                        next.see(sight -> new Sight(
                                state.streak(),
                                sight.confirmation(),
                                sight.rounds(),
                                state.sight().countFrom(),
                                sight.primaryDown(),
                                sight.steadySince(),
                                sight.graceUntil(),
                                sight.cleared())),
                        step.decision(),
                        step.entries(),
                        step.news())
                : step;
    }

    private static Event deadToEverybody(Event event) {
        return event instanceof Event.OpinionAsked asked
                ? new Event.OpinionAsked(
                        asked.round(), new SecondOpinion(asked.opinion().by(), false, ""))
                : event;
    }

    private static Step impatient(PairState state, Event event, Rules rules, Moment now) {
        boolean early = event instanceof Event.LastProbed last
                && !last.probe().alive()
                && last.probe().began().isBefore(now);
        return Core.step(
                state,
                early
                        ? new Event.LastProbed(
                                ((Event.LastProbed) event).round(), Moves.failed(now, FailureClass.REFUSED))
                        : event,
                rules,
                now);
    }

    private static Step unwritten(PairState state, Event event, Rules rules, Moment now) {
        Step step = Core.step(state, event, rules, now);
        return event instanceof Event.CallBeginning
                ? new Step(step.state(), step.decision(), List.of(), step.news())
                : step;
    }

    private static ActionRules unverified(ActionRules of) {
        return new ActionRules(of.required(), of.attempts(), of.backoff(), false, of.within(), of.every());
    }

    private static Event trusting(Event event) {
        return event instanceof Event.CallReturned call
                ? new Event.CallReturned(call.epoch(), call.key(), unverified(call.rules()), call.reply(), "")
                : event;
    }

    private static Event hasty(Event event) {
        return event instanceof Event.CallBeginning call
                ? new Event.CallBeginning(
                        call.epoch(), call.key(), unproven(call.rules()), call.attempt(), call.actions())
                : event;
    }

    private static Event credulous(Event event) {
        return event instanceof Event.Looked looked && looked.effect() == Effect.UNKNOWN
                ? new Event.Looked(looked.epoch(), looked.key(), looked.rules(), Effect.NOT_SEEN, "")
                : event;
    }

    private static Event unwilling(Event event) {
        return event instanceof Event.Looked looked
                ? new Event.Looked(looked.epoch(), looked.key(), hurried(looked.rules()), looked.effect(), "")
                : event;
    }

    private static ActionRules hurried(ActionRules of) {
        return new ActionRules(
                of.required(), of.attempts(), of.backoff(), of.verified(), of.proven(), Duration.ZERO, of.every());
    }

    private static ActionRules unproven(ActionRules of) {
        return new ActionRules(
                of.required(), of.attempts(), of.backoff(), of.verified(), false, of.within(), of.every());
    }

    /** As if every call that may have worked had been looked at. */
    static PairState doubtless(PairState state) {
        return state.run()
                .map(run -> {
                    Map<ActionKey, Progress> sure = new LinkedHashMap<>(run.progress());
                    sure.replaceAll(
                            (key, at) -> at.doubtful() ? at.to(Progress.Phase.READY, at.next(), at.detail()) : at);
                    return state.opened(new Run(run.epoch(), run.kind(), run.reason(), run.notBefore(), sure));
                })
                .orElse(state);
    }

    /** An alarm that the next answer would not end, and of which nobody is told. */
    static Step alarmed(PairState state, Event event, Rules rules, Moment now) {
        Step step = Core.step(state, event, rules, now);
        boolean well = state.state() == State.WATCHING && state.sight().settled();
        return well && event instanceof Event.Probed probed && probed.probe().alive()
                ? Step.none(step.state().with(Alarms.NONE.raise(Trigger.FLAPS, "it answers")))
                : step;
    }

    private static Rules usual(Rules of) {
        return new Rules(
                of.pair(),
                of.failures(),
                of.every(),
                of.timeout(),
                Set.of(),
                of.grace(),
                of.hosts(),
                of.needed(),
                of.outsideTimeout(),
                of.opinions(),
                of.shadow(),
                of.standDown(),
                of.stableFor());
    }

    private static PairState withoutTheUnfinished(PairState state) {
        return without(state, at -> !at.phase().passed());
    }

    private static PairState withoutTheDone(PairState state) {
        return without(state, at -> at.phase().passed());
    }

    private static PairState without(PairState state, java.util.function.Predicate<Progress> which) {
        return state.run()
                .map(run -> {
                    Map<ActionKey, Progress> rest = new LinkedHashMap<>(run.progress());
                    rest.values().removeIf(which);
                    return state.opened(new Run(run.epoch(), run.kind(), run.reason(), run.notBefore(), rest));
                })
                .orElse(state);
    }

    private static Event blaming(Event event) {
        boolean own = event instanceof Event.Probed probed
                && probed.probe().finding().phrase().startsWith("own");
        return own
                ? new Event.Probed(Moves.failed(((Event.Probed) event).probe().began(), FailureClass.TIMEOUT))
                : event;
    }

    private static Step impetuous(PairState state, Event event, Rules rules, Moment now) {
        boolean away = event instanceof Event.Gap;
        return Core.step(state, away ? new Event.Probed(Moves.failed(now, FailureClass.TIMEOUT)) : event, rules, now);
    }

    private static Step forgetful(PairState state, Event event, Rules rules, Moment now) {
        Step step = Core.step(state, event, rules, now);
        List<Entry> entries = new ArrayList<>(step.entries());
        entries.removeIf(entry -> entry instanceof Entry.MaintenanceBegan);
        return new Step(step.state(), step.decision(), entries, step.news());
    }

    private static Step inattentive(PairState state, Event event, Rules rules, Moment now) {
        Step step = Core.step(state, event, rules, now);
        List<Entry> entries = new ArrayList<>(step.entries());
        entries.removeIf(entry -> entry instanceof Entry.PrimaryDown);
        return new Step(step.state(), step.decision(), entries, step.news());
    }

    private static Step confused(PairState state, Event event, Rules rules, Moment now) {
        long round = state.sight().rounds();
        return Core.step(
                state,
                event instanceof Event.OutsideAsked asked ? new Event.OutsideAsked(round, asked.answer()) : event,
                rules,
                now);
    }

    private static Step silent(PairState state, Event event, Rules rules, Moment now) {
        Step step = Core.step(state, event, rules, now);
        Alarms fewer = step.state().attention().calm(Set.of(Trigger.STALLED));
        return event instanceof Event.OfRun && !step.state().alarms().isEmpty()
                ? new Step(step.state().with(fewer), step.decision(), step.entries(), Optional.empty())
                : step;
    }
}
