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
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.JournalException;

/** Every pair of the configuration. Thread-safe; events of one pair happen one after the other, pairs do not wait for each other. */
public final class Pairs {
    /** The notification that says that the robot could not act for a pair. */
    private static final String NOT_READY = "not-ready";

    private final Map<String, Guarded> pairs = new LinkedHashMap<>();
    private final Map<Guarded, PairState> atStart = new LinkedHashMap<>();
    private final Journal journal;
    private final Announcer announcer;
    private final Consumer<Entry> listener;
    private final Clock clock;
    private final Presence presence;
    private volatile Optional<String> refusal = Optional.empty();

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
        this.presence = new Presence(now);
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
            Guarded guarded = new Guarded(pair, rules, state, primary, secondary, now.nanos());
            pairs.put(pair.name(), guarded);
            atStart.put(guarded, state);
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
                pair.primary().vetoing().isPresent() ? 1 : 0,
                pair.shadow(),
                pair.primary().standDown(),
                pair.primary().stableFor());
    }

    Iterable<Guarded> all() {
        return pairs.values();
    }

    int size() {
        return pairs.size();
    }

    Optional<Guarded> find(String name) {
        return Optional.ofNullable(pairs.get(name));
    }

    Moment now() {
        return clock.get();
    }

    /** A sign of life of the robot, without any event. */
    Moment present() {
        Moment now = clock.get();
        presence.sign(now);
        return now;
    }

    /** Whether the robot was away and the pair has not been told. */
    boolean unawareOfAbsence(Guarded guarded) {
        return guarded.absences() != presence.absences();
    }

    Journal journal() {
        return journal;
    }

    /** Why the last entries that could not be written could not. */
    public Optional<String> refusal() {
        return refusal;
    }

    /**
     * One event happens to a pair: the core decides, the journal keeps it, and only then does it count and is it told. When the journal
     * cannot keep it, it did not happen (fault 38). When the robot was away until now, that comes first: whichever thread wakes up
     * first after a suspension must not go by what was true before (fault 37).
     *
     * @return the step; empty when the journal could not keep it
     */
    Optional<Step> tell(Guarded guarded, Event event) {
        synchronized (guarded) {
            Moment now = clock.get();
            long absences = presence.sign(now);
            if (guarded.absences() != absences
                    && happens(guarded, new Event.Gap(presence.away()), now).isPresent()) {
                guarded.absences(absences);
            }
            return happens(guarded, event, now);
        }
    }

    private Optional<Step> happens(Guarded guarded, Event event, Moment now) {
        Step step = Core.step(guarded.state(), event, guarded.rules, now);
        if (!step.entries().isEmpty() && !kept(guarded, step)) {
            return Optional.empty();
        }
        guarded.state(step.state());
        step.news()
                .ifPresent(
                        news -> announcer.announce(guarded.name(), step.state().epoch(), news));
        return Optional.of(step);
    }

    private boolean kept(Guarded guarded, Step step) {
        try {
            journal.append(step.entries());
            step.entries().forEach(listener);
            if (guarded.unkept(false)) {
                say(guarded, guarded.state(), "the journal can be written again", Optional.empty());
            }
            return true;
        } catch (JournalException e) {
            refusal = Optional.of(String.valueOf(e.getMessage()));
            guarded.noPassBefore(clock.get().plus(Duration.ofSeconds(1)).nanos());
            if (!guarded.unkept(true)) {
                say(
                        guarded,
                        guarded.state(),
                        "nothing is begun and nothing is lost: " + e.getMessage(),
                        Optional.of(NOT_READY));
            }
            return false;
        }
    }

    /**
     * To be called once people can be told: what is said of a pair when it is not simply watched. The robot may have been killed between
     * an entry and the word about it, so it is said at every start.
     */
    public void tellOfStart() {
        atStart.forEach((guarded, state) -> {
            boolean switched = state.run().isPresent() || state.state() == State.ACTIVE;
            if (state.state() == State.HOLD) {
                say(guarded, state, "on hold, deciding nothing: " + state.sentence(), Optional.of(NOT_READY));
            } else if (state.state() != State.WATCHING) {
                Optional<String> event = switched ? Optional.of(state.state().label()) : Optional.empty();
                say(guarded, state, "after a restart: " + state.sentence(), event);
            }
        });
        atStart.clear();
    }

    private void say(Guarded guarded, PairState state, String sentence, Optional<String> event) {
        announcer.announce(guarded.name(), state.epoch(), new Step.News(state.state(), sentence, event));
    }
}
