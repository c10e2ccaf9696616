package org.pbxfailover.camel.action;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.NoAnswer;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.config.Durations;
import org.pbxfailover.core.Reply;
import org.pbxfailover.dns.Authoritative;
import org.pbxfailover.dns.RecordSet;
import org.pbxfailover.dns.Wanted;
import org.pbxfailover.dns.ZoneLines;
import org.pbxfailover.probe.Deadline;

/**
 * Bean {@code dns}: the addresses of a name before and after a change, whatever the service is. Without {@code address} the name is to mean
 * the PBX to which the run goes: the secondary in an activation, the primary in a fail-back. Thread-safe; holds nothing.
 */
public final class Records {
    static final String CHANGE = "change";

    private final Keeper keeper;

    /** @param keeper of what is replaced */
    public Records(Keeper keeper) {
        this.keeper = keeper;
    }

    /** Reading what was there before must leave time to the change itself. */
    private static final int SHARE = 2;

    /** At the beginning of each route: what is wanted, from the settings. */
    public void begin(Exchange exchange) throws Refused {
        Restored restored = Restored.of(configured(exchange), exchange);
        exchange.setProperty(CHANGE, new Change(restored.wanted(), restored.remark()));
        exchange.getMessage().setBody(null);
    }

    private static Wanted configured(Exchange exchange) throws Refused {
        Settings settings = Settings.of(exchange);
        Map<String, InetAddress> addresses = new LinkedHashMap<>();
        try {
            String address = settings.text("address")
                    .or(() -> ActionUrl.towards(exchange))
                    .orElse("");
            addresses.put("A", Wanted.address("A", address));
            settings.text("ipv6").ifPresent(ipv6 -> addresses.put("AAAA", Wanted.address("AAAA", ipv6)));
            return Wanted.of(
                    Wanted.name(settings.text("name").orElse("")),
                    settings.text("zone").map(Wanted::name),
                    addresses,
                    settings.duration("ttl").orElse(Duration.ofMinutes(1)));
        } catch (IllegalArgumentException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    /** In an activation, before the change: what it replaces is kept in the journal, so that a fail-back can put it back. */
    public void keep(Exchange exchange) throws Refused {
        Change change = change(exchange);
        if (change.known() && !change.isDone()) {
            keeper.keep(exchange, Restored.place(exchange), ZoneLines.write(change.replaced()));
        }
    }

    static Change change(Exchange exchange) {
        return exchange.getProperty(CHANGE, Change.class);
    }

    /** For a loop of a route: the record that the next requests are about. */
    public void take(Exchange exchange) {
        change(exchange).take(exchange.getProperty(Exchange.LOOP_INDEX, 0, Integer.class));
        exchange.getMessage().setBody(null);
    }

    /**
     * Notes what the service has now, from a JSON list of record sets or records: each with {@code name}, {@code type} and {@code ttl}, and
     * with {@code records} or {@code content}.
     *
     * @param pointer to the list, RFC 6901; {@code /} for the answer itself
     */
    public void found(Exchange exchange, String pointer) throws Refused {
        JsonRecords.note(exchange, pointer, change(exchange));
        exchange.getMessage().setBody(null);
    }

    /** Each record that is to be changed must be there, once: one alone can be named by its id. */
    public void single(Exchange exchange) throws Refused {
        Change change = change(exchange);
        for (String type : change.wanted().types()) {
            if (change.alias().isPresent()) {
                throw new Refused(change.aliased(type));
            }
            if (change.before(type).addresses().size() != 1) {
                throw new Refused(change.wanted().shown() + " is "
                        + change.before(type).text(type) + ", and there must be exactly one " + type
                        + " record: create it, or remove the others");
            }
        }
    }

    /** After a change of one record: the service must have taken the address that it was given. */
    public void taken(Exchange exchange, String pointer) throws Refused {
        String type = change(exchange).words().getOrDefault("type", "");
        String wanted = change(exchange).words().getOrDefault("address", "");
        String took = Requests.json(Requests.body(exchange)).at(pointer).asText();
        if (!same(type, took).equals(wanted)) {
            throw new Refused("the service took '" + took + "' instead of " + wanted);
        }
    }

    /** After a change of all records, whose answer is their list. */
    public void takenAll(Exchange exchange) throws Refused {
        Change after = new Change(change(exchange).wanted());
        JsonRecords.note(exchange, "/", after);
        if (!after.isDone()) {
            throw new Refused("the service took something else: " + Requests.body(exchange));
        }
    }

    /** The same from an answer of Route 53, which is XML. */
    public void foundXml(Exchange exchange) throws Refused {
        Change change = change(exchange);
        Map<String, RecordSet> sets = Route53.sets(
                Requests.body(exchange),
                change.wanted().shown(),
                change.wanted().types());
        Wanted.TYPES.forEach(type -> change.found(type, sets.getOrDefault(type, RecordSet.NONE), Map.of()));
        exchange.getMessage().setBody(null);
    }

    /** In one form, so that it can be compared; what is no address stays as it is. */
    static String same(String type, String address) {
        try {
            return Wanted.text(Wanted.address(type, address));
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** Notes what the authoritative servers answer now, for a service that cannot be asked. That none answers holds up no change. */
    public void before(Exchange exchange) {
        Change change = change(exchange);
        long now = System.nanoTime();
        long until = now + (Deadline.of(exchange) - now) / SHARE;
        authoritative(exchange)
                .now(change.wanted().name(), change.wanted().zone(), until)
                .records()
                .ifPresent(records -> Wanted.TYPES.forEach(type -> change.found(type, records.of(type), Map.of())));
    }

    /**
     * What the name is to mean before the change: the other side's address. Empty when the action has an address of its own, since the pair's
     * may then be those of another network.
     */
    static Optional<InetAddress> from(Exchange exchange) {
        Optional<String> own = Settings.of(exchange).text("address");
        if (own.isPresent() && !own.equals(ActionUrl.towards(exchange))) {
            return Optional.empty();
        }
        try {
            return ActionUrl.from(exchange).map(address -> Wanted.address("A", address));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a name: what it means may change by this very action
        }
    }

    static Authoritative authoritative(Exchange exchange) {
        Settings settings = Settings.of(exchange);
        return new Authoritative(
                settings.list("servers"),
                settings.text("resolver").map(List::of).orElse(List.of()));
    }

    /** At the end of a change: what was changed, for the history. */
    public void said(Exchange exchange) {
        exchange.getMessage().setBody(change(exchange).sentence());
    }

    /** A look at the effect: every authoritative server has to answer the new addresses, and nothing else. */
    public void authoritativeAnswer(Exchange exchange) throws Refused, NoAnswer {
        Authoritative.Verdict verdict = authoritative(exchange)
                .look(Restored.of(configured(exchange), exchange).wanted(), Deadline.of(exchange));
        if (!verdict.heard()) {
            throw new NoAnswer(Reply.REFUSED, verdict.sentence());
        }
        if (!verdict.holds()) {
            throw new Refused(verdict.sentence());
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(verdict.sentence());
    }

    /**
     * In a preflight: the service must take the TTL of the settings.
     *
     * @param pointer to the smallest one in the answer, in seconds; where it does not say, any
     */
    public void atLeast(Exchange exchange, String pointer) throws Refused {
        Settings settings = Settings.of(exchange);
        Duration least = Duration.ofSeconds(
                Exchanged.json(Requests.body(exchange)).at(pointer).asLong());
        Optional<Duration> less = settings.duration("ttl").filter(ttl -> ttl.compareTo(least) < 0);
        if (less.isPresent()) {
            throw new Refused("ttl is " + shown(less.get()) + ", and the service takes no less than " + shown(least)
                    + " for " + settings.text("zone").orElse("the zone") + ": write ttl: " + shown(least)
                    + ", or more");
        }
    }

    /** At the end of a preflight: would the change reach the users? Nothing is changed. */
    public void ready(Exchange exchange) throws Refused {
        Change change = change(exchange);
        List<String> problems = new ArrayList<>(authoritative(exchange)
                .troubles(change.wanted().name(), change.wanted().zone(), Deadline.of(exchange)));
        if (change.known()) {
            boolean one = exchange.getProperty(Restored.ONE, false, boolean.class);
            problems.addAll(
                    new ChangeRehearsal(change, Settings.of(exchange), ActionUrl.towards(exchange), from(exchange), one)
                            .problems());
        }
        if (!problems.isEmpty()) {
            throw new Refused(String.join("; ", problems));
        }
        String now = change.wanted().types().stream()
                .map(type -> change.before(type).text(type))
                .collect(Collectors.joining(" and "));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(change.wanted().shown() + " is " + now);
    }

    static String shown(Duration duration) {
        return Durations.show(duration);
    }
}
