package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Entry.ActionDone;
import org.pbxfailover.core.Entry.ActionGivenUp;
import org.pbxfailover.core.Entry.CallBegun;
import org.pbxfailover.core.Entry.EpochClosed;
import org.pbxfailover.core.Entry.EpochOpened;
import org.pbxfailover.core.Moves.Meaning;
import org.pbxfailover.core.Moves.Move;

/** The rules of the core, checked on one step. They look at what was observed and written, not at how the core came to it. */
final class Invariants {
    private final World before;
    private final Move move;
    private final Step step;
    private final World after;
    private final Rules rules;

    private Invariants(World before, Move move, Step step, World after, Rules rules) {
        this.before = before;
        this.move = move;
        this.step = step;
        this.after = after;
        this.rules = rules;
    }

    /** The first rule that is broken, in words. */
    static Optional<String> broken(World before, Move move, Step step, World after, Rules rules) {
        return new Invariants(before, move, step, after, rules).first();
    }

    private Optional<String> first() {
        if (step.equals(Step.none(before.state()))) { // the other rules were checked when the pair came to this state
            return shadow();
        }
        return Optional.<String>empty()
                .or(this::stale)
                .or(this::evidence)
                .or(this::epochs)
                .or(this::stages)
                .or(this::latch)
                .or(this::unclear)
                .or(this::replay)
                .or(this::shadow)
                .or(this::oneEnd)
                .or(this::exit);
    }

    private Optional<String> evidence() {
        Optional<EpochOpened> opened = written(EpochOpened.class).filter(epoch -> epoch.kind() == EpochKind.FAILOVER);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        Event event = move.event().orElseThrow();
        State from = before.state().state();
        return rule(
                        "I1: as many failures in a row as configured",
                        before.failuresAfter(event, rules) >= rules.failures())
                .or(() -> rule(
                        "I1: all of them in the evidence",
                        opened.get().evidence().failed().size() == rules.failures()))
                .or(() -> rule("I2: enough outside hosts answered", before.goodAfter(event) >= rules.needed()))
                .or(() -> rule("I2: one more failure after that", before.lastFailedAfter(event, rules)))
                .or(() -> rule("I2: the others were asked", othersSilent(event)))
                .or(() -> rule("I3: the pair is watched", from == State.SUSPECT || from == State.BLIND))
                .or(() -> rule("I3: no epoch is open", before.state().run().isEmpty()));
    }

    private boolean othersSilent(Event event) {
        List<SecondOpinion> known = new ArrayList<>(
                before.state().confirmation().map(Confirmation::opinions).orElse(List.of()));
        if (event instanceof Event.OpinionAsked asked) {
            known.add(asked.opinion());
        }
        return known.size() >= rules.opinions() && known.stream().noneMatch(SecondOpinion::alive);
    }

    private Optional<String> epochs() {
        long newest = 0;
        long open = 0;
        for (Entry entry : after.journal()) {
            if (entry instanceof EpochOpened opened) {
                if (opened.epoch() != newest + 1 || open != 0) {
                    return Optional.of("I4: epochs increase, one open at most");
                }
                newest = opened.epoch();
                open = newest;
            }
            if (entry instanceof EpochClosed closed) {
                if (closed.epoch() != open) {
                    return Optional.of("I4: only the open epoch is closed");
                }
                open = 0;
            }
        }
        long inMemory = after.state().run().map(Run::epoch).orElse(0L);
        boolean runs = step.decision() != Decision.RUN
                || written(EpochOpened.class).isPresent()
                || written(CallBegun.class).isPresent();
        return rule("I4: what is open is durable", inMemory == open)
                .or(() -> rule("I4: nothing runs without an entry", runs))
                .or(() ->
                        rule("I3: a run only in its states", after.state().run().isPresent() == running(after)));
    }

    private static boolean running(World world) {
        return world.state().state() == State.ACTIVATING || world.state().state() == State.FAILING_BACK;
    }

    private Optional<String> stages() {
        Optional<CallBegun> begun = written(CallBegun.class);
        if (begun.isPresent()) {
            ActionKey key = begun.get().key();
            return rule("I6: what is done is not called", !passed(key))
                    .or(() -> rule("I5: the stage before is done", key.equals(Moves.FIRST) || passed(Moves.FIRST)))
                    .or(() -> rule("L2: it waits its time", !before.now().isBefore(waits(key))));
        }
        if (written(ActionDone.class).filter(done -> passed(done.key())).isPresent()) {
            return Optional.of("I6: a stage succeeds once");
        }
        boolean completed = written(EpochClosed.class)
                .filter(closed -> closed.outcome() == Entry.Outcome.COMPLETED)
                .isPresent();
        if (!completed) {
            return Optional.empty();
        }
        Run run = before.state().run().orElseThrow();
        boolean all = run.progress().keySet().stream().allMatch(this::passed);
        boolean something = run.kind() == EpochKind.FAIL_BACK || !run.progress().isEmpty();
        return rule("I5: every stage is passed at the end", all && something);
    }

