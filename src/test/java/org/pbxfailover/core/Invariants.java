package org.pbxfailover.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pbxfailover.core.Entry.ActionDone;
import org.pbxfailover.core.Entry.ActionGivenUp;
import org.pbxfailover.core.Entry.CallBegun;
import org.pbxfailover.core.Entry.EpochClosed;
import org.pbxfailover.core.Entry.EpochOpened;
import org.pbxfailover.core.Moves.Meaning;
import org.pbxfailover.core.Moves.Move;

/**
 * The rules I1 to I9, I11 to I13 on one step, as an observer can hold them: by the events, by what the robot says and writes, and by the
 * journal. What the robot thinks is looked at only where the rule is about it. I10 and the rules L are about more than one step: see
 * {@link Search} and {@link Liveness}.
 */
final class Invariants {
    private static final String MAY_HAVE_WORKED = "what may have worked is looked at before it is called again";

    private static final String HAS_ITS_TIME = "what may still be worked on has its time";

    private final List<Broken> broken = new ArrayList<>();
    private final Decisions decisions;
    private final Plan plan;
    private final World before;
    private final Move move;
    private final Event event;
    private final Step step;
    private final World after;
    private final Rules rules;
    private final Seen heard;

    private Invariants(Decisions decisions, Plan plan, World before, Move move, Step step, World after) {
        this.decisions = decisions;
        this.plan = plan;
        this.before = before;
        this.move = move;
        this.event = move.event().orElseThrow();
        this.step = step;
        this.after = after;
        this.rules = plan.rules(before.shadow());
        this.heard = before.seen().heard(event, rules, before.ledger(), before.now());
    }

    /** Every rule that the step breaks. */
    static List<Broken> of(Decisions decisions, Plan plan, World before, Move move, Step step, World after) {
        Invariants rules = new Invariants(decisions, plan, before, move, step, after);
        rules.check();
        return rules.broken;
    }

    private void check() {
        boolean nothing = step.equals(Step.none(before.state()));
        shadow();
        unheard();
        if (nothing) { // the other rules held when the pair came to this state
            return;
        }
        rule(
                "I12",
                "a robot that cannot read its journal does nothing",
                !before.seen().held());
        rule("I13", "stale and doubled events change nothing", move.meaning() != Meaning.STALE);
        doubled();
        evidence();
        journal();
        looks();
        latch();
        ownFault();
        rule(
                "L2",
                "a tick is due for one end at most",
                after.ledger().suspended().isEmpty()
                        || step.state().confirmation().isEmpty());
        if (after.ledger() != before.ledger()
                || lasting(before.state()) != lasting(after.state())
                || before.state().primaryDown() != after.state().primaryDown()) {
            broken.addAll(remembered(decisions, plan, after));
        }
    }

    private void rule(String rule, String words, boolean holds) {
        if (!holds) {
            broken.add(new Broken(rule, words));
        }
    }

    /** The watch does not tell the core of an answer where all is well, so nothing may wait for it. */
    private void unheard() {
        PairState unheard = before.state().see(sight -> sight.afresh(before.now()));
        boolean answer = event instanceof Event.Probed probed && probed.probe().alive();
        rule(
                "L1",
                "where all is well an answer is no news",
                !answer || !before.state().allWell() || step.equals(Step.none(unheard)));
    }

    // ---- I1, I2, I3: why the robot activates by itself, or says that it would

