package org.pbxfailover.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.notify.Notices.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.pbxfailover.core.Moment;

/** Floods of every kind, and receivers of every slowness. */
class FloodsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Moment at(long seconds) {
        return new Moment(Duration.ofSeconds(seconds).toNanos(), Instant.EPOCH);
    }

    /** Whatever comes and however slow the receiver is. */
    @Property(tries = 500)
    void everything_is_told_once_and_in_order_and_digests_keep_their_distance(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int after) {
        Random random = new Random(seed);
        Backlog any = new Backlog(after, MINUTE);
        List<String> added = new ArrayList<>();
        List<String> told = new ArrayList<>();
        List<Long> digests = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 200; i++) {
            now += random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(8);
            if (random.nextBoolean()) {
                added.add("p" + i);
                any.add(notice("p" + i, "suspect"), at(now));
            } else {
                long moment = now;
                any.next(at(now)).ifPresent(notice -> collect(notice, moment, told, digests));
            }
        }
        long end = now + 120;
        while (any.quiet(at(end)).isPresent() || told.size() < added.size()) {
            any.next(at(end)).ifPresent(notice -> collect(notice, end, told, digests));
        }
        assertThat(told).isEqualTo(added);
        for (int i = 1; i < digests.size(); i++) {
            assertThat(digests.get(i) - digests.get(i - 1)).isGreaterThanOrEqualTo(60);
        }
    }

    private static void collect(Notice notice, long now, List<String> told, List<Long> digests) {
        if (notice instanceof Notice.Digest digest) {
            digests.add(now);
            digest.listed().forEach(one -> told.add(one.pair()));
        } else {
            told.add(((Notice.Single) notice).pair());
        }
    }
}
