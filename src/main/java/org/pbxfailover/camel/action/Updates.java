package org.pbxfailover.camel.action;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.dns.Authoritative;
import org.pbxfailover.dns.DynamicUpdate;
import org.pbxfailover.dns.Wanted;
import org.pbxfailover.probe.Deadline;
import org.xbill.DNS.TSIG;

/** Bean {@code dnsUpdate}: changes by RFC 2136. Thread-safe; holds nothing. */
public final class Updates {
    private static final String SERVER = "server";

    /** Notes what the primary server has now; it decides, whatever the others say. */
    public void before(Exchange exchange) throws Refused {
        Change change = Records.change(exchange);
        String server = Settings.of(exchange).text(SERVER).orElse("");
        Authoritative.Seen seen = new Authoritative(List.of(server), resolvers(exchange))
                .now(change.wanted().name(), change.wanted().zone(), Deadline.of(exchange));
        if (seen.records().isEmpty()) {
            throw new Refused(seen.trouble());
        }
        Wanted.TYPES.forEach(type -> change.found(type, seen.records().get().of(type), Map.of()));
    }

    private static List<String> resolvers(Exchange exchange) {
        return Settings.of(exchange).text("resolver").map(List::of).orElse(List.of());
    }

    /** Replaces all records at once, if what is there is what has to be there. */
    public void replace(Exchange exchange) throws Refused {
        Change change = Records.change(exchange);
        try {
            update(exchange).replace(change.wanted(), onlyFrom(exchange), Deadline.of(exchange));
        } catch (IOException e) {
            String now = change.before("A").text("A");
            throw new Refused(e.getMessage()
                    + (String.valueOf(e.getMessage()).contains("changes nothing") ? "; it was " + now : ""));
        }
    }

    /** Asks for a change that changes nothing, with the same key. */
    public void rehearse(Exchange exchange) throws Refused {
        try {
            update(exchange).rehearse(Records.change(exchange).wanted(), Deadline.of(exchange));
        } catch (IOException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    private static DynamicUpdate update(Exchange exchange) throws Refused, IOException {
        Settings settings = Settings.of(exchange);
        Wanted wanted = Records.change(exchange).wanted();
        return DynamicUpdate.to(
                settings.text(SERVER).orElse(""),
                Records.authoritative(exchange),
                wanted.zone().orElse(wanted.name()),
                key(settings),
                Deadline.of(exchange));
    }

    private static Optional<TSIG> key(Settings settings) throws Refused {
        try {
            return settings.text("tsig-secret")
                    .map(secret -> DynamicUpdate.key(
                            settings.text("tsig-algorithm").orElse("hmac-sha256"),
                            settings.text("tsig-name").orElse(""),
                            secret));
        } catch (IllegalArgumentException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Somebody who sent users elsewhere in the meantime is not overruled. Whoever sent a half of them to where they are to go is not, either:
     * the other half follows.
     */
    private static Optional<InetAddress> onlyFrom(Exchange exchange) {
        if (!Settings.of(exchange).flag("compare", true)) {
            return Optional.empty();
        }
        Change change = Records.change(exchange);
        Optional<InetAddress> there = change.wanted().set("A").addresses().stream()
                .filter(address -> change.before("A").is(address))
                .map(address -> Wanted.address("A", address))
                .findFirst();
        return Records.from(exchange).map(other -> there.orElse(other));
    }
}
