package org.pbxfailover.camel.action;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.core.Humane;

/**
 * Bean {@code dyndns}: when a service that speaks the dyndns2 protocol is told, and what its answer means. Its errors come with a status of
 * 200, and who tells it again what it has taken already is blocked for abuse. Thread-safe.
 */
public final class DynDns {
    private static final Map<String, String> MEANINGS = Map.of(
            "badauth", "the credential is wrong",
            "!donator", "the account does not include this",
            "notfqdn", "the name is no full name",
            "nohost", "the account has no such name",
            "numhost", "too many names",
            "abuse", "the name is blocked for abuse",
            "badagent", "the robot is blocked as a client",
            "dnserr", "its DNS has an error",
            "911", "it is out of order");

    /** So long its servers may take to answer what the service has taken, before it is told again. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What a service took last of a name, and when on the scale of {@link System#nanoTime()}. */
    private record Taken(String addresses, long at) {}

    /** By the URL and the name, so there are no more than the configuration has. */
    private final Map<String, Taken> taken = new ConcurrentHashMap<>();

    /** What only a person can mend: services block who asks again all the same. */
    private static final Set<String> MENDED_BY_PEOPLE =
            Set.of("badauth", "!donator", "notfqdn", "nohost", "numhost", "abuse", "badagent");

    /** So long nothing is sent after such an answer. */
    static final Duration HELD = Duration.ofMinutes(5);

    /**
     * What a service answered to whom.
     *
     * @param credentials a trace of them, which tells whether they have been changed, and nothing else
     * @param at on the scale of {@link System#nanoTime()}
     */
    private record Rejection(String sentence, int credentials, Instant until, long at) {}

    /** By the URL and the name, too. */
    private final Map<String, Rejection> rejections = new ConcurrentHashMap<>();

    private final LongSupplier nanos;
    private final InstantSource clock;

    public DynDns() {
        this(System::nanoTime, InstantSource.system());
    }

    /**
     * @param nanos on the scale of {@link System#nanoTime()}
     * @param clock for showing
     */
    DynDns(LongSupplier nanos, InstantSource clock) {
        this.nanos = nanos;
        this.clock = clock;
    }

    /** At the beginning of each route: the protocol can say one address of each type; others that there were are not put back. */
    public void single(Exchange exchange) {
        exchange.setProperty(Restored.ONE, true);
    }

    /** For the route: neither do the servers answer the addresses already, nor has the service taken them a short time ago. */
    public boolean needed(Exchange exchange) {
        return !Records.change(exchange).isDone() && lately(exchange).isEmpty();
    }

    private Optional<Duration> lately(Exchange exchange) {
        return Optional.ofNullable(taken.get(key(exchange)))
                .filter(last -> last.addresses().equals(addresses(exchange)))
                .map(last -> Duration.ofNanos(nanos.getAsLong() - last.at()))
                .filter(ago -> ago.compareTo(PATIENCE) < 0);
    }

    /** Before the service is told: not again, in its own words, what it has rejected a short time ago. */
    public void spare(Exchange exchange) throws Refused {
        Optional<Rejection> held = Optional.ofNullable(rejections.get(key(exchange)))
                .filter(last -> last.credentials() == credentials(exchange))
                .filter(last -> nanos.getAsLong() - last.at() < HELD.toNanos());
        if (held.isPresent()) {
            throw new Refused(held.get().sentence() + "; not asked again before "
                    + held.get().until());
        }
    }

    private static int credentials(Exchange exchange) {
        return Exchanged.credentials(Exchanged.setting(exchange, "username"), Exchanged.setting(exchange, "password"))
                .hashCode();
    }

    private static String key(Exchange exchange) {
        return Exchanged.setting(exchange, "url") + " " + Exchanged.setting(exchange, "name");
    }

    private static String addresses(Exchange exchange) {
        return Records.change(exchange).words().getOrDefault("addresses", "");
    }

    /** {@code good} and {@code nochg} are a success, if it is our address that they speak of. */
    public void judge(Exchange exchange) throws Refused {
        String answer = Requests.body(exchange);
        String[] words = answer.split("\\s+", -1);
        String word = words[0].toLowerCase(Locale.ROOT);
        if (!word.equals("good") && !word.equals("nochg")) {
            String sentence = "the service answers " + (answer.isEmpty() ? "nothing" : answer)
                    + (MEANINGS.containsKey(word) ? ": " + MEANINGS.get(word) : "");
            if (MENDED_BY_PEOPLE.contains(word)) {
                Instant until = clock.instant().plus(HELD).truncatedTo(ChronoUnit.SECONDS);
                rejections.put(key(exchange), new Rejection(sentence, credentials(exchange), until, nanos.getAsLong()));
            }
            throw new Refused(sentence);
        }
        rejections.remove(key(exchange));
        String wanted = Records.change(exchange).words("A").getOrDefault("address", "");
        boolean other = words.length > 1 && words[1].matches("[0-9]+(\\.[0-9]+){3}") && !words[1].equals(wanted);
        if (other) {
            throw new Refused("the service took " + words[1] + " instead of " + wanted + ": " + answer);
        }
        taken.put(key(exchange), new Taken(addresses(exchange), nanos.getAsLong()));
    }

    /** At the end of a change: what was changed, for the history, and why the service was not told. */
    public void said(Exchange exchange) {
        boolean told = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE) != null;
        Change change = Records.change(exchange);
        String why = told || change.isDone()
                ? ""
                : lately(exchange)
                        .map(ago ->
                                " (the service took it " + Humane.duration(ago) + " ago and is not told again so soon)")
                        .orElse("");
        exchange.getMessage().setBody(change.sentence() + why);
    }

    /** At the end of a look that holds: what the servers answer need not be waited for any longer. */
    public void arrived(Exchange exchange) {
        taken.remove(key(exchange));
    }
}
