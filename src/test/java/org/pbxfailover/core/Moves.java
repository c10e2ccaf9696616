package org.pbxfailover.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can happen to a pair: what the world does, what people order, what an honest pass through the route does, and what a
 * confused one might do (late, doubled and foreign events). Which of them mean something is said by the observer and by the journal.
 */
final class Moves {

    /** What a move says of the primary or the outside, for rules I9, I10 and I13. */
    enum Meaning {
        /** A failure of the primary or good evidence from outside. */
        BAD_FOR_PRIMARY,
        /** An answer, a gap, bad evidence from outside: never brings an activation nearer. */
        GOOD_FOR_PRIMARY,
        /** The robot's own fault: never brings an activation nearer, either. */
        OWN_FAULT,
        /** Too late, doubled or for somebody else: changes nothing. */
        STALE,
        OTHER
    }

    /** A move; those of {@link Unheard} have no event. */
    record Move(String name, Meaning meaning, Optional<Event> event, Optional<Unheard> unheard) {}

    /** What happens to the robot and not in it. */
    enum Unheard {
        LATER,
        RESTART,
        RESTART_IN_OTHER_MODE,
        RESTART_UNREADABLE
    }

    /** All their names. */
    static final List<String> NAMES = List.of(
            "a poll fails",
            "a poll is answered",
            "a poll is unclear",
            "a poll fails by its own fault",
            "an old poll fails",
            "an old poll is unclear",
            "the newest failed poll is told again",
            "the robot was away",
            "a tick",
            "a host answers",
            "a host is silent",
            "one that answered answers again",
            "one that answered is silent again",
            "one that was silent answers again",
            "one that was silent is silent again",
            "another sees it alive",
            "another does not see it",
            "another does not see it, once more",
            "a host answers late",
            "a host is silent late",
            "another sees it alive late",
            "another does not see it, late",
            "the last probe fails",
            "an early last probe fails",
            "the last probe is unclear",
            "the last probe fails by its own fault",
            "the last probe is answered",
            "a host of the round before answers",
            "a host of the round before is silent",
            "the last probe of the round before fails",
            "another of the round before sees it alive",
            "a host of no round yet answers",
            "a host of no round yet is silent",
            "the last probe of no round yet fails",
            "another of no round yet sees it alive",
            "failover ordered",
            "fail-back ordered",
            "maintenance ordered",
            "maintenance ended",
            "acknowledged",
            "hold ordered",
            "released",
            "a foreign pass ends",
            "a foreign call begins",
            "a foreign call is accepted",
            "a foreign effect is seen",
            "the pass ends",
            "the pass ends too early",
            "the pass breaks off",
            "a foreign pass breaks off",
            "it begins",
            "it begins one too far",
            "it begins with its last number",
            "it is accepted",
            "it is refused",
            "it breaks off",
            "it has no answer",
            "its effect is seen",
            "its effect is not seen",
            "a look has no answer",
            "another stage begins out of turn",
            "another stage is accepted out of turn",
            "what is done begins again",
            "what is done begins once more",
            "what is done is accepted again",
            "what is done fails after all",
            "what is done is not seen after all",
            "a minute goes by",
            "the robot dies and is started again",
            "the robot is started again and cannot read its journal",
            "the robot is started again in the other mode");

    private final World world;
    private final Plan plan;
    private final Rules rules;
    private final Seen seen;
    private final List<Move> moves = new ArrayList<>(64);

    private Moves(World world, Plan plan) {
        this.world = world;
        this.plan = plan;
        this.rules = plan.rules(world.shadow());
        this.seen = world.seen();
    }

    static List<Move> of(World world, Plan plan) {
        Moves all = new Moves(world, plan);
        all.polls();
        all.confirmation();
        all.orders();
        all.run();
        all.unheard();
        return all.moves;
    }

