package org.pbxfailover.camel.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;

/**
 * Bean {@code amiRegistrations}: what Asterisk's list of outbound registrations, which {@link Ami} has read, means to an action. Thread-safe.
 */
public final class AmiRegistrations {
    /** For the route: which registrations are still those from before they were told to register. */
    private static final String STALE = "stale";

    private static final String REGISTERED = "Registered";

    /**
     * Asterisk shows that a registration has ended when its transaction is over: at the latest after 32 s, when the carrier is silent (RFC 3261,
     * 17.1.2.2). What is registered later than that was registered anew, though nobody may have seen how.
     */
    static final Duration OLDEST = Duration.ofSeconds(40);

    /**
     * Since when the registrations that were told to register are still those from before, by the URL and the name; on the scale of
     * {@link System#nanoTime()}. It outlives the call that told them: it may be over long before the carrier has answered.
     */
    private final Map<String, Long> stale = new ConcurrentHashMap<>();

    private final LongSupplier nanos;

    public AmiRegistrations() {
        this(System::nanoTime);
    }

    /** @param nanos on the scale of {@link System#nanoTime()} */
    AmiRegistrations(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** After the list of registrations: those of the settings, with their status, of which there must be one. */
    public void configured(Exchange exchange) throws Refused {
        Exchanged.done(exchange, sentence(selected(exchange)));
    }

    /** After the list: every registration of the settings must be registered, and since it was told to. */
    public void registered(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        List<String> old = stillStale(exchange, selected);
        if (!old.isEmpty()) {
            throw new Refused(String.join(", ", old)
                    + (old.size() == 1 ? " is" : " are")
                    + " Registered from before: the carrier has not answered yet that this has ended");
        }
        judge(exchange, selected, selected.values().stream().allMatch(REGISTERED::equals));
    }

    /**
     * After the list: every one must be unregistered. {@code Rejected} is not gone: Asterisk tries that one again.
     */
    public void unregistered(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        judge(exchange, selected, selected.values().stream().allMatch("Unregistered"::equals));
    }

    private static void judge(Exchange exchange, Map<String, String> selected, boolean holds) throws Refused {
        if (!holds) {
            throw new Refused(sentence(selected));
        }
        Exchanged.done(exchange, sentence(selected));
    }

    private static String sentence(Map<String, String> selected) {
        return selected.entrySet().stream()
                .map(one -> one.getKey() + " is " + one.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * After the list, before registering: which named ones are registered now. Their status goes on saying so until the carrier has
     * answered that they are not, and proves nothing until then. With {@code *all} Asterisk makes them anew at once.
     */
    public void remember(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        long now = nanos.getAsLong();
        stale.values().removeIf(since -> now - since > OLDEST.toNanos());
        Settings.of(exchange).list("registrations").stream()
                .filter(name -> REGISTERED.equals(selected.get(name)))
                .forEach(name -> stale.putIfAbsent(key(exchange, name), now));
        forget(exchange);
    }

    /** After the list: those are no longer stale that were seen without registration. */
    public void forget(Exchange exchange) throws Refused {
        exchange.setProperty(STALE, stillStale(exchange, selected(exchange)));
    }

    private List<String> stillStale(Exchange exchange, Map<String, String> selected) {
        long now = nanos.getAsLong();
        List<String> old = new ArrayList<>();
        selected.forEach((name, status) -> {
            Optional<Long> since = Optional.ofNullable(stale.get(key(exchange, name)));
            if (since.filter(then -> now - then <= OLDEST.toNanos()).isPresent() && status.equals(REGISTERED)) {
                old.add(name);
            } else {
                stale.remove(key(exchange, name));
            }
        });
        return old;
    }

    private static String key(Exchange exchange, String name) {
        return Exchanged.setting(exchange, "url") + " " + name;
    }

    /** After the list: {@code *all} becomes the name of every registration. */
    public void expand(Exchange exchange) throws Refused {
        Map<Object, Object> settings = new LinkedHashMap<>(ActionUrl.settings(exchange));
        settings.put("registrations", List.copyOf(selected(exchange).keySet()));
        ActionUrl.settings(exchange, settings);
    }

    public void told(Exchange exchange) {
        Exchanged.done(
                exchange,
                "told to register: " + String.join(", ", Settings.of(exchange).list("registrations")));
    }

    public void toldToLeave(Exchange exchange) {
        Exchanged.done(
                exchange,
                "told to unregister: " + String.join(", ", Settings.of(exchange).list("registrations")));
    }

    private static Map<String, String> selected(Exchange exchange) throws Refused {
        Map<String, String> all = registrations(exchange);
        List<String> wanted = Settings.of(exchange).list("registrations");
        if (wanted.contains(Ami.ALL)) {
            if (all.isEmpty()) {
                throw new Refused("Asterisk has no outbound registration: pjsip.conf needs a section with type ="
                        + " registration");
            }
            return all;
        }
        Map<String, String> selected = new LinkedHashMap<>();
        for (String name : wanted) {
            String status = all.get(name);
            if (status == null) {
                throw new Refused("Asterisk has no registration '" + name + "'; it has "
                        + (all.isEmpty() ? "none" : String.join(", ", all.keySet())));
            }
            selected.put(name, status);
        }
        return selected;
    }

    private static Map<String, String> registrations(Exchange exchange) throws Refused {
        List<?> packets = exchange.getProperty(Ami.PACKETS, List.of(), List.class);
        Map<String, String> registrations = new LinkedHashMap<>();
        boolean complete = false;
        for (Object packet : packets) {
            Map<?, ?> fields = (Map<?, ?>) packet;
            String event = String.valueOf(fields.get("event"));
            complete |= event.equals("OutboundRegistrationDetailComplete");
            if (event.equals("OutboundRegistrationDetail")) {
                // Without a status it was ended together with all others, and Asterisk has forgotten it.
                registrations.put(
                        String.valueOf(fields.get("objectname")),
                        String.valueOf(Objects.requireNonNullElse(fields.get("status"), "Unregistered")));
            }
        }
        if (!complete) {
            throw new Refused(
                    "Asterisk's list of registrations has no end: it is longer than the 1 MiB that is read, or"
                            + " was cut off");
        }
        return registrations;
    }
}
