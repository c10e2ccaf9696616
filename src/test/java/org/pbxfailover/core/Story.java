package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pbxfailover.core.Event.AllPassed;
import org.pbxfailover.core.Event.CallBeginning;
import org.pbxfailover.core.Event.CallReturned;
import org.pbxfailover.core.Event.Looked;

/** What happens to one pair, told event by event: {@code pair().suspect().probeAnswers().is(WATCHING)}. A second passes with each. */
final class Story {
    static final ActionKey RELOAD = new ActionKey("reload", 1);
    static final ActionKey DNS = new ActionKey("dns", 1);
    static final ActionRules PLAIN =
            new ActionRules(true, 2, Duration.ofSeconds(10), false, Duration.ZERO, Duration.ZERO);
    static final ActionRules VERIFIED =
            new ActionRules(true, 2, Duration.ofSeconds(10), true, Duration.ofSeconds(30), Duration.ofSeconds(5));
    static final ActionRules UNPROVEN = new ActionRules(
            true, 2, Duration.ofSeconds(10), true, false, Duration.ofSeconds(30), Duration.ofSeconds(5));
    static final ActionRules OPTIONAL =
            new ActionRules(false, 2, Duration.ofSeconds(10), false, Duration.ZERO, Duration.ZERO);

    Rules rules;
    private Set<FailureClass> countAlso = Set.of();
    private Duration grace = Duration.ZERO;
    Moment now = new Moment(1_000_000_000_000L, Instant.parse("2026-11-23T03:00:00Z"));
    PairState state = PairState.fresh(now);
    Step step = Step.none(state);
    final List<Entry> journal = new ArrayList<>();
    final List<Step.News> news = new ArrayList<>();

    private Story(Rules rules) {
        this.rules = rules;
    }

    /** Three failures, two of three outside hosts, no SIP, live, no standing down. */
    static Story pair() {
        return new Story(new Rules(
                "acme",
                3,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Set.of(),
                Duration.ZERO,
                3,
                2,
                Duration.ofSeconds(2),
                0,
                false,
                false,
                Duration.ofMinutes(2)));
    }

    Story failures(int failures) {
        return ruled(failures, rules.opinions(), rules.shadow(), rules.standDown());
    }

    Story withSip() {
        return withOpinions(1);
    }

    Story withOpinions(int opinions) {
        return ruled(rules.failures(), opinions, rules.shadow(), rules.standDown());
    }

    Story countingAlso(FailureClass... classes) {
        countAlso = Set.of(classes);
        return failures(rules.failures());
    }

    Story withGrace(Duration time) {
        grace = time;
        return failures(rules.failures());
    }

    Story inShadow() {
        return ruled(rules.failures(), rules.opinions(), true, rules.standDown());
    }

    Story live() {
        return ruled(rules.failures(), rules.opinions(), false, rules.standDown());
    }

    Story standingDown() {
        return ruled(rules.failures(), rules.opinions(), rules.shadow(), true);
    }

    private Story ruled(int failures, int opinions, boolean shadow, boolean standDown) {
        rules = new Rules(
                rules.pair(),
                failures,
                rules.every(),
                rules.timeout(),
                countAlso,
                grace,
                rules.hosts(),
                rules.needed(),
                rules.outsideTimeout(),
                opinions,
                shadow,
                standDown,
                rules.stableFor());
        return this;
    }

    // ---- the states

    Story watching() {
        return probeAnswers();
    }

    Story suspect() {
        return probeFails();
    }

    Story confirming() {
        return times(rules.failures(), Story::probeFails);
    }

    Story probingOnceMore() {
        return confirming().hostAnswers("a").hostAnswers("b");
    }

    Story blind() {
        return confirming().hostIsSilent("a").hostIsSilent("b").is(State.BLIND);
    }

    Story activating() {
        return probingOnceMore().lastProbeFails().is(State.ACTIVATING);
    }

    Story active() {
        return activating().done(RELOAD).allPassed().is(State.ACTIVE);
    }

    Story failingBack() {
        return active().orderFailBack().is(State.FAILING_BACK);
    }

    Story inMaintenance() {
        return orderMaintenance(Duration.ofMinutes(30)).is(State.MAINTENANCE);
    }

    Story held() {
        state = PairState.held(now, "the journal cannot be read");
        return this;
    }

    /** Without anybody's order, and not for its journal. */
    Story inDoubt() {
        state = PairState.held(now, "it may be another pair", "the robot");
        return this;
    }

    // ---- what happens

    Story probeFails() {
        return on(new Event.Probed(failed(FailureClass.TIMEOUT)));
    }

    Story probeIsUnclear() {
        return probeFails(FailureClass.TLS);
    }

    Story probeFails(FailureClass failure) {
        return on(new Event.Probed(failed(failure)));
    }

    Story probeAnswers() {
        return on(new Event.Probed(alive()));
    }

    Story lastProbeFails() {
        return on(new Event.LastProbed(round(), failed(FailureClass.REFUSED)));
    }

    Story lastProbeAnswers() {
        return on(new Event.LastProbed(round(), alive()));
    }

    Story lastProbeIsUnclear() {
        return on(new Event.LastProbed(round(), failed(FailureClass.TLS)));
    }

    Story hostAnswers(String host) {
        return host(round(), host, true);
    }

    Story hostIsSilent(String host) {
        return host(round(), host, false);
    }

