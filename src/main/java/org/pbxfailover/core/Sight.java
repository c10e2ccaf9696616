package org.pbxfailover.core;

import java.util.Optional;

/**
 * What was seen of the primary lately. Nothing of it survives a restart: seeing begins afresh then.
 *
 * @param streak failed probes in a row
 * @param confirmation under way after the last tolerated failure
 * @param rounds how many confirmations there were
 * @param countFrom a failure of a probe that was begun before says nothing: the robot was away, or an answer came later
 * @param primaryDown the primary was seen dead and not alive since
 * @param steadySince the primary has answered without a failure since
 */
record Sight(
        Streak streak,
        Optional<Confirmation> confirmation,
        long rounds,
        Moment countFrom,
        boolean primaryDown,
        Optional<Moment> steadySince) {

    static Sight fresh(Moment now) {
        return new Sight(Streak.NONE, Optional.empty(), 0, now, false, Optional.empty());
    }

    /** Whether the probe is older than what is known already, and no answer either. */
    boolean isOutdated(Probe probe) {
        return !probe.alive() && probe.began().isBefore(countFrom);
    }

    /** What every probe says, in whatever state the pair is. */
    Sight seen(Probe probe, Rules rules, Moment now) {
        if (probe.alive()) {
            Optional<Moment> steady = steadySince.or(() -> Optional.of(probe.ended()));
            return new Sight(Streak.NONE, Optional.empty(), rounds, now, false, steady);
        }
        if (!probe.countsAsFailure()) {
            return afresh(now).unsteady();
        }
        if (confirmation.isPresent()) {
            return unsteady(); // the failures that led to the confirmation are its evidence; they stay as they are
        }
        Streak longer = streak.plus(probe, rules.failures());
        boolean down = primaryDown || longer.size() >= rules.failures();
        return new Sight(longer, confirmation, rounds, countFrom, down, Optional.empty());
    }

    /** Counting begins afresh. */
    Sight afresh(Moment now) {
        return new Sight(Streak.NONE, Optional.empty(), rounds, now, primaryDown, steadySince);
    }

    Sight unsteady() {
        return new Sight(streak, confirmation, rounds, countFrom, primaryDown, Optional.empty());
    }

    Sight primaryDown(boolean down) {
        return new Sight(streak, confirmation, rounds, countFrom, down, steadySince);
    }

    Sight confirming(Moment now) {
        return new Sight(
                streak,
                Optional.of(Confirmation.begin(rounds + 1, now)),
                rounds + 1,
                countFrom,
                primaryDown,
                steadySince);
    }

    Sight confirming(Confirmation underWay) {
        return new Sight(streak, Optional.of(underWay), rounds, countFrom, primaryDown, steadySince);
    }

    boolean steady(Rules rules, Moment now) {
        return steadySince
                .filter(moment -> now.since(moment).compareTo(rules.stableFor()) >= 0)
                .isPresent();
    }
}
