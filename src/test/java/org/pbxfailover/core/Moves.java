package org.pbxfailover.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can happen to a pair: what the world does, what people order, what an honest pass through the route does, and what a
 * confused one might do (late, doubled and foreign events).
 */
final class Moves {
    static final ActionKey FIRST = new ActionKey("one", 1);
    static final ActionKey SECOND = new ActionKey("two", 1);
    static final List<ActionKey> ACTIONS = List.of(FIRST, SECOND);
    static final ActionRules REQUIRED =
            new ActionRules(true, 2, Duration.ofSeconds(10), true, Duration.ofSeconds(30), Duration.ofSeconds(5));
    static final ActionRules OPTIONAL =
            new ActionRules(false, 2, Duration.ofSeconds(10), false, Duration.ZERO, Duration.ZERO);

    /** What a move says of the primary or the outside, for rules I9, I10 and I13. */
    enum Meaning {
        /** A failure of the primary or good evidence from outside. */
        BAD_FOR_PRIMARY,
        /** An answer, a gap, bad evidence from outside: never brings an activation nearer. */
        GOOD_FOR_PRIMARY,
        /** Too late, doubled or for somebody else: changes nothing. */
        STALE,
        OTHER
    }

    /** A move; {@code RESTART} and {@code LATER} have no event. */
    record Move(String name, Meaning meaning, Optional<Event> event) {}

    static final Move RESTART = new Move("the robot dies and is started again", Meaning.OTHER, Optional.empty());
    static final Move LATER = new Move("an hour goes by", Meaning.OTHER, Optional.empty());

    private final World world;
    private final Rules rules;
    private final List<Move> moves = new ArrayList<>();

    private Moves(World world, Rules rules) {
        this.world = world;
        this.rules = rules;
    }

    static List<Move> of(World world, Rules rules) {
        Moves all = new Moves(world, rules);
        all.polls();
        all.confirmation();
        all.orders();
        all.run();
        all.moves.add(RESTART);
        all.moves.add(LATER);
        return all.moves;
    }

    static ActionRules rules(ActionKey key) {
        return key.equals(FIRST) ? REQUIRED : OPTIONAL;
    }

    private void polls() {
        PairState state = world.state();
        add("a poll fails", Meaning.BAD_FOR_PRIMARY, new Event.Probed(failed(world.now(), FailureClass.TIMEOUT)));
        add("a poll is answered", Meaning.GOOD_FOR_PRIMARY, new Event.Probed(alive()));
        add("a poll is unclear", Meaning.GOOD_FOR_PRIMARY, new Event.Probed(failed(world.now(), FailureClass.OWN)));
        Moment before = state.sight().countFrom().plus(Duration.ofMillis(-1));
        add("an old poll fails", Meaning.STALE, new Event.Probed(failed(before, FailureClass.TIMEOUT)));
        add("an old poll is unclear", Meaning.STALE, new Event.Probed(failed(before, FailureClass.TLS)));
        add("the robot was away", Meaning.GOOD_FOR_PRIMARY, new Event.Gap(Duration.ofMinutes(1)));
        add("a tick", Meaning.OTHER, new Event.Tick());
    }

    private void confirmation() {
        long round = world.state().sight().rounds();
        boolean open = world.state().confirmation().isPresent();
        Meaning bad = open ? Meaning.BAD_FOR_PRIMARY : Meaning.STALE;
        Meaning good = open ? Meaning.GOOD_FOR_PRIMARY : Meaning.STALE;
        for (int i = 0; i < rules.hosts(); i++) {
            add("host " + i + " answers", bad, new Event.OutsideAsked(round, answer(i, true)));
            add("host " + i + " is silent", good, new Event.OutsideAsked(round, answer(i, false)));
        }
        Probe fresh = failed(world.now(), FailureClass.REFUSED);
        add("the last probe fails", bad, new Event.LastProbed(round, fresh));
        world.state()
                .confirmation()
                .ifPresent(underWay -> add(
                        "an early last probe fails",
                        good,
                        new Event.LastProbed(round, failed(underWay.began(), FailureClass.REFUSED))));
        add("the last probe is unclear", good, new Event.LastProbed(round, failed(world.now(), FailureClass.TLS)));
        add("the last probe is answered", Meaning.GOOD_FOR_PRIMARY, new Event.LastProbed(round, alive()));
        add("SIP answers", good, new Event.OpinionAsked(round, new SecondOpinion("its SIP side", true, "200")));
        add("SIP is silent", bad, new Event.OpinionAsked(round, new SecondOpinion("its SIP side", false, "timeout")));
        add("an old host answers", Meaning.STALE, new Event.OutsideAsked(round - 1, answer(0, true)));
        add("an old host is silent", Meaning.STALE, new Event.OutsideAsked(round - 1, answer(0, false)));
        add("an old last probe fails", Meaning.STALE, new Event.LastProbed(round - 1, fresh));
        add(
                "an old SIP answer",
                Meaning.STALE,
                new Event.OpinionAsked(round - 1, new SecondOpinion("its SIP side", true, "200")));
    }

