package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** A robot that is asked as a witness hammers no PBX and keeps its API free (fault 58). */
class WitnessLimitsTest {
    private static final int PLACES = 8;
    private static final List<String> PAIRS =
            IntStream.rangeClosed(1, PLACES + 2).mapToObj(i -> "pair-" + i).toList();

    @TempDir
    static Path temp;

    private static final ExecutorService ASKERS = Executors.newCachedThreadPool();
    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        // Its own polls are an hour apart and spread over it, so that all requests but the first are for others.
        town = new Town(temp).probing("every: 1h, timeout: 8s");
        PAIRS.forEach(pair -> town.pair(pair, "shadow"));
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
        soon("its only poll")
                .until(() -> robot.pair("pair-1").at("/primary/alive").asBoolean());
    }

    @AfterAll
    static void stop() {
        ASKERS.shutdownNow();
        process.close();
        town.close();
    }

    private static Future<RobotClient.Answer> ask(String pair) {
        return ASKERS.submit(() -> robot.witness(town.url(pair)));
    }

    @Test
    void many_who_ask_about_one_primary_at_once_cost_it_one_probe() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Stub primary = town.primary("pair-2").is(Stub.behind(gate, Stub.answers(200, "PBX ok")));
        int mark = town.chronicle.now();
        List<Future<RobotClient.Answer>> answers =
                Stream.generate(() -> ask("pair-2")).limit(8).toList();
        soon("the probe").until(() -> !town.chronicle.of(primary, mark).isEmpty());
        gate.countDown();
        RobotClient.Answer first = answers.get(0).get();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().get("alive").asBoolean()).isTrue();
        for (Future<RobotClient.Answer> answer : answers) {
            assertThat(answer.get().status()).isEqualTo(200);
        }
        // Who came too late for the first probe has had one of his own, but nobody one for himself alone.
        assertThat(town.chronicle.of(primary, mark)).hasSizeLessThan(8);
        assertThat(robot.pair("pair-2").has("primary")).as("a poll of its own").isFalse();
    }

    @Test
    void however_many_primaries_hang_its_api_answers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        PAIRS.forEach(pair -> town.primary(pair).is(Stub.behind(gate, Stub.answers(200, "PBX ok"))));
        int mark = town.chronicle.now();
        List<Future<RobotClient.Answer>> answers =
                PAIRS.stream().map(WitnessLimitsTest::ask).toList();
        soon("those that have no place")
                .until(() -> answers.stream().filter(Future::isDone).count() == 2);
        assertThat(town.chronicle.since(mark).stream().filter(call -> PAIRS.contains(call.server())))
                .hasSize(PLACES);
        assertThat(robot.state("pair-1")).isEqualTo("watching");
        gate.countDown();

        long refused = 0;
        for (Future<RobotClient.Answer> answer : answers) {
            int status = answer.get().status();
            assertThat(status).isIn(200, 429);
            refused += status == 429 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(2);
    }
}
