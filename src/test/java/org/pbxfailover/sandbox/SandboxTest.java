package org.pbxfailover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pbxfailover.web.Ports;

class SandboxTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final CountDownLatch stop = new CountDownLatch(1);

    @AfterEach
    void stop() {
        stop.countDown();
    }

    /** A cold machine may be slow. */
    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    @Test
    void runsUntilStoppedAndEveryPartCanBeReachedAsItSays() throws IOException {
        int control = Ports.free("127.0.0.1");
        CompletableFuture<Integer> sandbox = start(FakeRobot.starter(FakeRobot.Habit.LIES), control);
        soon(() -> text().contains("The sandbox is up"));
        String base = "http://127.0.0.1:" + control;
        assertThat(text())
                .contains("login      user admin, password in state/console.password")
                .contains("curl -X POST " + base + "/primary/kill", "curl -X POST " + base + "/dns/fail", "dig @");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> state(base), containsString("telephone  registered at 127.0.0.1"));

        assertThat(post(base + "/primary/kill")).contains("primary    dead");
        soon(() -> state(base).contains("robot      active"));
        assertThat(post(base + "/primary/revive")).contains("primary    accepts registrations, trunk registered");
        assertThat(post(base + "/primary/hang")).contains("primary    frozen");
        assertThat(post(base + "/secondary/hang")).contains("secondary  frozen");
        assertThat(post(base + "/secondary/revive")).contains("secondary  stands by");
        assertThat(post(base + "/outside/cut")).contains("outside    0 of 3 hosts answer");
        assertThat(post(base + "/outside/restore")).contains("outside    3 of 3 hosts answer");
        assertThat(post(base + "/dns/fail")).contains("refuses updates");
        assertThat(post(base + "/dns/restore")).contains("takes updates");

        stop.countDown();
        assertThat(sandbox.join()).isZero();
    }

    @Test
    void changesNothingOnAGetAndNamesWhatItKnows() throws IOException {
        int control = Ports.free("127.0.0.1");
        start(FakeRobot.starter(FakeRobot.Habit.LIES), control);
        soon(() -> text().contains("The sandbox is up"));
        String base = "http://127.0.0.1:" + control;

        assertThat(Http.get(URI.create(base + "/primary/kill")).statusCode()).isEqualTo(405);
        assertThat(state(base)).contains("primary    accepts registrations");
        assertThat(post(base + "/primary/explode")).contains("there is no /primary/explode; known are /primary/kill,");
    }

    @Test
    void saysWhyItDidNotStart() {
        RobotStarter broken = file -> {
            throw new IllegalStateException("the routes are not there");
        };

        assertThat(Sandbox.run(out, broken, stop, World.Plan.ANYWHERE, 0)).isEqualTo(1);
        assertThat(text()).contains("The sandbox could not be started: the routes are not there");
    }

    private CompletableFuture<Integer> start(RobotStarter starter, int control) {
        return Aside.run(() -> Sandbox.run(out, starter, stop, World.Plan.ANYWHERE, control));
    }

    private static String state(String base) throws IOException {
        return Http.get(URI.create(base + "/")).body();
    }

    private static String post(String uri) throws IOException {
        return Http.post(URI.create(uri)).body();
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
