package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumaneTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "4200, 4.2 s",
        "59999, 59.9 s",
        "60000, 1 min",
        "185000, 3 min 5 s",
        "3600000, 1 h",
        "7500000, 2 h 5 min",
        "172740000, 47 h 59 min",
        "172800000, 2 d",
        "7779600000, 90 d 1 h"
    })
    void a_duration_is_said_as_people_say_it(long millis, String said) {
        assertThat(Humane.duration(Duration.ofMillis(millis))).isEqualTo(said);
    }
}