    private Moment waits(ActionKey key) {
        Run run = before.state().run().orElseThrow();
        return run.of(key).map(Progress::next).orElse(run.notBefore());
    }

    /** By the journal alone: done or given up since the newest epoch was opened. */
    private boolean passed(ActionKey key) {
        List<Entry> journal = before.journal();
        for (int i = journal.size() - 1; i >= 0 && !(journal.get(i) instanceof EpochOpened); i--) {
            Entry entry = journal.get(i);
            boolean over = entry instanceof ActionDone || entry instanceof ActionGivenUp;
            if (over && ((Entry.OfAction) entry).key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> latch() {
        if (before.state().state() != State.ACTIVE || after.state().state() == State.ACTIVE) {
            return Optional.empty();
        }
        Event event = move.event().orElseThrow();
        boolean standDown = rules.standDown()
                && event instanceof Event.Probed probed
                && probed.probe().alive()
                && before.state().steady(rules, before.now());
        boolean late = rules.standDown()
                && event instanceof Event.LastProbed probed
                && probed.probe().alive();
        return rule(
                "I7: only a person leaves active, or stand-down where configured",
                event instanceof Event.OrderFailBack || standDown || late);
    }

    private Optional<String> unclear() {
        boolean own = move.event().orElseThrow() instanceof Event.Probed probed
                && !probed.probe().alive()
                && !rules.counts(probed.probe());
        return rule(
                "I9: what is the robot's own fault never counts",
                !own || after.state().streak().size() == 0);
    }

    private Optional<String> stale() {
        return rule("I13: stale and doubled events change nothing", move.meaning() != Meaning.STALE);
    }

    private Optional<String> replay() {
        PairState live = after.state();
        PairState folded = Fold.resume(after.journal(), rules, after.now());
        boolean same = lasting(live.state()) == lasting(folded.state())
                && live.epoch() == folded.epoch()
                && live.run().map(Run::kind).equals(folded.run().map(Run::kind))
                && live.suspendedUntil()
                        .map(Moment::wall)
                        .equals(folded.suspendedUntil().map(Moment::wall))
                && Moves.ACTIONS.stream().allMatch(key -> lasting(live, key).equals(lasting(folded, key)));
        return rule("I11: a replay reaches the same state", same);
    }

    /** Counting is not kept: watching, suspect and blind are one to the journal. */
    private static State lasting(State state) {
        return state.compareTo(State.BLIND) <= 0 ? State.WATCHING : state;
    }

    private static String lasting(PairState state, ActionKey key) {
        return state.run()
                .flatMap(run -> run.of(key))
                .map(at -> at.attempts()
                        + (at.phase() == Progress.Phase.READY || at.doubtful()
                                ? "open"
                                : at.phase().name()))
                .orElse("");
    }

    private Optional<String> shadow() {
        if (lasting(before.state().state()) != State.WATCHING || rules.shadow()) {
            return Optional.empty();
        }
        Rules unseen = inShadow(rules);
        Step other = Core.step(before.state(), move.event().orElseThrow(), unseen, before.now());
        boolean order = move.event().orElseThrow() instanceof Event.Order;
        boolean same = step.decision() == Decision.RUN
                ? order || other.state().attention().knows(Trigger.CONFIRMED_IN_SHADOW)
                : other.equals(step);
        return rule("I8: shadow decides as live does", same)
                .or(() -> rule("I8: and opens nothing", other.decision() != Decision.RUN));
    }

    static Rules inShadow(Rules rules) {
        return new Rules(
                rules.pair(),
                rules.failures(),
                rules.every(),
                rules.timeout(),
                rules.countAlso(),
                rules.grace(),
                rules.hosts(),
                rules.needed(),
                rules.outsideTimeout(),
                rules.opinions(),
                true,
                rules.standDown(),
                rules.stableFor());
    }

    private Optional<String> oneEnd() {
        PairState state = after.state();
        return rule(
                "L2: maintenance and a confirmation do not wait for their ends at once",
                state.suspendedUntil().isEmpty() || state.confirmation().isEmpty());
    }

    private Optional<String> exit() {
        Event order =
                switch (after.state().state()) {
                    case WATCHING, SUSPECT, BLIND, FAILING_BACK -> new Event.OrderFailover("anna");
                    case ACTIVATING, ACTIVE -> new Event.OrderFailBack("anna");
                    case MAINTENANCE -> new Event.EndMaintenance("anna");
                    case HOLD -> throw new AssertionError("nothing leads to hold");
                };
        Step out = Core.step(after.state(), order, rules, after.now());
        return rule(
                "L3: every state has an operator's exit",
                rules.shadow() && !(order instanceof Event.EndMaintenance)
                        || out.state().state() != after.state().state());
    }

    private <T extends Entry> Optional<T> written(Class<T> type) {
        return step.entries().stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Optional<String> rule(String words, boolean holds) {
        return holds ? Optional.empty() : Optional.of(words);
    }
}
