package org.pbxfailover.camel;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.SecretException;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.probe.Probes;
import org.pbxfailover.probe.Question;

/**
 * Bean {@code preflights}: one harmless look at what a failover would need, an action's server or an outside host, and what it found.
 * Thread-safe.
 */
public final class Preflights {
    /** Before the names of the fail-back's stages. */
    static final String BACK = "fail-back ";

    private static final String CALL = "call";
    private static final String PROBE = "probe";
    private static final String NOTHING = "nothing";
    private static final String BEGAN = "began";
    private static final String LOOKED = "looked";

    /** What is looked at: an action of a pair, an outside host, without which no death could be confirmed, or a witness. */
    sealed interface Look permits Preflight, Host, Witnesses.Asked {}

    /**
     * @param back whether it is one of the fail-back
     * @param name what it is called in sentences
     */
    private record Preflight(Guarded guarded, boolean back, String name, Action action) implements Look {}

    private record Host(Confirm.Outside outside) implements Look {}

    /**
     * What one look found.
     *
     * @param failure empty: all is well
     * @param said what was answered, or the failure
     * @param outside of an outside host
     */
    record Looked(String name, Optional<String> failure, String said, Duration took, Optional<OutsideAnswer> outside) {}

    private final OutsideHosts hosts;
    private final Redactor redactor;
    private final Clock clock;
    private final Skew skew = new Skew();

    Preflights(OutsideHosts hosts, Redactor redactor, Clock clock) {
        this.hosts = hosts;
        this.redactor = redactor;
        this.clock = clock;
    }

    /** Why no death could be confirmed now; empty: enough outside hosts answered when they were asked last. */
    public Optional<String> outsideProblem() {
        return hosts.problem();
    }

    /** Why the robot's clock cannot be trusted; empty: it can, or no outside host says what time it is. */
    public Optional<String> clockProblem() {
        return skew.problem();
    }

    /** A look at each outside host, by its name. */
    Map<String, Object> byHost() {
        Map<String, Object> looks = new LinkedHashMap<>();
        hosts.all().forEach(outside -> looks.put(outside.host(), new Host(outside)));
        return looks;
    }

    /** A look at each outside host. */
    List<Object> ofHosts() {
        return new ArrayList<>(byHost().values());
    }

    /** A look at each action of a pair, in the order of the configuration. */
    static List<Object> of(Guarded guarded) {
        List<Object> all = new ArrayList<>();
        add(all, guarded, "", guarded.pair.activation());
        add(all, guarded, BACK, guarded.pair.failback());
        return all;
    }

    private static void add(List<Object> all, Guarded guarded, String way, Map<String, List<Action>> stages) {
        Iterator<String> names = namesOf(stages, way).iterator();
        stages.values()
                .forEach(actions -> actions.forEach(
                        action -> all.add(new Preflight(guarded, way.equals(BACK), names.next(), action))));
    }

    /** What the looks at the actions of these stages are called, in their order. */
    static List<String> namesOf(Map<String, List<Action>> stages, String way) {
        List<String> names = new ArrayList<>();
        stages.forEach((stage, actions) -> {
            for (int i = 1; i <= actions.size(); i++) {
                names.add(way + "stage " + stage + (actions.size() == 1 ? "" : " (action " + i + ")"));
            }
        });
        return names;
    }

    /** Lays out the preflight: the request that is configured for it, or else whether the action's server accepts a connection. */
    public void ask(Exchange exchange) {
        Look look = exchange.getMessage().getBody(Look.class);
        exchange.setProperty(Glue.POLL, look);
        exchange.setProperty(BEGAN, clock.get());
        if (look instanceof Preflight preflight) {
            ask(exchange, preflight);
            return;
        }
        exchange.setProperty(
                Glue.QUESTION,
                look instanceof Host host ? host.outside().question() : ((Witnesses.Asked) look).question());
        exchange.setProperty(Glue.NEXT, PROBE);
    }

    private void ask(Exchange exchange, Preflight preflight) {
        Action asked = preflight.action().preflight().orElse(preflight.action());
        try {
            ActionUrl.direct(exchange, preflight.guarded().pair, preflight.back());
            Map<String, String> placeholders = placeholders(preflight.guarded());
            ActionUrl.resolved(preflight.action().settings(), placeholders); // its own secrets must be there, too
            ActionUrl.prepare(exchange, asked, placeholders);
        } catch (SecretException e) {
            String why = String.valueOf(e.getMessage());
            note(exchange, preflight, Optional.of(why), why);
            exchange.setProperty(Glue.NEXT, NOTHING);
            return;
        }
        Optional<Question> reach =
                preflight.action().preflight().isPresent() ? Optional.empty() : reach(exchange, asked);
        reach.ifPresent(question -> exchange.setProperty(Glue.QUESTION, question));
        boolean call = preflight.action().preflight().isPresent();
        exchange.setProperty(Glue.NEXT, call ? CALL : reach.isPresent() ? PROBE : NOTHING);
        if (!call && reach.isEmpty()) { // its secrets are there; more is not known of an operator's own action
            note(exchange, preflight, Optional.empty(), "its secrets are there; there is no harmless request to try");
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
        if (exchange.getProperty(Glue.POLL) instanceof Witnesses.Asked asked) {
            asked.looked(exchange.getProperty(Glue.PROBE, Probe.class));
            return;
        }
        if (exchange.getProperty(Glue.POLL) instanceof Host host) {
            looked(exchange, host.outside(), exchange.getProperty(Glue.PROBE, Probe.class));
            skew.told(
                    host.outside().host(),
                    exchange.getProperty(Probes.DATE, "", String.class),
                    clock.get().wall());
            return;
        }
        Preflight preflight = exchange.getProperty(Glue.POLL, Preflight.class);
        switch (exchange.getProperty(Glue.NEXT, NOTHING, String.class)) {
            case CALL -> {
                Action asked = preflight.action().preflight().orElseThrow();
                CallAnswer answer = ActionUrl.answer(exchange, asked, redactor.of(preflight.action()));
                note(
                        exchange,
                        preflight,
                        answer.accepted() ? Optional.empty() : Optional.of(answer.detail()),
                        answer.detail());
            }
            case PROBE -> {
                Probe probe = exchange.getProperty(Glue.PROBE, Probe.class);
                note(exchange, preflight, failure(probe), probe.finding().phrase());
            }
            default -> {}
        }
    }

    private void looked(Exchange exchange, Confirm.Outside outside, Probe probe) {
        hosts.heard(outside.host(), probe.alive());
        OutsideAnswer answer =
                new OutsideAnswer(outside.host(), probe.alive(), probe.finding().phrase(), probe.took());
        exchange.setProperty(
                LOOKED,
                new Looked(
                        "outside host " + outside.host(),
                        failure(probe),
                        probe.finding().phrase(),
                        probe.took(),
                        Optional.of(answer)));
    }

    private static Optional<String> failure(Probe probe) {
        return probe.alive() ? Optional.empty() : Optional.of(probe.finding().phrase());
    }

    private void note(Exchange exchange, Preflight preflight, Optional<String> failure, String said) {
        preflight
                .guarded()
                .preflight(
                        preflight.name(),
                        failure.map(why -> "the preflight of " + preflight.name() + " fails (" + why + ")"));
        Duration took = clock.get().since(exchange.getProperty(BEGAN, Moment.class));
        exchange.setProperty(LOOKED, new Looked(preflight.name(), failure, said, took, Optional.empty()));
    }

    /** What the look of this message found. */
    static Optional<Looked> found(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(LOOKED, Looked.class));
    }
}
