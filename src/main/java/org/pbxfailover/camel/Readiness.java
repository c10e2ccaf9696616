package org.pbxfailover.camel;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.SecretException;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.pbxfailover.probe.Question;

/**
 * Bean {@code readiness}: whether a failover would work if it came now (faults 53 and 55). Rehearses the harmless preflight of every action,
 * pair after pair, and says once when a pair is no longer ready and once when it is again. It never holds up a failover. Thread-safe.
 */
public final class Readiness {
    /** After its start the robot has looked at everything within this time, or within the interval if that is less. */
    private static final Duration FIRST_ROUND = Duration.ofSeconds(20);

    /** Every pair is judged once in so many seconds. */
    private static final int SLICES = 10;

    private static final String CALL = "call";
    private static final String PROBE = "probe";
    private static final String NOTHING = "nothing";

    /** What is looked at: an action of a pair, or an outside host, without which no death could be confirmed. */
    private sealed interface Look {}

    /**
     * @param back whether it is one of the fail-back
     * @param name what it is called in sentences
     */
    private record Preflight(Guarded guarded, boolean back, String name, Action action) implements Look {}

    private record Host(Confirm.Outside outside) implements Look {}

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
    private final Announcer announcer;
    private final Redactor redactor;
    private final Supplier<List<String>> concerns;
    private final Duration every;
    private final List<Confirm.Outside> hosts;
    private final int needed;
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private long hostsDue;
    private final Clock clock;
    private long ticks;

    /**
     * @param concerns what is wrong with the robot itself and makes every pair not ready
     */
    Readiness(
            Configuration configuration,
            Pairs pairs,
            List<Confirm.Outside> hosts,
            Announcer announcer,
            Redactor redactor,
            Supplier<List<String>> concerns,
            Clock clock) {
        this.announcer = announcer;
        this.redactor = redactor;
        this.concerns = concerns;
        this.every = configuration.readinessEvery();
        this.clock = clock;
        this.hosts = hosts;
        this.needed = configuration.internet().needed();
        this.hostsDue = clock.get().nanos();
        List<Guarded> all = new ArrayList<>();
        pairs.all().forEach(all::add);
        long first = Math.min(every.toNanos(), FIRST_ROUND.toNanos());
        for (int i = 0; i < all.size(); i++) {
            turns.add(new Turn(all.get(i), hostsDue + first * i / all.size()));
        }
    }