    private void orders() {
        add("failover ordered", Meaning.OTHER, new Event.OrderFailover("anna"));
        add("fail-back ordered", Meaning.OTHER, new Event.OrderFailBack("anna"));
        add("maintenance ordered", Meaning.OTHER, new Event.OrderMaintenance(Duration.ofMinutes(30), "anna"));
        add("maintenance ended", Meaning.OTHER, new Event.EndMaintenance("anna"));
        add("acknowledged", Meaning.OTHER, new Event.Acknowledge("anna"));
    }

    private void run() {
        long epoch = world.state().epoch();
        add("a foreign pass ends", Meaning.STALE, new Event.AllPassed(epoch - 1));
        add("a foreign call begins", Meaning.STALE, new Event.CallBeginning(epoch - 1, FIRST, REQUIRED, 1));
        add("a foreign call returns", Meaning.STALE, new Event.CallReturned(epoch - 1, FIRST, REQUIRED, true, ""));
        Optional<Run> run = world.state().run();
        if (run.isEmpty()) {
            add("a late pass ends", Meaning.STALE, new Event.AllPassed(epoch));
            add("a late call begins", Meaning.STALE, new Event.CallBeginning(epoch, FIRST, REQUIRED, 1));
            return;
        }
        boolean onlyFirst =
                run.get().of(FIRST).filter(at -> at.phase().passed()).isPresent()
                        && run.get().of(SECOND).isEmpty();
        if (!onlyFirst) { // an honest pass would go on to the second stage
            add("the pass ends", Meaning.OTHER, new Event.AllPassed(epoch));
        }
        action(epoch, run.get(), FIRST);
        if (run.get().begun()) { // no pass comes to the second stage before the first was begun
            action(epoch, run.get(), SECOND);
        }
    }

    private void action(long epoch, Run run, ActionKey key) {
        ActionRules of = rules(key);
        int attempt = run.of(key).map(Progress::attempts).orElse(0) + 1;
        add(key.stage() + " begins", Meaning.OTHER, new Event.CallBeginning(epoch, key, of, attempt));
        add(key.stage() + " begins wrongly", Meaning.STALE, new Event.CallBeginning(epoch, key, of, attempt + 1));
        add(key.stage() + " is accepted", Meaning.OTHER, new Event.CallReturned(epoch, key, of, true, "200"));
        add(key.stage() + " fails", Meaning.OTHER, new Event.CallReturned(epoch, key, of, false, "500"));
        if (of.verified()) {
            add(key.stage() + " is seen", Meaning.OTHER, new Event.Looked(epoch, key, of, true, "there"));
            add(key.stage() + " is not seen", Meaning.OTHER, new Event.Looked(epoch, key, of, false, "not there"));
        }
    }

    private void add(String name, Meaning meaning, Event event) {
        moves.add(new Move(name, meaning, Optional.of(event)));
    }

    private Probe alive() {
        return new Probe(world.now(), Duration.ZERO, new Finding.Alive("200 OK"));
    }

    private static Probe failed(Moment began, FailureClass failure) {
        return new Probe(began, Duration.ZERO, new Finding.Failed(failure, "no answer"));
    }

    private static OutsideAnswer answer(int host, boolean answered) {
        return new OutsideAnswer("h" + host, answered, "", Duration.ZERO);
    }
}
