package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The rules between the keys of an action that changes what a name means. */
final class DnsRules {
    private final Section action;

    DnsRules(Section action) {
        this.action = action;
    }

    void check() {
        inZone();
        lifetime();
    }

    private void inZone() {
        Optional<String> zone = action.text("zone").map(DnsRules::plain);
        action.text("name")
                .map(DnsRules::plain)
                .filter(name -> zone.filter(z -> !lies(name, z)).isPresent())
                .ifPresent(name -> action.complain(
                        "name",
                        action.path("name") + " is " + name + ", which does not lie in the zone " + zone.get()
                                + ": write one that does, such as name: " + name.replaceFirst("\\..*", "") + "."
                                + zone.get() + ", or correct the zone"));
    }

    private static String plain(String name) {
        return name.replaceFirst("\\.$", "");
    }

    private static boolean lies(String name, String zone) {
        return ("." + name).toLowerCase(Locale.ROOT).endsWith("." + zone.toLowerCase(Locale.ROOT));
    }

    /** What the action writes must not be what its own preflight complains of ever after. */
    private void lifetime() {
        Optional<Duration> most = lifetime("max-ttl");
        most.ifPresent(limit -> Rules.atMost(action, "ttl", limit, "max-ttl"));
        if (!action.has("ttl")) {
            lifetime("ttl")
                    .filter(ttl ->
                            most.filter(limit -> limit.compareTo(ttl) < 0).isPresent())
                    .map(Durations::show)
                    .ifPresent(ttl -> action.complain(
                            "max-ttl",
                            action.path("max-ttl") + " is " + Durations.show(most.get()) + ", shorter than ttl (" + ttl
                                    + "): write at least that, such as max-ttl: " + ttl
                                    + ", or a ttl that is as short"));
        }
    }

    /** As written, or what is meant when it is left out; empty for a protocol that knows none. */
    private Optional<Duration> lifetime(String key) {
        return action.duration(key)
                .or(() -> Optional.ofNullable(
                                Library.defaults(action.text("action").orElse(""))
                                        .get(key))
                        .map(JsonNode::asText)
                        .flatMap(Durations::parse));
    }
}
