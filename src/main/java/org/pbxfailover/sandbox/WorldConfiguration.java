package org.pbxfailover.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pbxfailover.web.Ports;

/** Writes the {@code failover.yaml} of a {@link World}: the users' format, with settings fast enough to watch. */
final class WorldConfiguration {
    private WorldConfiguration() {}

    static Path write(World world, World.Plan plan) throws IOException {
        Files.createDirectories(world.directory().resolve("pbx"));
        Path file = world.directory().resolve("failover.yaml");
        return Files.writeString(file, robot(world, plan) + internet(world) + pair(world) + stages(world));
    }

    private static String robot(World world, World.Plan plan) throws IOException {
        return """
                # The simulated world of the sandbox. Without token and password the robot makes its own.
                robot:
                  name: sandbox
                  state: "%s"
                  api: { listen: "127.0.0.1:%d" }
                  console: { listen: "127.0.0.1:%d", user: admin }
                """.formatted(
                        world.directory().resolve("state"),
                        Ports.preferably(plan.api(), "127.0.0.1"),
                        Ports.preferably(plan.console(), "127.0.0.1"));
    }

    private static String internet(World world) {
        String hosts = String.join(
                ", ",
                world.outside().uris().stream()
                        .map(uri -> '"' + uri.toString() + '"')
                        .toList());
        return """
                internet:
                  hosts: [%s]
                  needed: %d
                  timeout: 500ms
                """.formatted(hosts, World.OUTSIDE_NEEDED);
    }

    private static String pair(World world) {
        return """
                pairs:
                  - name: %s
                    working-directory: "%s"
                    mode: live
                    primary:
                      address: %s
                      when-back: ask
                      stable-for: 1s
                      probe:
                        url: "%s"
                        every: 500ms
                        recheck: 200ms
                        timeout: 400ms
                        failures: 3
                        contains: "PBX"
                    secondary:
                      address: %s
                      probe: { url: "%s", every: 500ms, recheck: 200ms, timeout: 400ms, failures: 3 }
                """.formatted(
                        World.PAIR,
                        world.directory().resolve("pbx"),
                        world.primaryAddress(),
                        world.primary().uri("/"),
                        world.secondaryAddress(),
                        world.secondary().uri("/"));
    }

    private static String stages(World world) {
        return """
                    activation:
                      reload: { action: http, url: "%s", method: POST, timeout: 2s }
                      trunks:
                        action: http
                        url: "%s"
                        method: POST
                        timeout: 2s
                        expect: { status: 200, body: "queued" }
                        verify: { url: "%s", body: "200 OK", within: 10s, every: 200ms }
                      dns: { action: http, url: "%s{secondary}", timeout: 2s, expect: { status: 200, body: "good" } }
                    failback:
                      dns: { action: http, url: "%s{primary}", timeout: 2s, expect: { status: 200, body: "good" } }
                      trunks: { action: http, url: "%s", method: POST, timeout: 2s }
                """.formatted(
                        world.secondary().uri("/reload"),
                        world.secondary().uri("/trunks/register"),
                        world.secondary().uri("/trunks"),
                        world.dns().updateUrl(),
                        world.dns().updateUrl(),
                        world.secondary().uri("/trunks/unregister"));
    }
}
