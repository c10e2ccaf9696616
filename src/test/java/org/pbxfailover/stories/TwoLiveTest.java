package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.web.Ports;

/** A robot comes back whose place another one has taken (docs/two-robots.md). */
class TwoLiveTest {
    @TempDir
    Path temp;

    private static String notReady(RobotClient robot, String pair) {
        return String.join("; ", texts(robot.pair(pair).path("not-ready")));
    }

    @Test
    void a_robot_says_while_it_runs_that_another_one_is_live_for_the_same_primary_and_when_it_no_longer_is()
            throws Exception {
        int port = Ports.free("127.0.0.1");
        String witness = "witness 127.0.0.1:" + port;
        try (Town other = new Town(Files.createDirectory(temp.resolve("there")))
                        .robot("other", port, 0)
                        .pair("same");
                Town town = new Town(temp)
                        .also("readiness: { every: 1s }\n")
                        .witnesses("{ url: \"http://127.0.0.1:" + port + "/\", token: " + Town.TOKEN + " }")
                        .shares("acme", other, "same")
                        .shares("watched", other, "same")
                        .pair("acme")
                        .pair("watched", "shadow");
                InProcess process = InProcess.start(town.write(), Town.routes())) {
            RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
            soon("the pair to be ready")
                    .until(() -> robot.pair("acme").path("ready").asBoolean());

            try (InProcess back = InProcess.start(other.write(), Town.routes())) {
                soon("both to be live").until(() -> notReady(robot, "acme"), why -> why.contains(witness));
                assertThat(notReady(robot, "acme"))
                        .isEqualTo(witness + ": it is live for this primary itself, as this one is, so a death would be"
                                + " activated twice: give the pair mode: shadow at one of them");
                assertThat(back.apiPort()).isEqualTo(port);
                assertThat(notReady(robot, "watched")).isEmpty();
            }
            Path file = other.write();
            Files.writeString(file, Files.readString(file).replace("mode: live", "mode: shadow"));
            try (InProcess shadow = InProcess.start(file, Town.routes())) {
                assertThat(shadow.apiPort()).isEqualTo(port);
                soon("one to be live")
                        .until(() -> robot.pair("acme").path("ready").asBoolean());
            }
        }
    }
}
