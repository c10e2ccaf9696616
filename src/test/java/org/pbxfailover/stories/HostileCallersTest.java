package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.web.Callers;
import org.pbxfailover.web.HostileCaller;
import org.pbxfailover.web.HostileCaller.Slow;
import org.pbxfailover.web.HostileCaller.Target;

/** Whoever calls, and whatever they send: the robot goes on guarding. {@code bench/run.sh hostile} does the same with 10,000. */
class HostileCallersTest {
    private static final int TIMES = 10;
    private static final int CALLERS = 6;
    private static final int SLOW = 30;

    @TempDir
    Path temp;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private Town town;
    private InProcess process;
    private RobotClient robot;

    @BeforeEach
    void start() {
        town = new Town(temp).pair("target").pair("dies").pair("ordered");
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        process.close();
        town.close();
    }

    @Test
    void hostile_callers_change_nothing_and_hold_up_nothing() throws Exception {
        List.of("target", "dies", "ordered").forEach(pair -> robot.until(pair, "watching"));
        Target target = new Target(process.apiPort(), process.consolePort(), Town.TOKEN, "target");
        List<Slow> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                slow.add(HostileCaller.slow(i % 2 == 0 ? process.apiPort() : process.consolePort()));
            }
            List<Future<Boolean>> attack = IntStream.range(0, TIMES * HostileCaller.values().length)
                    .mapToObj(i -> HostileCaller.values()[i % HostileCaller.values().length])
                    .map(caller -> callers.submit(() -> caller.isAnsweredRightly(target)))
                    .toList();
            List<Future<Integer>> repeated = IntStream.range(0, TIMES)
                    .mapToObj(
                            i -> (Callable<Integer>) () -> robot.order("ordered", "failover", "{\"expected-epoch\":0}")
                                    .status())
                    .map(callers::submit)
                    .toList();
            town.primary("dies").dies();

            robot.until("dies", "active");
            for (Future<Boolean> call : attack) {
                assertThat(call.get(60, TimeUnit.SECONDS)).isTrue();
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> order : repeated) {
                statuses.add(order.get(60, TimeUnit.SECONDS));
            }
            assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        } finally {
            for (Slow one : slow) {
                one.close();
            }
        }
        robot.until("ordered", "active");
        assertThat(town.chronicle.stages("dies")).isEqualTo(Town.ORDER);
        assertThat(town.chronicle.stages("ordered")).isEqualTo(Town.ORDER);
        assertThat(town.chronicle.stages("target")).isEmpty();
        assertThat(robot.history("target")).isEmpty();
        assertThat(robot.state("target")).isEqualTo("watching");
        assertThat(robot.order("target", "failover", "{\"expected-epoch\":0}").status())
                .isEqualTo(200);
        soon("the order to be carried out").until(() -> town.chronicle.stages("target"), Town.ORDER::equals);
    }

    @Test
    void connections_that_never_ask_make_room_for_one_that_does() throws Exception {
        robot.until("target", "watching");
        List<Slow> slow = new ArrayList<>();
        try {
            for (int i = 0; i < Callers.MOST + 20; i++) {
                slow.add(HostileCaller.slow(i % 2 == 0 ? process.apiPort() : process.consolePort()));
            }

            // Two servers and several threads take them, so nobody here knows exactly which are the oldest.
            soon("as many to be ended as are too many")
                    .until(() -> slow.stream().filter(one -> !one.drip()).count(), ended -> ended >= 20);
            assertThat(slow.subList(Callers.MOST - 20, Callers.MOST + 20))
                    .as("the newest stay")
                    .allMatch(Slow::drip);
            assertThat(robot.order("target", "failover", "{\"expected-epoch\":0}")
                            .status())
                    .isEqualTo(200);
        } finally {
            for (Slow one : slow) {
                one.close();
            }
        }
    }
}