    private void polls() {
        FailureClass failing = plan.counted(FailureClass.TIMEOUT);
        add("a poll fails", Meaning.BAD_FOR_PRIMARY, new Event.Probed(failed(world.now(), failing)));
        add("a poll is answered", Meaning.GOOD_FOR_PRIMARY, new Event.Probed(alive()));
        add("a poll is unclear", Meaning.GOOD_FOR_PRIMARY, new Event.Probed(failed(world.now(), FailureClass.TLS)));
        add(
                "a poll fails by its own fault",
                Meaning.OWN_FAULT,
                new Event.Probed(failed(world.now(), FailureClass.OWN)));
        Moment before = seen.since().plus(Duration.ofNanos(-1));
        add("an old poll fails", Meaning.STALE, new Event.Probed(failed(before, failing)));
        add("an old poll is unclear", Meaning.STALE, new Event.Probed(failed(before, FailureClass.TLS)));
        if (!seen.failing().isEmpty()) {
            Probe newest = seen.failing().get(seen.failing().size() - 1);
            add("the newest failed poll is told again", Meaning.STALE, new Event.Probed(newest));
        }
        add("the robot was away", Meaning.GOOD_FOR_PRIMARY, new Event.Gap(Duration.ofMinutes(1)));
        add("a tick", Meaning.OTHER, new Event.Tick());
    }

    private void confirmation() {
        FailureClass failing = plan.counted(FailureClass.REFUSED);
        long round = seen.rounds();
        boolean open = seen.asking().isPresent();
        Meaning bad = open ? Meaning.BAD_FOR_PRIMARY : Meaning.STALE;
        Meaning good = open ? Meaning.GOOD_FOR_PRIMARY : Meaning.STALE;
        seen.asking().ifPresentOrElse(this::answers, () -> lateAnswers(round));
        Probe fresh = failed(world.now(), failing);
        add("the last probe fails", bad, new Event.LastProbed(round, fresh));
        Moment before = seen.asking()
                .map(asking -> asking.passed().orElse(world.now()))
                .orElse(world.now())
                .plus(Duration.ofNanos(-1));
        add("an early last probe fails", good, new Event.LastProbed(round, failed(before, failing)));
        add("the last probe is unclear", good, new Event.LastProbed(round, failed(world.now(), FailureClass.TLS)));
        add(
                "the last probe fails by its own fault",
                open ? Meaning.OWN_FAULT : Meaning.STALE,
                new Event.LastProbed(round, failed(world.now(), FailureClass.OWN)));
        add("the last probe is answered", Meaning.GOOD_FOR_PRIMARY, new Event.LastProbed(round, alive()));
        foreign(round - 1);
        foreign(round + 1);
    }

    /** Hosts are alike, and so are the others: only how many of them have answered makes a difference. */
    private void answers(Asking asking) {
        long round = asking.round();
        int next = asking.answers().size();
        if (next < rules.hosts()) {
            add("a host answers", Meaning.BAD_FOR_PRIMARY, new Event.OutsideAsked(round, answer(next, true)));
            add("a host is silent", Meaning.GOOD_FOR_PRIMARY, new Event.OutsideAsked(round, answer(next, false)));
        }
        for (boolean answered : new boolean[] {true, false}) {
            asking.answers().stream()
                    .filter(known -> known.answered() == answered)
                    .findFirst()
                    .ifPresent(known -> {
                        String name = answered ? "one that answered " : "one that was silent ";
                        again(name + "answers again", round, known.host(), true);
                        again(name + "is silent again", round, known.host(), false);
                    });
        }
        int other = asking.silent().size();
        if (other < rules.opinions()) {
            add("another sees it alive", Meaning.GOOD_FOR_PRIMARY, new Event.OpinionAsked(round, opinion(other, true)));
            add(
                    "another does not see it",
                    Meaning.BAD_FOR_PRIMARY,
                    new Event.OpinionAsked(round, opinion(other, false)));
        }
        if (other > 0) {
            add(
                    "another does not see it, once more",
                    Meaning.STALE,
                    new Event.OpinionAsked(round, asking.silent().get(0)));
        }
    }

    private void again(String name, long round, String host, boolean answered) {
        OutsideAnswer answer = new OutsideAnswer(host, answered, "", Duration.ZERO);
        add(name, Meaning.STALE, new Event.OutsideAsked(round, answer));
    }

    private void lateAnswers(long round) {
        add("a host answers late", Meaning.STALE, new Event.OutsideAsked(round, answer(0, true)));
        add("a host is silent late", Meaning.STALE, new Event.OutsideAsked(round, answer(0, false)));
        add("another sees it alive late", Meaning.STALE, new Event.OpinionAsked(round, opinion(0, true)));
        add("another does not see it, late", Meaning.STALE, new Event.OpinionAsked(round, opinion(0, false)));
    }

