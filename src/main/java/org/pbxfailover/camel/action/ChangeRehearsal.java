package org.pbxfailover.camel.action;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.dns.RecordSet;
import org.pbxfailover.dns.Wanted;

/**
 * Whether a change of addresses would do what is meant, judged by what is there now.
 *
 * @param towards the address of the PBX to which the run would go
 * @param from that of the other one
 * @param single the service takes one address of each type, and decides by itself what becomes of a type that is left out
 */
record ChangeRehearsal(
        Change change, Settings settings, Optional<String> towards, Optional<InetAddress> from, boolean single) {
    private static final Duration MAX_TTL = Duration.ofMinutes(5);

    /** Cloudflare answers so with a TTL that it calls automatic, the 1 of its records. */
    private static final Duration AUTOMATIC = Duration.ofMinutes(5);

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Wanted wanted = change.wanted();
        for (String type : Wanted.TYPES) {
            RecordSet now = change.before(type);
            if (!wanted.types().contains(type)) {
                leftBehind(type, now).ifPresent(problems::add);
            } else if (now.addresses().isEmpty() && change.alias().isPresent()) {
                problems.add(change.aliased(type));
            } else if (now.addresses().isEmpty()) {
                problems.add(wanted.shown() + " has no " + type
                        + " record: create it once, with the address that it has today");
            } else {
                strange(type, now).ifPresent(problems::add);
                slow(type, now).ifPresent(problems::add);
                hidden(type).ifPresent(problems::add);
            }
        }
        return problems;
    }

    /** Users with IPv6 would stay where they are. */
    private Optional<String> leftBehind(String type, RecordSet now) {
        return now.addresses().isEmpty()
                ? Optional.empty()
                : Optional.of(change.wanted().shown() + " also has the " + type + " record " + now.text(type)
                        + (single ? ", which the service may keep or delete when it is left out" : ", which would stay")
                        + ": write ipv6: with the new address, or remove the record");
    }

    /** So that a fail-back restores what was there, the name must mean one of the two sides now. */
    private Optional<String> strange(String type, RecordSet now) {
        if (!type.equals("A") || from.isEmpty()) {
            return Optional.empty();
        }
        String wanted = change.words(type).getOrDefault("address", "");
        boolean known = now.is(wanted)
                || now.is(Wanted.text(from.get()))
                || towards.filter(address -> now.is(Records.same("A", address))).isPresent();
        return known
                ? Optional.empty()
                : Optional.of(change.wanted().shown() + " is " + now.text(type) + ", neither " + wanted
                        + " nor the other side's " + Wanted.text(from.get())
                        + ": correct the addresses of the pair, or the record");
    }

    private Optional<String> slow(String type, RecordSet now) {
        Duration most = settings.duration("max-ttl").orElse(MAX_TTL);
        boolean automatic = "1".equals(change.fields(type).get("ttl"))
                && change.fields(type).containsKey("proxied");
        return now.ttl()
                .map(ttl -> automatic ? AUTOMATIC : ttl)
                .filter(ttl -> ttl.compareTo(most) > 0)
                .map(ttl -> "the TTL of the " + type + " record of "
                        + change.wanted().shown() + " is " + Records.shown(ttl)
                        + ", so users would keep the old address so long: set it to at most " + Records.shown(most)
                        + ", or raise max-ttl");
    }

    /** A proxy for web pages carries no SIP. */
    private Optional<String> hidden(String type) {
        return "true".equals(change.fields(type).get("proxied"))
                ? Optional.of("the " + type + " record of " + change.wanted().shown()
                        + " is proxied, and SIP does not pass the proxy: switch it to DNS only")
                : Optional.empty();
    }
}
