package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.real.Asked.answer;
import static org.pbxfailover.real.Asked.serial;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;
import static org.pbxfailover.stories.SignedUpdates.OTHER;
import static org.pbxfailover.stories.SignedUpdates.SECRET;
import static org.pbxfailover.stories.SignedUpdates.ZONE;
import static org.pbxfailover.stories.SignedUpdates.alarms;
import static org.pbxfailover.stories.SignedUpdates.switchover;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.real.Knot;
import org.xbill.DNS.Type;

/** RFC 2136 as another maker reads it: the action {@code rfc2136} against a real Knot DNS, which a BIND follows. */
@Tag("real")
class RealKnotTest {
    @TempDir
    Path temp;

    private static SignedUpdates updates(Knot knot) {
        return new SignedUpdates(knot.address(), knot.secondaryAddress());
    }

    @Test
    void knot_goes_there_and_back_and_so_does_the_bind_that_follows_it() throws Exception {
        try (Knot knot = new Knot(temp, ZONE, SECRET, "pbx A 127.0.0.1\npbx AAAA 2001:db8::10\n");
                Town town = new Town(temp).also("readiness: { every: 1s }\n")) {
            String dns = updates(knot).dns("pbx", "robot", SECRET);
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
            SignedUpdates updates = updates(knot);
            updates.pair(town, "sig", "pbx", "robot", OTHER);
            updates.pair(town, "key", "pbx", "nobody", SECRET);
            updates.pair(town, "reader", "pbx", "reader", SECRET);
            updates.pair(town, "moved", "moved", "robot", SECRET);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                List.of("sig", "key", "reader", "moved").forEach(pair -> switchover(robot, pair));
                alarms(robot, "sig", "(BADSIG): correct tsig-secret");
                alarms(robot, "key", "does not know the TSIG key, or does not let it update (BADKEY)");
                alarms(robot, "reader", "does not know the TSIG key, or does not let it update (BADKEY)");
                alarms(robot, "moved", "changes nothing (NXRRSET)");
                assertThat(serial(knot.address(), ZONE)).isEqualTo(1);
            }
        }
    }
}
