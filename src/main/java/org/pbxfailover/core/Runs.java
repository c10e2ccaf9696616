package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.core.Entry.Outcome;

/** The open epoch: opening it, every call in it, closing it. */
final class Runs {
    private Runs() {}

    static Step step(Row row, Event.OfRun event) {
        if (event instanceof Event.CallBeginning beginning) {
            return callBeginning(row, beginning);
        }
        if (event instanceof Event.CallReturned returned) {
            return callReturned(row, returned);
        }
        return event instanceof Event.Looked looked ? looked(row, looked) : allPassed(row, event.epoch());
    }

    /** Opens the next epoch; one that is still open is closed as abandoned (a person changed direction). */
    static Step open(Row before, EpochKind kind, Trigger trigger, Evidence evidence) {
        PairState state = before.state;
        long epoch = state.epoch() + 1;
        Run run = new Run(epoch, kind, before.now, Map.of());
        PairState prepared = state.afresh()
                .with(epoch, Optional.of(run))
                .suspended(Optional.empty())
                .primary(kind == EpochKind.FAILOVER, state.steadySince())
                .with(Map.of());
        Step step = before.take(trigger, prepared);
        if (step.decision() != Decision.RUN) {
            return step;
        }
        String pair = before.rules.pair();
        List<Entry> entries = new ArrayList<>();
        state.run()
                .ifPresent(open -> entries.add(new Entry.EpochClosed(
                        pair,
                        before.now.wall(),
                        open.epoch(),
                        Outcome.ABANDONED,
                        step.state().sentence())));
        entries.add(new Entry.EpochOpened(
                pair, before.now.wall(), epoch, kind, step.state().sentence(), evidence));
        return new Step(step.state(), step.decision(), List.copyOf(entries), step.news());
    }

    static Step abandon(Row row) {
        return close(row, Trigger.RETURNED_IN_TIME, Outcome.ABANDONED);
    }

    private static Step allPassed(Row row, long epoch) {
        boolean done = open(row, epoch)
                .filter(run -> run.progress().values().stream()
                        .allMatch(at -> at.phase().passed()))
                .isPresent();
        return done ? close(row, Trigger.ALL_DONE, Outcome.COMPLETED) : Step.none(row.state);
    }

    private static Step close(Row row, Trigger trigger, Outcome outcome) {
        Run run = row.state.run().orElseThrow();
        boolean returned = run.kind() == EpochKind.FAIL_BACK || outcome == Outcome.ABANDONED;
        PairState prepared = row.state.with(run.epoch(), Optional.empty()).calm(Trigger.STALLED);
        Step step = row.take(trigger, returned ? prepared.afresh().with(Map.of()) : prepared);
        Entry entry = new Entry.EpochClosed(
                row.rules.pair(),
                row.now.wall(),
                run.epoch(),
                outcome,
                step.state().sentence());
        return new Step(step.state(), step.decision(), List.of(entry), step.news());
    }

    private static Step callBeginning(Row row, Event.CallBeginning event) {
        Optional<Run> open = open(row, event.epoch());
        boolean fits = open.filter(run -> attempts(run, event.key()) + 1 == event.attempt())
                .isPresent();
        if (!fits) {
            return Step.none(row.state);
        }
        Entry intent = new Entry.CallBegun(
                row.rules.pair(),
                row.now.wall(),
                event.epoch(),
                event.key().stage(),
                event.key().action(),
                event.attempt());
        return folded(row, List.of(intent), Decision.RUN);
    }

