package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** Somebody renames a pair in the configuration while its secondary serves. */
class RenamedTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    @Test
    void nothing_is_called_again_under_the_new_name_and_the_old_one_goes_on_where_it_was() throws Exception {
        try (Town town = new Town(temp).pair("acme")) {
            Path file = town.write();
            String old = Files.readString(file);
            try (InProcess process = InProcess.start(file, Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.until("acme", "watching");
                town.primary("acme").is(DOWN);
                robot.until("acme", "active");
            }

            Files.writeString(file, old.replace("name: acme", "name: acme-berlin"));
            try (InProcess process = InProcess.start(file, Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                int restart = town.chronicle.now();
                soon("polls of the dead primary")
                        .until(() ->
                                town.chronicle.of(town.primary("acme"), restart).size() >= 6);
                assertThat(robot.state("acme-berlin")).isEqualTo("hold");
                assertThat(robot.pair("acme-berlin").path("sentence").asText())
                        .contains("may be acme under a new name", "acme is active in the journal");
                assertThat(robot.order("acme-berlin", "failover", "").sentence())
                        .startsWith("acme-berlin is on hold, as it may be acme under a new name")
                        .endsWith("only if it is another pair, release it; nothing was changed");
                assertThat(town.chronicle.stages("acme")).isEqualTo(Town.ORDER);
            }

            Files.writeString(file, old);
            try (InProcess process = InProcess.start(file, Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                assertThat(robot.state("acme")).isEqualTo("active");
                assertThat(robot.pairs()).containsOnlyKeys("acme");
                assertThat(town.chronicle.stages("acme")).isEqualTo(Town.ORDER);
            }
        }
    }
}
