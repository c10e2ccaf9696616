package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** What comes to its end while the robot is told to stop is told to people, for no later start would say it. */
class LastWordTest {
    @TempDir
    Path temp;

    @Test
    void a_fail_back_that_ends_while_the_robot_stops_is_told() {
        CountDownLatch gate = new CountDownLatch(1);
        try (Town town = new Town(temp)) {
            Stub phone = town.stub("phone");
            town.also("notify: [ { action: webhook, url: \"" + phone.url("/hook") + "\", events: [failed-back] } ]\n");
            town.pair("back", "stable-for: 300ms");
            town.services.at("/back/dns-back", Stub.behind(gate, Stub.answers(200, "")));
            InProcess process = InProcess.start(town.write(), Town.routes());
            RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
            robot.order("back", "failover", "");
            robot.until("back", "active");
            robot.order("back", "failback", "{\"force\":true}");
            soon("the stage").until(() -> town.chronicle.stages("back").contains("dns-back"));
            CompletableFuture<Void> end = CompletableFuture.runAsync(process::close);
            soon("the end to begin").until(() -> !answers(robot));
            gate.countDown();
            end.join();
            assertThat(town.chronicle.of(phone))
                    .singleElement()
                    .satisfies(call -> assertThat(call.body()).contains("\"event\":\"failed-back\""));
        } finally {
            gate.countDown();
        }
    }

    private static boolean answers(RobotClient robot) {
        try {
            return robot.get("/api/pairs").status() == 200;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
