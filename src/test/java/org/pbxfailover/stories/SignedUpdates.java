package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Pairs whose DNS is changed by signed updates of one zone at a real server, which another one follows.
 *
 * @param server takes the updates
 * @param follower must answer the new address, too
 */
record SignedUpdates(String server, String follower) {
    static final String ZONE = "acme.example";
    static final String SECRET = secret("0123456789abcdef0123456789abcdef");

    /** That of nobody. */
    static final String OTHER = secret("another-secret-another-secret-00");

    static final String TIMES = "timeout: 20s, attempts: 1, backoff: 200ms, verify: { within: 40s, every: 200ms }";

    private static String secret(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The stage, without the brace at its end. */
    String dns(String name, String key, String secret) {
        return "dns: { action: rfc2136, server: \"" + server + "\", zone: " + ZONE + ", name: " + name + "." + ZONE
                + ", tsig-name: " + key + ", tsig-secret: \"" + secret + "\", servers: [\"" + server + "\", \""
                + follower + "\"], " + TIMES;
    }

    /** A pair that goes over by an update and back without one. */
    void pair(Town town, String pair, String name, String key, String secret) {
        town.pair(pair, "", dns(name, key, secret) + " }\n", "dns: " + town.action(pair, "back", "") + "\n");
    }

    static void switchover(RobotClient robot, String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
    }

    static void alarms(RobotClient robot, String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> robot.alarms(pair), alarms -> alarms.stream().anyMatch(alarm -> alarm.contains(part)));
    }
}
