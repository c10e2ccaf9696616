package org.pbxfailover.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.core.Core;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Fold;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Rules;
import org.pbxfailover.core.Step;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every pair of the configuration. Thread-safe; events of one pair happen one after the other, pairs do not wait for each other. */
public final class Pairs {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");

    private final Map<String, Guarded> pairs = new LinkedHashMap<>();
    private final Journal journal;
    private final Announcer announcer;
    private final Consumer<Entry> listener;
    private final Clock clock;
    private volatile Optional<String> journalProblem = Optional.empty();

    /**
     * @param held why the journal cannot be trusted; empty: it can, and every pair goes on where it was
     * @param listener hears of every entry once it is durable; must be quick
     */
    public Pairs(
            Configuration configuration,
            Journal journal,
            Optional<String> held,
            Announcer announcer,
            Consumer<Entry> listener,
            Clock clock) {
        this.journal = journal;
        this.listener = listener;
        this.announcer = announcer;
        this.clock = clock;
        Moment now = clock.get();
        List<Pair> all = configuration.pairs();
        for (int i = 0; i < all.size(); i++) {
            Pair pair = all.get(i);
            Rules rules = rules(pair, configuration);
            PairState state = held.map(why -> PairState.held(now, why))
                    .orElseGet(() -> Fold.resume(journal.entries(pair.name()), rules, now));
            ProbeSettings probe = pair.primary().probe();
            // First polls are spread over the interval, so that many pairs are not polled in one moment for ever.
            Duration offset = probe.every().multipliedBy(i).dividedBy(all.size());
            Optional<PollSchedule> secondary = pair.secondary()
                    .probe()
                    .map(settings -> new PollSchedule(settings.every(), settings.timeout(), offset));
            PollSchedule primary = new PollSchedule(probe.every(), probe.timeout(), offset);
            pairs.put(pair.name(), new Guarded(pair, rules, state, primary, secondary, now.nanos()));
        }
    }

    private static Rules rules(Pair pair, Configuration configuration) {
        ProbeSettings probe = pair.primary().probe();
        return new Rules(
                pair.name(),
                probe.failures(),
                probe.every(),
                probe.timeout(),
                probe.countAlso(),
                probe.grace(),
                configuration.internet().hosts().size(),
                configuration.internet().needed(),
                configuration.internet().timeout(),
                configuration.internet().witnesses().size()
                        + (pair.primary().vetoing().isPresent() ? 1 : 0),
                pair.shadow(),
                pair.primary().standDown(),
                pair.primary().stableFor());
    }

    Iterable<Guarded> all() {
        return pairs.values();
    }

    Optional<Guarded> find(String name) {
        return Optional.ofNullable(pairs.get(name));
    }

    Moment now() {
        return clock.get();
    }

    Journal journal() {
        return journal;
    }

    /** Why the last entries could not be written; empty when they were. */
    public Optional<String> journalProblem() {
        return journalProblem;
    }

    /**
     * One event happens to a pair: the core decides, the journal keeps it, and only then does it count and is it told. When the journal
     * cannot keep it, it did not happen (fault 38).
     *
     * @return the step; empty when the journal could not keep it
     */
    Optional<Step> tell(Guarded guarded, Event event) {
        synchronized (guarded) {
            Step step = Core.step(guarded.state(), event, guarded.rules, clock.get());
            if (!step.entries().isEmpty() && !kept(guarded, step)) {
                return Optional.empty();
            }
            guarded.state(step.state());
            step.news()
                    .ifPresent(news ->
                            announcer.announce(guarded.name(), step.state().epoch(), news));
            return Optional.of(step);
        }
    }

    private boolean kept(Guarded guarded, Step step) {
        try {
            journal.append(step.entries());
            journalProblem = Optional.empty();
            step.entries().forEach(listener);
            return true;
        } catch (JournalException e) {
            if (journalProblem.isEmpty()) {
                LOG.error("{}: nothing is begun and nothing is lost: {}", guarded.name(), e.getMessage());
            }
            journalProblem = Optional.of(String.valueOf(e.getMessage()));
            guarded.noPassBefore(clock.get().plus(Duration.ofSeconds(1)).nanos());
            return false;
        }
    }
}