    private void evidence() {
        Optional<EpochOpened> opened = written(EpochOpened.class).filter(epoch -> epoch.kind() == EpochKind.FAILOVER);
        boolean wouldHave = before.shadow() && notified("activating");
        if (opened.isEmpty() && !wouldHave) {
            return;
        }
        Optional<Asking> asking = heard.asking();
        List<Probe> failed = asking.map(Asking::failed).orElse(List.of());
        rule(
                "I1",
                "as many polls as configured failed one after the other",
                heard.failing().size() == rules.failures());
        rule("I1", "and so they had when the outside was asked", asking.isEmpty() || failed.size() == rules.failures());
        rule("I2", "the outside was asked after that", asking.isPresent());
        asking.ifPresent(open -> {
            rule("I2", "enough outside hosts answered", open.good() >= rules.needed());
            rule("I2", "a probe that was begun after that failed", open.last().isPresent());
            rule(
                    "I2",
                    "all others were asked, and none of them sees it alive",
                    open.silent().size() >= rules.opinions());
        });
        rule(
                "I3",
                "the pair is in nobody's hands: no epoch, no maintenance, the primary in service",
                before.ledger().watched());
        rule("I3", "nobody's order is taken for a death", !(event instanceof Event.Order));
        opened.ifPresent(epoch -> {
            Evidence evidence = epoch.evidence();
            rule("I1", "the journal shows these polls", evidence.failed().equals(failed));
            rule("I2", "the journal shows these answers", asking.isEmpty() || shows(evidence, asking.get()));
        });
    }

    private static boolean shows(Evidence evidence, Asking asking) {
        return evidence.outside().equals(asking.answers())
                && evidence.opinions().equals(asking.silent())
                && evidence.last().equals(asking.last());
    }

    // ---- I4, I5, I6, L2: what the robot writes and calls

    private void journal() {
        boolean announced = written(EpochOpened.class).isPresent()
                || written(CallBegun.class).isPresent();
        rule("I4", "nothing runs that is not in the journal before", step.decision() != Decision.RUN || announced);
        Ledger ledger = before.ledger();
        for (Entry entry : step.entries()) {
            if (entry instanceof EpochOpened opened) {
                rule("I3", "what a person holds is not switched", !ledger.onHold());
                rule("I4", "epochs increase by one", opened.epoch() == ledger.epoch() + 1);
                rule("I4", "one is open at most", ledger.open().isEmpty());
            } else if (entry instanceof EpochClosed closed) {
                rule(
                        "I4",
                        "only what is open is closed",
                        ledger.open().isPresent() && closed.epoch() == ledger.epoch());
                completed(closed, ledger);
            } else if (entry instanceof Entry.OfAction ofAction) {
                rule(
                        "I4",
                        "it belongs to the open epoch",
                        ledger.open().isPresent() && ofAction.epoch() == ledger.epoch());
                action(ofAction, ledger);
            } else if (Ledger.suspends(entry)) {
                suspension(entry, ledger);
            }
            ledger = ledger.plus(entry);
        }
    }

    private void suspension(Entry entry, Ledger ledger) {
        boolean activating =
                ledger.open().filter(kind -> kind != EpochKind.FAIL_BACK).isPresent();
        if (entry instanceof Entry.MaintenanceBegan) {
            rule("I3", "no activation is suspended", !activating && event instanceof Event.OrderMaintenance);
        } else if (entry instanceof Entry.HoldBegan) {
            rule("I3", "no epoch is held", ledger.open().isEmpty() && event instanceof Event.OrderHold);
        } else if (entry instanceof Entry.Released) {
            rule("I3", "only a person ends a hold", ledger.onHold() && event instanceof Event.Release);
        } else {
            boolean over = ledger.suspended()
                    .filter(until -> !until.isAfter(before.now().wall()))
                    .isPresent();
            boolean ended =
                    event instanceof Event.EndMaintenance && ledger.suspended().isPresent() && !ledger.onHold();
            rule("I3", "its time or a person ends a maintenance", over || ended);
        }
    }

    private void completed(EpochClosed closed, Ledger ledger) {
        if (closed.outcome() == Entry.Outcome.COMPLETED) {
            Set<ActionKey> stages =
                    plan.stages(ledger.open().orElse(EpochKind.FAILOVER)).keySet();
            rule("I5", "at the end every stage is done", stages.stream().allMatch(ledger::passed));
        }
    }

