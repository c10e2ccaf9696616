package org.pbxfailover.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a person should look at, by its cause. An alarm that was acknowledged is no longer shown, but stays known until its cause is
 * gone, so that the same thing is not reported again.
 *
 * @param shown the sentence of each alarm that nobody has acknowledged
 * @param acknowledged causes that a person has seen
 */
public record Alarms(Map<Trigger, String> shown, Set<Trigger> acknowledged) {
    public static final Alarms NONE = new Alarms(Map.of(), Set.of());

    public Alarms {
        Map<Trigger, String> sorted = new EnumMap<>(Trigger.class);
        sorted.putAll(shown);
        shown = Collections.unmodifiableMap(sorted);
        acknowledged = Set.copyOf(acknowledged);
    }

    boolean knows(Trigger cause) {
        return shown.containsKey(cause) || acknowledged.contains(cause);
    }

    boolean any() {
        return !shown.isEmpty() || !acknowledged.isEmpty();
    }

    Alarms raise(Trigger cause, String sentence) {
        if (acknowledged.contains(cause)) {
            return this;
        }
        Map<Trigger, String> more = new EnumMap<>(Trigger.class);
        more.putAll(shown);
        more.put(cause, sentence);
        return new Alarms(more, acknowledged);
    }

    Alarms calm(Set<Trigger> causes) {
        Map<Trigger, String> fewer = new EnumMap<>(Trigger.class);
        fewer.putAll(shown);
        fewer.keySet().removeAll(causes);
        Set<Trigger> seen = EnumSet.noneOf(Trigger.class);
        seen.addAll(acknowledged);
        seen.removeAll(causes);
        return new Alarms(fewer, seen);
    }

    Alarms only(Trigger cause) {
        return calm(EnumSet.complementOf(EnumSet.of(cause)));
    }

    Alarms acknowledge() {
        Set<Trigger> seen = EnumSet.noneOf(Trigger.class);
        seen.addAll(acknowledged);
        seen.addAll(shown.keySet());
        return new Alarms(Map.of(), seen);
    }
}
