package org.pbxfailover.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.core.Core;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Fold;
import org.pbxfailover.core.Grounds;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Rules;
import org.pbxfailover.core.Step;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.JournalException;

/** Every pair of the configuration. Thread-safe; events of one pair happen one after the other, pairs do not wait for each other. */
public final class Pairs {
    /** The notification that says that the robot could not act for a pair. */
    static final String NOT_READY = "not-ready";

    private final Map<String, Guarded> pairs = new LinkedHashMap<>();
    private final AtStart atStart = new AtStart();
    private final List<Guarded> numbered;
    private final Agenda agenda;
    private final Set<Guarded> running = ConcurrentHashMap.newKeySet();
    private final DrillBook drills;
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
        this.drills = new DrillBook(journal, listener);
        this.announcer = announcer;
        this.clock = clock;
        Moment now = clock.get();
        this.presence = new Presence(now);
        List<Pair> all = configuration.pairs();
        this.agenda = new Agenda(all.size(), now.nanos());
        Forgotten forgotten = held.isPresent() ? Forgotten.NONE : Forgotten.of(journal, configuration, now);
        forgotten.states().forEach(atStart::forgotten);
        for (int i = 0; i < all.size(); i++) {
            Pair pair = all.get(i);
            Rules rules = PairRules.of(pair, configuration);
            List<Entry> entries = held.isPresent() ? List.of() : journal.entries(pair.name());
            PairState state = held.map(why -> PairState.held(now, why))
                    .or(() -> forgotten.under(pair, entries, now))
                    .orElseGet(() -> OpenStages.checked(Fold.resume(entries, rules, now), entries, pair, now));
            Duration offset = state.run().isPresent()
                    ? PollSchedule.early(i)
                    : PollSchedule.offset(pair.primary().probe().every(), i, all.size());
            int number = i;
            Guarded guarded = new Guarded(pair, rules, state, offset, when -> agenda.sooner(number, when), now.nanos());
            pairs.put(pair.name(), guarded);
            atStart.found(pair.name(), state, entries, now.wall());
            note(guarded);
            guarded.decision(Decided.resumed(entries));
            entries.forEach(guarded.oldValues()::take);
            drills.resume(guarded, entries);
        }
        this.numbered = List.copyOf(pairs.values());
    }

    Iterable<Guarded> all() {
        return pairs.values();
    }

    int size() {
        return pairs.size();
    }

    /** Those with an open epoch. */
    Iterable<Guarded> running() {
        return running;
    }

    private void note(Guarded guarded) {
        if (guarded.state().run().isPresent()) {
            running.add(guarded);
        } else {
            running.remove(guarded);
        }
    }

    /** Looks at every pair that has something to be looked at now: a poll that may begin, or an end that has come. */
    void look(long now, Consumer<Guarded> look) {
        for (int pair = agenda.take(0, now); pair >= 0; pair = agenda.take(pair + 1, now)) {
            Guarded guarded = numbered.get(pair);
            try {
                look.accept(guarded);
            } finally {
                guarded.lookAgain();
            }
        }
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

    /** Tells every pair that has not heard of it that the robot was away. */
    void tellOfAbsence() {
        for (Guarded guarded : pairs.values()) {
            if (guarded.absences() != presence.absences()) {
                tell(guarded, new Event.Tick());
            }
        }
    }

    /** How often the robot was away so far. */
    long absences() {
        return presence.absences();
    }

    /** Their drills. */
    DrillBook drills() {
        return drills;
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
            atStart.tell(announcer, guarded);
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
        Optional<Grounds> grounds = Grounds.of(guarded.state(), event, guarded.rules, now);
        List<Entry> entries = Decided.entries(guarded, grounds, step, now);
        if (!entries.isEmpty() && !kept(guarded, entries)) {
            boolean undecided =
                    guarded.state().run().filter(run -> !run.begun()).isPresent();
            if (undecided
                    && event instanceof Event.Probed probed
                    && probed.probe().alive()) {
                guarded.owed(Optional.of(event)); // nothing may be begun as if nobody had heard it
            }
            return Optional.empty();
        }
        guarded.decision(Decided.after(guarded, grounds, step, now));
        guarded.state(step.state());
        note(guarded);
        step.news()
                .ifPresent(
                        news -> announcer.announce(guarded.name(), step.state().epoch(), news));
        return Optional.of(step);
    }

    /** What an action is about to replace: durable when this is true. */
    boolean keep(Guarded guarded, Entry.OldValue old) {
        synchronized (guarded) {
            return kept(guarded, List.of(old));
        }
    }

    private boolean kept(Guarded guarded, List<Entry> entries) {
        try {
            journal.append(entries);
            entries.forEach(listener);
            entries.forEach(guarded.oldValues()::take);
            if (guarded.unkept(false)) {
                say(guarded, guarded.state(), "the journal can be written again", Optional.empty());
            }
            return true;
        } catch (JournalException e) {
            refusal = Optional.of(String.valueOf(e.getMessage()));
            guarded.noPassBefore(clock.get().plus(Duration.ofSeconds(1)).nanos());
            if (!guarded.unkept(true)) {
                Optional<String> event =
                        guarded.ready(false, clock.get().wall()) ? Optional.of(NOT_READY) : Optional.empty();
                say(guarded, guarded.state(), "nothing further is begun and nothing is lost: " + e.getMessage(), event);
            }
            return false;
        }
    }

    /** To be called once people can be told; of a pair to which something has happened by then it has been told. */
    public void tellOfStart() {
        pairs.values().forEach(pair -> atStart.tell(announcer, pair));
        atStart.tellOfForgotten(announcer);
    }

    /** What only the log says. */
    void log(Guarded guarded, String sentence) {
        say(guarded, guarded.state(), sentence, Optional.empty());
    }

    private void say(Guarded guarded, PairState state, String sentence, Optional<String> event) {
        announcer.announce(guarded.name(), state.epoch(), new Step.News(state.state(), sentence, event));
    }
}
