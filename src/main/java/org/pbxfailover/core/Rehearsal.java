package org.pbxfailover.core;

import java.time.Duration;
import java.util.List;

/** A failover on paper: what {@link Core} would decide if the primary died now. Pure, and nothing of it reaches the journal. */
public final class Rehearsal {
    private Moment now;
    private PairState state;
    private final Rules rules;

    private Rehearsal(Rules rules, long epoch, Moment now) {
        this.rules = rules;
        this.now = now;
        this.state = PairState.fresh(now, epoch);
    }

    /**
     * What came of it.
     *
     * @param activates whether the secondary would be activated
     * @param sentence the one that people would read
     */
    public record Outcome(boolean activates, String sentence) {}

    /**
     * Lets the primary die.
     *
     * @param rules of the pair; in shadow mode it is decided as if it were live
     * @param failed how the probes fail, such as those of the last failover; repeated as often as needed
     * @param outside what the outside hosts said just now
     * @param epoch the newest one of the pair, 0 before the first
     */
    public static Outcome of(
            Rules rules, List<Finding.Failed> failed, List<OutsideAnswer> outside, long epoch, Moment now) {
        Rehearsal rehearsal = new Rehearsal(rules.rehearsed(), epoch, now);
        return rehearsal.dies(failed, outside);
    }

    private Outcome dies(List<Finding.Failed> failed, List<OutsideAnswer> outside) {
        for (int i = 0; i < rules.failures(); i++) {
            now = now.plus(rules.every());
            happens(new Event.Probed(probe(failed, i)));
        }
        long round = state.sight().rounds();
        outside.forEach(answer -> happens(new Event.OutsideAsked(round, answer)));
        for (int i = 1; i <= rules.opinions(); i++) {
            happens(new Event.OpinionAsked(round, new SecondOpinion("second opinion " + i, false, "none")));
        }
        happens(new Event.LastProbed(round, probe(failed, rules.failures())));
        return new Outcome(state.state() == State.ACTIVATING, state.sentence());
    }

    private Probe probe(List<Finding.Failed> failed, int number) {
        return new Probe(now, Duration.ZERO, failed.get(number % failed.size()));
    }

    private void happens(Event event) {
        state = Core.step(state, event, rules, now).state();
    }
}
