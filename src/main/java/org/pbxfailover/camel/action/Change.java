package org.pbxfailover.camel.action;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pbxfailover.dns.RecordSet;
import org.pbxfailover.dns.Wanted;
import org.xbill.DNS.Name;

/** A change of a name's addresses while its exchange is under way: what is wanted, and what was there before. Not thread-safe. */
public final class Change {
    private final Wanted wanted;
    private final Map<String, RecordSet> before = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> fields = new LinkedHashMap<>();
    private Optional<String> current = Optional.empty();

    Change(Wanted wanted) {
        this.wanted = wanted;
    }

    Wanted wanted() {
        return wanted;
    }

    /** For the loops of routes: how many records are to be set. */
    public int getSize() {
        return wanted.addresses().size();
    }

    /** For the conditions of routes: nothing needs to be done. */
    public boolean isDone() {
        return wanted.addresses().entrySet().stream()
                .allMatch(entry -> before(entry.getKey()).is(Wanted.text(entry.getValue())));
    }

    /** The record that the next request is about, from 0. */
    void take(int index) {
        current = Optional.of(List.copyOf(wanted.addresses().keySet()).get(index));
    }

    /**
     * What the service has now.
     *
     * @param more other fields of it that its requests need, such as {@code id}
     */
    void found(String type, RecordSet set, Map<String, String> more) {
        before.put(type, set);
        fields.put(type, more);
    }

    RecordSet before(String type) {
        return before.getOrDefault(type, RecordSet.NONE);
    }

    Map<String, String> fields(String type) {
        return fields.getOrDefault(type, Map.of());
    }

    /** Whether it is known what was there before. */
    boolean known() {
        return !before.isEmpty();
    }

    /** What may stand in braces in the requests, besides the settings. */
    Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("name", wanted.shown());
        wanted.zone().ifPresent(zone -> words.put("zone", zone.toString(true)));
        wanted.zone().ifPresent(zone -> words.put("label", label(zone)));
        words.put("ttl", String.valueOf(wanted.ttl().toSeconds()));
        words.put(
                "addresses",
                wanted.addresses().values().stream().map(Wanted::text).collect(Collectors.joining(",")));
        current.ifPresent(type -> words.putAll(words(type)));
        return words;
    }

    /** Those of one record. */
    Map<String, String> words(String type) {
        Map<String, String> words = new LinkedHashMap<>();
        Optional.ofNullable(fields(type).get("id")).ifPresent(id -> words.put("id", id));
        Optional.ofNullable(wanted.addresses().get(type)).ifPresent(a -> words.put("address", Wanted.text(a)));
        words.put("type", type);
        return words;
    }

    /** The name within the zone; empty for the zone itself. */
    private String label(Name zone) {
        return wanted.name().equals(zone) ? "" : wanted.name().relativize(zone).toString(true);
    }

    /** For the history: {@code pbx.example.org: 198.51.100.10 → 203.0.113.7}. */
    String sentence() {
        return wanted.shown() + ": "
                + wanted.addresses().entrySet().stream()
                        .map(entry -> (known() ? before(entry.getKey()).text(entry.getKey()) : "(not known before)")
                                + " → " + Wanted.text(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
