package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.real.Asked.answer;
import static org.pbxfailover.real.Asked.serial;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.real.Knot;
import org.xbill.DNS.Type;

/** RFC 2136 as another maker reads it: the action {@code rfc2136} against a real Knot DNS, which a BIND follows. */
@Tag("real")
class RealKnotTest {
    private static final String ZONE = "acme.example";
    private static final String SECRET = secret("0123456789abcdef0123456789abcdef");
    private static final String OTHER = secret("another-secret-another-secret-00");

    @TempDir
    Path temp;

    private static String secret(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String dns(Knot knot, String name, String key, String secret) {
        return "dns: { action: rfc2136, server: \"" + knot.address() + "\", zone: " + ZONE + ", name: " + name + "."
                + ZONE + ", tsig-name: " + key + ", tsig-secret: \"" + secret + "\", servers: [\"" + knot.address()
                + "\", \"" + knot.secondaryAddress()
                + "\"], timeout: 20s, attempts: 1, backoff: 200ms, verify: { within: 40s, every: 200ms }";
    }

    private static void switchover(RobotClient robot, String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
    }

    @Test
    void knot_goes_there_and_back_and_so_does_the_bind_that_follows_it() throws Exception {
        try (Knot knot = new Knot(temp, ZONE, SECRET, "pbx A 127.0.0.1\npbx AAAA 2001:db8::10\n");
                Town town = new Town(temp).also("readiness: { every: 1s }\n")) {
            String dns = dns(knot, "pbx", "robot", SECRET);
            town.pair("acme", "", dns + ", ipv6: \"2001:db8::7\" }\n", dns + ", ipv6: \"2001:db8::10\" }\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("a rehearsal without complaints")
                        .until(() -> !texts(robot.pair("acme").path("not-ready"))
                                .toString()
                                .contains("preflight"));
                assertThat(serial(knot.address(), ZONE)).isEqualTo(1);

                switchover(robot, "acme");
                soon("the failover").atMost(Duration.ofSeconds(90)).until(() -> robot.state("acme"), "active"::equals);
                at(knot, "127.0.0.2", "2001:db8::7");
                assertThat(robot.order("acme", "failback", "{\"force\":true}").status())
                        .isLessThan(300);
                soon("the way back")
                        .atMost(Duration.ofSeconds(90))
                        .until(() -> robot.state("acme"), "watching"::equals);
                at(knot, "127.0.0.1", "2001:db8::10");
            }
        }
    }

    private static void at(Knot knot, String ipv4, String ipv6) throws Exception {
        for (String server : new String[] {knot.address(), knot.secondaryAddress()}) {
            assertThat(answer(server, "pbx." + ZONE, Type.A)).containsExactly(ipv4);
            assertThat(answer(server, "pbx." + ZONE, Type.AAAA)).containsExactly(ipv6);
        }
    }

    @Test
    void what_knot_refuses_is_a_sentence_and_changes_nothing() throws Exception {
        try (Knot knot = new Knot(temp, ZONE, SECRET, "pbx A 127.0.0.1\nmoved A 192.0.2.99\n");
                Town town = new Town(temp)) {
            town.pair(
                    "sig",
                    "",
                    dns(knot, "pbx", "robot", OTHER) + " }\n",
                    "dns: " + town.action("sig", "back", "") + "\n");
            town.pair(
                    "key",
                    "",
                    dns(knot, "pbx", "nobody", SECRET) + " }\n",
                    "dns: " + town.action("key", "back", "") + "\n");
            town.pair(
                    "reader",
                    "",
                    dns(knot, "pbx", "reader", SECRET) + " }\n",
                    "dns: " + town.action("reader", "back", "") + "\n");
            town.pair(
                    "moved",
                    "",
                    dns(knot, "moved", "robot", SECRET) + " }\n",
                    "dns: " + town.action("moved", "back", "") + "\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                refused(robot, "sig", "(BADSIG): correct tsig-secret");
                refused(robot, "key", "does not know the TSIG key, or does not let it update (BADKEY)");
                refused(robot, "reader", "does not know the TSIG key, or does not let it update (BADKEY)");
                refused(robot, "moved", "changes nothing (NXRRSET)");
                assertThat(serial(knot.address(), ZONE)).isEqualTo(1);
            }
        }
    }

    private static void refused(RobotClient robot, String pair, String sentence) {
        switchover(robot, pair);
        soon(pair + " to say: " + sentence)
                .until(() -> robot.alarms(pair), alarms -> alarms.stream().anyMatch(alarm -> alarm.contains(sentence)));
    }
}
