package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTest {
    @Test
    void the_innermost_message_is_said_on_one_line() {
        Exception inner = new IllegalArgumentException(" no bean\n   of that name ");
        assertThat(Cause.sentence(new RuntimeException("outer", inner))).isEqualTo("no bean of that name");
    }

    @Test
    void an_inner_failure_without_a_message_does_not_hide_what_is_said_around_it() {
        assertThat(Cause.sentence(new RuntimeException("the pool is closed", new InterruptedException())))
                .isEqualTo("the pool is closed");
    }

    @Test
    void one_that_says_nothing_is_called_by_its_name() {
        assertThat(Cause.sentence(new StackOverflowError())).isEqualTo("StackOverflowError");
    }

    @Test
    void a_long_one_is_shortened_and_can_be_had_whole() {
        Exception longest = new Exception("x".repeat(301));
        assertThat(Cause.sentence(longest)).isEqualTo("x".repeat(300) + "…");
        assertThat(Cause.line(longest)).hasSize(301);
    }
}
