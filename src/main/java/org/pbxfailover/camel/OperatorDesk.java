package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.State;
import org.pbxfailover.journal.JournalException;
import org.pbxfailover.operator.DecisionView;
import org.pbxfailover.operator.HistoryAnswer;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.OrderAnswer;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.UnknownPair;

/** The operator's door, over the pairs and their journal. */
public final class OperatorDesk implements Operator {
    private final String robot;
    private final Pairs pairs;
    private final Concerns concerns;
    private final DrillRules drilling;
    private final OpenEpochs epochs;
    private final Ordering ordering;

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
        this.ordering = new Ordering(pairs);
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
        try {
            List<Entry> entries = pairs.journal().entries(guarded.name());
            return new HistoryAnswer.Told(Stalled.newest(History.of(entries), guarded.state()), Cares.of(entries));
        } catch (JournalException e) {
            return new HistoryAnswer.Untold(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<DecisionView> decision(String pair) {
        return pairs.find(pair).flatMap(Guarded::decision);
    }

    @Override
    public OrderAnswer failover(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.OrderFailover(by), guarded -> {
            if (guarded.rules.shadow()) {
                return Optional.of(inShadow(pair));
            }
            State state = guarded.state().state();
            return state == State.ACTIVE
                    ? Optional.of(pair + " is active already: the secondary is in service")
                    : underWay(guarded, state == State.ACTIVATING);
        });
    }

    @Override
    public OrderAnswer failBack(String pair, OptionalLong expectedEpoch, boolean force, String by) {
        return order(pair, expectedEpoch, new Event.OrderFailBack(force ? by + " (forced)" : by), guarded -> {
            if (!guarded.state().switched()) { // a pair on hold is not asked
                return Optional.of(
                        pair + " is " + Untaken.standing(guarded.state()) + ": the primary is in service already");
            }
            if (guarded.rules.shadow()) {
                return Optional.of(inShadow(pair));
            }
            return underWay(guarded, guarded.state().state() == State.FAILING_BACK)
                    .or(() -> force
                            ? Optional.empty()
                            : WayBack.unsteady(guarded, pairs.now())
                                    .map(why -> why + ": wait, or order it with force"));
        });
    }

    private static String inShadow(String pair) {
        return pair + " is in shadow mode: the robot decides and reports, but never acts";
    }

    private static Optional<String> underWay(Guarded guarded, boolean thatWay) {
        return guarded.state()
                .run()
                .filter(run -> thatWay)
                .map(run -> "that is under way already for " + guarded.name() + ", epoch " + run.epoch() + " ("
                        + run.kind().label() + ")");
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
        return answered(
                pair,
                guarded -> ordering.carryOut(
                        guarded, expectedEpoch, ours -> drilling.objection(ours, live), ours -> begun(ours, live, by)));
    }

    private Ordering.Outcome begun(Guarded guarded, boolean live, String by) {
        Entry began = new Entry.DrillBegan(
                guarded.name(), pairs.now().wall(), guarded.state().epoch(), live, by);
        Optional<String> unkept = pairs.drills().record(guarded, began);
        if (unkept.isPresent()) {
            return Ordering.unkept(unkept.get());
        }
        pairs.log(guarded, (live ? "live drill" : "drill") + " begun, ordered by " + by);
        return new Ordering.Done("the drill of " + guarded.name() + " has begun, ordered by " + by);
    }

    @Override
    public OrderAnswer acknowledge(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.Acknowledge(by), guarded -> Optional.empty());
    }

    private OrderAnswer order(String pair, OptionalLong expectedEpoch, Event order, Ordering.Objection objection) {
        return answered(pair, guarded -> ordering.carryOut(guarded, expectedEpoch, order, objection));
    }

    /** The pair is looked at once the order has let go of it: that may take as long as its disk. */
    private OrderAnswer answered(String pair, Function<Guarded, Ordering.Outcome> order) {
        Optional<Guarded> found = pairs.find(pair);
        if (found.isEmpty()) {
            return new OrderAnswer.Unknown(UnknownPair.sentence(pair, names()));
        }
        Ordering.Outcome outcome = order.apply(found.get());
        return outcome instanceof Ordering.Done done
                ? new OrderAnswer.Accepted(done.sentence(), view(found.get(), concerns.ofRobot()))
                : new OrderAnswer.Refused(((Ordering.Refused) outcome).why());
    }
}
