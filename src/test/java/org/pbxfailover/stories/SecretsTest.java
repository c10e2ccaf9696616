package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** Servers show what they were sent: on error pages, and on other pages, too. */
class SecretsTest {
    private static final String SECRET = "hunter2-hunter2";

    @TempDir
    Path temp;

    @Test
    void the_page_that_shows_an_effect_may_show_the_secret_of_the_call_and_nobody_sees_it() throws Exception {
        try (Town town = new Town(temp)) {
            Path key = Files.writeString(temp.resolve("key"), SECRET);
            String settings = "attempts: 1, body: \"key={{file:" + key + "}}\", verify: { url: \""
                    + town.services.url("/acme/log") + "\", body: registered, within: 300ms, every: 100ms }";
            String dns = "dns: " + town.action("acme", "dns", "") + "\n";
            String reload = "reload: " + town.action("acme", "reload", "") + "\n";
            town.pair("acme", "", reload + "trunks: " + town.action("acme", "trunks", settings) + "\n" + dns, dns);
            town.services.at("/acme/log", Stub.answers(200, "00:01 a call with the key " + SECRET));
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("acme", "failover", "");
                soon("the alarm").until(() -> robot.alarms("acme").toString().contains("trunks is stalled"));

                assertThat(robot.alarms("acme").toString()).contains("a call with the key [REDACTED]");
                assertThat(robot.pair("acme").toString() + robot.history("acme"))
                        .contains("[REDACTED]")
                        .doesNotContain(SECRET);
            }
        }
    }
}
