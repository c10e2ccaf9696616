package org.pbxfailover.operator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one door for people and their scripts: API, MBeans and commands all go through it. Reading never changes anything. An order
 * returns as soon as it is durable; what it started goes on by itself. Safe for use by many threads.
 */
public interface Operator {

    /** The name of the robot. */
    String robot();

    /** Every pair, in the order of the configuration. */
    List<PairView> pairs();

    /** The names of all pairs, in the order of the configuration. */
    List<String> names();

    Optional<PairView> pair(String name);

    /** Every epoch of a pair and what people did beside them, or why that cannot be told. */
    HistoryAnswer history(String pair);

    /** What was decided about a pair last and opened no epoch; empty: nothing since the newest epoch or the robot's start. */
    Optional<DecisionView> decision(String pair);

    /** A planned switchover to the secondary, now. */
    OrderAnswer failover(String pair, OptionalLong expectedEpoch, String by);

    /**
     * Back to the primary.
     *
     * @param force also when the primary does not answer steadily
     */
    OrderAnswer failBack(String pair, OptionalLong expectedEpoch, boolean force, String by);

    /**
     * Suspends decisions; probing goes on.
     *
     * @param duration 1 s to 7 d
     */
    OrderAnswer maintenance(String pair, OptionalLong expectedEpoch, Duration duration, String by);

    OrderAnswer endMaintenance(String pair, OptionalLong expectedEpoch, String by);

    /** Nothing is decided about the pair until it is released. */
    OrderAnswer hold(String pair, OptionalLong expectedEpoch, String by);

    /** The end of a hold that a person has ordered. */
    OrderAnswer release(String pair, OptionalLong expectedEpoch, String by);

    /**
     * A rehearsal: every preflight, and a death on paper.
     *
     * @param live then also a planned switchover and the way back
     */
    OrderAnswer drill(String pair, OptionalLong expectedEpoch, boolean live, String by);

    /** A person has seen the alarms. */
    OrderAnswer acknowledge(String pair, OptionalLong expectedEpoch, String by);
}
