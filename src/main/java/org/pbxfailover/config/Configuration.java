package org.pbxfailover.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One valid configuration file. Whoever holds one may rely on every range and every rule that {@link ConfigurationReader} enforces.
 *
 * @param file where it was read from
 * @param readinessEvery how often the preflights of each pair are rehearsed, 1 s to 1 day
 */
public record Configuration(
        Path file,
        RobotSettings robot,
        Internet internet,
        List<Notification> notifications,
        Optional<Heartbeat> heartbeat,
        Duration readinessEvery,
        List<Pair> pairs) {

    public Optional<Pair> pair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }
}
