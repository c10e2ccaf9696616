package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.State;

/** What speaks against a drill. A live one switches telephones: everything has to be well before it begins. */
final class DrillRules {
    private static final String FENCE = "fence";

    private final Pairs pairs;
    private final Concerns concerns;

    DrillRules(Pairs pairs, Concerns concerns) {
        this.pairs = pairs;
        this.concerns = concerns;
    }

    /** The reason as a sentence; empty: it may begin. */
    Optional<String> objection(Guarded guarded, boolean live) {
        String name = guarded.name();
        State state = guarded.state().state();
        if (guarded.drill().filter(Drill::open).isPresent()) {
            return Optional.of("a drill of " + name + " is under way already");
        }
        if (state == State.HOLD && !guarded.state().releasable()) {
            return Optional.of(guarded.state().sentence());
        }
        return live ? live(guarded, name, state) : Optional.empty();
    }

    private Optional<String> live(Guarded guarded, String name, State state) {
        if (guarded.rules.shadow()) {
            return Optional.of(name + " is in shadow mode: the robot decides and reports, but never acts");
        }
        if (state != State.WATCHING) {
            return Optional.of(name + " is " + state.label() + ", and a live drill begins when the pair is watching");
        }
        if (guarded.pair.failback().isEmpty()) {
            return Optional.of(name + " has no fail-back stages, so a live drill could not come back: describe"
                    + " failback in the configuration");
        }
        if (guarded.pair.activation().containsKey(FENCE)) {
            return Optional.of(
                    name + " has a stage fence, which would take the primary down that a live drill goes back"
                            + " to: rehearse without --live, or order failover and failback by hand");
        }
        List<String> reasons = concerns.notReady(guarded, concerns.ofRobot());
        if (!reasons.isEmpty()) {
            return Optional.of(name + " is not ready: " + String.join("; ", reasons));
        }
        return WayBack.unsteady(guarded, pairs.now());
    }
}
