package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A clock that is minutes off is said beforehand; one host that is wrong is not believed. */
class SkewTest {
    private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
    private static final String RIGHT = "Tue, 24 Nov 2026 03:00:00 GMT";
    private static final String EARLIER = "Tue, 24 Nov 2026 02:57:00 GMT";

    private final Skew skew = new Skew();

    @Test
    void a_clock_that_is_ahead_or_behind_is_said() {
        skew.told("a", EARLIER, NOW);
        assertThat(skew.problem())
                .hasValue("the clock of this robot is 3 min ahead of that of the outside hosts: have it set by NTP");
        skew.told("a", RIGHT, NOW.minusSeconds(31));
        assertThat(skew.problem()).hasValueSatisfying(why -> assertThat(why).contains("31 s behind that"));
        skew.told("a", RIGHT, NOW.minusSeconds(30));
        assertThat(skew.problem()).isEmpty();
    }

    @Test
    void one_host_of_three_is_not_believed() {
        skew.told("a", RIGHT, NOW);
        skew.told("b", EARLIER, NOW);
        skew.told("c", RIGHT, NOW);
        assertThat(skew.problem()).isEmpty();
        skew.told("c", EARLIER, NOW);
        assertThat(skew.problem()).isPresent();
    }

    @Test
    void of_two_hosts_that_disagree_neither_is_believed() {
        skew.told("a", RIGHT, NOW);
        skew.told("b", EARLIER, NOW);
        assertThat(skew.problem()).isEmpty();
        skew.told("b", "Tue, 24 Nov 2026 03:03:00 GMT", NOW);
        assertThat(skew.problem()).isEmpty();
        skew.told("a", EARLIER, NOW);
        assertThat(skew.problem()).isEmpty();
        skew.told("b", EARLIER, NOW);
        assertThat(skew.problem()).isPresent();
    }

    @Test
    void hosts_that_tell_no_time_are_left_out() {
        assertThat(skew.problem()).isEmpty();
        skew.told("a", EARLIER, NOW);
        skew.told("a", "", NOW);
        skew.told("b", "yesterday", NOW);
        assertThat(skew.problem()).isEmpty();
    }
}
