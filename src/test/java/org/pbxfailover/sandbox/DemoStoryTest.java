package org.pbxfailover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.web.Ports;

class DemoStoryTest {
    private static final SimulatedPbx.Pace PACE = new SimulatedPbx.Pace(Duration.ofMillis(30), Duration.ofMillis(100));
    private static final World.Plan PLAN = new World.Plan(0, 0, 0, 0, 0, 0, PACE);
    private static final DemoActs.Patience PATIENCE = new DemoActs.Patience(
            Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(20));

    private static final String SECONDARY = Ports.canListen("127.0.0.2") ? "127.0.0.2" : "203.0.113.7";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void passesWithAnHonestRobot() {
        assertThat(play(FakeRobot.starter(FakeRobot.Habit.HONEST))).as(text()).isZero();

        assertThat(text())
                .containsSubsequence(
                        "Act 1",
                        "Act 2",
                        "primary    is dead",
                        "outside-1  <- GET /generate_204",
                        "secondary  <- POST /reload   [demo-1-reload-1]",
                        "secondary  has its trunk registered",
                        "dns        <- GET /update?name=pbx.sandbox.example&ip=" + SECONDARY + "   [demo-1-dns-1]",
                        "telephone  is registered at " + SECONDARY,
                        "Act 3",
                        "primary    is back",
                        "ALARM: the primary answers again",
                        "Act 4",
                        "robot      refuses: the primary does not answer steadily yet",
                        "dns        says pbx.sandbox.example is 127.0.0.1",
                        "secondary  has its trunk unregistered",
                        "Measured at the simulators",
                        "Every stage was observed at the simulators, in order and once.")
                // On its way to us the answer may be overtaken by what the order sets off.
                .contains("robot      accepts: back to the primary")
                .doesNotContain("never");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LIES                          | reload: POST /reload never reached the secondary",
                "LIES                          | users: the telephone never registered at {secondary}",
                "DNS_FIRST                     | order: DNS was changed before the trunk was registered",
                "DNS_TWICE                     | reached the dns 2 times (demo-1-dns-1, demo-1-dns-2), once is right",
                "FAILS_BACK_BY_ITSELF          | (demo-2-dns-1) came before a person ordered a fail-back",
                "NEVER_ASKS_OUTSIDE            | confirm: 0 outside hosts were asked between the primary's death",
                "NEVER_VERIFIES                | trunks: DNS was changed without asking whether the trunk is registered",
                "SENDS_NO_KEYS                 | reload: POST /reload came without an Idempotency-Key",
                "STAYS_SILENT_ABOUT_THE_RETURN | alarm: the robot's API showed no new alarm within 2000 ms",
                "UNREGISTERS_BEFORE_DNS        | came before dns",
            })
    void failsWithTheRightSentence(FakeRobot.Habit habit, String sentence) {
        assertThat(play(FakeRobot.starter(habit))).isEqualTo(1);

        assertThat(text())
                .contains("Missing or wrong")
                .contains(sentence.replace("{secondary}", SECONDARY))
                .doesNotContain("Every stage was observed");
    }

    @Test
    void saysInOneSentenceWhyTheRobotDidNotStart() {
        RobotStarter broken = file -> {
            throw new IllegalStateException("the port 8080 is taken");
        };

        assertThat(play(broken)).isEqualTo(1);

        assertThat(text()).contains("The demo could not be played: the port 8080 is taken");
    }

    @Test
    void namesAnErrorThatHasNoMessage() {
        RobotStarter broken = file -> {
            throw new NullPointerException();
        };

        assertThat(play(broken)).isEqualTo(1);

        assertThat(text()).contains("The demo could not be played: NullPointerException");
    }

    private int play(RobotStarter starter) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new DemoStory(out, PLAN, PATIENCE).play(starter);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