    private void action(Entry.OfAction entry, Ledger ledger) {
        ActionKey key = entry.key();
        ActionRules of = plan.action(key);
        Optional<Ledger.Work> work = ledger.work(key);
        int attempts = work.map(Ledger.Work::attempts).orElse(0);
        rule("I6", "what is done or given up is over", !ledger.passed(key));
        if (entry instanceof CallBegun begun) {
            rule("I5", "every stage before is done", ledger.open().isEmpty() || stagesBefore(key, ledger));
            rule("I6", "the attempts are counted", begun.attempt() == attempts + 1);
            rule("I6", MAY_HAVE_WORKED, !inDoubt(ledger, key) || ready(before.state(), key));
            rule("I6", HAS_ITS_TIME, !of.proven() || !stands(ledger, key, Ledger.Stand.UNANSWERED));
        }
        if (entry instanceof Entry.AttemptFailed) {
            rule("I6", HAS_ITS_TIME, event instanceof Event.Looked && hadItsTime(key));
        }
        if (entry instanceof ActionDone) {
            boolean seen = event instanceof Event.Looked looked && looked.effect() == Effect.SEEN;
            boolean accepted = event instanceof Event.CallReturned returned && returned.reply() == Reply.ACCEPTED;
            rule("I5", "it is done when its effect was seen", of.verified() ? seen : accepted || seen);
        }
        if (entry instanceof ActionGivenUp) {
            rule("L2", "only what is not required is given up", !of.required());
            rule("L2", "not before its attempts are used up", attempts >= of.attempts());
            rule("L2", "not without a word", step.news().isPresent());
        }
        if (entry instanceof Entry.AttemptFailed
                || entry instanceof Entry.CallAnswered answered && hasFailed(answered.reply(), of)) {
            boolean usedUp = attempts >= of.attempts() && of.required();
            rule(
                    "L2",
                    "a stage that is stalled is reported",
                    !usedUp || after.seen().stallTold());
        }
    }

    /** What may still come is no failure yet. */
    private static boolean hasFailed(Reply reply, ActionRules of) {
        return reply == Reply.NONE ? !of.proven() : reply != Reply.ACCEPTED;
    }

    /** By the time that the effect may take from the first look on: whether there is none left for one more. */
    private boolean hadItsTime(ActionKey key) {
        Optional<Moment> until =
                before.state().run().flatMap(run -> run.of(key)).flatMap(Progress::verifyUntil);
        Moment again = before.now().plus(plan.action(key).every());
        return !again.isBefore(until.orElse(before.now().plus(plan.action(key).within())));
    }

    private static boolean stands(Ledger ledger, ActionKey key, Ledger.Stand stand) {
        return ledger.work(key).filter(work -> work.stand() == stand).isPresent();
    }

    /** Whether a look is a reason to call again: it says that the effect is not there, or it has no answer and asking further is idle. */
    private boolean releases(Event.Looked looked, Ledger ledger) {
        boolean over = stands(ledger, looked.key(), Ledger.Stand.LOST) || hadItsTime(looked.key());
        return !stands(ledger, looked.key(), Ledger.Stand.UNANSWERED)
                && (looked.effect() == Effect.NOT_SEEN || looked.effect() == Effect.UNKNOWN && over);
    }

    /** The journal does not show a look that does not hold; the robot must not think of one that nobody took. */
    private void looks() {
        for (ActionKey key :
                plan.stages(before.ledger().open().orElse(EpochKind.FAILOVER)).keySet()) {
            boolean seen = event instanceof Event.Looked looked
                    && looked.key().equals(key)
                    && releases(looked, after.ledger());
            boolean released = inDoubt(after.ledger(), key) && ready(after.state(), key) && !ready(before.state(), key);
            rule("I6", MAY_HAVE_WORKED, !released || seen);
        }
    }

    private boolean inDoubt(Ledger ledger, ActionKey key) {
        return plan.action(key).proven()
                && ledger.work(key).filter(Ledger.Work::doubtful).isPresent();
    }

    private static boolean ready(PairState state, ActionKey key) {
        return state.run()
                .flatMap(run -> run.of(key))
                .filter(at -> at.phase() == Progress.Phase.READY)
                .isPresent();
    }

