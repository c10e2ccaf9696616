package org.pbxfailover.notify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A digest that grows. The number of pairs and events bounds it, not the number of notifications. */
final class Gathered {
    /** Of each event: beyond that it is one more of the same, and the history has it. */
    static final int LISTED = 500;

    private final List<Notice.Single> listed = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Set<String> pairs = new HashSet<>();

    void add(Notice.Single notice) {
        pairs.add(notice.pair());
        if (counts.merge(notice.event(), 1, Integer::sum) <= LISTED) {
            listed.add(notice);
        }
    }

    /** One alone is no digest. */
    Notice notice() {
        return listed.size() == 1 && counts.containsValue(1)
                ? listed.get(0)
                : new Notice.Digest(
                        listed.get(0).robot(), List.copyOf(listed), new LinkedHashMap<>(counts), pairs.size());
    }
}
