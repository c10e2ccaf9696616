package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpokenTest {

    @Test
    void durations_are_said_in_the_unit_that_people_think_in() {
        assertThat(Spoken.duration(Duration.ZERO)).isEqualTo("0 s");
        assertThat(Spoken.duration(Duration.ofMillis(-5))).isEqualTo("0 s");
        assertThat(Spoken.duration(Duration.ofMillis(800))).isEqualTo("800 ms");
        assertThat(Spoken.duration(Duration.ofMillis(2480))).isEqualTo("2.5 s");
        assertThat(Spoken.duration(Duration.ofSeconds(17))).isEqualTo("17 s");
        assertThat(Spoken.duration(Duration.ofMillis(59_990))).isEqualTo("1 min");
        assertThat(Spoken.duration(Duration.ofSeconds(90))).isEqualTo("1 min 30 s");
        assertThat(Spoken.duration(Duration.ofHours(1))).isEqualTo("1 hour");
        assertThat(Spoken.duration(Duration.ofHours(14))).isEqualTo("14 hours");
        assertThat(Spoken.duration(Duration.ofDays(58))).isEqualTo("58 days");
        assertThat(Spoken.duration(Duration.ofDays(5850))).isEqualTo("16 years");
        assertThat(Spoken.duration(Duration.ofDays(365_250 * 2))).isEqualTo("2,000 years");
        assertThat(Spoken.duration(Duration.ofDays(365_250_000))).isEqualTo("a million years or more");
    }
}