    private boolean stagesBefore(ActionKey key, Ledger ledger) {
        for (ActionKey stage : plan.stages(ledger.open().orElseThrow()).keySet()) {
            if (stage.equals(key)) {
                return true;
            }
            if (!ledger.passed(stage)) {
                return false;
            }
        }
        return false;
    }

    // ---- I7

    private void latch() {
        boolean serving = before.ledger().state() == State.ACTIVE;
        if (!serving || after.ledger().state() == State.ACTIVE && step.state().state() == State.ACTIVE) {
            return;
        }
        boolean alive = event instanceof Event.Probed probed && probed.probe().alive()
                || event instanceof Event.LastProbed last && last.probe().alive();
        boolean steady = heard.steady()
                .filter(since -> before.now().since(since).compareTo(rules.stableFor()) >= 0)
                .isPresent();
        boolean decides = before.ledger().suspended().isEmpty();
        boolean standsDown = rules.standDown() && decides && alive && steady && heard.returned();
        rule(
                "I7",
                "only a person leaves active, or stand-down after a return, while nobody suspends that",
                event instanceof Event.OrderFailBack || standsDown);
    }

    // ---- I8

    private void shadow() {
        if (before.shadow()) {
            rule("I8", "shadow runs nothing", step.decision() != Decision.RUN);
            rule("I8", "shadow opens and calls nothing", step.entries().stream().noneMatch(Invariants::acts));
            return;
        }
        if (before.ledger().open().isPresent() || before.ledger().service() != Ledger.Service.PRIMARY) {
            return;
        }
        Step other = decisions.step(before.state(), event, plan.rules(true), before.now());
        boolean activates = written(EpochOpened.class).isPresent();
        boolean ordered = event instanceof Event.Order;
        boolean same = !activates
                ? other.equals(step)
                : ordered
                        || other.news()
                                .flatMap(Step.News::event)
                                .filter("activating"::equals)
                                .isPresent();
        rule("I8", "shadow decides as live does", same);
        rule(
                "I8",
                "and does nothing",
                other.decision() != Decision.RUN && other.entries().stream().noneMatch(Invariants::acts));
    }

    private static boolean acts(Entry entry) {
        return entry instanceof EpochOpened || entry instanceof Entry.OfAction;
    }

    // ---- I9

    private void ownFault() {
        if (move.meaning() == Meaning.OWN_FAULT) {
            rule("I9", "the robot's own fault decides nothing", step.decision() == Decision.NOTHING);
            rule("I9", "and counts as nothing", step.state().streak().size() == 0);
        }
    }

    // ---- I11

    /** What is in the journal is what the robot knows, and what it will know when it is started again at this moment. */
    static List<Broken> remembered(Decisions decisions, Plan plan, World world) {
        List<Broken> broken = new ArrayList<>();
        if (!world.seen().held() && !agrees(world.ledger(), world.state(), plan, world.shadow())) {
            broken.add(new Broken("I11", "the journal says what the robot knows"));
        }
        PairState resumed =
                decisions.resume(world.ledger().journal(plan, world.now()), plan.rules(world.shadow()), world.now());
        boolean away = world.ledger().primary() != Ledger.Primary.DOWN || resumed.primaryDown() || handsOff(world);
        if (!agrees(world.ledger(), resumed, plan, world.shadow()) || !away) {
            broken.add(new Broken("I11", "started again, the robot knows what the journal says"));
        }
        if (!doubts(world.ledger(), resumed, plan)) {
            broken.add(new Broken("I11", "started again, the robot looks before it calls what may have worked"));
        }
        return broken;
    }

    /** A look that does not hold is not in the journal, so nothing may be called again as if there had been one. */
    private static boolean doubts(Ledger ledger, PairState resumed, Plan plan) {
        return resumed.run().stream()
                .flatMap(run -> run.progress().entrySet().stream())
                .filter(at -> plan.action(at.getKey()).proven())
                .filter(at ->
                        ledger.work(at.getKey()).filter(Ledger.Work::doubtful).isPresent())
                .allMatch(at -> at.getValue().doubtful());
    }

