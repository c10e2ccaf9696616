package org.pbxfailover.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The records of one type of a name.
 *
 * @param addresses sorted; those of IPv6 in their shortest form
 * @param ttl how long others may keep them
 */
public record RecordSet(List<String> addresses, Optional<Duration> ttl) {
    public static final RecordSet NONE = new RecordSet(List.of(), Optional.empty());

    /** RFC 2181, section 8. What a service says beyond that no service would take back, and no arithmetic expects. */
    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    public RecordSet {
        ttl = ttl.map(RecordSet::possible);
    }

    private static Duration possible(Duration ttl) {
        Duration notBelow = ttl.isNegative() ? Duration.ZERO : ttl;
        return notBelow.compareTo(LONGEST) > 0 ? LONGEST : notBelow;
    }

    /** Nothing but this address. */
    public static RecordSet of(InetAddress address, Duration ttl) {
        return new RecordSet(List.of(Wanted.text(address)), Optional.of(ttl));
    }

    /** Nothing but this address. */
    public boolean is(String address) {
        return addresses.equals(List.of(address));
    }

    /** The same addresses, however long they may be kept. */
    public boolean sameAs(RecordSet other) {
        return addresses.equals(other.addresses);
    }

    /** Such as {@code 198.51.100.10}, {@code no A record}. */
    public String text(String type) {
        return addresses.isEmpty() ? "no " + type + " record" : String.join(" and ", addresses);
    }

    /** Such as {@code 198.51.100.10 (TTL 300)}. */
    public String shown(String type) {
        return text(type) + ttl.map(t -> " (TTL " + t.toSeconds() + ")").orElse("");
    }
}
