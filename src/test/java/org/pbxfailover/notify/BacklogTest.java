package org.pbxfailover.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.notify.Notices.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Moment;

class BacklogTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Backlog backlog = new Backlog(3, MINUTE);
    private final Moment start = new Moment(Long.MAX_VALUE - 5_000_000_000L, Instant.EPOCH); // the scale may overflow

    private Moment at(long seconds) {
        return start.plus(Duration.ofSeconds(seconds));
    }

    private void add(long seconds, String... pairs) {
        for (String pair : pairs) {
            backlog.add(notice(pair, "suspect"), at(seconds));
        }
    }

    private List<Notice> taken(long seconds) {
        List<Notice> taken = new ArrayList<>();
        for (Optional<Notice> next = backlog.next(at(seconds)); next.isPresent(); next = backlog.next(at(seconds))) {
            taken.add(next.get());
        }
        return taken;
    }

    private List<String> told(long seconds) {
        return taken(seconds).stream()
                .map(notice -> notice instanceof Notice.Single single
                        ? single.pair()
                        : ((Notice.Digest) notice)
                                .listed().stream()
                                        .map(Notice.Single::pair)
                                        .toList()
                                        .toString())
                .toList();
    }

    @Test
    void a_few_go_out_one_by_one_and_at_once() {
        add(0, "a", "b", "c");
        assertThat(told(0)).containsExactly("a", "b", "c");
        assertThat(backlog.quiet(at(0))).isEmpty();
    }

    @Test
    void the_rest_of_a_flood_goes_out_together_a_minute_after_its_beginning() {
        add(0, "a", "b");
        add(1, "c", "d", "e");
        add(40, "f");
        assertThat(told(59)).containsExactly("a", "b", "c");
        assertThat(backlog.quiet(at(59))).contains(Duration.ofSeconds(1));
        assertThat(told(60)).containsExactly("[d, e, f]");
        assertThat(told(1000)).isEmpty();
    }

    @Test
    void while_the_flood_lasts_there_is_one_digest_a_minute() {
        for (int second = 0; second <= 180; second++) {
            add(second, "p" + second);
            int told = told(second).size();
            boolean digest = second == 60 || second == 120 || second == 180;
            assertThat(told).as("second " + second).isEqualTo(second < 3 || digest ? 1 : 0);
        }
    }

    @Test
    void a_straggler_alone_is_told_as_itself() {
        add(0, "a", "b", "c", "d");
        told(0);
        assertThat(taken(60)).containsExactly(notice("d", "suspect"));
    }

    @Test
    void when_it_is_quiet_again_the_first_goes_out_at_once() {
        add(0, "a", "b", "c", "d", "e");
        told(60);
        add(121, "f");
        assertThat(told(121)).containsExactly("f");
    }

    @Test
    void nothing_overtakes_what_is_being_gathered() {
        add(0, "a", "b", "c", "d");
        told(0);
        add(59, "e");
        assertThat(told(59)).isEmpty();
        assertThat(told(61)).containsExactly("[d, e]");
    }

    @Test
    void what_comes_slowly_while_the_receiver_is_down_goes_out_together_when_it_is_back() {
        for (int minute = 0; minute < 10; minute++) {
            add(minute * 61L, "p" + minute);
        }
        assertThat(told(700)).containsExactly("p0", "p1", "p2", "[p3, p4, p5, p6, p7, p8, p9]");
    }

    @Test
    void a_thousand_pairs_are_all_counted_and_the_rarest_event_is_listed_in_any_case() {
        add(0, "a", "b", "c");
        told(0);
        IntStream.range(0, 1000).forEach(i -> add(1, "p" + i));
        IntStream.range(0, 100_000).forEach(i -> add(2, "p" + i % 1000));
        backlog.add(notice("p7", "stalled"), at(3));

        Notice.Digest digest = (Notice.Digest) taken(60).get(0);

        assertThat(digest.counts()).isEqualTo(Map.of("suspect", 101_000, "stalled", 1));
        assertThat(digest.pairs()).isEqualTo(1000);
        assertThat(digest.listed()).hasSize(Gathered.LISTED + 1).endsWith(notice("p7", "stalled"));
        assertThat(digest.more()).isEqualTo(101_000 - Gathered.LISTED);
        assertThat(digest.headline())
                .isEqualTo("[standby-dc2] 101001 notifications about 1000 pairs: 1 stalled, 101000 suspect");
    }
}
