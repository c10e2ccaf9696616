package org.pbxfailover.camel.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.NoAnswer;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.probe.Deadline;

class ProgramsTest {
    private static final List<String> ALLOWED = List.of("/bin/sh", "/nowhere/there");

    @AfterEach
    void forgetInterrupt() {
        Thread.interrupted();
    }

    private static void check(String program, String script, Duration time) throws Exception {
        Exchange exchange =
                ExchangeBuilder.anExchange(new DefaultCamelContext()).build();
        ActionUrl.settings(exchange, Map.of("program", program, "look", List.of("-c", script)));
        Deadline.set(exchange, time);
        new Programs(ALLOWED).check(exchange);
    }

    @Test
    void a_look_that_a_program_answers_with_no_is_a_refusal() {
        assertThatThrownBy(() -> check("/bin/sh", "echo old; exit 1", Duration.ofSeconds(30)))
                .isInstanceOf(Refused.class)
                .hasMessage("/bin/sh ended with exit code 1: old");
    }

    @ParameterizedTest
    @CsvSource({"/nowhere/there, cannot be started", "/bin/other, is not allowed"})
    void a_program_that_cannot_be_begun_says_nothing(String program, String why) {
        assertThatThrownBy(() -> check(program, "exit 1", Duration.ofSeconds(30)))
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining(why)
                .extracting("reply")
                .hasToString("REFUSED");
    }

    @Test
    void one_that_does_not_end_in_time_may_have_asked_others_who_are_still_at_it() {
        assertThatThrownBy(() -> check("/bin/sh", "exec sleep 60", Duration.ofMillis(300)))
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining("was killed")
                .extracting("reply")
                .hasToString("NONE");
    }

    @Test
    void one_that_has_ended_has_an_exit_code_however_late_the_robot_comes_to_it() throws Exception {
        for (int i = 0; i < 20; i++) { // the news of its end may come before the question, or after it
            Process ended = new ProcessBuilder("/bin/sh", "-c", "exit 3").start();
            ended.waitFor();
            assertThat(Programs.exit(ended, System.nanoTime() - 1)).isEqualTo(3);
        }
    }

    @Test
    void one_that_is_killed_because_the_robot_ends_is_broken_off_and_has_refused_nothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> check("/bin/sh", "exec sleep 60", Duration.ofSeconds(30)))
                .isInstanceOf(NoAnswer.class)
                .hasMessage("/bin/sh was killed, because the robot ends")
                .extracting("reply")
                .hasToString("BROKEN_OFF");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cannot run program "/x" (in directory "/"): error=2, No such file or directory | No such file or directory
            Cannot run program "/x" (in directory "/"): Exec failed, error: 13 (Permission denied) | Permission denied
            out of threads | out of threads
            """)
    void why_a_program_cannot_be_started_is_said_without_what_java_wraps_around_it(String said, String reason) {
        assertThat(Programs.reason(said)).isEqualTo(reason);
    }
}