    Story host(long round, String host, boolean answered) {
        return on(new Event.OutsideAsked(
                round, new OutsideAnswer(host, answered, answered ? "204" : "timeout", Duration.ofMillis(20))));
    }

    Story sip(boolean answered) {
        return opinion("its SIP side", answered, answered ? "200 OK" : "sip: timeout");
    }

    Story opinion(String by, boolean alive, String detail) {
        return on(new Event.OpinionAsked(round(), new SecondOpinion(by, alive, detail)));
    }

    Story gap() {
        return on(new Event.Gap(Duration.ofMinutes(3)));
    }

    Story tick() {
        return on(new Event.Tick());
    }

    Story orderFailover() {
        return on(new Event.OrderFailover("anna"));
    }

    Story orderFailBack() {
        return on(new Event.OrderFailBack("anna"));
    }

    Story orderMaintenance(Duration duration) {
        return on(new Event.OrderMaintenance(duration, "anna"));
    }

    Story endMaintenance() {
        return on(new Event.EndMaintenance("anna"));
    }

    Story acknowledge() {
        return on(new Event.Acknowledge("anna"));
    }

    Story orderHold() {
        return on(new Event.OrderHold("anna"));
    }

    Story release() {
        return on(new Event.Release("anna"));
    }

    Story begins(ActionKey key, ActionRules of, int attempt) {
        return on(new CallBeginning(state.epoch(), key, of, attempt, "http"));
    }

    Story returns(ActionKey key, ActionRules of, boolean accepted) {
        return returns(key, of, accepted ? Reply.ACCEPTED : Reply.REFUSED);
    }

    Story returns(ActionKey key, ActionRules of, Reply reply) {
        String said = switch (reply) {
            case ACCEPTED -> "200";
            case REFUSED -> "500";
            case BROKEN_OFF -> "reset";
            case NONE -> "timeout";
        };
        return on(new CallReturned(state.epoch(), key, of, reply, said));
    }

    Story looks(ActionKey key, ActionRules of, boolean holds) {
        return looks(key, of, holds ? Effect.SEEN : Effect.NOT_SEEN);
    }

    Story looks(ActionKey key, ActionRules of, Effect effect) {
        String found = switch (effect) {
            case SEEN -> "there";
            case NOT_SEEN -> "not there";
            case UNKNOWN -> "timeout";
        };
        return on(new Looked(state.epoch(), key, of, effect, found));
    }

    Story done(ActionKey key) {
        return begins(key, PLAIN, 1).returns(key, PLAIN, true);
    }

    Story fails(ActionKey key, ActionRules of) {
        int attempt = state.run().orElseThrow().progress(key, now).attempts() + 1;
        return after(Duration.ofMinutes(2)).begins(key, of, attempt).returns(key, of, false);
    }

    Story allPassed() {
        return on(new AllPassed(state.epoch()));
    }

    Story after(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    /** The robot dies and is started again a minute later; the monotonic clock begins anywhere. */
    Story restart() {
        now = new Moment(-5_000_000_000L, now.wall().plusSeconds(60));
        state = Fold.resume(journal, rules, now);
        return this;
    }

    Story on(Event event) {
        now = now.plus(Duration.ofSeconds(1));
        step = Core.step(state, event, rules, now);
        state = step.state();
        journal.addAll(step.entries());
        step.news().ifPresent(news::add);
        return this;
    }

    Story times(int times, Consumer<Story> what) {
        for (int i = 0; i < times; i++) {
            what.accept(this);
        }
        return this;
    }

    // ---- what is seen

    Story is(State expected) {
        assertThat(state.state()).as(state.sentence()).isEqualTo(expected);
        return this;
    }

    Story decides(Decision expected) {
        assertThat(step.decision()).isEqualTo(expected);
        return this;
    }

    Story says(String sentence) {
        assertThat(state.sentence()).isEqualTo(sentence);
        return this;
    }

    Story notifies(String event) {
        assertThat(step.news().flatMap(Step.News::event)).contains(event);
        return this;
    }

    Story notifiesNobody() {
        assertThat(step.news().flatMap(Step.News::event)).isEmpty();
        return this;
    }

    Story logsNothing() {
        assertThat(step.news()).isEmpty();
        return this;
    }

    Story alarms(Trigger... causes) {
        assertThat(state.alarms()).containsOnlyKeys(causes);
        return this;
    }

    Story counts(int failures) {
        assertThat(state.streak().size()).isEqualTo(failures);
        return this;
    }

    Story next(ActionKey key, ActionRules of, Next expected) {
        assertThat(state.run().orElseThrow().next(key, of, now)).isEqualTo(expected);
        return this;
    }

    /** The last event neither changed the pair nor wrote nor said anything. */
    Story changesNothing(Consumer<Story> event) {
        PairState before = state;
        event.accept(this);
        assertThat(step).isEqualTo(Step.none(before));
        return this;
    }

    long round() {
        return state.sight().rounds();
    }

    Probe failed(FailureClass failure) {
        return new Probe(now, Duration.ofMillis(900), new Finding.Failed(failure, "no answer"));
    }

    Probe alive() {
        return new Probe(now, Duration.ofMillis(30), new Finding.Alive("200 OK"));
    }

    Optional<Entry> lastEntry() {
        return journal.isEmpty() ? Optional.empty() : Optional.of(journal.get(journal.size() - 1));
    }
}
