package org.pbxfailover.config;

import java.net.URI;
import java.util.Optional;

/** What must be true for the return of a primary to be seen, and for what follows from it. */
final class ReturnRules {
    private final Section pair;
    private final Section primary;

    ReturnRules(Section pair) {
        this.pair = pair;
        this.primary = pair.section("primary");
    }

    void check() {
        standDown();
        moved();
    }

    /** Without stages a fail-back only says that the primary is in service again. */
    private void standDown() {
        boolean standsDown =
                primary.text("when-back").filter("stand-down"::equals).isPresent();
        if (standsDown && pair.section("failback").sections().isEmpty() && !pair.doubtful("failback")) {
            primary.complain(
                    "when-back",
                    primary.path("when-back") + " is stand-down, but the pair has no failback that would take the"
                            + " service back: write its stages, such as failback: { dns: { action: http, url:"
                            + " \"https://dns.example.net/update?ip={primary}\" } }, or when-back: ask");
        }
    }

    /** A name that the activation moves means the secondary afterwards: its answer would be taken for the primary's. */
    private void moved() {
        Section probe = primary.section("probe");
        Optional<String> asked = probe.uri("url").map(URI::getHost);
        if (asked.isEmpty() || primary.has("address") || primary.doubtful("address")) {
            return;
        }
        Section activation = pair.section("activation");
        for (String stage : activation.sections().keySet()) {
            for (Section action : activation.list(stage)) {
                boolean moves = action.text("action").filter(Library::towards).isPresent()
                        && action.text("name")
                                .filter(name -> name.replaceFirst("\\.$", "").equalsIgnoreCase(asked.get()))
                                .isPresent();
                if (moves) {
                    probe.complain(
                            "url",
                            probe.path("url") + " asks " + asked.get() + ", the name that " + action.path("name")
                                    + " moves to the secondary, whose answer would then be taken for the primary's:"
                                    + " write the primary's own address, such as address: 198.51.100.10 beside the"
                                    + " probe, or ask it by another name");
                }
            }
        }
    }
}
