package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PollScheduleTest {
    private static final long MILLI = 1_000_000;
    private static final long FIRST_TICK = -5_000 * MILLI; // monotonic time may well be negative

    private final PollSchedule schedule =
            new PollSchedule(Duration.ofSeconds(1), Duration.ofMillis(800), Duration.ofMillis(300), when -> {});

    @Test
    void begins_at_its_offset_from_the_first_tick() {
        assertThat(polls(0, 100, 200, 300, 400)).containsExactly(300);
    }

    @Test
    void a_few_pairs_begin_within_one_interval_spread_over_it() {
        assertThat(offsets(1_000, 4)).containsExactly(0L, 250L, 500L, 750L);
        assertThat(offsets(1_000, 200)).allMatch(offset -> offset < 1_000);
    }

    @Test
    void of_a_thousand_pairs_two_hundred_begin_within_a_second_and_all_phases_stay_apart() {
        List<Long> offsets = offsets(1_000, 1_000);
        for (long second = 0; second < 5; second++) {
            long from = second * 1_000;
            assertThat(offsets)
                    .filteredOn(at -> at >= from && at < from + 1_000)
                    .hasSize(200);
        }
        assertThat(offsets.stream().map(at -> at % 1_000)).doesNotHaveDuplicates();
        assertThat(offsets(5_000, 1_000)).allMatch(offset -> offset < 5_000);
    }

    private static List<Long> offsets(long every, int pairs) {
        return IntStream.range(0, pairs)
                .mapToObj(number -> PollSchedule.offset(Duration.ofMillis(every), number, pairs)
                        .toMillis())
                .toList();
    }

    @Test
    void a_late_poll_says_how_late_and_keeps_the_phase_of_the_next_ones() {
        assertThat(polls(0, 350, 1_300, 2_299, 2_300)).containsExactly(350, 1_300, 2_300);
        assertThat(schedule.begin(at(3_450))).isEqualTo(150 * MILLI);
    }

    @Test
    void after_a_long_pause_one_poll_is_made_and_then_the_phase_is_kept() {
        assertThat(polls(0, 300, 5_900, 5_950, 6_250, 6_300)).containsExactly(300, 5_900, 6_300);
    }

    @Test
    void a_poll_in_flight_is_waited_for_until_it_is_lost() {
        schedule.begin(at(0));
        assertThat(schedule.begin(at(300))).isZero();
        assertThat(schedule.begin(at(1_300))).isNegative();
        assertThat(schedule.begin(at(300 + 10_799))).isNegative();
        assertThat(schedule.begin(at(300 + 10_800))).isNotNegative();
    }

    @Test
    void one_lost_poll_may_be_from_before_a_suspension_and_two_in_a_row_mean_that_nobody_watches() {
        assertThat(schedule.begin(at(0))).isNegative();
        assertThat(schedule.begin(at(300))).isNotNegative();
        assertThat(schedule.begin(at(60_000))).isNotNegative();
        assertThat(schedule.unheard()).isFalse();
        assertThat(schedule.begin(at(60_900))).isNegative();
        assertThat(schedule.begin(at(71_300))).isNotNegative();
        assertThat(schedule.unheard()).isTrue();
        schedule.ended();
        assertThat(schedule.unheard()).isFalse();
    }

    @Test
    void a_recheck_comes_sooner_but_never_later_than_the_next_poll() {
        polls(0, 300);
        schedule.soon(Duration.ofMillis(200));
        schedule.soon(Duration.ofMillis(900));
        assertThat(polls(499, 500)).containsExactly(500);
    }

    /** At the start nothing may begin as if the PBX had been asked; what monotonic time says then means nothing. */
    @Test
    void before_the_first_tick_no_first_poll_is_over() {
        assertThat(schedule.firstIsOver(Long.MAX_VALUE / 2)).isFalse();
        schedule.begin(at(0));
        assertThat(schedule.firstIsOver(at(300 + 1_800))).isFalse();
        assertThat(schedule.firstIsOver(at(300 + 1_801))).isTrue();
    }

    @Test
    void a_poll_and_a_probe_out_of_turn_are_both_waited_for() {
        schedule.begin(at(0));
        assertThat(schedule.begin(at(300))).isZero();
        schedule.outOfTurn(at(400));
        schedule.ended();
        assertThat(schedule.begin(at(1_300))).isNegative();
        schedule.ended();
        assertThat(schedule.begin(at(1_400))).isNotNegative();
    }

    @Test
    void a_lost_poll_that_comes_back_after_all_does_not_make_room_beside_a_later_probe() {
        schedule.begin(at(0));
        assertThat(schedule.begin(at(300))).isZero();
        assertThat(schedule.begin(at(60_000))).isNotNegative();
        schedule.ended();
        schedule.ended();
        schedule.outOfTurn(at(60_200));
        assertThat(schedule.begin(at(60_300))).isNegative();
    }

    /** However long ago the last poll began, it is not as old as that. */
    @Test
    void a_probe_out_of_turn_is_lost_only_when_it_is_late_itself() {
        PollSchedule seldom = new PollSchedule(Duration.ofHours(1), Duration.ofMillis(800), Duration.ZERO, when -> {});
        assertThat(seldom.begin(at(0))).isZero();
        seldom.ended();
        seldom.outOfTurn(at(3_599_900));
        assertThat(seldom.begin(at(3_600_000))).isNegative();
        assertThat(seldom.begin(at(3_599_900 + 10_800))).isNotNegative();
    }

    @Test
    void polls_that_come_back_with_nothing_are_followed_by_others_and_two_in_a_row_mean_that_nobody_watches() {
        List<Long> sooner = new ArrayList<>();
        PollSchedule empty =
                new PollSchedule(Duration.ofSeconds(1), Duration.ofMillis(800), Duration.ZERO, sooner::add);
        assertThat(empty.begin(at(0))).isZero();
        assertThat(empty.next()).as("until it comes back or is lost").isEqualTo(at(10_800));
        empty.cameBackEmpty();
        assertThat(sooner).containsExactly(at(1_000));
        assertThat(empty.unheard()).isFalse();
        assertThat(empty.begin(at(1_000))).isZero();
        empty.cameBackEmpty();
        assertThat(empty.unheard()).isTrue();
        assertThat(empty.begin(at(2_000))).isZero();
        empty.ended();
        assertThat(empty.unheard()).isFalse();
    }

    private static long at(long millis) {
        return FIRST_TICK + millis * MILLI;
    }

    /** At which of these moments, in milliseconds after the first tick, a poll begins; each ends at once. */
    private int[] polls(long... ticks) {
        return LongStream.of(ticks)
                .filter(tick -> {
                    boolean begun = schedule.begin(at(tick)) >= 0;
                    if (begun) {
                        schedule.ended();
                    }
                    return begun;
                })
                .mapToInt(tick -> (int) tick)
                .toArray();
    }
}
