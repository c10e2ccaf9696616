package org.pbxfailover.stories;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pbxfailover.dns.NameServer;

/** A zone with one name, at two authoritative servers; what a service is told becomes an answer when the zone is published. */
final class Zone implements AutoCloseable {
    static final String ZONE = "acme.example";

    final String name;
    final NameServer first = new NameServer();
    final NameServer second = new NameServer();
    private final Map<String, List<String>> records = new TreeMap<>();
    private final Map<String, List<String>> disabled = new TreeMap<>();
    private long ttl = 60;
    private boolean lagging;
    private boolean held;

    Zone(String pair) {
        name = pair + "." + ZONE;
    }

    /** @param addresses none: there is no such record */
    synchronized Zone set(String type, String... addresses) {
        records.put(type, List.of(addresses));
        publish();
        return this;
    }

    /** Records that are kept and not answered. */
    synchronized Zone disabled(String type, String... addresses) {
        disabled.put(type, List.of(addresses));
        return this;
    }

    synchronized List<String> disabled(String type) {
        return disabled.getOrDefault(type, List.of());
    }

    synchronized Zone ttl(long seconds) {
        ttl = seconds;
        publish();
        return this;
    }

    synchronized List<String> get(String type) {
        return records.getOrDefault(type, List.of());
    }

    synchronized long ttl() {
        return ttl;
    }

    /** What changes from now on reaches the first server only. */
    synchronized Zone secondLags(boolean now) {
        lagging = now;
        publish();
        return this;
    }

    /** What changes from now on reaches no server. */
    synchronized Zone held(boolean now) {
        held = now;
        publish();
        return this;
    }

    private void publish() {
        if (!held) {
            records.forEach((type, data) -> {
                first.ttl(ttl).has(name, type, data.toArray(String[]::new));
                if (!lagging) {
                    second.ttl(ttl).has(name, type, data.toArray(String[]::new));
                }
            });
        }
    }

    /** The settings of every action for DNS. */
    String settings() {
        return "name: " + name + ", servers: [\"" + first.address() + "\", \"" + second.address() + "\"]";
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
