package org.pbxfailover.config;

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
        action.duration("max-ttl")
                .filter(most -> action.has("ttl"))
                .ifPresent(most -> KeyRules.atMost(action, "ttl", most, "max-ttl"));
    }
}
