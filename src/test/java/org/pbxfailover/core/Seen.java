package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an honest observer beside the robot saw: the events with their times, and what the robot said and wrote about them. It is told
 * nothing of what the robot thinks.
 *
 * @param failing polls that failed one after the other in a way that counts, newest last, the newest K of them
 * @param since a failure of a probe that was begun before says nothing: an answer came later, or the robot was away
 * @param rounds how often the robot said {@code confirm} since it was started
 * @param asking the confirmation under way
 * @param steady the primary has answered without a failure since
 * @param grace the primary may be booting until then: it has not answered since the start, a maintenance or a fail-back
 * @param down K polls failed one after the other, or the secondary was activated for a death; not answered since, and nobody has ordered
 *     a fail-back, who takes it for alive
 * @param returned answered after that, while the secondary is in service or coming into it
 * @param stallTold somebody was told that the present stage is stalled
 * @param held the journal could not be read when the robot was started
 */
record Seen(
        List<Probe> failing,
        Moment since,
        long rounds,
        Optional<Asking> asking,
        Optional<Moment> steady,
        Optional<Moment> grace,
        boolean down,
        boolean returned,
        boolean stallTold,
        boolean held) {

    static Seen started(Rules rules, Moment now, boolean down, boolean returned, boolean held) {
        return new Seen(
                List.of(), now, 0, Optional.empty(), Optional.empty(), grace(rules, now), down, returned, false, held);
    }

    private static Optional<Moment> grace(Rules rules, Moment now) {
        return rules.grace().isZero() ? Optional.empty() : Optional.of(now.plus(rules.grace()));
    }

    /** What the event itself shows; a robot that holds, of itself or over an open epoch in shadow mode, does not listen. */
    Seen heard(Event event, Rules rules, Ledger before, Moment now) {
        if (held || rules.shadow() && before.open().isPresent()) {
            return this;
        }
        if (event instanceof Event.Probed probed) {
            return probed(probed.probe(), rules, before, now);
        }
        if (event instanceof Event.LastProbed last) {
            return lastProbed(last, rules, before, now);
        }
        if (event instanceof Event.OutsideAsked asked && isOpen(asked.round())) {
            Asking next = asking.get().with(asked.answer(), rules, now);
            return asking(next.cutOff(rules) ? Optional.empty() : Optional.of(next));
        }
        if (event instanceof Event.OpinionAsked asked && isOpen(asked.round())) {
            return asking(
                    asked.opinion().alive()
                            ? Optional.empty()
                            : Optional.of(asking.get().with(asked.opinion())));
        }
        if (event instanceof Event.Gap) {
            return afresh(now).unsteady();
        }
        return event instanceof Event.Tick && overdue(rules, now) ? asking(Optional.empty()) : this;
    }

    boolean isOpen(long round) {
        return asking.filter(open -> open.round() == round).isPresent();
    }

    boolean overdue(Rules rules, Moment now) {
        long limit = 2 * rules.outsideTimeout().plus(rules.timeout()).toMillis() + 1000;
        return asking.filter(open -> now.since(open.began()).toMillis() >= limit)
                .isPresent();
    }

    boolean booting(Ledger ledger, Moment now) {
        return ledger.watched() && grace.filter(now::isBefore).isPresent();
    }

    private Seen probed(Probe probe, Rules rules, Ledger ledger, Moment now) {
        if (probe.alive()) {
            boolean serving = ledger.open().isPresent() || ledger.service() != Ledger.Service.PRIMARY;
            Optional<Moment> well = steady.or(() -> Optional.of(probe.ended()));
            return new Seen(
                    List.of(),
                    now,
                    rounds,
                    Optional.empty(),
                    well,
                    Optional.empty(),
                    false,
                    returned || down && serving,
                    stallTold,
                    held);
        }
        if (probe.began().isBefore(since)) {
            return this;
        }
        if (!counts(probe, rules) || booting(ledger, now)) {
            return afresh(now).unsteady();
        }
        return isNewer(probe) ? failed(probe, rules).unsteady() : this;
    }

    /** Probes are made one after the other; one that was not begun after the newest is that one, told twice. */
    private boolean isNewer(Probe probe) {
        return failing.isEmpty() || failing.get(failing.size() - 1).began().isBefore(probe.began());
    }

    static boolean counts(Probe probe, Rules rules) {
        FailureClass failure = ((Finding.Failed) probe.finding()).failure();
        return switch (failure) {
            case REFUSED, UNREACHABLE, TIMEOUT, RESET, STATUS, BODY, PROTOCOL -> true;
            case NAME, TLS, DENIED, SIP, ROUTE, OWN -> rules.countAlso().contains(failure);
        };
    }

    private Seen failed(Probe probe, Rules rules) {
        List<Probe> more = new ArrayList<>(failing);
        more.add(probe);
        List<Probe> newest = List.copyOf(more.subList(Math.max(0, more.size() - rules.failures()), more.size()));
        boolean dead = down || newest.size() == rules.failures();
        return new Seen(newest, since, rounds, asking, steady, grace, dead, returned, stallTold, held);
    }

    private Seen lastProbed(Event.LastProbed event, Rules rules, Ledger ledger, Moment now) {
        Probe probe = event.probe();
        boolean counts = !probe.alive() && counts(probe, rules);
        if (probe.alive() || isOpen(event.round()) && !counts) {
            return probed(probe, rules, ledger, now);
        }
        return isOpen(event.round())
                ? asking(Optional.of(asking.get().with(probe))).unsteady()
                : this;
    }

    /** What the robot said and wrote about it. */
    Seen told(Step step, Rules rules, Ledger before, Moment now) {
        boolean decided = asking.filter(open -> open.complete(rules)).isPresent();
        Seen seen = decided ? asking(Optional.empty()) : this;
        if (step.decision() == Decision.CONFIRM) {
            Asking next = Asking.begin(rounds + 1, now, failing);
            seen = new Seen(
                    failing, since, rounds + 1, Optional.of(next), steady, grace, down, returned, stallTold, held);
        }
        Ledger ledger = before;
        for (Entry entry : step.entries()) {
            seen = seen.written(entry, rules, ledger, now);
            ledger = ledger.plus(entry);
        }
        boolean stalled =
                step.news().flatMap(Step.News::event).filter("stalled"::equals).isPresent();
        return stalled ? seen.stallTold(true) : seen;
    }

    private Seen written(Entry entry, Rules rules, Ledger ledger, Moment now) {
        if (entry instanceof Entry.EpochOpened opened) {
            return new Seen(
                    List.of(),
                    now,
                    rounds,
                    Optional.empty(),
                    steady,
                    grace,
                    opened.kind() == EpochKind.FAILOVER || opened.kind() == EpochKind.SWITCHOVER && down,
                    false,
                    false,
                    held);
        }
        if (entry instanceof Entry.EpochClosed closed) {
            boolean back =
                    ledger.open().filter(kind -> kind == EpochKind.FAIL_BACK).isPresent();
            boolean completed = closed.outcome() == Entry.Outcome.COMPLETED;
            Seen seen = back || !completed ? afresh(now) : this;
            return (back && completed ? seen.mayBeBooting(rules, now) : seen).stallTold(false);
        }
        if (entry instanceof Entry.MaintenanceBegan || entry instanceof Entry.HoldBegan) {
            return afresh(now);
        }
        if (entry instanceof Entry.MaintenanceEnded || entry instanceof Entry.Released) {
            return afresh(now).mayBeBooting(rules, now);
        }
        boolean passed = entry instanceof Entry.ActionDone || entry instanceof Entry.ActionGivenUp;
        return passed ? stallTold(false) : this;
    }

    private Seen asking(Optional<Asking> next) {
        return new Seen(failing, since, rounds, next, steady, grace, down, returned, stallTold, held);
    }

    private Seen afresh(Moment now) {
        return new Seen(List.of(), now, rounds, Optional.empty(), steady, grace, down, returned, stallTold, held);
    }

    private Seen unsteady() {
        return new Seen(failing, since, rounds, asking, Optional.empty(), grace, down, returned, stallTold, held);
    }

    private Seen mayBeBooting(Rules rules, Moment now) {
        return new Seen(failing, since, rounds, asking, steady, grace(rules, now), down, returned, stallTold, held);
    }

    private Seen stallTold(boolean told) {
        return new Seen(failing, since, rounds, asking, steady, grace, down, returned, told, held);
    }
}
