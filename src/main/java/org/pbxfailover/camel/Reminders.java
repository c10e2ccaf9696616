package org.pbxfailover.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pbxfailover.core.Humane;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

/**
 * Bean {@code reminders}: what people forget. A maintenance is about to end, and then the robot decides again; the last drill is long ago.
 * What was said is not kept over a restart. Thread-safe.
 */
public final class Reminders {
    /** A maintenance is reminded of so long before its end, or in the last quarter of it if that is shorter. */
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(10);

    private static final int QUARTER = 4;

    private static final Duration DAY = Duration.ofDays(1);

    private final Pairs pairs;
    private final Announcer announcer;
    private final Duration drillEvery;
    private final Map<String, Ending> maintenances = new HashMap<>();
    private final Map<String, Moment> drills = new HashMap<>();

    /** The end of a maintenance, since when it is known, and whether somebody was reminded of it. */
    private record Ending(Moment until, Moment known, boolean reminded) {}

    /**
     * @param drillEvery a passed drill that is older is worth a reminder; zero: never
     */
    Reminders(Pairs pairs, Announcer announcer, Duration drillEvery) {
        this.pairs = pairs;
        this.announcer = announcer;
        this.drillEvery = drillEvery;
    }

    /** Says what is due. */
    public synchronized void remind() {
        Moment now = pairs.now();
        for (Guarded guarded : pairs.all()) {
            maintenance(guarded, now);
            if (!drillEvery.isZero()) {
                drill(guarded, now);
            }
        }
    }

    private void maintenance(Guarded guarded, Moment now) {
        Optional<Moment> until = guarded.state().suspendedUntil();
        if (until.isEmpty()) {
            maintenances.remove(guarded.name());
            return;
        }
        Ending ending = Optional.ofNullable(maintenances.get(guarded.name()))
                .filter(known -> known.until().equals(until.get()))
                .orElseGet(() -> new Ending(until.get(), now, false));
        Duration left = until.get().since(now);
        Duration quarter = until.get().since(ending.known()).dividedBy(QUARTER);
        Duration before = quarter.compareTo(BEFORE_THE_END) < 0 ? quarter : BEFORE_THE_END;
        // Past its end it needs no reminder, which would come from a robot that was away: the end says so itself.
        boolean due = left.compareTo(before) <= 0 && left.compareTo(Duration.ZERO) > 0;
        maintenances.put(guarded.name(), new Ending(until.get(), ending.known(), due));
        if (due && !ending.reminded()) {
            say(
                    guarded,
                    "maintenance",
                    "the maintenance ends in " + Humane.duration(left)
                            + ", and then the robot decides again: order it anew "
                            + (guarded.state().state() == State.ACTIVATING ? "when the activation has ended, " : "")
                            + "if the work is not done");
        }
    }

    private void drill(Guarded guarded, Moment now) {
        Optional<Drill> last = guarded.drill();
        boolean fresh = last.flatMap(Drill::passed)
                .filter(at -> Duration.between(at, now.wall()).compareTo(drillEvery) <= 0)
                .isPresent();
        boolean possible = guarded.state().state() == State.WATCHING
                && last.filter(Drill::open).isEmpty();
        Optional<Moment> said = Optional.ofNullable(drills.get(guarded.name()));
        if (fresh
                || !possible
                || said.filter(moment -> now.since(moment).compareTo(DAY) < 0).isPresent()) {
            return;
        }
        drills.put(guarded.name(), now);
        say(guarded, "drill", "a drill is due (" + when(last, now) + "): pbx-failover drill " + guarded.name());
    }

    private static String when(Optional<Drill> last, Moment now) {
        Optional<String> passed = last.flatMap(Drill::passed).map(at -> "the last one that passed was " + ago(at, now));
        Optional<String> failed = last.flatMap(Drill::ended)
                .filter(ended -> !ended.passed())
                .map(ended -> "the last one failed " + ago(ended.at(), now));
        List<String> known = Stream.of(passed, failed).flatMap(Optional::stream).toList();
        return known.isEmpty() ? "there was no drill yet" : String.join("; ", known);
    }

    private static String ago(Instant at, Moment now) {
        return Humane.duration(Duration.between(at, now.wall())) + " ago";
    }

    private void say(Guarded guarded, String event, String sentence) {
        PairState state = guarded.state();
        announcer.announce(guarded.name(), state.epoch(), new Step.News(state.state(), sentence, Optional.of(event)));
    }
}
