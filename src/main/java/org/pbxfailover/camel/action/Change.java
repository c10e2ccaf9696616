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
    private final Map<String, String> records = new LinkedHashMap<>();
    private final String remark;
    private final Map<String, List<String>> disabled = new LinkedHashMap<>();
    private Optional<String> alias = Optional.empty();
    private Optional<String> current = Optional.empty();

    Change(Wanted wanted) {
        this(wanted, "");
    }

    /** @param remark about what is wanted, for the history */
    Change(Wanted wanted, String remark) {
        this.wanted = wanted;
        this.remark = remark;
    }

    Wanted wanted() {
        return wanted;
    }

    /** For the loops of routes: how many records are to be set. */
    public int getSize() {
        return wanted.types().size();
    }

    /** For the conditions of routes: nothing needs to be done. */
    public boolean isDone() {
        return wanted.types().stream().allMatch(type -> before(type).sameAs(wanted.set(type)));
    }

    /** The record that the next request is about, from 0. */
    void take(int index) {
        current = Optional.of(List.copyOf(wanted.types()).get(index));
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

    /** Records that the service keeps and does not answer; they stay so unless they are wanted. */
    void disabled(String type, List<String> addresses) {
        disabled.put(type, List.copyOf(addresses));
    }

    List<String> disabled(String type) {
        return disabled.getOrDefault(type, List.of()).stream()
                .filter(address -> !wanted.set(type).addresses().contains(address))
                .toList();
    }

    /** @param target of the CNAME record that the name has instead of addresses */
    void alias(String target) {
        alias = Optional.of(target.replaceFirst("\\.$", ""));
    }

    Optional<String> alias() {
        return alias;
    }

    /** The sentence about an {@link #alias} where there should be a record of this type. */
    String aliased(String type) {
        return wanted.shown() + " is an alias (CNAME) of " + alias.orElse("") + ": put an " + type
                + " record in its place, with the address that it has today";
    }

    /** How the service writes the addresses of a type that are wanted. */
    void written(String type, String addresses) {
        records.put(type, addresses);
    }

    /** What the change replaces, of the types that it changes. */
    Map<String, RecordSet> replaced() {
        Map<String, RecordSet> replaced = new LinkedHashMap<>();
        wanted.types().forEach(type -> replaced.put(type, before(type)));
        return replaced;
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
        words.put(
                "addresses",
                wanted.types().stream()
                        .flatMap(type -> wanted.set(type).addresses().stream())
                        .collect(Collectors.joining(",")));
        current.ifPresent(type -> words.putAll(words(type)));
        return words;
    }

    /** Those of the records of one type. */
    Map<String, String> words(String type) {
        Map<String, String> words = new LinkedHashMap<>();
        Optional.ofNullable(fields(type).get("id")).ifPresent(id -> words.put("id", id));
        wanted.set(type).addresses().stream().findFirst().ifPresent(address -> words.put("address", address));
        wanted.set(type).ttl().ifPresent(ttl -> words.put("ttl", String.valueOf(ttl.toSeconds())));
        Optional.ofNullable(records.get(type)).ifPresent(written -> words.put("records", written));
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
                + wanted.types().stream()
                        .map(type -> (known() ? before(type).text(type) : "(not known before)") + " → "
                                + wanted.set(type).text(type))
                        .collect(Collectors.joining(", "))
                + remark;
    }
}