    private void foreign(long round) {
        String of = round < seen.rounds() ? " of the round before" : " of no round yet";
        add("a host" + of + " answers", Meaning.STALE, new Event.OutsideAsked(round, answer(0, true)));
        add("a host" + of + " is silent", Meaning.STALE, new Event.OutsideAsked(round, answer(0, false)));
        add(
                "the last probe" + of + " fails",
                Meaning.STALE,
                new Event.LastProbed(round, failed(world.now(), plan.counted(FailureClass.REFUSED))));
        add("another" + of + " sees it alive", Meaning.STALE, new Event.OpinionAsked(round, opinion(0, true)));
    }

    private void orders() {
        add("failover ordered", Meaning.OTHER, new Event.OrderFailover("anna"));
        add("fail-back ordered", Meaning.OTHER, new Event.OrderFailBack("anna"));
        add("maintenance ordered", Meaning.OTHER, new Event.OrderMaintenance(Plan.MAINTENANCE, "anna"));
        add("maintenance ended", Meaning.OTHER, new Event.EndMaintenance("anna"));
        add("acknowledged", Meaning.OTHER, new Event.Acknowledge("anna"));
        add("hold ordered", Meaning.OTHER, new Event.OrderHold("anna"));
        add("released", Meaning.OTHER, new Event.Release("anna"));
    }

    private void run() {
        long epoch = world.ledger().epoch();
        Optional<EpochKind> open = world.ledger().open();
        Map<ActionKey, ActionRules> stages = plan.stages(open.orElse(EpochKind.FAILOVER));
        ActionKey first = plan.activation().keySet().iterator().next();
        foreign(epoch - 1, first);
        if (open.isEmpty()) {
            foreign(epoch, first);
            return;
        }
        if (world.ledger().work().isEmpty()) { // later it does the same, and would double the states
            add("the pass breaks off", Meaning.OTHER, new Event.PassFailed(epoch, "broken"));
        }
        Iterator<ActionKey> further = stages.keySet().iterator();
        Optional<ActionKey> before = Optional.empty();
        while (further.hasNext()) {
            ActionKey key = further.next();
            if (world.ledger().passed(key)) {
                before = Optional.of(key);
                continue;
            }
            before.ifPresent(done -> passed(epoch, done));
            current(epoch, key);
            boolean begun = world.ledger().work(key).isPresent();
            if (begun) {
                nextStage(key, further).ifPresent(next -> outOfTurn(epoch, next));
            }
            boolean untouched = world.ledger().work().isEmpty() && open.get() != EpochKind.FAIL_BACK;
            if (begun || untouched) { // between two stages only the flow knows that the route goes on
                add("the pass ends too early", Meaning.STALE, new Event.AllPassed(epoch));
            }
            return;
        }
        before.ifPresent(done -> passed(epoch, done));
        add("the pass ends", Meaning.OTHER, new Event.AllPassed(epoch));
    }