    private static Step callReturned(Row row, Event.CallReturned event) {
        Optional<Progress> at = progress(row, event.epoch(), event.key(), Progress.Phase.CALLED);
        if (at.isEmpty()) {
            return Step.none(row.state);
        }
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.CallAnswered(
                row.rules.pair(),
                row.now.wall(),
                event.epoch(),
                event.key().stage(),
                event.key().action(),
                at.get().attempts(),
                event.accepted(),
                event.detail()));
        if (event.accepted() && !event.rules().verified()) {
            entries.add(done(row, event.epoch(), event.key(), event.detail()));
        }
        return event.accepted()
                ? folded(row, entries, event.rules())
                : failed(row, entries, event.key(), event.rules(), at.get().attempts(), event.detail());
    }

    private static Step looked(Row row, Event.Looked event) {
        Optional<Progress> at = open(row, event.epoch()).flatMap(run -> run.of(event.key()));
        if (at.isEmpty() || at.get().phase().passed() || at.get().attempts() == 0) {
            return Step.none(row.state);
        }
        if (event.holds()) {
            return folded(row, List.of(done(row, event.epoch(), event.key(), event.detail())), event.rules());
        }
        Optional<Moment> until = at.get().verifyUntil();
        if (until.isEmpty()) { // it was only looked at before repeating the call
            return waiting(row, event, at.get().to(Progress.Phase.READY, row.now, event.detail()));
        }
        Moment again = row.now.plus(event.rules().every());
        if (again.isBefore(until.get())) {
            return waiting(row, event, at.get().accepted(again, until.get(), event.detail()));
        }
        Entry lost = new Entry.AttemptFailed(
                row.rules.pair(),
                row.now.wall(),
                event.epoch(),
                event.key().stage(),
                event.key().action(),
                at.get().attempts(),
                event.detail());
        return failed(
                row,
                new ArrayList<>(List.of(lost)),
                event.key(),
                event.rules(),
                at.get().attempts(),
                event.detail());
    }

    private static Step waiting(Row row, Event.Looked event, Progress next) {
        Run run = row.state.run().orElseThrow().with(event.key(), next);
        return Step.none(row.state.with(row.state.epoch(), Optional.of(run)));
    }

    private static Step failed(
            Row row, List<Entry> entries, ActionKey key, ActionRules rules, int attempts, String detail) {
        long epoch = row.state.epoch();
        if (attempts >= rules.attempts() && !rules.required()) {
            entries.add(new Entry.ActionGivenUp(
                    row.rules.pair(), row.now.wall(), epoch, key.stage(), key.action(), detail));
            return folded(row, entries, rules);
        }
        Step step = folded(row, entries, rules);
        if (attempts < rules.attempts()) {
            return step;
        }
        Step stalled = row.put("stage", key.stage()).why(detail).take(Trigger.STALLED, step.state());
        return new Step(stalled.state(), stalled.decision(), step.entries(), stalled.news());
    }

    private static Entry done(Row row, long epoch, ActionKey key, String detail) {
        return new Entry.ActionDone(row.rules.pair(), row.now.wall(), epoch, key.stage(), key.action(), detail);
    }

    private static Step folded(Row row, List<Entry> entries, ActionRules rules) {
        return new Step(fold(row, entries, rules), Decision.NOTHING, List.copyOf(entries), Optional.empty());
    }

    private static Step folded(Row row, List<Entry> entries, Decision decision) {
        return new Step(fold(row, entries, Fold.NO_RULES), decision, entries, Optional.empty());
    }

    private static PairState fold(Row row, List<Entry> entries, ActionRules rules) {
        Run run = row.state.run().orElseThrow();
        for (Entry entry : entries) {
            run = Fold.run(run, (Entry.OfAction) entry, rules, row.now);
        }
        PairState next = row.state.with(row.state.epoch(), Optional.of(run));
        boolean over = entries.stream()
                .anyMatch(entry -> entry instanceof Entry.ActionDone || entry instanceof Entry.ActionGivenUp);
        return over ? next.calm(Trigger.STALLED) : next;
    }

    private static Optional<Run> open(Row row, long epoch) {
        return row.state.run().filter(run -> run.epoch() == epoch);
    }

    private static int attempts(Run run, ActionKey key) {
        return run.of(key).map(Progress::attempts).orElse(0);
    }

    private static Optional<Progress> progress(Row row, long epoch, ActionKey key, Progress.Phase phase) {
        return open(row, epoch).flatMap(run -> run.of(key)).filter(at -> at.phase() == phase);
    }
}
