package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
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
 * @param graceUntil failures do not count before, as long as the primary has not answered
 * @param cleared when the newest suspicions came to nothing, oldest first; at most {@link Rules#FLAPS}
 */
record Sight(
        Streak streak,
        Optional<Confirmation> confirmation,
        long rounds,
        Moment countFrom,
        boolean primaryDown,
        Optional<Moment> steadySince,
        Optional<Moment> graceUntil,
        List<Moment> cleared) {

    Sight {
        cleared = List.copyOf(cleared);
    }

    static Sight fresh(Moment now) {
        return new Sight(Streak.NONE, Optional.empty(), 0, now, false, Optional.empty(), Optional.empty(), List.of());
    }

    /** Whether the probe is no answer, and older than what is known already or the newest counted failure told again (rule I13). */
    boolean isOutdated(Probe probe, Rules rules) {
        return !probe.alive()
                && (probe.began().isBefore(countFrom) || (rules.counts(probe) && streak.reaches(probe.began())));
    }

    /** What every probe says, in whatever state the pair is. */
    Sight seen(Probe probe, Rules rules, Moment now) {
        if (probe.alive()) {
            Optional<Moment> steady = steadySince.or(() -> Optional.of(probe.ended()));
            return new Sight(Streak.NONE, Optional.empty(), rounds, now, false, steady, Optional.empty(), cleared);
        }
        if (!rules.counts(probe)) {
            return afresh(now).unsteady();
        }
        if (confirmation.isPresent()) {
            return this; // the failures that led to the confirmation are its evidence; they stay as they are
        }
        Streak longer = streak.plus(probe, rules.failures());
        boolean down = primaryDown || longer.size() >= rules.failures();
        return counted(longer, confirmation).primaryDown(down).unsteady();
    }

    private Sight counted(Streak now, Optional<Confirmation> open) {
        return new Sight(now, open, rounds, countFrom, primaryDown, steadySince, graceUntil, cleared);
    }

    /** Counting begins afresh. */
    Sight afresh(Moment now) {
        return new Sight(Streak.NONE, Optional.empty(), rounds, now, primaryDown, steadySince, graceUntil, cleared);
    }

    Sight unsteady() {
        return new Sight(streak, confirmation, rounds, countFrom, primaryDown, Optional.empty(), graceUntil, cleared);
    }

    Sight primaryDown(boolean down) {
        return new Sight(streak, confirmation, rounds, countFrom, down, steadySince, graceUntil, cleared);
    }

    Sight confirming(Moment now) {
        Confirmation begun = Confirmation.begin(rounds + 1, now);
        return new Sight(
                streak, Optional.of(begun), rounds + 1, countFrom, primaryDown, steadySince, graceUntil, cleared);
    }

    Sight confirming(Confirmation underWay) {
        return counted(streak, Optional.of(underWay));
    }

    /** The primary, or the robot, was just started: it may be booting, for as long as the rules allow (fault 13). */
    Sight mayBeBooting(Rules rules, Moment now) {
        Optional<Moment> until = Optional.of(now.plus(rules.grace()));
        return new Sight(streak, confirmation, rounds, countFrom, primaryDown, steadySince, until, cleared);
    }

    /** Whether the primary answers and nothing that is pending ends with its next answer. */
    boolean settled() {
        return steadySince.isPresent() && streak.size() == 0 && graceUntil.isEmpty();
    }

    boolean inGrace(Moment now) {
        return graceUntil.filter(now::isBefore).isPresent();
    }

    /** One more suspicion has come to nothing. */
    Sight clear(Moment now) {
        List<Moment> newest = new ArrayList<>(cleared);
        newest.add(now);
        newest = newest.subList(Math.max(0, newest.size() - Rules.FLAPS), newest.size());
        return new Sight(streak, confirmation, rounds, countFrom, primaryDown, steadySince, graceUntil, newest);
    }

    /** Whether suspicions came to nothing so often lately that somebody should look (fault 16). */
    boolean flaps(Rules rules, Moment now) {
        return cleared.size() == Rules.FLAPS && now.since(cleared.get(0)).compareTo(rules.flapWindow()) <= 0;
    }

    boolean steady(Rules rules, Moment now) {
        return steadySince
                .filter(moment -> now.since(moment).compareTo(rules.stableFor()) >= 0)
                .isPresent();
    }
}
