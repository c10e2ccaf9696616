package org.pbxfailover.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Addresses of a name as text that people and machines read: records as a zone file has them (RFC 1035, section 5.1), without the name, with
 * commas between them, such as {@code 300 A 192.0.2.10, 300 A 192.0.2.11}.
 */
public final class ZoneLines {
    private static final Pattern LINE = Pattern.compile("(?:([0-9]{1,10}) )?(A|AAAA) ([0-9A-Fa-f.:]{2,45})");

    private ZoneLines() {}

    /**
     * As text, such as {@code 300 A 192.0.2.7}.
     *
     * @param sets by type; a set without addresses leaves no trace
     */
    public static String write(Map<String, RecordSet> sets) {
        return sets.entrySet().stream()
                .flatMap(entry -> entry.getValue().addresses().stream()
                        .map(address -> ttl(entry.getValue()) + entry.getKey() + " " + address))
                .collect(Collectors.joining(", "));
    }

    private static String ttl(RecordSet set) {
        return set.ttl().map(ttl -> ttl.toSeconds() + " ").orElse("");
    }

    /** What {@link #write} wrote; whatever else there is, is passed over. */
    public static Map<String, RecordSet> read(String text) {
        Map<String, RecordSet> sets = new LinkedHashMap<>();
        for (String line : text.split(", ", -1)) {
            Matcher found = LINE.matcher(line);
            if (found.matches()) {
                Optional<Duration> ttl =
                        Optional.ofNullable(found.group(1)).map(s -> Duration.ofSeconds(Long.parseLong(s)));
                List<String> addresses = new ArrayList<>(
                        sets.getOrDefault(found.group(2), RecordSet.NONE).addresses());
                addresses.add(found.group(3));
                sets.put(found.group(2), new RecordSet(addresses, ttl));
            }
        }
        return sets;
    }
}
