package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Humane;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.OrderAnswer;
import org.pbxfailover.operator.PairView;

/** The operator's door, over the pairs and their journal. */
public final class OperatorDesk implements Operator {
    private final String robot;
    private final Pairs pairs;
    private final Supplier<List<String>> concerns;

    /**
     * @param concerns what is wrong with the robot itself and makes every pair not ready
     */
    public OperatorDesk(String robot, Pairs pairs, Supplier<List<String>> concerns) {
        this.robot = robot;
        this.pairs = pairs;
        this.concerns = concerns;
    }

    @Override
    public String robot() {
        return robot;
    }

    @Override
    public List<PairView> pairs() {
        List<String> common = concerns.get();
        List<PairView> views = new ArrayList<>();
        pairs.all().forEach(guarded -> views.add(Views.of(guarded, pairs.journal(), common)));
        return views;
    }

    @Override
    public Optional<PairView> pair(String name) {
        return pairs.find(name).map(guarded -> Views.of(guarded, pairs.journal(), concerns.get()));
    }

    @Override
    public Optional<List<EpochView>> history(String pair) {
        return pairs.find(pair)
                .map(guarded -> guarded.state().state() == State.HOLD
                        ? List.<EpochView>of() // of a journal that cannot be trusted nothing is told
                        : History.of(pairs.journal().entries(pair)));
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
        return order(pair, expectedEpoch, new Event.OrderFailBack(by), guarded -> {
            if (guarded.state().state() == State.WATCHING) {
                return Optional.of(pair + " is watching: the primary is in service already");
            }
            Moment now = pairs.now();
            if (force || guarded.state().steady(guarded.rules, now)) {
                return Optional.empty();
            }
            String steady = guarded.state()
                    .steadySince()
                    .map(since -> "for only " + Humane.duration(now.since(since)))
                    .orElse("not at all at present");
            return Optional.of("the primary of " + pair + " answers steadily " + steady + ", and "
                    + Humane.duration(guarded.rules.stableFor())
                    + " are asked for (primary.stable-for): wait, or order it with force");
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
    public OrderAnswer acknowledge(String pair, OptionalLong expectedEpoch, String by) {
        return order(pair, expectedEpoch, new Event.Acknowledge(by), guarded -> Optional.empty());
    }

    /** What speaks against an order, beyond what the core's table says. */
    private interface Objection {
        Optional<String> to(Guarded guarded);
    }

    private OrderAnswer order(String pair, OptionalLong expectedEpoch, Event order, Objection objection) {
        Optional<Guarded> found = pairs.find(pair);
        if (found.isEmpty()) {
            return new OrderAnswer.Unknown("there is no pair '" + pair + "'");
        }
        Guarded guarded = found.get();
        synchronized (guarded) { // what the objection saw must still be true when the order happens
            PairState before = guarded.state();
            if (expectedEpoch.isPresent() && expectedEpoch.getAsLong() != before.epoch()) {
                return new OrderAnswer.Refused("the order is stale: it expects epoch " + expectedEpoch.getAsLong()
                        + ", but " + pair + " is at epoch " + before.epoch() + "; nothing was changed");
            }
            Optional<String> objected =
                    before.state() == State.HOLD ? Optional.of(before.sentence()) : objection.to(guarded);
            if (objected.isPresent()) {
                return new OrderAnswer.Refused(objected.get() + "; nothing was changed");
            }
            return answer(guarded, pairs.tell(guarded, order), before);
        }
    }

    private OrderAnswer answer(Guarded guarded, Optional<Step> step, PairState before) {
        if (step.isEmpty()) {
            return new OrderAnswer.Refused("the journal cannot be written, so nothing was begun: "
                    + pairs.refusal().orElse("unknown reason"));
        }
        if (step.get().entries().isEmpty()) {
            return new OrderAnswer.Refused(guarded.name() + " is "
                    + before.state().label() + ": this order has no effect there; nothing was changed");
        }
        String sentence = step.get().news().map(Step.News::sentence).orElse("done");
        return new OrderAnswer.Accepted(sentence, Views.of(guarded, pairs.journal(), concerns.get()));
    }
}
