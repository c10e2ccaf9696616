package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The confirmation under way: every answer in it was asked for after the last tolerated failure (rule I2).
 *
 * @param round its number; an answer that belongs to another round is stale
 * @param passed when enough outside hosts had answered; only a probe that was begun after that is the last one
 * @param last the last probe of the primary, which failed; one that does not fail ends the confirmation
 * @param opinions of the others who have answered so far
 */
public record Confirmation(
        long round,
        Moment began,
        List<OutsideAnswer> outside,
        Optional<Moment> passed,
        Optional<Probe> last,
        List<SecondOpinion> opinions) {

    public Confirmation {
        outside = List.copyOf(outside);
        opinions = List.copyOf(opinions);
    }

    static Confirmation begin(long round, Moment now) {
        return new Confirmation(round, now, List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    Confirmation with(OutsideAnswer answer, Rules rules, Moment now) {
        if (outside.stream().anyMatch(known -> known.host().equals(answer.host()))) {
            return this;
        }
        List<OutsideAnswer> more = new ArrayList<>(outside);
        more.add(answer);
        boolean enough = answered(more) >= rules.needed();
        return new Confirmation(
                round, began, more, passed.or(() -> enough ? Optional.of(now) : Optional.empty()), last, opinions);
    }

    /** With one more failed probe; one from before the outside check had passed proves nothing: the robot may have been cut off (fault 3). */
    Confirmation with(Probe failed) {
        boolean premature =
                passed.filter(moment -> !failed.began().isBefore(moment)).isEmpty();
        return premature ? this : new Confirmation(round, began, outside, passed, Optional.of(failed), opinions);
    }

    Confirmation with(SecondOpinion opinion) {
        if (opinions.stream().anyMatch(known -> known.by().equals(opinion.by()))) {
            return this;
        }
        List<SecondOpinion> more = new ArrayList<>(opinions);
        more.add(opinion);
        return new Confirmation(round, began, outside, passed, last, more);
    }

    /** What the answers so far amount to; empty while more of them are needed. */
    Optional<Trigger> verdict(Rules rules) {
        if (opinions.stream().anyMatch(SecondOpinion::alive)) {
            return Optional.of(Trigger.SEEN_ALIVE);
        }
        if (answered(outside) + rules.hosts() - outside.size() < rules.needed()) {
            return Optional.of(Trigger.CUT_OFF);
        }
        boolean allAsked = opinions.size() >= rules.opinions();
        if (last.isPresent() && allAsked) { // there is none before the outside check has passed
            return Optional.of(rules.shadow() ? Trigger.CONFIRMED_IN_SHADOW : Trigger.CONFIRMED);
        }
        return Optional.empty();
    }

    private static long answered(List<OutsideAnswer> answers) {
        return answers.stream().filter(OutsideAnswer::answered).count();
    }

    /** For sentences: {@code "2 of 3 outside hosts answer (2 needed)"}. */
    String outsidePhrase(Rules rules) {
        return answered(outside) + " of " + rules.hosts() + " outside hosts answer (" + rules.needed() + " needed)";
    }
}
