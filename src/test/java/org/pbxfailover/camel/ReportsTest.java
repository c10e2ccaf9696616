package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Many pairs wait for their reports, and a script has ordered the next drill of this one meanwhile. */
    @Test
    void a_drill_has_its_own_report_whatever_drill_came_after_it(@TempDir Path temp) throws IOException {
        Map<String, String> written = new HashMap<>();
        Reports reports = new Reports("robot", written::put, name -> false);
        Pairs pairs = new Pairs(
                Samples.configuration(temp, ""),
                new MemoryJournal(),
                Optional.empty(),
                (pair, epoch, news) -> {},
                reports,
                SetClock.still());
        reports.of(pairs);
        Guarded acme = pairs.find("acme").orElseThrow();
        for (int minute = 1; minute <= 2; minute++) {
            Instant at = Instant.EPOCH.plusSeconds(60L * minute);
            pairs.drills().record(acme, new Entry.DrillBegan("acme", at, 0, false, "anna"));
            pairs.drills().record(acme, new Entry.DrillEnded("acme", at, minute == 1, "drill " + minute, List.of()));
        }
        pairs.drills().record(acme, new Entry.DrillBegan("acme", Instant.EPOCH.plusSeconds(180), 0, false, "anna"));

        reports.due().forEach(due -> {
            Exchange exchange = new DefaultExchange(new DefaultCamelContext());
            exchange.getMessage().setBody(due);
            reports.write(exchange);
        });
        assertThat(written)
                .containsOnlyKeys(
                        "acme-drill-19700101T000100Z.md",
                        "acme-drill-19700101T000100Z.html",
                        "acme-drill-19700101T000200Z.md",
                        "acme-drill-19700101T000200Z.html");
        assertThat(written.get("acme-drill-19700101T000100Z.md")).contains("drill 1", "**passed**");
        assertThat(written.get("acme-drill-19700101T000200Z.md")).contains("drill 2", "**failed**");
    }
}
