package org.pbxfailover.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decisions about one pair: a pure function from what is known and what happened to what is known next and what has to be done.
 * The caller makes {@link Step#entries} durable before it keeps {@link Step#state} or acts; when it cannot, the event did not happen.
 */
public final class Core {

    private Core() {}

    /** The next step of a pair. Never throws; an event that does not fit the state changes nothing. Thread-safe. */
    public static Step step(PairState state, Event event, Rules rules, Moment now) {
        if (state.state() == State.HOLD) {
            return Step.none(state);
        }
        Row row = new Row(state, rules, now);
        if (event instanceof Event.Order order) {
            return Orders.step(row, order);
        }
        if (event instanceof Event.OfRun ofRun) {
            return Runs.step(row, ofRun);
        }
        return watching(row, event);
    }

    private static Step watching(Row row, Event event) {
        if (event instanceof Event.Probed probed) {
            return probed(row, probed.probe());
        }
        if (event instanceof Event.LastProbed probed) {
            return lastProbed(row, probed);
        }
        if (event instanceof Event.OutsideAsked asked) {
            return confirming(row.state, asked.round())
                    .map(underWay -> confirmed(row, underWay.with(asked.answer())))
                    .orElseGet(() -> Step.none(row.state));
        }
        if (event instanceof Event.SipAsked asked) {
            return confirming(row.state, asked.round())
                    .map(underWay -> confirmed(row.why(asked.detail()), underWay.withSip(asked.answered())))
                    .orElseGet(() -> Step.none(row.state));
        }
        if (event instanceof Event.Gap gap) {
            return row.why(Humane.duration(gap.away())).take(Trigger.GAP, row.state.afresh());
        }
        return tick(row);
    }

    /** Whether a {@link Event.Tick} would change the pair now; cheap enough to be asked for every pair on every tick. */
    public static boolean ticks(PairState state, Rules rules, Moment now) {
        return state.suspendedUntil().filter(until -> !now.isBefore(until)).isPresent()
                || overdue(state, rules, now)
                || standsDown(state, rules, now);
    }

    private static Step tick(Row row) {
        if (row.state.suspendedUntil().filter(until -> !row.now.isBefore(until)).isPresent()) {
            return Orders.maintenanceOver(row, "its time is up");
        }
        if (overdue(row.state, row.rules, row.now)) {
            return row.take(Trigger.UNDECIDED, row.state.afresh());
        }
        if (standsDown(row.state, row.rules, row.now)) {
            return Orders.standDown(row);
        }
        return Step.none(row.state);
    }

    private static boolean overdue(PairState state, Rules rules, Moment now) {
        return state.confirmation()
                .filter(underWay -> now.since(underWay.began()).compareTo(rules.confirmationLimit()) > 0)
                .isPresent();
    }

    private static boolean standsDown(PairState state, Rules rules, Moment now) {
        return rules.standDown() && state.state() == State.ACTIVE && state.steady(rules, now);
    }

    private static Step probed(Row before, Probe probe) {
        PairState seen = observe(before.state, probe, before.rules);
        Row row = before.with(seen).why(probe.finding().phrase());
        return switch (seen.state()) {
            case WATCHING, SUSPECT, BLIND -> counted(row, probe);
            case ACTIVATING -> returned(row, probe);
            case ACTIVE -> probe.alive() && before.state.primaryDown() ? answersAgain(row) : Step.none(seen);
            default -> Step.none(seen);
        };
    }

    /** What every probe says of the primary, whatever the state: is it down, and since when is it steady? */
    private static PairState observe(PairState state, Probe probe, Rules rules) {
        if (probe.alive()) {
            return state.primary(state.primaryDown(), state.steadySince().or(() -> Optional.of(probe.ended())));
        }
        Streak streak = probe.countsAsFailure() ? state.streak().plus(probe, rules.failures()) : Streak.NONE;
        boolean dead = streak.size() >= rules.failures();
        PairState unsteady = state.primary(state.primaryDown() || dead, Optional.empty());
        if (state.confirmation().isPresent() && probe.countsAsFailure()) {
            return unsteady; // the failures that led to the confirmation are its evidence; they stay as they are
        }
        return dead && state.state() == State.ACTIVE
                ? unsteady.with(streak).calm(Trigger.ANSWERS)
                : unsteady.with(streak);
    }

    private static Step counted(Row row, Probe probe) {
        if (probe.alive()) {
            boolean news =
                    row.state.state() != State.WATCHING || !row.state.alarms().isEmpty();
            PairState well = row.state.afresh().with(Map.of()).primary(false, row.state.steadySince());
            return news ? row.take(Trigger.ANSWERS, well) : Step.none(well);
        }
        if (!probe.countsAsFailure()) {
            return row.take(Trigger.UNCLEAR, row.state.afresh());
        }
        if (row.state.confirmation().isPresent() || row.state.alarms().containsKey(Trigger.CONFIRMED_IN_SHADOW)) {
            return Step.none(row.state);
        }
        return row.state.streak().size() < row.rules.failures()
                ? row.take(Trigger.FAILS, row.state)
                : row.take(Trigger.FAILS_ONCE_TOO_OFTEN, row.state.confirming(row.now));
    }

    private static Step returned(Row row, Probe probe) {
        Run run = row.state.run().orElseThrow();
        if (!probe.alive() || run.kind() != EpochKind.FAILOVER || !row.state.primaryDown()) {
            return Step.none(row.state);
        }
        return run.begun() ? answersAgain(row) : Runs.abandon(row);
    }

    private static Step answersAgain(Row row) {
        return row.take(Trigger.ANSWERS, row.state.with(Streak.NONE).primary(false, row.state.steadySince()));
    }

    private static Step lastProbed(Row row, Event.LastProbed event) {
        Optional<Confirmation> confirmation = confirming(row.state, event.round());
        if (confirmation.isEmpty()) { // too late to be evidence; but an answer is an answer
            return event.probe().alive() ? probed(row, event.probe()) : Step.none(row.state);
        }
        PairState seen = observe(row.state, event.probe(), row.rules);
        return confirmed(
                row.with(seen).why(event.probe().finding().phrase()),
                confirmation.get().with(event.probe()));
    }

    private static Optional<Confirmation> confirming(PairState state, long round) {
        return state.confirmation().filter(underWay -> underWay.round() == round);
    }

    private static Step confirmed(Row before, Confirmation confirmation) {
        PairState seen = before.state.with(Optional.of(confirmation));
        Row row = before.with(seen)
                .put("outside", confirmation.outsidePhrase(before.rules))
                .why(confirmation.last().map(probe -> probe.finding().phrase()).orElse("not probed again yet"));
        Optional<Trigger> verdict = confirmation.verdict(before.rules);
        if (verdict.isEmpty()) {
            return Step.none(seen);
        }
        return switch (verdict.get()) {
            case ANSWERS -> counted(row, confirmation.last().orElseThrow());
            case CONFIRMED -> Runs.open(row, EpochKind.FAILOVER, Trigger.CONFIRMED, evidence(seen, confirmation));
            default -> row.take(verdict.get(), seen.afresh());
        };
    }

    private static Evidence evidence(PairState state, Confirmation confirmation) {
        return new Evidence(List.copyOf(state.streak().failed()), confirmation.outside(), confirmation.last());
    }
}
