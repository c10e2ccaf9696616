package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.Humane;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.State;
import org.pbxfailover.operator.Precondition;

/** What speaks for and against going back to the primary now. Only a hold and an unsteady primary forbid it; the rest is for the person to weigh. */
final class WayBack {
    private WayBack() {}

    /** Every precondition; none while the primary serves anyway. */
    static List<Precondition> of(Guarded guarded, Moment now) {
        State state = guarded.state().state();
        if (state != State.ACTIVE && state != State.ACTIVATING) {
            return List.of();
        }
        List<Precondition> all = new ArrayList<>();
        if (guarded.state().releasable()) {
            all.add(new Precondition("no hold", false, "somebody has put the pair on hold: release it first"));
        }
        boolean sip = guarded.pair.primary().sip().isPresent();
        all.add(new Precondition(
                sip ? "primary and its SIP side steady" : "primary steady",
                guarded.state().steady(guarded.rules, now),
                steadiness(guarded, now)));
        Preflights.namesOf(guarded.pair.failback(), Preflights.BACK).forEach(name -> {
            Optional<String> problem = guarded.failedPreflight(name);
            all.add(new Precondition(name, problem.isEmpty(), problem.orElse("its preflight passes")));
        });
        if (guarded.pair.failback().isEmpty()) {
            all.add(new Precondition(
                    "fail-back stages", false, "none are configured: what the activation changed stays as it is"));
        }
        return all;
    }

    /** Why the primary could not be trusted with the service now; empty: it answers steadily. */
    static Optional<String> unsteady(Guarded guarded, Moment now) {
        if (guarded.state().steady(guarded.rules, now)) {
            return Optional.empty();
        }
        boolean answers = guarded.state().steadySince().isPresent();
        return Optional.of("the primary of " + guarded.name()
                + (answers
                        ? " answers steadily " + steadiness(guarded, now)
                        : " is not steady at present: " + Humane.duration(guarded.rules.stableFor())
                                + " without a failed probe are asked for (primary.stable-for)"));
    }

    private static String steadiness(Guarded guarded, Moment now) {
        boolean steady = guarded.state().steady(guarded.rules, now);
        String since = guarded.state()
                .steadySince()
                .map(moment -> (steady ? "for " : "for only ") + Humane.duration(now.since(moment)))
                .orElse("not at all at present");
        String asked = Humane.duration(guarded.rules.stableFor());
        return steady
                ? since + " (" + asked + " are asked for)"
                : since + ", and " + asked + " are asked for (primary.stable-for)";
    }
}
