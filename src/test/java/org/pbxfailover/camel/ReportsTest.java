package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry;

class ReportsTest {
    @Test
    void a_few_reports_are_due_at_a_time_when_many_pairs_have_failed_over_at_once_and_none_is_forgotten() {
        Reports reports = new Reports("robot", (name, text) -> {}, name -> false);
        IntStream.range(0, 25)
                .mapToObj(i -> new Entry.EpochClosed(
                        "pair-" + i, Instant.EPOCH, 1, Entry.Outcome.COMPLETED, "all stages done"))
                .forEach(reports);

        assertThat(reports.due()).hasSize(10);
        assertThat(reports.due()).hasSize(10);
        assertThat(reports.due()).hasSize(5);
        assertThat(reports.due()).isEmpty();
    }
}
