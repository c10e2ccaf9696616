package org.pbxfailover.core;

import java.util.Optional;

/**
 * What stands behind a verdict on a primary, also where nothing follows from it: in shadow mode, cut off, or after a veto. The journal
 * keeps the evidence of what was done; this is for explaining why nothing was.
 */
public record Grounds(Trigger verdict, Evidence evidence) {

    /**
     * The verdict that an event brings; empty when it brings none.
     *
     * @param before what was known before the event
     */
    public static Optional<Grounds> of(PairState before, Event event, Rules rules, Moment now) {
        return confirmation(before, event, rules, now)
                .flatMap(underWay -> underWay.verdict(rules)
                        .map(verdict -> new Grounds(
                                verdict,
                                new Evidence(
                                        before.streak().failed(),
                                        underWay.outside(),
                                        underWay.opinions(),
                                        underWay.last()))));
    }

    private static Optional<Confirmation> confirmation(PairState before, Event event, Rules rules, Moment now) {
        if (event instanceof Event.OutsideAsked asked) {
            return of(before, asked.round()).map(underWay -> underWay.with(asked.answer(), rules, now));
        }
        if (event instanceof Event.OpinionAsked asked) {
            return of(before, asked.round()).map(underWay -> underWay.with(asked.opinion()));
        }
        return event instanceof Event.LastProbed probed && rules.counts(probed.probe())
                ? of(before, probed.round()).map(underWay -> underWay.with(probed.probe()))
                : Optional.empty();
    }

    private static Optional<Confirmation> of(PairState before, long round) {
        return before.confirmation().filter(underWay -> underWay.round() == round);
    }
}
