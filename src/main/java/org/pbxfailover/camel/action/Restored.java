package org.pbxfailover.camel.action;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.OldValues;
import org.pbxfailover.dns.RecordSet;
import org.pbxfailover.dns.Wanted;
import org.pbxfailover.dns.ZoneLines;

/**
 * What a change is to bring about. A fail-back puts back what its activation replaced, further addresses and the TTL among it, as far as that
 * holds the configured address and not the other side's: what a name meant before is no better than who wrote it, and users go where the
 * configuration says.
 *
 * @param remark for the history, behind what was changed
 */
record Restored(Wanted wanted, String remark) {
    /** Exchange property: the service takes one address of each type. */
    static final String ONE = "one-address";

    /** @param configured what the settings of the action ask for */
    static Restored of(Wanted configured, Exchange exchange) {
        Optional<String> kept = OldValues.toRestore(exchange, place(exchange));
        if (kept.isEmpty()) {
            return new Restored(configured, "");
        }
        Map<String, RecordSet> old = ZoneLines.read(kept.get());
        Map<String, RecordSet> sets = new LinkedHashMap<>();
        List<String> passedOver = new ArrayList<>();
        for (String type : configured.types()) {
            RecordSet set = configured.set(type);
            RecordSet before = old.getOrDefault(type, RecordSet.NONE);
            boolean fits = fits(before, set, exchange);
            sets.put(type, fits ? new RecordSet(before.addresses(), before.ttl().or(set::ttl)) : set);
            if (!fits) {
                passedOver.add(before.text(type));
            }
        }
        String remark = passedOver.isEmpty()
                ? ", as it was"
                : "; before the activation it was " + String.join(" and ", passedOver) + ", which is not put back";
        return new Restored(new Wanted(configured.name(), configured.zone(), sets), remark);
    }

    private static boolean fits(RecordSet before, RecordSet configured, Exchange exchange) {
        boolean alone = before.sameAs(configured);
        boolean other = Records.from(exchange)
                .filter(address -> before.addresses().contains(Wanted.text(address)))
                .isPresent();
        boolean more = before.addresses().containsAll(configured.addresses())
                && !exchange.getProperty(ONE, false, boolean.class);
        return alone || (more && !other);
    }

    /** Of which name at which service: the same in activation and fail-back, and without any secret. */
    static String place(Exchange exchange) {
        Settings settings = Settings.of(exchange);
        String at = settings.text("url")
                .map(Restored::authority)
                .or(() -> settings.text("server"))
                .orElse("");
        String zone = settings.text("zone-id").map(id -> " " + id).orElse("");
        return at + zone + " " + Exchanged.setting(exchange, "name");
    }

    private static String authority(String url) {
        URI uri = URI.create(url);
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