    private static Optional<ActionKey> nextStage(ActionKey of, Iterator<ActionKey> further) {
        while (further.hasNext()) {
            ActionKey next = further.next();
            if (!next.stage().equals(of.stage())) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private void foreign(long epoch, ActionKey key) {
        ActionRules of = plan.action(key);
        add("a foreign pass ends", Meaning.STALE, new Event.AllPassed(epoch));
        add("a foreign pass breaks off", Meaning.STALE, new Event.PassFailed(epoch, "broken"));
        add("a foreign call begins", Meaning.STALE, new Event.CallBeginning(epoch, key, of, 1, "http"));
        add("a foreign call is accepted", Meaning.STALE, new Event.CallReturned(epoch, key, of, Reply.ACCEPTED, ""));
        add("a foreign effect is seen", Meaning.STALE, new Event.Looked(epoch, key, of, Effect.SEEN, ""));
    }

    /** Something more is heard of an action that is passed. */
    private void passed(long epoch, ActionKey key) {
        ActionRules of = plan.action(key);
        int attempt = world.ledger().work(key).orElseThrow().attempts();
        add("what is done begins again", Meaning.STALE, new Event.CallBeginning(epoch, key, of, attempt, "http"));
        add(
                "what is done begins once more",
                Meaning.STALE,
                new Event.CallBeginning(epoch, key, of, attempt + 1, "http"));
        add(
                "what is done is accepted again",
                Meaning.STALE,
                new Event.CallReturned(epoch, key, of, Reply.ACCEPTED, "200"));
        add(
                "what is done fails after all",
                Meaning.STALE,
                new Event.CallReturned(epoch, key, of, Reply.REFUSED, "500"));
        add(
                "what is done is not seen after all",
                Meaning.STALE,
                new Event.Looked(epoch, key, of, Effect.NOT_SEEN, "gone"));
    }

    private void current(long epoch, ActionKey key) {
        ActionRules of = plan.action(key);
        Optional<Ledger.Work> work = world.ledger().work(key);
        int attempt = work.map(Ledger.Work::attempts).orElse(0);
        boolean called =
                work.filter(done -> done.stand() == Ledger.Stand.CALLED).isPresent();
        add("it begins", Meaning.OTHER, new Event.CallBeginning(epoch, key, of, attempt + 1, "http"));
        add("it begins one too far", Meaning.STALE, new Event.CallBeginning(epoch, key, of, attempt + 2, "http"));
        add("it begins with its last number", Meaning.STALE, new Event.CallBeginning(epoch, key, of, attempt, "http"));
        Meaning returning = called ? Meaning.OTHER : Meaning.STALE;
        add("it is accepted", returning, new Event.CallReturned(epoch, key, of, Reply.ACCEPTED, "200"));
        add("it is refused", returning, new Event.CallReturned(epoch, key, of, Reply.REFUSED, "500"));
        add("it breaks off", returning, new Event.CallReturned(epoch, key, of, Reply.BROKEN_OFF, "reset"));
        add("it has no answer", returning, new Event.CallReturned(epoch, key, of, Reply.NONE, "timeout"));
        if (of.verified()) {
            boolean awaited =
                    work.filter(done -> done.stand() == Ledger.Stand.ACCEPTED).isPresent();
            Meaning looking = awaited || work.isPresent() && of.proven() ? Meaning.OTHER : Meaning.STALE;
            add("its effect is seen", looking, new Event.Looked(epoch, key, of, Effect.SEEN, "there"));
            add("its effect is not seen", looking, new Event.Looked(epoch, key, of, Effect.NOT_SEEN, "not there"));
            add("a look has no answer", looking, new Event.Looked(epoch, key, of, Effect.UNKNOWN, "timeout"));
        }
    }

    /** The route was edited in the middle of a run: another stage comes before the one that was begun. */
    private void outOfTurn(long epoch, ActionKey key) {
        ActionRules of = plan.action(key);
        add("another stage begins out of turn", Meaning.OTHER, new Event.CallBeginning(epoch, key, of, 1, "http"));
        add(
                "another stage is accepted out of turn",
                Meaning.STALE,
                new Event.CallReturned(epoch, key, of, Reply.ACCEPTED, ""));
    }

    private void unheard() {
        add("a minute goes by", Unheard.LATER);
        add("the robot dies and is started again", Unheard.RESTART);
        add("the robot is started again and cannot read its journal", Unheard.RESTART_UNREADABLE);
        if (plan.bothModes()) {
            add("the robot is started again in the other mode", Unheard.RESTART_IN_OTHER_MODE);
        }
    }

    private void add(String name, Meaning meaning, Event event) {
        moves.add(new Move(name, meaning, Optional.of(event), Optional.empty()));
    }

    private void add(String name, Unheard unheard) {
        moves.add(new Move(name, Meaning.OTHER, Optional.empty(), Optional.of(unheard)));
    }

    private Probe alive() {
        return answered(world.now());
    }

    static Probe answered(Moment began) {
        return new Probe(began, Duration.ZERO, new Finding.Alive("200 OK"));
    }

    static Probe failed(Moment began, FailureClass failure) {
        return new Probe(began, Duration.ZERO, new Finding.Failed(failure, "no answer"));
    }

    private static OutsideAnswer answer(int host, boolean answered) {
        return new OutsideAnswer("h" + host, answered, "", Duration.ZERO);
    }

    private static SecondOpinion opinion(int by, boolean alive) {
        return new SecondOpinion("o" + by, alive, "");
    }
}
