package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A confirmation as an observer sees it: who was asked after the robot said {@code confirm}, and what they answered.
 *
 * @param round its number since the robot was started
 * @param failed the polls that had failed one after the other when it began
 * @param answers of outside hosts, the first of each
 * @param passed when enough of them had answered
 * @param silent others who do not see the primary alive
 * @param last a probe that was begun after that, and failed
 */
record Asking(
        long round,
        Moment began,
        List<Probe> failed,
        List<OutsideAnswer> answers,
        Optional<Moment> passed,
        List<SecondOpinion> silent,
        Optional<Probe> last) {

    static Asking begin(long round, Moment now, List<Probe> failed) {
        return new Asking(round, now, failed, List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    boolean asked(OutsideAnswer answer) {
        return answers.stream().anyMatch(known -> known.host().equals(answer.host()));
    }

    long good() {
        return answers.stream().filter(OutsideAnswer::answered).count();
    }

    boolean cutOff(Rules rules) {
        return rules.hosts() - (answers.size() - good()) < rules.needed();
    }

    boolean complete(Rules rules) {
        return last.isPresent() && silent.size() >= rules.opinions();
    }

    Asking with(OutsideAnswer answer, Rules rules, Moment now) {
        if (asked(answer)) {
            return this;
        }
        List<OutsideAnswer> more = new ArrayList<>(answers);
        more.add(answer);
        Asking next = new Asking(round, began, failed, List.copyOf(more), passed, silent, last);
        boolean passes = passed.isEmpty() && next.good() == rules.needed();
        return passes ? new Asking(round, began, failed, next.answers, Optional.of(now), silent, last) : next;
    }

    Asking with(SecondOpinion opinion) {
        if (silent.stream().anyMatch(known -> known.by().equals(opinion.by()))) {
            return this;
        }
        List<SecondOpinion> more = new ArrayList<>(silent);
        more.add(opinion);
        return new Asking(round, began, failed, answers, passed, List.copyOf(more), last);
    }

    /** With one more failed probe; one that was begun before the robot could know that it sees out says nothing. */
    Asking with(Probe probe) {
        boolean late = passed.isPresent() && !probe.began().isBefore(passed.get());
        return late ? new Asking(round, began, failed, answers, passed, silent, Optional.of(probe)) : this;
    }
}
