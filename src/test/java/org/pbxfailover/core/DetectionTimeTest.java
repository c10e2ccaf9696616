package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DetectionTimeTest {
    private static DetectionTime times(double every, double recheck, double timeout, int failures, double outside) {
        return new DetectionTime(
                seconds(every), seconds(recheck), seconds(timeout), failures, seconds(outside), Duration.ZERO);
    }

    private static DetectionTime waiting(DetectionTime times, double opinions) {
        return new DetectionTime(
                times.every(), times.recheck(), times.timeout(), times.failures(), times.outside(), seconds(opinions));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    @Test
    void a_refusing_primary_is_noticed_after_one_interval_the_rechecks_and_the_outside_check() {
        assertThat(times(5, 1, 3, 3, 2).worstCaseRefusing()).isEqualTo(seconds(5 + 2 * 1 + 2));
    }

    @Test
    void a_hanging_primary_costs_the_deadline_of_every_probe() {
        assertThat(times(5, 1, 3, 3, 2).worstCaseHanging()).isEqualTo(seconds(5 + 2 * 3 + 3 + 2 + 3));
    }

    @Test
    void the_last_probe_comes_after_the_outside_check() {
        assertThat(times(5, 1, 3, 3, 4).worstCaseHanging()).isEqualTo(seconds(5 + 2 * 3 + 3 + 4 + 3));
    }

    @Test
    void a_recheck_longer_than_the_deadline_sets_the_pace() {
        assertThat(times(30, 10, 3, 3, 2).worstCaseHanging()).isEqualTo(seconds(30 + 2 * 10 + 3 + 2 + 3));
    }

    @Test
    void one_failure_needs_no_recheck() {
        assertThat(times(5, 1, 3, 1, 2).worstCaseRefusing()).isEqualTo(seconds(5 + 2));
        assertThat(times(5, 1, 3, 1, 2).worstCase()).isEqualTo(seconds(5 + 3 + 2 + 3));
    }

    @Test
    void a_second_opinion_is_waited_for_while_the_outside_is_asked_and_the_last_probe_made() {
        DetectionTime times = times(5, 1, 3, 3, 2);
        assertThat(waiting(times, 3).worstCaseRefusing()).isEqualTo(seconds(5 + 2 * 1 + 3));
        assertThat(waiting(times, 1).worstCaseRefusing()).isEqualTo(times.worstCaseRefusing());
        assertThat(waiting(times, 2 + 3).worstCaseHanging()).isEqualTo(times.worstCaseHanging());
        assertThat(waiting(times, 6).worstCaseHanging()).isEqualTo(seconds(5 + 2 * 3 + 3 + 6));
    }

    @Test
    void silence_is_the_longer_of_both_worst_cases_whoever_is_waited_for() {
        for (int opinions = 0; opinions < 12; opinions++) {
            DetectionTime times = waiting(times(5, 1, 3, 3, 2), opinions);
            assertThat(times.worstCase()).isEqualTo(times.worstCaseHanging()).isGreaterThan(times.worstCaseRefusing());
        }
    }

    @Test
    void at_one_percent_three_in_a_row_happen_every_58_days_and_four_every_16_years() {
        assertThat(days(times(5, 1, 3, 3, 2).meanTimeBetweenFalseAlarms(0.01))).isEqualTo(58, within(0.5));
        assertThat(days(times(5, 1, 3, 4, 2).meanTimeBetweenFalseAlarms(0.01)) / 365.25)
                .isEqualTo(16, within(0.1));
    }

    @Test
    void a_network_that_loses_every_other_probe_fails_three_in_a_row_after_fourteen() {
        assertThat(times(5, 1, 3, 3, 2).meanTimeBetweenFalseAlarms(0.5)).isEqualTo(seconds(14 * 5));
    }

    @Test
    void the_further_probe_makes_a_false_failover_as_rare_as_one_more_failure() {
        assertThat(times(5, 1, 3, 3, 2).meanTimeBetweenFalseFailovers(0.01))
                .isEqualTo(times(5, 1, 3, 4, 2).meanTimeBetweenFalseAlarms(0.01));
    }

    @Test
    void a_hundred_failures_in_a_row_still_make_a_time_that_can_be_shown() {
        assertThat(times(5, 1, 3, 100, 2).meanTimeBetweenFalseAlarms(0.01)).isEqualTo(Duration.ofDays(365_250_000));
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> times(5, 1, 3, 0, 2)).hasMessageContaining("failures");
        assertThatThrownBy(() -> times(0, 1, 3, 3, 2)).hasMessageContaining("every");
        assertThatThrownBy(() -> times(5, 1, -3, 3, 2)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> waiting(times(5, 1, 3, 3, 2), -1)).hasMessageContaining("opinions");
        for (double loss : new double[] {0, 1}) {
            assertThatThrownBy(() -> times(5, 1, 3, 3, 2).meanTimeBetweenFalseAlarms(loss))
                    .hasMessageContaining("between 0 and 1");
        }
    }

    private static double days(Duration duration) {
        return duration.toMillis() / 86_400_000.0;
    }
}