    /** The preflights that are due now. Called every second; pairs are judged on the way. */
    public synchronized List<Object> due() {
        long now = clock.get().nanos();
        List<Object> looks = new ArrayList<>();
        ticks++;
        if (turns.stream().allMatch(turn -> onHold(turn.guarded))) {
            return looks; // nothing would be done, so nothing is rehearsed
        }
        if (now - hostsDue >= 0) {
            hostsDue = now + every.toNanos();
            hosts.forEach(outside -> looks.add(new Host(outside)));
        }
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (now - turn.due >= 0) {
                turn.due = now + every.toNanos();
                looks.addAll(preflights(turn.guarded));
            }
            if (i % SLICES == ticks % SLICES) {
                judge(turn.guarded);
            }
        }
        return looks;
    }

    private static boolean onHold(Guarded guarded) {
        return guarded.state().state() == State.HOLD;
    }

    /** Why no death could be confirmed now; empty: enough outside hosts answered when they were asked last. */
    public Optional<String> outsideProblem() {
        int answering = hosts.size() - silent.size();
        return answering >= needed
                ? Optional.empty()
                : Optional.of("only " + answering + " of " + hosts.size()
                        + " outside hosts answer, and internet.needed is " + needed + ": no death could be confirmed");
    }

    private static List<Preflight> preflights(Guarded guarded) {
        List<Preflight> all = new ArrayList<>();
        Map.of("", guarded.pair.activation(), "fail-back ", guarded.pair.failback())
                .forEach((way, stages) -> stages.forEach((stage, actions) -> {
                    for (int i = 0; i < actions.size(); i++) {
                        String place = actions.size() == 1 ? "" : " (action " + (i + 1) + ")";
                        all.add(new Preflight(guarded, !way.isEmpty(), way + "stage " + stage + place, actions.get(i)));
                    }
                }));
        return all;
    }

    /** Lays out the preflight: the request that is configured for it, or else whether the action's server accepts a connection. */
    public void ask(Exchange exchange) {
        Look look = exchange.getMessage().getBody(Look.class);
        exchange.setProperty(Glue.POLL, look);
        if (look instanceof Host host) {
            exchange.setProperty(Glue.QUESTION, host.outside().question());
            exchange.setProperty(Glue.NEXT, PROBE);
        } else {
            ask(exchange, (Preflight) look);
        }
    }

    private void ask(Exchange exchange, Preflight preflight) {
        Action asked = preflight.action().preflight().orElse(preflight.action());
        try {
            ActionUrl.direct(exchange, preflight.guarded().pair, preflight.back());
            ActionUrl.prepare(exchange, asked, placeholders(preflight.guarded()));
        } catch (SecretException e) {
            note(preflight, Optional.of(String.valueOf(e.getMessage())));
            exchange.setProperty(Glue.NEXT, NOTHING);
            return;
        }
        Optional<Question> reach =
                preflight.action().preflight().isPresent() ? Optional.empty() : reach(exchange, asked);
        reach.ifPresent(question -> exchange.setProperty(Glue.QUESTION, question));
        boolean call = preflight.action().preflight().isPresent();
        exchange.setProperty(Glue.NEXT, call ? CALL : reach.isPresent() ? PROBE : NOTHING);
        if (!call && reach.isEmpty()) { // its secrets are there; more is not known of an operator's own action
            note(preflight, Optional.empty());
        }
    }

    private static Map<String, String> placeholders(Guarded guarded) {
        Map<String, String> placeholders = new LinkedHashMap<>(guarded.placeholders());
        placeholders.put("epoch", "0");
        placeholders.put("stage", "preflight");
        placeholders.put("reason", "preflight");
        return placeholders;
    }

    private static Optional<Question> reach(Exchange exchange, Action action) {
        Map<?, ?> settings = exchange.getProperty(Glue.SETTINGS, Map.class);
        exchange.removeProperty(Glue.SETTINGS);
        if (!(settings.get("url") instanceof String url)) {
            return Optional.empty();
        }
        try {
            return Question.reach(URI.create(url), action.timeout());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** After it was asked. */
    public void looked(Exchange exchange) {
        if (exchange.getProperty(Glue.POLL) instanceof Host host) {
            if (exchange.getProperty(Glue.PROBE, Probe.class).alive()) {
                silent.remove(host.outside().host());
            } else {
                silent.add(host.outside().host());
            }
            return;
        }
        Preflight preflight = exchange.getProperty(Glue.POLL, Preflight.class);
        switch (exchange.getProperty(Glue.NEXT, NOTHING, String.class)) {
            case CALL -> {
                Action asked = preflight.action().preflight().orElseThrow();
                ActionUrl.Answer answer = ActionUrl.answer(exchange, asked, redactor.of(preflight.action()));
                note(preflight, answer.accepted() ? Optional.empty() : Optional.of(answer.detail()));
            }
            case PROBE -> {
                Probe probe = exchange.getProperty(Glue.PROBE, Probe.class);
                note(
                        preflight,
                        probe.alive()
                                ? Optional.empty()
                                : Optional.of(probe.finding().phrase()));
            }
            default -> {}
        }
    }

    private static void note(Preflight preflight, Optional<String> failure) {
        preflight
                .guarded()
                .preflight(
                        preflight.name(),
                        failure.map(why -> "the preflight of " + preflight.name() + " fails (" + why + ")"));
    }

    private void judge(Guarded guarded) {
        List<String> reasons = Views.notReady(guarded, concerns.get());
        boolean ready = reasons.isEmpty();
        if (!guarded.ready(ready)) {
            return;
        }
        String sentence =
                ready ? "ready for a failover again" : "not ready for a failover: " + String.join("; ", reasons);
        Optional<String> event = ready ? Optional.empty() : Optional.of("not-ready");
        PairState state = guarded.state();
        announcer.announce(guarded.name(), state.epoch(), new Step.News(state.state(), sentence, event));
    }
}
