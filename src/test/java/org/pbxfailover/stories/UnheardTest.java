package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.web.Ports;

/** A terminal on which somebody pressed Ctrl-S, a pipe that nobody reads: what cannot be said is done all the same. */
class UnheardTest {
    @TempDir
    Path temp;

    @Test
    void a_log_that_takes_nothing_delays_neither_a_failover_nor_the_end() throws IOException {
        int api = Ports.free("127.0.0.1");
        int console = Ports.free("127.0.0.1");
        try (Town town = new Town(temp)) {
            town.robot("stories", api, console).pair("dies").pair("other");
            try (Child child = Child.unheard(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(api, console);
                soon("the robot to guard").ignoreExceptions().until(() -> robot.live() == 200);
                town.primary("dies").dies();
                soon("every stage").until(() -> town.chronicle.stages("dies").equals(Town.ORDER));
                robot.until("dies", "active");
                int mark = town.chronicle.now();
                soon("polls of the other")
                        .until(() ->
                                town.chronicle.of(town.primary("other"), mark).size() >= 4);
                child.terminate();
                assertThat(child.exit()).isZero();
            }
        }
    }
}
