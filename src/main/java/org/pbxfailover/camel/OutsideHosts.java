package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The outside hosts, and which of them were silent when they were asked last, for a confirmation or for readiness. Thread-safe. */
final class OutsideHosts {
    private final List<Confirm.Outside> all;
    private final int needed;
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    /** @param needed so many must answer before a death is believed */
    OutsideHosts(List<Confirm.Outside> all, int needed) {
        this.all = List.copyOf(all);
        this.needed = needed;
    }

    List<Confirm.Outside> all() {
        return all;
    }

    /** The newest answer counts, whoever has asked. */
    void heard(String host, boolean answers) {
        if (answers) {
            silent.remove(host);
        } else {
            silent.add(host);
        }
    }

    /** Why no death could be confirmed now; empty: enough answered when they were asked last. */
    Optional<String> problem() {
        int answering = all.size() - silent.size();
        return answering >= needed
                ? Optional.empty()
                : Optional.of("only " + answering + " of " + all.size()
                        + " outside hosts answer, and internet.needed is " + needed + ": no death could be confirmed");
    }
}
