package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The confirmation under way: every answer in it was asked for after the last tolerated failure (rule I2).
 *
 * @param round its number; an answer that belongs to another round is stale
 * @param last the probe of the primary that was begun together with the outside check
 * @param sip whether the SIP side answered, once it was asked
 */
public record Confirmation(
        long round, Moment began, List<OutsideAnswer> outside, Optional<Probe> last, Optional<Boolean> sip) {

    public Confirmation {
        outside = List.copyOf(outside);
    }

    static Confirmation begin(long round, Moment now) {
        return new Confirmation(round, now, List.of(), Optional.empty(), Optional.empty());
    }

    Confirmation with(OutsideAnswer answer) {
        if (outside.stream().anyMatch(known -> known.host().equals(answer.host()))) {
            return this;
        }
        List<OutsideAnswer> more = new ArrayList<>(outside);
        more.add(answer);
        return new Confirmation(round, began, more, last, sip);
    }

    Confirmation with(Probe probe) {
        return new Confirmation(round, began, outside, Optional.of(probe), sip);
    }

    Confirmation withSip(boolean answered) {
        return new Confirmation(round, began, outside, last, Optional.of(answered));
    }

    /** What the answers so far amount to; empty while more of them are needed. */
    Optional<Trigger> verdict(Rules rules) {
        if (last.isPresent() && last.get().alive()) {
            return Optional.of(Trigger.ANSWERS);
        }
        if (last.isPresent() && !last.get().countsAsFailure()) {
            return Optional.of(Trigger.UNCLEAR);
        }
        if (sip.orElse(false)) {
            return Optional.of(Trigger.SIP_ANSWERS);
        }
        if (answered() + rules.hosts() - outside.size() < rules.needed()) {
            return Optional.of(Trigger.CUT_OFF);
        }
        boolean sipKnown = !rules.sip() || sip.isPresent();
        if (answered() >= rules.needed() && last.isPresent() && sipKnown) {
            return Optional.of(rules.shadow() ? Trigger.CONFIRMED_IN_SHADOW : Trigger.CONFIRMED);
        }
        return Optional.empty();
    }

    long answered() {
        return outside.stream().filter(OutsideAnswer::answered).count();
    }

    /** For sentences: {@code "2 of 3 outside hosts answer (2 needed)"}. */
    String outsidePhrase(Rules rules) {
        return answered() + " of " + rules.hosts() + " outside hosts answer (" + rules.needed() + " needed)";
    }
}
