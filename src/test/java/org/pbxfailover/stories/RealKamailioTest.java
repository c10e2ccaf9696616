package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.real.Kamailio;

/** A primary whose SIP side is a real Kamailio. */
@Tag("real")
class RealKamailioTest {
    @TempDir
    Path temp;

    @Test
    void kamailio_holds_the_failover_while_it_serves_and_no_longer() {
        try (Kamailio kamailio = new Kamailio(temp);
                Town town = new Town(temp).probing("every: 1s, recheck: 150ms, timeout: 1s")) {
            town.pair("acme", "sip: \"tcp://127.0.0.1:" + kamailio.port() + "\"\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.until("acme", "watching");
                town.primary("acme").is(Stub.answers(500, ""));
                soon("the alarm")
                        .until(() -> robot.alarms("acme").stream()
                                .anyMatch(alarm ->
                                        alarm.contains("its SIP side answers (SIP 200 Kamailio lives): no failover")));
                assertThat(robot.state("acme")).isEqualTo("suspect");
                assertThat(town.chronicle.stages("acme")).isEmpty();

                kamailio.hangs();
                robot.until("acme", "active");
                assertThat(town.chronicle.stages("acme")).isEqualTo(Town.ORDER);
                assertThat(robot.history("acme")
                                .at("/0/evidence/opinions/0/detail")
                                .asText())
                        .startsWith("timeout: no answer within 1 s");
            }
        }
    }
}
