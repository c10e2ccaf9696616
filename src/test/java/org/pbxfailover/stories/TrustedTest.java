package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.probe.Certificates;
import org.pbxfailover.probe.Peer;

/** A PBX with a certificate that it made for itself. */
class TrustedTest {
    @TempDir
    Path temp;

    @Test
    void a_certificate_that_the_configuration_names_is_believed_by_actions_and_their_rehearsal() throws Exception {
        Certificates certificates = Certificates.shared();
        Path pem = Files.writeString(temp.resolve("pbx.pem"), certificates.pem("stranger", "other"));
        try (Town town = new Town(temp);
                Peer pbx = new Peer(
                        certificates
                                .server("other")
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        (self, socket) -> {
                            if (self.request(socket)) {
                                Peer.write(socket, Peer.ok("registered"));
                            }
                        })) {
            town.robot("stories").trust(pem);
            String dns = "dns: " + town.action("acme", "dns", "") + "\n";
            town.pair(
                    "acme",
                    "",
                    "reload: " + town.action("acme", "reload", "")
                            + "\ntrunks: { action: http, url: \"https://127.0.0.1:" + pbx.port()
                            + "/register\", method: POST, attempts: 1, expect: { body: registered } }\n" + dns,
                    dns);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("the rehearsal")
                        .until(() -> RobotClient.texts(robot.pair("acme").path("not-ready"))
                                .isEmpty());
                robot.order("acme", "failover", "");
                robot.until("acme", "active");

                assertThat(robot.alarms("acme")).isEmpty();
                assertThat(pbx.requests).singleElement().asString().startsWith("POST /register");
            }
        }
    }
}
