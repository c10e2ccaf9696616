package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;

/**
 * What speaks against a failover now, and what follows from it: everything but what is to be ignored makes a pair not ready; what is fatal
 * forbids a failover. Answers come at once, from what was looked at in the background. Safe for many threads.
 */
public final class Concerns {
    /** Neither news nor a reason against a failover: it is gone as soon as the servers have answered. */
    private static final Concern UNREHEARSED = new Concern(
            Concern.Kind.PREFLIGHT,
            "not rehearsed yet: what a failover needs is being looked at for the first time since the start");

    private final ReadinessSettings settings;
    private final Supplier<List<Concern>> robot;
    private final Freshness copies;
    private final Witnesses witnesses;

    /**
     * @param robot what is wrong with the robot itself, and so with every pair; must not wait for anything
     */
    Concerns(ReadinessSettings settings, Supplier<List<Concern>> robot, Freshness copies, Witnesses witnesses) {
        this.settings = settings;
        this.robot = robot;
        this.copies = copies;
        this.witnesses = witnesses;
    }

    /** What is wrong with the robot itself, to be asked once for many pairs. */
    List<Concern> ofRobot() {
        return robot.get();
    }

    /** Why the pair is not ready, one sentence each; empty: it is. What was not looked at yet is not ready either. */
    List<String> notReady(Guarded guarded, List<Concern> ofRobot) {
        List<Concern> all = all(guarded, ofRobot);
        if (!guarded.rehearsed() && guarded.state().state() != State.HOLD) {
            all.add(UNREHEARSED);
        }
        List<String> sentences = sentences(all, concern -> !ignored(concern));
        PairState state = guarded.state();
        return state.heldOverItsEpoch()
                ? Stream.concat(Stream.of("no failover comes: " + state.sentence()), sentences.stream())
                        .toList()
                : sentences;
    }

    /** What is known to be wrong, one sentence each: what is told, and what a start alone is no reason for. */
    List<String> wrong(Guarded guarded, List<Concern> ofRobot) {
        return sentences(all(guarded, ofRobot), concern -> !ignored(concern));
    }

    /** The same without what the preflights say. */
    List<String> besidePreflights(Guarded guarded) {
        return sentences(
                all(guarded, ofRobot()),
                concern -> !ignored(concern)
                        && concern.kind() != Concern.Kind.PREFLIGHT
                        && concern.kind() != Concern.Kind.OUTSIDE);
    }

    /** Why the pair must not fail over by itself now; empty: nothing forbids it, as always by default. */
    List<String> fatal(Guarded guarded) {
        return forbids() ? sentences(all(guarded, ofRobot()), concern -> among(settings.fatal(), concern)) : List.of();
    }

    /** Whether anything could forbid a failover. */
    boolean forbids() {
        return !settings.fatal().isEmpty();
    }

    private boolean ignored(Concern concern) {
        return among(settings.ignore(), concern);
    }

    private static boolean among(Set<String> kinds, Concern concern) {
        return kinds.contains(concern.kind().label());
    }

    private static List<String> sentences(List<Concern> concerns, Predicate<Concern> wanted) {
        return concerns.stream().filter(wanted).map(Concern::sentence).toList();
    }

    private List<Concern> all(Guarded guarded, List<Concern> ofRobot) {
        List<Concern> all = new ArrayList<>(ofRobot);
        if (guarded.primary.unheard()) {
            all.add(new Concern(
                    Concern.Kind.PRIMARY,
                    "the primary is not watched: its polls do not come back; look at routes/watch.camel.yaml and"
                            + " routes/probe.camel.yaml, or restart the robot"));
        }
        guarded.secondaryProbe()
                .filter(probe -> !probe.alive())
                .ifPresent(probe -> all.add(new Concern(
                        Concern.Kind.SECONDARY,
                        "the secondary does not answer (" + probe.finding().phrase() + ")"
                                + (guarded.secondaryServes()
                                        ? ", and it is in service: telephones may be dead"
                                        : ""))));
        guarded.failedPreflights().forEach(why -> all.add(new Concern(Concern.Kind.PREFLIGHT, why)));
        guarded.pair
                .secondary()
                .synced()
                .flatMap(copies::problem)
                .ifPresent(why -> all.add(new Concern(Concern.Kind.SYNCED, why)));
        witnesses.live(guarded).forEach(why -> all.add(new Concern(Concern.Kind.WITNESS, why)));
        return all;
    }
}
