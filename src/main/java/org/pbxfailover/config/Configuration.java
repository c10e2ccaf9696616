package org.pbxfailover.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One valid configuration file. Whoever holds one may rely on every range and every rule that {@link ConfigurationReader} enforces.
 *
 * @param file where it was read from
 */
public record Configuration(
        Path file,
        RobotSettings robot,
        Internet internet,
        List<Notification> notifications,
        Optional<Heartbeat> heartbeat,
        ReadinessSettings readiness,
        List<Pair> pairs) {

    public Optional<Pair> pair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }
}
