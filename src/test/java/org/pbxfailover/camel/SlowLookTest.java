package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who asks never waits for a disk, and hears when the disk does not answer. */
class SlowLookTest {
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private long now;
    private Optional<String> disk = Optional.empty();
    private final SlowLook look = new SlowLook(begun::add, () -> disk, "it does not answer", () -> now);

    private void goesBy(Duration time) {
        now += time.toNanos();
    }

    private void comesBack() {
        begun.remove().run();
    }

    @Test
    void the_first_look_begins_at_once_and_nothing_is_wrong_until_it_has_come_back() {
        disk = Optional.of("full");
        assertThat(begun).hasSize(1);
        assertThat(look.found()).isEmpty();
        comesBack();
        assertThat(look.found()).hasValue("full");
    }

    @Test
    void who_asks_sets_off_the_next_look_one_at_a_time_and_not_more_than_one_a_second() {
        comesBack();
        look.found();
        assertThat(begun).isEmpty();
        goesBy(Duration.ofSeconds(1));
        look.found();
        goesBy(Duration.ofSeconds(3));
        look.found();
        assertThat(begun).hasSize(1);
    }

    @Test
    void a_look_that_does_not_come_back_is_itself_what_is_found_until_it_does() {
        comesBack();
        goesBy(Duration.ofSeconds(1));
        look.found();
        goesBy(SlowLook.LIMIT.minusMillis(1));
        assertThat(look.found()).isEmpty();
        goesBy(Duration.ofMillis(1));
        assertThat(look.found()).hasValue("it does not answer");
        comesBack();
        assertThat(look.found()).isEmpty();
    }

    @Test
    void what_somebody_has_met_counts_more_than_a_look_that_began_before() {
        look.found(Optional.of("refused"));
        comesBack();
        assertThat(look.found()).hasValue("refused");
        goesBy(Duration.ofSeconds(1));
        look.found();
        comesBack();
        assertThat(look.found()).isEmpty();
    }

    @Test
    void a_look_that_fails_keeps_nobody_from_the_next_one() {
        SlowLook fails = new SlowLook(
                begun::addFirst,
                () -> {
                    throw new IllegalStateException("as no look should");
                },
                "it does not answer",
                () -> now);
        assertThatThrownBy(this::comesBack).hasMessage("as no look should");
        assertThat(fails.found()).hasValue("it does not answer");
        goesBy(Duration.ofSeconds(1));
        fails.found();
        assertThat(begun).hasSize(2);
    }
}
