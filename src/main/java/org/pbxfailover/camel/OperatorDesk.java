package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.pbxfailover.journal.JournalException;
import org.pbxfailover.operator.CareView;
import org.pbxfailover.operator.DecisionView;
import org.pbxfailover.operator.HistoryAnswer;
import org.pbxfailover.operator.Names;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.OrderAnswer;
import org.pbxfailover.operator.PairView;

/** The operator's door, over the pairs and their journal. */
public final class OperatorDesk implements Operator {
    private final String robot;
    private final Pairs pairs;
    private final Concerns concerns;
    private final DrillRules drilling;
    private final OpenEpochs epochs;

    /**
     * @param epochs those that hear of the pairs' entries; learn here what the journal holds already
     */
    public OperatorDesk(String robot, Pairs pairs, Concerns concerns, OpenEpochs epochs) {
        this.robot = robot;
        this.pairs = pairs;
        this.concerns = concerns;
        this.epochs = epochs;
        epochs.resume(pairs);
        this.drilling = new DrillRules(pairs, concerns);
    }

    @Override
    public String robot() {
        return robot;
    }

    @Override
    public List<PairView> pairs() {
        List<Concern> ofRobot = concerns.ofRobot();
        List<PairView> views = new ArrayList<>();
        pairs.all().forEach(guarded -> views.add(view(guarded, ofRobot)));
        return views;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        pairs.all().forEach(guarded -> names.add(guarded.name()));
        return names;
    }

    @Override
    public Optional<PairView> pair(String name) {
        return pairs.find(name).map(guarded -> view(guarded, concerns.ofRobot()));
    }

    private PairView view(Guarded guarded, List<Concern> ofRobot) {
        return Views.of(guarded, epochs, concerns.notReady(guarded, ofRobot), WayBack.of(guarded, pairs.now()));
    }

    @Override
    public HistoryAnswer history(String pair) {
        return pairs.find(pair).map(this::history).orElseGet(HistoryAnswer.Unknown::new);
    }

    private HistoryAnswer history(Guarded guarded) {
        PairState state = guarded.state();
        if (!trusted(guarded)) {
            return new HistoryAnswer.Untold(state.sentence());
        }
        try {
            return new HistoryAnswer.Told(
                    Stalled.newest(History.of(pairs.journal().entries(guarded.name())), state));
        } catch (JournalException e) {
            return new HistoryAnswer.Untold(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<List<CareView>> cares(String pair) {
        return pairs.find(pair)
                .map(guarded -> trusted(guarded) ? Cares.of(pairs.journal().entries(pair)) : List.<CareView>of());
    }

    /** Of a journal that cannot be trusted nothing is told. */
    private static boolean trusted(Guarded guarded) {
        return guarded.state().state() != State.HOLD || guarded.state().releasable();
    }

    @Override
    public Optional<DecisionView> decision(String pair) {
        return pairs.find(pair).flatMap(Guarded::decision);
    }

    @Override
    public OrderAnswer failover(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.OrderFailover(by), guarded -> {
            if (guarded.rules.shadow()) {
                return Optional.of(pair + " is in shadow mode: the robot decides and reports, but never acts");
            }
            return guarded.state().state() == State.ACTIVE
                    ? Optional.of(pair + " is active already: the secondary is in service")
                    : Optional.empty();
        });
    }

    @Override
    public OrderAnswer failBack(String pair, OptionalLong expectedEpoch, boolean force, String by) {
        return order(pair, expectedEpoch, new Event.OrderFailBack(force ? by + " (forced)" : by), guarded -> {
            if (guarded.state().state() == State.WATCHING) {
                return Optional.of(pair + " is watching: the primary is in service already");
            }
            return force
                    ? Optional.empty()
                    : WayBack.unsteady(guarded, pairs.now()).map(why -> why + ": wait, or order it with force");
        });
    }

    @Override
    public OrderAnswer maintenance(String pair, OptionalLong expectedEpoch, Duration duration, String by) {
        return order(pair, expectedEpoch, new Event.OrderMaintenance(duration, by), guarded -> Optional.empty());
    }

    @Override
    public OrderAnswer endMaintenance(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.EndMaintenance(by), guarded -> Optional.empty());
    }

    @Override
    public OrderAnswer hold(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.OrderHold(by), guarded -> Optional.empty());
    }

