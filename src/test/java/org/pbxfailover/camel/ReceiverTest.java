package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long somebody who refuses a notification is left alone. */
class ReceiverTest {
    @Test
    void a_receiver_that_asks_to_be_left_alone_for_a_day_is_told_all_the_same() {
        assertThat(Receiver.longer(Duration.ofSeconds(1), Optional.of(Duration.ofDays(1))))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(Receiver.longer(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(2))))
                .as("its own pause is longer")
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(Receiver.longer(Duration.ofMinutes(15), Optional.empty()))
                .as("a pause that the configuration asks for")
                .isEqualTo(Duration.ofMinutes(15));
    }
}