    private static boolean handsOff(World world) {
        return world.shadow() && world.ledger().open().isPresent();
    }

    /** As long as nobody has seen that it is back. */
    private static boolean wasDown(PairState state) {
        boolean away = state.state() == State.ACTIVATING || state.state() == State.ACTIVE;
        return away && (state.primaryDown() || state.alarms().containsKey(Trigger.ANSWERS));
    }

    private static boolean agrees(Ledger ledger, PairState state, Plan plan, boolean shadow) {
        boolean handsOff = shadow && ledger.open().isPresent();
        State expected = handsOff ? State.HOLD : ledger.state();
        boolean suspended = handsOff
                || ledger.suspended()
                        .equals(state.suspension()
                                .map(by -> by.until().map(Moment::wall).orElse(Ledger.FOR_EVER)));
        Optional<EpochKind> open = handsOff ? Optional.empty() : ledger.open();
        return lasting(state) == expected
                && state.epoch() == ledger.epoch()
                && state.run().map(Run::epoch).equals(open.map(kind -> ledger.epoch()))
                && state.run().map(Run::kind).equals(open)
                && suspended
                && (!wasDown(state) || ledger.primary() == Ledger.Primary.DOWN)
                && open.map(kind -> plan.stages(kind).keySet().stream()
                                .allMatch(key -> agrees(ledger, state, key, plan.action(key))))
                        .orElse(true);
    }

    private static boolean agrees(Ledger ledger, PairState state, ActionKey key, ActionRules of) {
        Optional<Progress> known = state.run().flatMap(run -> run.of(key));
        Optional<Ledger.Work> work = ledger.work(key);
        if (known.isEmpty() || work.isEmpty()) {
            return known.isEmpty() && work.isEmpty();
        }
        return known.get().attempts() == work.get().attempts()
                && switch (work.get().stand()) {
                    case DONE -> known.get().phase() == Progress.Phase.DONE;
                    case GIVEN_UP -> known.get().phase() == Progress.Phase.GIVEN_UP;
                    case ACCEPTED -> known.get().phase() == Progress.Phase.ACCEPTED;
                    case UNANSWERED ->
                        of.proven()
                                ? known.get().phase() == Progress.Phase.UNANSWERED
                                : known.get().doubtful();
                    case CALLED, BROKEN_OFF, LOST ->
                        known.get().doubtful() || known.get().phase() == Progress.Phase.READY;
                };
    }

    /** Counting is not kept: watching, suspect and blind are one to the journal. */
    private static State lasting(PairState state) {
        return state.state().compareTo(State.BLIND) <= 0 ? State.WATCHING : state.state();
    }

    // ---- I13

    /** The very same event once more, as a route that was edited wrongly would tell it. */
    private void doubled() {
        if (event instanceof Event.Order || event instanceof Event.Gap || event instanceof Event.Tick) {
            return;
        }
        Step again = decisions.step(step.state(), event, rules, before.now());
        boolean silent = again.entries().isEmpty() && again.news().isEmpty() && again.decision() == Decision.NOTHING;
        rule("I13", "the same event once more does nothing", silent && same(again.state()));
    }

    private boolean same(PairState again) {
        if (again.equals(step.state())) {
            return true;
        }
        World twice = new World(again, after.ledger(), after.seen(), after.shadow(), after.now());
        return Key.of(plan, Canon.of(plan, twice)).equals(Key.of(plan, Canon.of(plan, after)));
    }

    private boolean notified(String name) {
        return step.news().flatMap(Step.News::event).filter(name::equals).isPresent();
    }

    private <T extends Entry> Optional<T> written(Class<T> type) {
        for (Entry entry : step.entries()) {
            if (type.isInstance(entry)) {
                return Optional.of(type.cast(entry));
            }
        }
        return Optional.empty();
    }
}
