package org.pbxfailover.config;

import java.time.Duration;
import java.util.Set;

/**
 * How readiness is judged.
 *
 * @param every how often the preflights of each pair are rehearsed, 1 s to 1 day
 * @param ignore kinds of concerns that do not make a pair unready
 * @param fatal kinds of concerns that forbid a failover; none by default
 * @param drillEvery a pair whose last passed drill is older is reminded of it; zero: never
 */
public record ReadinessSettings(Duration every, Set<String> ignore, Set<String> fatal, Duration drillEvery) {
    public ReadinessSettings {
        ignore = Set.copyOf(ignore);
        fatal = Set.copyOf(fatal);
    }

    /** As if nothing were configured. */
    public static ReadinessSettings usual() {
        return new ReadinessSettings(
                Durations.parse(Defaults.READINESS_EVERY).orElseThrow(), Set.of(), Set.of(), Duration.ZERO);
    }
}
