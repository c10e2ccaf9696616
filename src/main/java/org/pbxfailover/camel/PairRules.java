package org.pbxfailover.camel;

import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.core.Rules;

/** What the core must know of a pair's configuration. */
final class PairRules {
    private PairRules() {}

    static Rules of(Pair pair, Configuration configuration) {
        ProbeSettings probe = pair.primary().probe();
        return new Rules(
                pair.name(),
                probe.failures(),
                probe.every(),
                probe.timeout(),
                probe.countAlso(),
                probe.grace(),
                configuration.internet().hosts().size(),
                configuration.internet().needed(),
                configuration.internet().timeout(),
                configuration.internet().witnesses().size()
                        + (pair.primary().vetoing().isPresent() ? 1 : 0)
                        + (configuration.readiness().fatal().isEmpty() ? 0 : 1),
                pair.shadow(),
                pair.primary().standDown(),
                pair.primary().stableFor());
    }
}
