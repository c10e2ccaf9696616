package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

/**
 * Bean {@code readiness}: whether a failover would work if it came now (faults 53 and 55). Has the preflight of every action rehearsed, pair
 * after pair, and says once when a pair is no longer ready and once when it is again. It never holds up a failover. Thread-safe.
 */
public final class Readiness {
    /** After its start the robot begins to look at everything within this time, or within the interval if that is less. */
    private static final Duration FIRST_ROUND = Duration.ofSeconds(20);

    /** No pair has to wait for longer than the number of pairs asks for. */
    private static final Duration PER_PAIR = Duration.ofMillis(20);

    private static final Duration WHILE_SERVING = Duration.ofMinutes(1);

    /** Every pair is judged once in so many seconds. */
    private static final int SLICES = 10;

    /** When a pair is looked at next. */
    private static final class Turn {
        private final Guarded guarded;
        private long due;

        private Turn(Guarded guarded, long due) {
            this.guarded = guarded;
            this.due = due;
        }
    }

    private final List<Turn> turns = new ArrayList<>();
    private final Preflights preflights;
    private final Announcer announcer;
    private final Concerns concerns;
    private final Witnesses witnesses;
    private final Duration every;
    private final Clock clock;
    private long hostsDue;
    private long ticks;

    /**
     * @param every how often each pair is looked at
     */
    Readiness(
            Duration every,
            Pairs pairs,
            Preflights preflights,
            Announcer announcer,
            Concerns concerns,
            Witnesses witnesses,
            Clock clock) {
        this.preflights = preflights;
        this.announcer = announcer;
        this.concerns = concerns;
        this.witnesses = witnesses;
        this.every = every;
        this.clock = clock;
        this.hostsDue = clock.get().nanos();
        List<Guarded> all = new ArrayList<>();
        pairs.all().forEach(all::add);
        long first = Math.min(Math.min(every.toNanos(), FIRST_ROUND.toNanos()), PER_PAIR.toNanos() * all.size());
        for (int i = 0; i < all.size(); i++) {
            turns.add(new Turn(all.get(i), hostsDue + first * i / all.size()));
        }
    }

    /** The looks that are due now. Called every second; pairs are judged on the way. */
    public synchronized List<Object> due() {
        long now = clock.get().nanos();
        List<Object> looks = new ArrayList<>();
        ticks++;
        if (turns.stream().allMatch(turn -> onHold(turn.guarded))) {
            return looks; // nothing would be done, so nothing is rehearsed
        }
        if (now - hostsDue >= 0) {
            hostsDue = now + every.toNanos();
            looks.addAll(preflights.ofHosts());
        }
        List<Concern> ofRobot = concerns.ofRobot();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (now - turn.due >= 0) {
                turn.due = now + interval(turn.guarded).toNanos();
                looks.addAll(Preflights.of(turn.guarded));
                looks.addAll(witnesses.of(turn.guarded));
            }
            if (i % SLICES == ticks % SLICES) {
                judge(turn.guarded, ofRobot);
            }
        }
        return looks;
    }

    /** While the secondary serves, the way back is looked at more often. */
    private Duration interval(Guarded guarded) {
        return guarded.secondaryServes() && every.compareTo(WHILE_SERVING) > 0 ? WHILE_SERVING : every;
    }

    private static boolean onHold(Guarded guarded) {
        return guarded.state().state() == State.HOLD;
    }

    private void judge(Guarded guarded, List<Concern> ofRobot) {
        List<String> reasons = concerns.wrong(guarded, ofRobot);
        boolean ready = reasons.isEmpty();
        if (!guarded.ready(ready, clock.get().wall())) {
            return;
        }
        String sentence = ready ? wellAgain(guarded) : notWell(guarded) + String.join("; ", reasons);
        Optional<String> event = ready ? Optional.empty() : Optional.of("not-ready");
        PairState state = guarded.state();
        announcer.announce(guarded.name(), state.epoch(), new Step.News(state.state(), sentence, event));
    }

    /** Once the secondary serves, no failover is to come: whoever reads of one would not hurry. */
    private static String notWell(Guarded guarded) {
        return guarded.secondaryServes()
                ? "not all is well while the secondary serves: "
                : "not ready for a failover: ";
    }

    private static String wellAgain(Guarded guarded) {
        return guarded.secondaryServes()
                ? "all is well again while the secondary serves"
                : "ready for a failover again";
    }
}
