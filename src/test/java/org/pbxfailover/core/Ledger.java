package org.pbxfailover.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reader of the journal knows of a pair, by a reading of his own.
 *
 * @param epoch number of the newest
 * @param open what the open epoch does
 * @param work on the actions of the open epoch
 * @param service where the service is, while no epoch is open
 * @param primary what is written about it while the secondary serves or comes into service
 * @param suspended maintenance until then, whoever serves and whatever is open
 */
record Ledger(
        long epoch,
        Optional<EpochKind> open,
        Map<ActionKey, Work> work,
        Service service,
        Primary primary,
        Optional<Instant> suspended) {

    /** The end of a hold. */
    static final Instant FOR_EVER = Instant.MAX;

    static final Ledger EMPTY =
            new Ledger(0, Optional.empty(), Map.of(), Service.PRIMARY, Primary.UP, Optional.empty());

    /** Who serves. */
    enum Service {
        PRIMARY,
        SECONDARY
    }

    /** How the primary stands that is not in service. */
    enum Primary {
        UP,
        DOWN,
        /** It was down, and somebody has seen that it is back. */
        RETURN_SEEN
    }

    /** How far an action has come. */
    record Work(int attempts, Stand stand) {
        boolean passed() {
            return stand == Stand.DONE || stand == Stand.GIVEN_UP;
        }

        /** Whether the call may have worked although the journal does not say so. */
        boolean doubtful() {
            return stand == Stand.CALLED
                    || stand == Stand.UNANSWERED
                    || stand == Stand.BROKEN_OFF
                    || stand == Stand.LOST;
        }
    }

    enum Stand {
        CALLED,
        ACCEPTED,
        UNANSWERED,
        BROKEN_OFF,
        LOST,
        DONE,
        GIVEN_UP
    }

    Optional<Work> work(ActionKey key) {
        return Optional.ofNullable(work.get(key));
    }

    boolean passed(ActionKey key) {
        return work(key).filter(Work::passed).isPresent();
    }

    /** Whether nothing is open, the primary serves and nobody has suspended anything: only then may the robot act by itself. */
    boolean watched() {
        return open.isEmpty() && service == Service.PRIMARY && suspended.isEmpty();
    }

    /** The state that this amounts to; watching, suspect and blind are one to the journal. */
    State state() {
        if (open.isPresent()) {
            return open.get() == EpochKind.FAIL_BACK ? State.FAILING_BACK : State.ACTIVATING;
        }
        if (service != Service.PRIMARY) {
            return State.ACTIVE;
        }
        return suspended
                .map(until -> until.equals(FOR_EVER) ? State.HOLD : State.MAINTENANCE)
                .orElse(State.WATCHING);
    }

    /** Whether a person holds it. */
    boolean onHold() {
        return suspended.filter(FOR_EVER::equals).isPresent();
    }

    /** Whether it is about a suspension. */
    static boolean suspends(Entry entry) {
        return entry instanceof Entry.MaintenanceBegan
                || entry instanceof Entry.MaintenanceEnded
                || entry instanceof Entry.HoldBegan
                || entry instanceof Entry.Released;
    }

    Ledger plus(List<Entry> entries) {
        Ledger ledger = this;
        for (Entry entry : entries) {
            ledger = ledger.plus(entry);
        }
        return ledger;
    }

    Ledger plus(Entry entry) {
        if (entry instanceof Entry.EpochOpened opened) {
            Primary found = opened.kind() == EpochKind.FAILOVER ? Primary.DOWN : Primary.UP;
            return new Ledger(opened.epoch(), Optional.of(opened.kind()), Map.of(), Service.PRIMARY, found, suspended);
        }
        if (entry instanceof Entry.EpochClosed closed) {
            Service next = served(closed.outcome());
            Primary known = next == Service.PRIMARY ? Primary.UP : primary;
            return new Ledger(epoch, Optional.empty(), Map.of(), next, known, suspended);
        }
        if (entry instanceof Entry.MaintenanceBegan began) {
            return new Ledger(epoch, open, work, service, primary, Optional.of(began.until()));
        }
        if (entry instanceof Entry.HoldBegan) {
            return new Ledger(epoch, open, work, service, primary, Optional.of(FOR_EVER));
        }
        if (entry instanceof Entry.MaintenanceEnded || entry instanceof Entry.Released) {
            return new Ledger(epoch, open, work, service, primary, Optional.empty());
        }
        if (entry instanceof Entry.Acknowledged) {
            boolean serving = open.isEmpty() && service != Service.PRIMARY;
            return new Ledger(epoch, open, work, service, serving ? Primary.RETURN_SEEN : primary, suspended);
        }
        if (entry instanceof Entry.PrimaryDown) {
            return new Ledger(epoch, open, work, service, Primary.DOWN, suspended);
        }
        return plus((Entry.OfAction) entry);
    }

    private Service served(Entry.Outcome outcome) {
        boolean activated = outcome == Entry.Outcome.COMPLETED
                && open.filter(kind -> kind != EpochKind.FAIL_BACK).isPresent();
        return activated ? Service.SECONDARY : Service.PRIMARY;
    }

    private Ledger plus(Entry.OfAction entry) {
        int attempts = work(entry.key()).map(Work::attempts).orElse(0);
        Map<ActionKey, Work> more = new LinkedHashMap<>(work);
        if (entry instanceof Entry.CallBegun begun) {
            more.put(entry.key(), new Work(begun.attempt(), Stand.CALLED));
        } else if (entry instanceof Entry.CallAnswered answered) {
            more.put(entry.key(), new Work(attempts, stand(answered.reply())));
        } else if (entry instanceof Entry.AttemptFailed) {
            more.put(entry.key(), new Work(attempts, Stand.LOST));
        } else {
            more.put(entry.key(), new Work(attempts, entry instanceof Entry.ActionDone ? Stand.DONE : Stand.GIVEN_UP));
        }
        return new Ledger(epoch, open, more, service, primary, suspended);
    }

    private static Stand stand(Reply reply) {
        return switch (reply) {
            case ACCEPTED -> Stand.ACCEPTED;
            case REFUSED -> Stand.LOST;
            case BROKEN_OFF -> Stand.BROKEN_OFF;
            case NONE -> Stand.UNANSWERED;
        };
    }

    private Entry answered(String pair, Instant at, ActionKey key, Work done, Reply reply) {
        return new Entry.CallAnswered(pair, at, epoch, key.stage(), key.action(), done.attempts(), reply, "");
    }

    /** The shortest journal that says the same. */
    List<Entry> journal(Plan plan, Moment now) {
        String pair = plan.rules().pair();
        List<Entry> journal = new ArrayList<>();
        open.or(() -> epoch == 0
                        ? Optional.empty()
                        : Optional.of(service == Service.PRIMARY ? EpochKind.FAIL_BACK : EpochKind.SWITCHOVER))
                .ifPresent(
                        kind -> journal.add(new Entry.EpochOpened(pair, now.wall(), epoch, kind, "", Evidence.NONE)));
        if (primary == Primary.DOWN && open.filter(EpochKind.FAILOVER::equals).isEmpty()) {
            journal.add(new Entry.PrimaryDown(pair, now.wall(), epoch, ""));
        }
        if (epoch > 0 && open.isEmpty()) {
            journal.add(new Entry.EpochClosed(pair, now.wall(), epoch, Entry.Outcome.COMPLETED, ""));
        }
        if (primary == Primary.RETURN_SEEN) {
            journal.add(new Entry.Acknowledged(pair, now.wall(), "anna"));
        }
        work.forEach((key, done) -> journal.addAll(journal(pair, now.wall(), key, done)));
        suspended.ifPresent(until -> journal.add(
                until.equals(FOR_EVER)
                        ? new Entry.HoldBegan(pair, now.wall(), "anna")
                        : new Entry.MaintenanceBegan(pair, until.minus(Plan.MAINTENANCE), until, "anna")));
        return journal;
    }

    private List<Entry> journal(String pair, Instant at, ActionKey key, Work done) {
        String stage = key.stage();
        int n = key.action();
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry.CallBegun(pair, at, epoch, stage, n, done.attempts(), "http"));
        switch (done.stand()) {
            case CALLED -> {}
            case ACCEPTED -> entries.add(answered(pair, at, key, done, Reply.ACCEPTED));
            case UNANSWERED -> entries.add(answered(pair, at, key, done, Reply.NONE));
            case BROKEN_OFF -> entries.add(answered(pair, at, key, done, Reply.BROKEN_OFF));
            case LOST -> entries.add(new Entry.AttemptFailed(pair, at, epoch, stage, n, done.attempts(), ""));
            case DONE -> entries.add(new Entry.ActionDone(pair, at, epoch, stage, n, ""));
            case GIVEN_UP -> entries.add(new Entry.ActionGivenUp(pair, at, epoch, stage, n, ""));
        }
        return entries;
    }
}
