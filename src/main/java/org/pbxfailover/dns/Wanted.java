package org.pbxfailover.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * What a name is to mean after the change.
 *
 * @param name absolute
 * @param zone absolute, when it is configured
 * @param sets by record type, {@code A} before {@code AAAA}, at least one; each with its addresses and its TTL
 */
public record Wanted(Name name, Optional<Name> zone, Map<String, RecordSet> sets) {
    /** The record types that users ask for. */
    public static final List<String> TYPES = List.of("A", "AAAA");

    public Wanted {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** One address of each type. */
    public static Wanted of(Name name, Optional<Name> zone, Map<String, InetAddress> addresses, Duration ttl) {
        Map<String, RecordSet> sets = new LinkedHashMap<>();
        addresses.forEach((type, address) -> sets.put(type, RecordSet.of(address, ttl)));
        return new Wanted(name, zone, sets);
    }

    /** The types of records that are to change. */
    public Set<String> types() {
        return sets.keySet();
    }

    /** What is to be there; no record for a type that is not to change. */
    public RecordSet set(String type) {
        return sets.getOrDefault(type, RecordSet.NONE);
    }

    /**
     * A name as DNS knows it, absolute.
     *
     * @param name such as {@code pbx.example.org}, with or without a dot at its end
     * @throws IllegalArgumentException with a sentence when it is none
     */
    public static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'" + name + "' is no DNS name such as pbx.example.org", e);
        }
    }

    /**
     * Never looks a name up.
     *
     * @param type {@code A} or {@code AAAA}
     * @throws IllegalArgumentException with a sentence when it is no address of that type
     */
    public static InetAddress address(String type, String text) {
        byte[] bytes = Address.toByteArray(text, type.equals("A") ? Address.IPv4 : Address.IPv6);
        if (bytes == null) {
            throw new IllegalArgumentException("'" + text + "' is no "
                    + (type.equals("A") ? "IPv4 address such as 203.0.113.7" : "IPv6 address such as 2001:db8::7"));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e); // 4 or 16 bytes are always an address
        }
    }

    /** In the shortest form of RFC 5952. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        return address.getAddress().length == 4 ? text : shortest(address.getAddress());
    }

    private static String shortest(byte[] bytes) {
        String[] groups = new String[8];
        int best = -1;
        int longest = 1; // a single group of zeros stays
        for (int i = 0; i < 8; i++) {
            groups[i] = Integer.toHexString(((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff));
        }
        for (int from = 0; from < 8; from++) {
            int to = from;
            while (to < 8 && groups[to].equals("0")) {
                to++;
            }
            if (to - from > longest) {
                best = from;
                longest = to - from;
            }
        }
        if (best < 0) {
            return String.join(":", groups);
        }
        List<String> all = List.of(groups);
        return String.join(":", all.subList(0, best)) + "::" + String.join(":", all.subList(best + longest, 8));
    }

    /** Without the dot at its end. */
    public String shown() {
        return name.toString(true);
    }
}
