package org.pbxfailover.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A pair together with what an honest observer knows of it: the journal as it was made durable, and what really happened since.
 *
 * @param failures polls of the primary that failed one after the other, with neither answer, unclear finding, gap nor restart between
 * @param good outside hosts that answered in the present confirmation, asked after its last tolerated failure
 * @param lastFailed whether a probe begun after enough of them had answered failed
 */
record World(PairState state, List<Entry> journal, Moment now, int failures, int good, boolean lastFailed) {

    static World begin() {
        Moment now = new Moment(1_000_000_000_000L, Instant.parse("2026-11-23T03:00:00Z"));
        return new World(PairState.fresh(now), List.of(), now, 0, 0, false);
    }

    World later(Duration duration) {
        return new World(state, journal, now.plus(duration), failures, good, lastFailed);
    }

    /** The robot dies at this point and is started again. */
    World restarted(Rules rules) {
        Moment again = now.plus(Duration.ofSeconds(1));
        return new World(Fold.resume(journal, rules, again), journal, again, 0, 0, false);
    }

    World after(Event event, Step step, Rules rules) {
        List<Entry> longer = journal;
        if (!step.entries().isEmpty()) {
            longer = new ArrayList<>(journal);
            longer.addAll(step.entries());
        }
        boolean sameRound = step.state().confirmation().isPresent()
                && step.state().sight().rounds() == state.sight().rounds();
        return new World(
                step.state(),
                longer,
                now,
                failuresAfter(event, rules),
                sameRound ? goodAfter(event) : 0,
                sameRound && lastFailedAfter(event, rules));
    }

    int failuresAfter(Event event, Rules rules) {
        if (event instanceof Event.Gap) {
            return 0;
        }
        if (event instanceof Event.Probed probed) {
            return failuresAfter(probed.probe(), 1, rules);
        }
        return event instanceof Event.LastProbed probed && heard(probed.round(), probed.probe())
                ? failuresAfter(probed.probe(), 0, rules)
                : failures;
    }

    private boolean heard(long round, Probe probe) {
        return probe.alive() || isOpen(round);
    }

    private int failuresAfter(Probe probe, int more, Rules rules) {
        if (!probe.alive() && probe.began().isBefore(state.sight().countFrom())) {
            return failures;
        }
        return rules.counts(probe) ? Math.min(failures + more, rules.failures()) : 0;
    }

    private boolean isOpen(long round) {
        return state.confirmation().filter(open -> open.round() == round).isPresent();
    }

    int goodAfter(Event event) {
        boolean counts = event instanceof Event.OutsideAsked asked
                && asked.answer().answered()
                && isOpen(asked.round())
                && state.confirmation().orElseThrow().outside().stream()
                        .noneMatch(known -> known.host().equals(asked.answer().host()));
        return counts ? good + 1 : good;
    }

    /** The moves begin a last probe either now, after whatever was answered by now, or at the beginning of the confirmation. */
    boolean lastFailedAfter(Event event, Rules rules) {
        return lastFailed
                || event instanceof Event.LastProbed probed
                        && isOpen(probed.round())
                        && rules.counts(probed.probe())
                        && good >= rules.needed()
                        && !probed.probe().began().isBefore(now);
    }

    /** All that decides about the future, as one string; moments only as what they mean now. */
    String key(Rules rules) {
        StringBuilder key = new StringBuilder(160);
        describe(key, state, rules);
        key.append('|')
                .append(failures)
                .append(good)
                .append(lastFailed ? '!' : '.')
                .append('|');
        if (state.state().compareTo(State.BLIND) > 0) { // what a restart would make of it may differ
            describe(key, Fold.resume(journal, rules, now), rules);
        }
        return key.toString();
    }

    private void describe(StringBuilder key, PairState of, Rules rules) {
        key.append(of.state().ordinal()).append(of.streak().size()).append(of.primaryDown() ? 'D' : 'U');
        key.append(of.steadySince().isEmpty() ? '-' : of.steady(rules, now) ? 's' : 'y');
        of.suspendedUntil().ifPresent(until -> key.append(now.isBefore(until) ? 'M' : 'm'));
        of.alarms().keySet().forEach(cause -> key.append('a').append(cause.ordinal()));
        for (Trigger cause : Trigger.values()) {
            if (of.attention().acknowledged().contains(cause)) {
                key.append('k').append(cause.ordinal());
            }
        }
        of.confirmation().ifPresent(open -> {
            key.append('c')
                    .append(open.last().isPresent())
                    .append(open.opinions().size());
            open.outside().stream()
                    .map(answer -> answer.host() + answer.answered())
                    .sorted()
                    .forEach(key::append);
            key.append(Core.ticks(of, rules, now) ? 'o' : 'i');
        });
        of.run().ifPresent(run -> {
            key.append('r').append(run.kind().ordinal()).append(now.isBefore(run.notBefore()));
            for (ActionKey action : Moves.ACTIONS) {
                run.of(action).ifPresent(at -> key.append(action.stage())
                        .append(at.phase().ordinal())
                        .append(Math.min(at.attempts(), 3))
                        .append(now.isBefore(at.next()))
                        .append(at.verifyUntil()
                                .map(until -> now.isBefore(until) ? 'f' : 'p')
                                .orElse('n')));
            }
        });
    }
}
