package org.pbxfailover.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.core.Core;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.Rules;
import org.pbxfailover.core.State;
import org.pbxfailover.operator.DecisionView;

/**
 * One pair while the robot runs: its configuration, what the core knows of it, and when it is polled next. The state changes only
 * inside {@link Pairs#tell}; everybody may read it.
 */
final class Guarded {
    final Pair pair;
    final Rules rules;
    final PollSchedule primary;
    final Optional<PollSchedule> secondary;

    /** One pass at a time through activation or fail-back. */
    final AtomicBoolean passing = new AtomicBoolean();

    /** One at a time tells it that time goes by. */
    final AtomicBoolean ticking = new AtomicBoolean();

    private final AtomicBoolean passFailed = new AtomicBoolean();
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private volatile Optional<Instant> unreadySince = Optional.empty();
    private final AtomicBoolean counting = new AtomicBoolean();

    private final LongConsumer lookAt;

    private volatile PairState state;
    private volatile Optional<Probe> primaryProbe = Optional.empty();
    private volatile Optional<Probe> secondaryProbe = Optional.empty();
    private volatile long absences;
    private boolean unkept;
    private volatile long noPassBefore;
    private final Map<String, String> preflights = new ConcurrentSkipListMap<>();
    private final Set<String> unrehearsed = ConcurrentHashMap.newKeySet();
    private final OldValues oldValues = new OldValues();
    private volatile Optional<Event> owed = Optional.empty();
    private volatile Optional<Drill> drill = Optional.empty();
    private volatile Optional<DecisionView> decision = Optional.empty();

    /**
     * @param offset from the first tick to the first polls
     * @param lookAt is told in monotonic nanoseconds when the watch has to look at the pair, at the latest
     */
    Guarded(Pair pair, Rules rules, PairState state, Duration offset, LongConsumer lookAt, long now) {
        this.pair = pair;
        this.rules = rules;
        this.lookAt = lookAt;
        this.state = state;
        this.primary = schedule(pair.primary().probe(), offset, lookAt);
        this.secondary = pair.secondary().probe().map(probe -> schedule(probe, offset, lookAt));
        this.noPassBefore = now;
        this.unrehearsed.addAll(Preflights.namesOf(pair.activation(), ""));
        this.unrehearsed.addAll(Preflights.namesOf(pair.failback(), Preflights.BACK));
    }

    private static PollSchedule schedule(ProbeSettings probe, Duration offset, LongConsumer lookAt) {
        return new PollSchedule(probe.every(), probe.timeout(), offset, lookAt);
    }

    String name() {
        return pair.name();
    }

    PairState state() {
        return state;
    }

    boolean secondaryServes() {
        return state.state() == State.ACTIVE;
    }

    /** Only for {@link Pairs}, under this object's lock. */
    void state(PairState next) {
        state = next;
        Core.ticksAt(next, rules).ifPresent(at -> lookAt.accept(at.nanos()));
    }

    /** Says when the watch has to look at the pair again, after it did. */
    void lookAgain() {
        lookAt.accept(primary.next());
        secondary.ifPresent(polls -> lookAt.accept(polls.next()));
        Core.ticksAt(state, rules).ifPresent(at -> lookAt.accept(at.nanos()));
    }

    /** How many absences of the robot the pair has been told of. */
    long absences() {
        return absences;
    }

    /** Only for {@link Pairs}, under this object's lock. */
    void absences(long told) {
        absences = told;
    }

    /**
     * Whether the journal took the last entries. Only for {@link Pairs}, under this object's lock.
     *
     * @return what was known before
     */
    boolean unkept(boolean now) {
        boolean before = unkept;
        unkept = now;
        return before;
    }

    /**
     * Whether failures are being counted: the aggregator of the watch has a group of them.
     *
     * @return what was so before
     */
    boolean counting(boolean now) {
        return counting.getAndSet(now);
    }

    /**
     * Whether the newest pass broke off.
     *
     * @return what was so of the one before
     */
    boolean passFailed(boolean now) {
        return passFailed.getAndSet(now);
    }

    /**
     * Whether a failover would work, as people know it: whoever finds out first tells them.
     *
     * @return whether that is news
     */
    boolean ready(boolean now, Instant when) {
        boolean news = ready.getAndSet(now) != now;
        if (news) {
            unreadySince = now ? Optional.empty() : Optional.of(when);
        }
        return news;
    }

    /** Since when people know that a failover would not work. */
    Optional<Instant> unreadySince() {
        return unreadySince;
    }

    Optional<Probe> primaryProbe() {
        return primaryProbe;
    }

    Optional<Probe> secondaryProbe() {
        return secondaryProbe;
    }

    void primaryProbe(Probe probe) {
        primaryProbe = Optional.of(probe);
    }

    void secondaryProbe(Probe probe) {
        secondaryProbe = Optional.of(probe);
    }

    /** Whether all that a failover needs was looked at since the start: each of its actions, and the secondary. */
    boolean rehearsed() {
        return unrehearsed.isEmpty() && (secondary.isEmpty() || secondaryProbe.isPresent());
    }

    /** What is wrong with the preflights of its actions, one sentence each. */
    Collection<String> failedPreflights() {
        return preflights.values();
    }

    /** What is wrong with one of them. */
    Optional<String> failedPreflight(String name) {
        return Optional.ofNullable(preflights.get(name));
    }

    /** Keeps what a preflight found; empty: all is well. Not under this object's lock, which somebody may hold who waits for the journal. */
    void preflight(String name, Optional<String> problem) {
        problem.ifPresentOrElse(sentence -> preflights.put(name, sentence), () -> preflights.remove(name));
        unrehearsed.remove(name);
    }

    /** Earliest monotonic nanoseconds of the next pass, after one that could not go on. */
    long noPassBefore() {
        return noPassBefore;
    }

    void noPassBefore(long nanos) {
        noPassBefore = nanos;
    }

    /** A result of a call, or an answer, that the journal could not take yet: it is told again before anything else is called. */
    Optional<Event> owed() {
        return owed;
    }

    void owed(Optional<Event> event) {
        owed = event;
    }

    /** What was there before its activation replaced it. */
    OldValues oldValues() {
        return oldValues;
    }

    /** The newest drill. */
    Optional<Drill> drill() {
        return drill;
    }

    /** Only for {@link DrillBook}, under this object's lock. */
    void drill(Optional<Drill> now) {
        drill = now;
    }

    /** The newest decision from which nothing followed. */
    Optional<DecisionView> decision() {
        return decision;
    }

    /** Only for {@link Pairs}, under this object's lock. */
    void decision(Optional<DecisionView> newest) {
        decision = newest;
    }

    /** Values of the placeholders that do not depend on a stage. */
    Map<String, String> placeholders() {
        return Map.of(
                "pair", name(),
                "primary", pair.primary().address().orElse(""),
                "secondary", pair.secondary().address().orElse(""));
    }
}
