package org.pbxfailover.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.Step;

/**
 * Bean {@code drills}: goes on with the drills that people ordered. A drill rehearses every preflight and lets the primary die on paper; a
 * live one then switches over and back. Each is in the journal from its order to its end. Thread-safe.
 */
public final class Drills {
    private static final String REHEARSE = "rehearse";
    private static final String DRILL = "drill";

    private final Pairs pairs;
    private final Preflights preflights;
    private final Announcer announcer;
    private final Concerns concerns;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Moment> notBefore = new ConcurrentHashMap<>();

    /** A route that fails, which an edit may mend, is not a reason to bother every server twice a second. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    /** One rehearsal under way. */
    private record Rehearsing(Guarded guarded, List<Preflights.Looked> looked) {}

    Drills(Pairs pairs, Preflights preflights, Announcer announcer, Concerns concerns) {
        this.pairs = pairs;
        this.preflights = preflights;
        this.announcer = announcer;
        this.concerns = concerns;
    }

    /** The pairs whose drill has something to do. */
    public List<Object> due() {
        List<Object> due = new ArrayList<>();
        if (pairs.journal().problem().isPresent()) {
            return due; // its end could not be kept
        }
        Moment now = pairs.now();
        for (Guarded guarded : pairs.drills().open()) {
            String name = guarded.name();
            if (!busy.contains(name) && !now.isBefore(notBefore.getOrDefault(name, now))) {
                due.add(guarded);
            }
        }
        return due;
    }

    /**
     * Gives the next order of a live drill; sets {@link Glue#NEXT} where the preflights are to be rehearsed. The pair is taken until the
     * message has reached its end, be it another one than the route has now.
     */
    public void next(Exchange exchange) {
        Guarded guarded = exchange.getMessage().getBody(Guarded.class);
        exchange.setProperty(Glue.NEXT, "");
        synchronized (guarded) { // what the next order rests on must still be true when it is given
            Optional<Drill> open = guarded.drill().filter(Drill::open);
            if (open.isPresent() && next(guarded, open.get().began())) {
                busy.add(guarded.name());
                exchange.getExchangeExtension().addOnCompletion(new Release(guarded.name()));
                exchange.setProperty(DRILL, new Rehearsing(guarded, new CopyOnWriteArrayList<>()));
                exchange.setProperty(Glue.NEXT, REHEARSE);
            }
        }
    }

    private boolean next(Guarded guarded, Entry.DrillBegan began) {
        if (!began.live()) {
            return true;
        }
        LiveDrill drill = live(guarded, began);
        LiveDrill.Next next = drill.next();
        if (next instanceof LiveDrill.GoBack) {
            pairs.tell(guarded, new Event.OrderFailBack(LiveDrill.by(began)));
        } else if (next instanceof LiveDrill.End end) {
            end(guarded, end.passed(), end.sentence(), drill.findings());
        }
        return next instanceof LiveDrill.Rehearse;
    }

    private LiveDrill live(Guarded guarded, Entry.DrillBegan began) {
        return new LiveDrill(
                began,
                History.of(pairs.journal().entries(guarded.name())),
                guarded.state(),
                pairs.now().wall());
    }

    /** What is rehearsed: every preflight of the pair, and the outside hosts. */
    public List<Object> looks(Exchange exchange) {
        List<Object> looks = preflights.ofHosts();
        looks.addAll(Preflights.of(exchange.getProperty(DRILL, Rehearsing.class).guarded()));
        return looks;
    }

    /** After each of them. */
    public void note(Exchange exchange) {
        Preflights.found(exchange)
                .ifPresent(exchange.getProperty(DRILL, Rehearsing.class).looked()::add);
    }

    /** After all of them: the verdict, and for a live drill the switchover. */
    public void judge(Exchange exchange) {
        Rehearsing rehearsing = exchange.getProperty(DRILL, Rehearsing.class);
        Guarded guarded = rehearsing.guarded();
        Rehearsed rehearsed = Rehearsed.of(
                guarded,
                rehearsing.looked(),
                concerns.besidePreflights(guarded),
                pairs.journal().entries(guarded.name()),
                pairs.now());
        boolean passed = rehearsed.passed();
        boolean live = guarded.drill()
                .filter(Drill::open)
                .map(drill -> drill.began().live())
                .orElse(false);
        if (passed && live) {
            switchOver(guarded, rehearsed.findings());
        } else {
            end(guarded, passed, rehearsed.verdict(), rehearsed.findings());
        }
    }

    private void switchOver(Guarded guarded, List<DrillFinding> findings) {
        synchronized (guarded) {
            Entry.DrillBegan began = guarded.drill().orElseThrow().began();
            if (!(live(guarded, began).next() instanceof LiveDrill.Rehearse)) {
                return; // something has happened meanwhile: the next look says what
            }
            Optional<Step> step = pairs.tell(guarded, new Event.OrderFailover(LiveDrill.by(began)));
            if (step.isPresent() && step.get().entries().isEmpty()) {
                end(guarded, false, "the switchover was not begun: it has no effect in this state", findings);
            }
        }
    }

    private void end(Guarded guarded, boolean passed, String sentence, List<DrillFinding> findings) {
        String said = (passed ? "drill passed: " : "drill failed: ") + sentence;
        Entry ended = new Entry.DrillEnded(guarded.name(), pairs.now().wall(), passed, said, findings);
        if (pairs.drills().record(guarded, ended).isEmpty()) {
            announcer.announce(
                    guarded.name(),
                    guarded.state().epoch(),
                    new Step.News(
                            guarded.state().state(),
                            said + "; report: " + Reports.name(guarded.name(), ended.at()) + ".html",
                            Optional.of(DRILL)));
        }
    }

    private final class Release extends SynchronizationAdapter {
        private final String pair;

        private Release(String pair) {
            this.pair = pair;
        }

        @Override
        public void onDone(Exchange exchange) {
            if (exchange.isFailed()) {
                notBefore.put(pair, pairs.now().plus(AFTER_A_FAULT));
            }
            busy.remove(pair);
        }
    }
}