    @Override
    public OrderAnswer release(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.Release(by), guarded -> Optional.empty());
    }

    @Override
    public OrderAnswer drill(String pair, OptionalLong expectedEpoch, boolean live, String by) {
        return order(pair, expectedEpoch, guarded -> drilling.objection(guarded, live), guarded -> {
            Entry began = new Entry.DrillBegan(
                    pair, pairs.now().wall(), guarded.state().epoch(), live, by);
            return pairs.drills()
                    .record(guarded, began)
                    .map(OperatorDesk::unkept)
                    .orElseGet(() -> new Done("the drill of " + pair + " has begun, ordered by " + by));
        });
    }

    @Override
    public OrderAnswer acknowledge(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.Acknowledge(by), guarded -> Optional.empty());
    }

    /** What speaks against an order, beyond what the core's table says. */
    private interface Objection {
        Optional<String> to(Guarded guarded);
    }

    /** What became of an order. */
    private sealed interface Outcome {}

    private record Done(String sentence) implements Outcome {}

    private record Refused(String why) implements Outcome {}

    /** Does what was ordered, and makes it durable. */
    private interface Deed {
        Outcome of(Guarded guarded);
    }

    private OrderAnswer order(String pair, OptionalLong expectedEpoch, Event order, Objection objection) {
        return order(pair, expectedEpoch, guarded -> held(guarded, order).or(() -> objection.to(guarded)), guarded -> {
            PairState before = guarded.state();
            return outcome(guarded, order, pairs.tell(guarded, order), before);
        });
    }

    /** Out of a hold leads only what ends it. */
    private static Optional<String> held(Guarded guarded, Event order) {
        PairState state = guarded.state();
        if (state.state() != State.HOLD || order instanceof Event.Release && state.releasable()) {
            return Optional.empty();
        }
        return Optional.of(
                state.releasable()
                        ? guarded.name() + " is " + state.sentence() + ": release it first"
                        : state.sentence());
    }

    private OrderAnswer order(String pair, OptionalLong expectedEpoch, Objection objection, Deed deed) {
        Optional<Guarded> found = pairs.find(pair);
        if (found.isEmpty()) {
            return new OrderAnswer.Unknown(Names.unknown(pair, names()));
        }
        Guarded guarded = found.get();
        Outcome outcome = outcome(guarded, expectedEpoch, objection, deed);
        return outcome instanceof Done done
                ? new OrderAnswer.Accepted(done.sentence(), view(guarded, concerns.ofRobot()))
                : new OrderAnswer.Refused(((Refused) outcome).why());
    }

    private static Outcome outcome(Guarded guarded, OptionalLong expectedEpoch, Objection objection, Deed deed) {
        synchronized (guarded) { // what the objection saw must still be true when the order happens
            PairState before = guarded.state();
            if (expectedEpoch.isPresent() && expectedEpoch.getAsLong() != before.epoch()) {
                return new Refused("the order is stale: it expects epoch " + expectedEpoch.getAsLong() + ", but "
                        + guarded.name() + " is at epoch " + before.epoch() + "; nothing was changed");
            }
            return objection
                    .to(guarded)
                    .<Outcome>map(why -> new Refused(unended(why) + "; nothing was changed"))
                    .orElseGet(() -> deed.of(guarded));
        }
    }

    /** Without the full stop that a sentence about the journal ends with: it goes on. */
    private static String unended(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private Outcome outcome(Guarded guarded, Event order, Optional<Step> step, PairState before) {
        if (step.isEmpty()) {
            return unkept(pairs.refusal().orElse("unknown reason"));
        }
        if (step.get().entries().isEmpty()) {
            return new Refused(Untaken.why(guarded.name(), order, before) + "; nothing was changed");
        }
        return new Done(step.get().news().map(Step.News::sentence).orElseGet(() -> seen(order, before)));
    }

    /** Whoever confirms alarms is no news to others, but wants to read which they were. */
    private static String seen(Event order, PairState before) {
        return order instanceof Event.Acknowledge acknowledge
                ? "acknowledged by " + acknowledge.by() + ": "
                        + String.join("; ", before.alarms().values())
                : "done";
    }

    private static Outcome unkept(String why) {
        return new Refused("the journal cannot be written, so nothing was begun: " + why);
    }
}
