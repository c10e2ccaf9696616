package org.pbxfailover.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;

/** An operator without a robot behind it: it remembers what was ordered, and refuses what expects another epoch than 7. */
public final class FakeOperator implements Operator {
    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    public final List<String> orders = new CopyOnWriteArrayList<>();
    /** While set, the operator fails as no operator should. */
    public volatile boolean broken;

    private final List<PairView> pairs;

    public FakeOperator(String... names) {
        pairs = new ArrayList<>();
        for (String name : names) {
            pairs.add(view(name));
        }
    }

    public static PairView view(String name) {
        return new PairView(
                name,
                "live",
                "watching",
                NOON,
                "The primary answers.",
                OptionalLong.of(7),
                1,
                3,
                Optional.of(new PairView.ProbeView(NOON, 12, true, Optional.empty(), "302 Found")),
                Optional.of(new PairView.ProbeView(NOON, 5, false, Optional.of("refused"), "connection refused")),
                List.of("The secondary's copy is 20 min old; at most 15 min are allowed."),
                List.of("The secondary's copy is too old."),
                Optional.empty(),
                List.of(new StageView("reload", "running", 2, NOON, Optional.empty(), "503 Service Unavailable")),
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    @Override
    public String robot() {
        return "standby-dc2";
    }

    @Override
    public List<PairView> pairs() {
        if (broken) {
            throw new IllegalStateException("jdbc:sqlite:/secret/place");
        }
        return pairs;
    }

    @Override
    public List<String> names() {
        return pairs.stream().map(PairView::name).toList();
    }

    @Override
    public Optional<PairView> pair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }

    @Override
    public HistoryAnswer history(String pair) {
        if (pair(pair).isEmpty()) {
            return new HistoryAnswer.Unknown();
        }
        return switch (pair) {
            case "fresh" -> new HistoryAnswer.Told(List.of(), List.of());
            case "damaged" -> new HistoryAnswer.Untold("The journal is damaged.");
            default ->
                new HistoryAnswer.Told(
                        List.of(epoch(7), epoch(6)),
                        List.of(new CareView(NOON.plusSeconds(60), "on hold, ordered by anna")));
        };
    }

    private static EpochView epoch(long number) {
        Probe refused = new Probe(
                new Moment(123_456_789L, NOON),
                Duration.ofMillis(3),
                new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        return new EpochView(
                number,
                "failover",
                NOON,
                "3 probes in a row failed.",
                new Evidence(
                        List.of(refused),
                        List.of(new OutsideAnswer("tcp://9.9.9.9:53", true, "connected", Duration.ofMillis(9))),
                        List.of(),
                        Optional.of(refused)),
                List.of(new StageView("dns", "done", 1, NOON, Optional.of(NOON.plusSeconds(1)), "200 OK")),
                "completed",
                Optional.of(NOON.plusSeconds(2)),
                "the secondary is in service");
    }

    /** Of the pair {@code shadowed}. */
    @Override
    public Optional<DecisionView> decision(String pair) {
        return pair.equals("shadowed")
                ? Optional.of(new DecisionView(NOON, "would have failed over", epoch(7).evidence()))
                : Optional.empty();
    }

    @Override
    public OrderAnswer failover(String pair, OptionalLong expectedEpoch, String by) {
        return order("failover", pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer failBack(String pair, OptionalLong expectedEpoch, boolean force, String by) {
        return order(force ? "failback with force" : "failback", pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer maintenance(String pair, OptionalLong expectedEpoch, Duration duration, String by) {
        return order("maintenance " + duration, pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer endMaintenance(String pair, OptionalLong expectedEpoch, String by) {
        return order("end of maintenance", pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer acknowledge(String pair, OptionalLong expectedEpoch, String by) {
        return order("acknowledge", pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer hold(String pair, OptionalLong expectedEpoch, String by) {
        return order("hold", pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer release(String pair, OptionalLong expectedEpoch, String by) {
        return order("release", pair, expectedEpoch, by);
    }

    @Override
    public OrderAnswer drill(String pair, OptionalLong expectedEpoch, boolean live, String by) {
        return order(live ? "live drill" : "drill", pair, expectedEpoch, by);
    }

    private OrderAnswer order(String order, String pair, OptionalLong expectedEpoch, String by) {
        Optional<PairView> view = pair(pair);
        if (view.isEmpty()) {
            return new OrderAnswer.Unknown(UnknownPair.sentence(pair, names()));
        }
        if (expectedEpoch.isPresent() && expectedEpoch.getAsLong() != 7) {
            return new OrderAnswer.Refused(
                    "The epoch is 7, not " + expectedEpoch.getAsLong() + "; nothing was changed.");
        }
        orders.add(order + " of " + pair + " by " + by);
        return new OrderAnswer.Accepted("Ordered: " + order + ".", view.get());
    }
}
