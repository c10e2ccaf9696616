package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.real.NameServers;

/** A zone at two servers of different makes: the one that is changed tells the other one, which is asked as well. */
@Tag("real")
class RealFollowersTest {
    @TempDir
    Path temp;

    private void goesThereAndBack(NameServers servers) {
        try (Town town = new Town(temp)) {
            String dns = "dns: { " + servers.action()
                    + ", attempts: 1, backoff: 1s, verify: { within: 20s, every: 200ms } }\n";
            town.pair("acme", "", dns, dns);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.until("acme", "watching");
                servers.addresses()
                        .forEach(server -> soon("the zone at " + server)
                                .until(() -> Answers.of(server, NameServers.NAME), List.of("127.0.0.1")::equals));
                robot.order("acme", "failover", "{}");
                robot.until("acme", "active");
                assertThat(robot.history("acme").at("/0/stages/0/attempts").asInt())
                        .isEqualTo(1);
                assertThat(servers.addresses())
                        .allSatisfy(server ->
                                assertThat(Answers.of(server, NameServers.NAME)).containsExactly("127.0.0.2"));
                robot.order("acme", "failback", "{\"force\":true}");
                robot.until("acme", "watching");
                assertThat(servers.addresses())
                        .allSatisfy(server ->
                                assertThat(Answers.of(server, NameServers.NAME)).containsExactly("127.0.0.1"));
            }
        }
    }

    /** PowerDNS itself would tell its secondaries at its next cycle, which is an hour away here. */
    @Test
    void powerdns_is_changed_over_its_api_and_bind_follows_at_once() {
        try (NameServers servers = NameServers.powerDnsFirst(temp, "127.0.0.1")) {
            goesThereAndBack(servers);
        }
    }

    @Test
    void bind_is_changed_by_rfc_2136_and_powerdns_follows_at_once() {
        try (NameServers servers = NameServers.bindFirst(temp, "127.0.0.1")) {
            goesThereAndBack(servers);
        }
    }
}
