package org.pbxfailover.core;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The decisions about one pair: a pure function from what is known and what happened to what is known next and what has to be done.
 * The caller makes {@link Step#entries} durable before it keeps {@link Step#state} or acts; when it cannot, the event did not happen.
 */
public final class Core {

    private Core() {}

    /** The next step of a pair. Never throws; an event that does not fit the state changes nothing. Thread-safe. */
    public static Step step(PairState state, Event event, Rules rules, Moment now) {
        if (state.state() == State.HOLD && !state.releasable()) {
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
                    .map(underWay -> confirmed(row, underWay.with(asked.answer(), row.rules, row.now)))
                    .orElseGet(() -> Step.none(row.state));
        }
        if (event instanceof Event.OpinionAsked asked) {
            return confirming(row.state, asked.round())
                    .map(underWay ->
                            confirmed(row.put("opinion", asked.opinion().phrase()), underWay.with(asked.opinion())))
                    .orElseGet(() -> Step.none(row.state));
        }
        if (event instanceof Event.Gap gap) {
            return gap(row.why(Humane.duration(gap.away())));
        }
        return tick(row);
    }

    /** Nothing is known of the time in between: neither failures in a row nor steadiness reach across it, nor what was decided but not begun. */
    private static Step gap(Row row) {
        PairState unseen =
                Fold.hesitant(row.state.see(sight -> sight.afresh(row.now).unsteady()), row.rules, row.now);
        return wouldHave(unseen) ? Step.none(unseen) : row.with(unseen).take(Trigger.GAP, unseen);
    }

    /** Whether a {@link Event.Tick} would change the pair now. */
    public static boolean ticks(PairState state, Rules rules, Moment now) {
        return reached(ticksAt(state, rules), now);
    }

    /**
     * The moment from which on a {@link Event.Tick} would change the pair: the end of its maintenance, or that of a confirmation which does
     * not end by itself. There is none of the one during the other.
     */
    public static Optional<Moment> ticksAt(PairState state, Rules rules) {
        return state.suspendedUntil().or(() -> givenUp(state, rules));
    }

    private static Step tick(Row row) {
        if (reached(row.state.suspendedUntil(), row.now)) {
            return Orders.maintenanceOver(row, "its time is up");
        }
        return reached(givenUp(row.state, row.rules), row.now)
                ? row.take(Trigger.UNDECIDED, row.state.see(sight -> sight.afresh(row.now)))
                : Step.none(row.state);
    }

    private static Optional<Moment> givenUp(PairState state, Rules rules) {
        return state.confirmation().map(underWay -> underWay.began().plus(rules.confirmationLimit()));
    }

    private static boolean reached(Optional<Moment> moment, Moment now) {
        return moment.isPresent() && !now.isBefore(moment.get());
    }

    private static Step probed(Row before, Probe probe) {
        if (before.state.sight().isOutdated(probe, before.rules)) {
            return Step.none(before.state);
        }
        boolean watching = before.state.state() == State.WATCHING;
        if (watching && before.rules.counts(probe) && before.state.sight().inGrace(before.now)) {
            return booting(before, probe);
        }
        PairState seen = observe(before, probe);
        Row row = before.with(seen).why(probe.finding().phrase());
        boolean back = probe.alive() && before.state.primaryDown();
        return switch (seen.state()) {
            case WATCHING, SUSPECT, BLIND -> counted(row, probe);
            case ACTIVATING -> back ? returned(row) : away(before.state, row);
            case ACTIVE ->
                back ? row.take(Trigger.ANSWERS, seen) : probe.alive() ? standingDown(row) : away(before.state, row);
            default -> Step.none(seen);
        };
    }

    /** A primary that has not answered since the robot, or it itself, was started: not dead, but not there yet (fault 13). */
    private static Step booting(Row before, Probe probe) {
        PairState unseen = before.state.see(sight -> sight.afresh(before.now).unsteady());
        return before.why(probe.finding().phrase())
                .put("grace", Humane.duration(before.rules.grace()))
                .take(Trigger.BOOTING, unseen);
    }

    private static PairState observe(Row row, Probe probe) {
        PairState seen = row.state.see(sight -> sight.seen(probe, row.rules, row.now));
        return seen.streak().size() < row.rules.failures() ? seen : seen.calm(Trigger.ANSWERS);
    }

    private static Step counted(Row row, Probe probe) {
        PairState seen = row.state;
        if (probe.alive()) {
            return answered(row);
        }
        if (wouldHave(seen)) {
            return Step.none(seen);
        }
        if (!row.rules.counts(probe)) {
            return row.take(Trigger.UNCLEAR, seen);
        }
        if (seen.confirmation().isPresent()) {
            return Step.none(seen);
        }
        return seen.streak().size() < row.rules.failures()
                ? row.take(Trigger.FAILS, seen)
                : row.take(Trigger.FAILS_ONCE_TOO_OFTEN, seen.see(sight -> sight.confirming(row.now)));
    }

    /** What was decided in shadow stands until the primary answers or a person comes in between, as an activation would. */
    private static boolean wouldHave(PairState state) {
        return state.attention().knows(Trigger.CONFIRMED_IN_SHADOW);
    }

    private static Step answered(Row row) {
        boolean suspected = row.state.state() != State.WATCHING;
        PairState seen = suspected ? row.state.see(sight -> sight.clear(row.now)) : row.state;
        boolean flaps = seen.sight().flaps(row.rules, row.now);
        PairState well = seen.with(flaps ? seen.attention().only(Trigger.FLAPS) : Alarms.NONE);
        if (flaps && suspected) {
            return row.put("flaps", String.valueOf(Rules.FLAPS))
                    .why(Humane.duration(row.rules.flapWindow()))
                    .take(Trigger.FLAPS, well);
        }
        boolean news = suspected || !well.attention().equals(seen.attention());
        return news ? row.take(Trigger.ANSWERS, well) : Step.none(well);
    }

    private static Step returned(Row row) {
        Run run = row.state.run().orElseThrow();
        return run.kind() == EpochKind.FAILOVER && !run.begun()
                ? Runs.abandon(row)
                : row.take(Trigger.ANSWERS, row.state);
    }

    /** A death of the primary while it is not in service decides nothing; but after a restart its return must be known as one. */
    private static Step away(PairState before, Row row) {
        boolean written = before.primaryDown() || before.alarms().containsKey(Trigger.ANSWERS);
        return row.state.primaryDown() && !written
                ? new Step(row.state, Decision.NOTHING, List.of(row.primaryDown()), Optional.empty())
                : Step.none(row.state);
    }

    /** Decided on an answer, never on the mere passing of time. */
    private static Step standingDown(Row row) {
        boolean due = row.rules.standDown()
                && row.state.suspension().isEmpty()
                && row.state.primaryReturned()
                && row.state.steady(row.rules, row.now);
        return due ? Orders.standDown(row) : Step.none(row.state);
    }

    private static Step lastProbed(Row row, Event.LastProbed event) {
        Probe probe = event.probe();
        if (probe.alive()) { // perhaps too late for its round; but an answer is an answer
            return probed(row, probe);
        }
        Optional<Confirmation> underWay = confirming(row.state, event.round());
        if (underWay.isEmpty()) {
            return Step.none(row.state);
        }
        return row.rules.counts(probe) ? confirmed(row, underWay.get().with(probe)) : probed(row, probe);
    }

    private static Optional<Confirmation> confirming(PairState state, long round) {
        return state.confirmation().filter(underWay -> underWay.round() == round);
    }

    private static Step confirmed(Row before, Confirmation underWay) {
        boolean passes = underWay.passed().isPresent()
                && before.state.confirmation().flatMap(Confirmation::passed).isEmpty();
        PairState seen = before.state.see(sight -> sight.confirming(underWay));
        Row row = before.put("outside", underWay.outsidePhrase(before.rules))
                .why(underWay.last()
                        .or(() -> seen.streak().newest())
                        .map(probe -> probe.finding().phrase())
                        .orElse(""));
        Optional<Trigger> verdict = underWay.verdict(before.rules);
        if (verdict.isEmpty()) {
            return passes ? row.take(Trigger.OUTSIDE_ANSWERS, seen) : Step.none(seen);
        }
        if (verdict.get() == Trigger.CONFIRMED) {
            return Runs.open(row, EpochKind.FAILOVER, Trigger.CONFIRMED, evidence(seen, underWay));
        }
        return row.take(verdict.get(), inTheLightOf(verdict.get(), seen.see(sight -> sight.afresh(row.now))));
    }

    /** A verdict is the newest word on the primary: what an earlier one alarmed about is over. */
    private static PairState inTheLightOf(Trigger verdict, PairState state) {
        Set<Trigger> over =
                EnumSet.of(Trigger.UNCLEAR, Trigger.BOOTING, Trigger.CUT_OFF, Trigger.SEEN_ALIVE, Trigger.UNDECIDED);
        over.remove(verdict);
        return state.with(state.attention().calm(over));
    }

    private static Evidence evidence(PairState state, Confirmation underWay) {
        return new Evidence(state.streak().failed(), underWay.outside(), underWay.opinions(), underWay.last());
    }
}
