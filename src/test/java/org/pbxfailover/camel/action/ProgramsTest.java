package org.pbxfailover.camel.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsTest {
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
