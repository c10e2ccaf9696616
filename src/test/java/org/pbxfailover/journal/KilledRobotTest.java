package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.journal.Samples.acknowledged;
import static org.pbxfailover.journal.Samples.opened;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.Entry;

class KilledRobotTest {
    @TempDir
    Path temp;

    @RepeatedTest(3)
    void everything_acknowledged_before_a_kill_is_there_and_nothing_by_halves() throws Exception {
        Process robot = Samples.java(Robot.class, List.of(), temp.toString());
        List<String> told = new ArrayList<>();
        try (var reader = robot.inputReader(StandardCharsets.UTF_8)) {
            while (told.size() < 200) {
                told.add(reader.readLine());
            }
            robot.toHandle().destroyForcibly(); // SIGKILL; Process.destroyForcibly would also close the stream
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                told.add(line);
            }
        } finally {
            robot.destroyForcibly().waitFor();
        }
        try (StateDirectory state = opened(temp)) {
            for (String line : told) {
                // The last line may have been cut by the kill: then it names a smaller number, which was told before.
                String[] pairAndNumber = line.split(" ", -1);
                if (pairAndNumber.length == 2 && pairAndNumber[0].length() == 5 && !pairAndNumber[1].isEmpty()) {
                    assertThat(state.journal().entries(pairAndNumber[0]))
                            .contains(acknowledged(pairAndNumber[0], "end " + pairAndNumber[1]));
                }
            }
            for (int pair = 0; pair < 4; pair++) {
                List<Entry> entries = state.journal().entries("pair" + pair);
                assertThat(entries).hasSizeGreaterThan(1);
                assertThat(entries.size() % 2).isZero();
            }
        }
    }
}
