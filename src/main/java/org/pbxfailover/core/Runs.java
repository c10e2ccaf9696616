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
        Optional<Run> open = row.state.run().filter(run -> run.epoch() == event.epoch());
        if (open.isEmpty()) {
            return Step.none(row.state);
        }
        if (event instanceof Event.CallBeginning beginning) {
            return callBeginning(row, open.get(), beginning);
        }
        if (event instanceof Event.AllPassed) {
            return open.get().complete() ? complete(row, open.get()) : Step.none(row.state);
        }
        if (event instanceof Event.PassFailed failed) {
            return row.why(failed.detail()).take(Trigger.PASS_FAILED, row.state);
        }
        return event instanceof Event.CallReturned returned
                ? callReturned(row, open.get(), returned)
                : looked(row, open.get(), (Event.Looked) event);
    }

    /** Opens the next epoch; one that is still open is closed as abandoned (a person changed direction). Shadow never acts (rule I8). */
    static Step open(Row before, EpochKind kind, Trigger trigger, Evidence evidence) {
        PairState state = before.state;
        if (before.rules.shadow()) {
            return Step.none(state);
        }
        Run run = new Run(state.epoch() + 1, kind, "", before.now, Map.of());
        PairState opened = state.opened(run);
        PairState prepared = opened.see(sight -> sight.afresh(before.now).primaryDown(stillDown(kind, sight)))
                .with(Alarms.NONE);
        Step step = before.take(trigger, prepared);
        if (step.decision() != Decision.RUN) {
            return step;
        }
        String sentence = step.state().sentence();
        List<Entry> entries = new ArrayList<>();
        state.run().ifPresent(open -> entries.add(closed(before, open, Outcome.ABANDONED, sentence)));
        entries.add(
                new Entry.EpochOpened(before.rules.pair(), before.now.wall(), run.epoch(), kind, sentence, evidence));
        if (kind == EpochKind.SWITCHOVER && prepared.primaryDown()) {
            entries.add(before.with(opened).primaryDown());
        }
        return new Step(step.state().opened(run.because(sentence)), step.decision(), List.copyOf(entries), step.news());
    }

    /** Who orders a fail-back takes the primary for alive; a death before that is history, also for a change of direction after it. */
    private static boolean stillDown(EpochKind kind, Sight sight) {
        return kind == EpochKind.FAILOVER || (kind == EpochKind.SWITCHOVER && sight.primaryDown());
    }

    private static Step complete(Row passed, Run run) {
        Row row = passed.put("without", run.without());
        Optional<Moment> until = row.state.suspendedUntil().filter(end -> run.kind() == EpochKind.FAIL_BACK);
        return until.map(end -> close(
                        row.put("until", Humane.second(end.wall())),
                        Trigger.ALL_DONE_IN_MAINTENANCE,
                        Outcome.COMPLETED))
                .orElseGet(() -> close(row, Trigger.ALL_DONE, Outcome.COMPLETED));
    }

    static Step abandon(Row row) {
        return close(row, Trigger.RETURNED_IN_TIME, Outcome.ABANDONED);
    }

    private static Step close(Row row, Trigger trigger, Outcome outcome) {
        Run run = row.state.run().orElseThrow();
        PairState closed = row.state.closed().calm(Trigger.PASS_FAILED);
        Step step = row.take(trigger, run.kind() == EpochKind.FAIL_BACK ? watched(row, closed) : closed);
        Entry entry = closed(row, run, outcome, step.state().sentence());
        return new Step(step.state(), step.decision(), List.of(entry), step.news());
    }

    /** After a fail-back watching begins afresh, and the primary may have been started only just now. */
    private static PairState watched(Row row, PairState state) {
        return state.see(sight -> sight.afresh(row.now).mayBeBooting(row.rules, row.now));
    }

    private static Entry closed(Row row, Run run, Outcome outcome, String sentence) {
        return new Entry.EpochClosed(row.rules.pair(), row.now.wall(), run.epoch(), outcome, sentence);
    }

    private static Step callBeginning(Row row, Run run, Event.CallBeginning event) {
        boolean fits = run.next(event.key(), event.rules(), row.now).equals(new Next.Call(event.attempt()));
        if (!fits || row.rules.shadow()) {
            return Step.none(row.state);
        }
        Optional<String> earlier = run.unfinishedBeside(event.key().stage());
        if (earlier.isPresent()) { // the route was edited in the middle of the run: a stage is never skipped (rule I5)
            return row.put("stage", event.key().stage())
                    .why("stage " + earlier.get()
                            + " was begun before it and is not done, and the route does not come to it;"
                            + " put it before " + event.key().stage() + " in the route")
                    .take(Trigger.STALLED, row.state);
        }
        Entry intent = new Entry.CallBegun(
                row.rules.pair(),
                row.now.wall(),
                event.epoch(),
                event.key().stage(),
                event.key().action(),
                event.attempt(),
                event.actions());
        PairState called = fold(row, run, List.of(intent), event.rules());
        return new Step(called, Decision.RUN, List.of(intent), Optional.empty());
    }

    private static Step callReturned(Row row, Run run, Event.CallReturned event) {
        Progress at = run.progress(event.key(), row.now);
        if (at.phase() != Progress.Phase.CALLED) {
            return Step.none(row.state);
        }
        Entry answer = new Entry.CallAnswered(
                row.rules.pair(),
                row.now.wall(),
                event.epoch(),
                event.key().stage(),
                event.key().action(),
                at.attempts(),
                event.reply(),
                event.detail());
        boolean awaited = event.reply() == Reply.NONE && event.rules().proven();
        if (event.reply() != Reply.ACCEPTED && !awaited) {
            return failed(row, run, answer, event.key(), event.rules(), event.detail());
        }
        return event.rules().verified()
                ? kept(row, run, List.of(answer), event.rules())
                : kept(row, run, List.of(answer, done(row, run, event.key(), event.detail())), event.rules());
    }

    private static Step looked(Row row, Run run, Event.Looked event) {
        Progress at = run.progress(event.key(), row.now);
        boolean asked = at.phase() == Progress.Phase.ACCEPTED
                || (at.doubtful() && event.rules().proven());
        if (!asked) {
            return Step.none(row.state);
        }
        if (event.effect() == Effect.SEEN) {
            return kept(row, run, List.of(done(row, run, event.key(), event.detail())), event.rules());
        }
        // Told again: the pause before the next look or call stays as it is (rule I13).
        if (row.now.isBefore(at.next())) {
            return Step.none(row.state);
        }
        Moment until = at.verifyUntil().orElse(row.now.plus(event.rules().within()));
        Moment again = row.now.plus(event.rules().every());
        if (at.worthALook(event.effect()) && again.isBefore(until)) {
            Progress further = at.awaited(at.phase(), again, Optional.of(until), event.detail());
            return Step.none(row.state.opened(run.with(event.key(), further)));
        }
        return at.awaited() ? tooLate(row, run, event, at) : repeatable(row, run, event, at);
    }

    private static Step repeatable(Row row, Run run, Event.Looked event, Progress at) {
        Progress ready = at.to(Progress.Phase.READY, row.now, event.detail());
        return Step.none(row.state.opened(run.with(event.key(), ready)));
    }

    private static Step tooLate(Row row, Run run, Event.Looked event, Progress at) {
        String detail = became(at, event.effect()) + event.detail();
        Entry lost = new Entry.AttemptFailed(
                row.rules.pair(),
                row.now.wall(),
                event.epoch(),
                event.key().stage(),
                event.key().action(),
                at.attempts(),
                detail);
        return failed(row, run, lost, event.key(), event.rules(), detail);
    }

    /** What became of the call, where what a look found does not say it: nobody must go and mend what is well. */
    private static String became(Progress at, Effect effect) {
        if (at.phase() == Progress.Phase.UNANSWERED) {
            return "no answer in time; then: ";
        }
        return effect == Effect.UNKNOWN ? "accepted, but the look at its effect had no answer: " : "";
    }

    private static Step failed(Row row, Run run, Entry entry, ActionKey key, ActionRules rules, String detail) {
        Row told = row.put("stage", key.stage()).why(detail);
        if (run.progress(key, row.now).attempts() < rules.attempts()) {
            return kept(row, run, List.of(entry), rules);
        }
        if (rules.required()) {
            List<Entry> entries = List.of(entry);
            return told.take(Trigger.STALLED, fold(row, run, entries, rules), entries);
        }
        Entry givenUp = new Entry.ActionGivenUp(
                row.rules.pair(), row.now.wall(), run.epoch(), key.stage(), key.action(), detail);
        List<Entry> entries = List.of(entry, givenUp);
        return told.take(Trigger.GIVEN_UP, fold(row, run, entries, rules), entries);
    }

    private static Entry done(Row row, Run run, ActionKey key, String detail) {
        return new Entry.ActionDone(row.rules.pair(), row.now.wall(), run.epoch(), key.stage(), key.action(), detail);
    }

    private static Step kept(Row row, Run run, List<Entry> entries, ActionRules rules) {
        return new Step(fold(row, run, entries, rules), Decision.NOTHING, entries, Optional.empty());
    }

    private static PairState fold(Row row, Run before, List<Entry> entries, ActionRules rules) {
        Run run = before;
        for (Entry entry : entries) {
            run = Fold.run(run, (Entry.OfAction) entry, Optional.of(rules), row.now);
        }
        boolean passed = run.passed() > before.passed();
        PairState next = row.state.opened(run);
        return passed ? next.calm(Trigger.STALLED).calm(Trigger.PASS_FAILED) : next;
    }
}
