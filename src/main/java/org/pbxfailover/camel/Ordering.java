package org.pbxfailover.camel;

import java.util.Optional;
import java.util.OptionalLong;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

/** How a person's order is carried out: what is said against it, what it does, and what became of it. Thread-safe. */
final class Ordering {
    private final Pairs pairs;

    Ordering(Pairs pairs) {
        this.pairs = pairs;
    }

    /** What speaks against an order, beyond what the core's table says. */
    interface Objection {
        Optional<String> to(Guarded guarded);
    }

    /** What became of an order. */
    sealed interface Outcome {}

    record Done(String sentence) implements Outcome {}

    record Refused(String why) implements Outcome {}

    /** Does what was ordered, and makes it durable. */
    interface Deed {
        Outcome of(Guarded guarded);
    }

    /** An order that the core's table decides about. */
    Outcome carryOut(Guarded guarded, OptionalLong expectedEpoch, Event order, Objection objection) {
        return carryOut(guarded, expectedEpoch, ours -> held(ours, order).or(() -> objection.to(ours)), ours -> {
            PairState before = ours.state();
            return outcome(ours, order, pairs.tell(ours, order), before);
        });
    }

    /** Out of a hold leads only what ends it; where the secondary serves meanwhile, its alarms may be seen. */
    private static Optional<String> held(Guarded guarded, Event order) {
        PairState state = guarded.state();
        if (!state.releasable()) {
            return Optional.of(state.sentence()).filter(why -> state.state() == State.HOLD);
        }
        boolean taken = order instanceof Event.Release || (order instanceof Event.Acknowledge && state.switched());
        String why = state.switched() ? "on hold, and its secondary serves" : state.sentence();
        String way = why.endsWith("release it") ? "" : ": release it first"; // nothing is said twice
        return taken ? Optional.empty() : Optional.of(guarded.name() + " is " + why + way);
    }

    Outcome carryOut(Guarded guarded, OptionalLong expectedEpoch, Objection objection, Deed deed) {
        synchronized (guarded) { // what the objection saw must still be true when the order happens
            PairState before = guarded.state();
            if (expectedEpoch.isPresent() && expectedEpoch.getAsLong() != before.epoch()) {
                boolean stale = expectedEpoch.getAsLong() < before.epoch();
                return new Refused((stale ? "the order is stale: it" : "the order") + " expects epoch "
                        + expectedEpoch.getAsLong() + ", but " + guarded.name() + " is at epoch " + before.epoch()
                        + "; nothing was changed");
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
        return new Done(step.get().news().map(Step.News::sentence).orElse("done"));
    }

    static Outcome unkept(String why) {
        return new Refused("the journal cannot be written, so nothing was begun: " + why);
    }
}
