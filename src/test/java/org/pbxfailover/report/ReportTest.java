package org.pbxfailover.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.operator.DrillView;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.StageView;
import org.xml.sax.InputSource;

/** What is written down can be read by somebody who was not there, and is nothing but text whatever a server said. */
class ReportTest {
    private static final Instant THREE = Instant.parse("2026-11-24T03:00:00Z");
    private static final String HOSTILE = "<script>alert(1)</script> | **bold** [x](http://evil.example)";

    private static Probe refused(int second) {
        return new Probe(
                new Moment(0, THREE.plusSeconds(second)),
                Duration.ofMillis(12),
                new Finding.Failed(FailureClass.REFUSED, "connection refused"));
    }

    private static EpochView epoch() {
        Evidence evidence = new Evidence(
                List.of(refused(0), refused(1), refused(2)),
                List.of(
                        new OutsideAnswer("https://one.one.one.one/", true, "200 OK", Duration.ofMillis(40)),
                        new OutsideAnswer("tcp://9.9.9.9:53", false, "no answer", Duration.ofMillis(900))),
                List.of(),
                Optional.of(refused(3)));
        StageView reload =
                new StageView("reload", "done", 1, THREE.plusSeconds(4), Optional.of(THREE.plusMillis(4250)), "204");
        StageView dns =
                new StageView("dns", "done", 2, THREE.plusSeconds(5), Optional.of(THREE.plusSeconds(8)), HOSTILE);
        return new EpochView(
                7,
                "failover",
                THREE.plusMillis(3100),
                "the primary is dead",
                evidence,
                List.of(reload, dns),
                "completed",
                Optional.of(THREE.plusSeconds(8)),
                "the secondary is in service");
    }

    @Test
    void what_was_abandoned_says_why_and_no_stage_of_it_runs_for_ever() {
        EpochView whole = epoch();
        EpochView epoch = new EpochView(
                7,
                "failover",
                whole.opened(),
                whole.sentence(),
                whole.evidence(),
                List.of(new StageView("dns", "unfinished", 2, THREE.plusSeconds(5), Optional.empty(), "503")),
                "abandoned",
                whole.closed(),
                "fail-back ordered by anna, epoch 8");
        assertThat(Markdown.of(Report.of("standby-dc2", "acme", epoch)))
                .contains("the primary is dead\n\n- outcome: **abandoned**: fail-back ordered by anna, epoch 8")
                .contains("**no** unfinished, 2 calls: 503");
    }

    @Test
    void a_failover_is_told_from_the_first_failed_probe_to_the_last_stage() {
        String text = Markdown.of(Report.of("standby-dc2", "acme", epoch()));
        assertThat(text)
                .startsWith("# acme: failover, epoch 7\n\nthe primary is dead\n")
                .contains(
                        "- outcome: **completed**: the secondary is in service\n",
                        "from 2026-11-24T03:00:00Z to 2026-11-24T03:00:08Z, 8 s")
                .containsSubsequence(
                        "| +0 ms | probe 1 of the primary | 12 ms | **no** refused: connection refused |",
                        "| +2 s | probe 3 of the primary |",
                        "| +2 s | https://one.one.one.one/ | 40 ms | 200 OK |",
                        "| +2 s | tcp://9.9.9.9:53 | 900 ms | **no** no answer |",
                        "| +3 s | last probe of the primary |",
                        "| +4 s | stage reload | 250 ms | done, 1 call: 204 |",
                        "| +5 s | stage dns | 3 s | done, 2 calls: ");
    }

    @Test
    void the_page_has_a_bar_for_everything_and_needs_nothing_else() throws Exception {
        String page = Page.of(Report.of("standby-dc2", "acme", epoch()));
        String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
        var drawn = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("rect");
        assertThat(drawn.getLength()).isEqualTo(8);
        assertThat(page).doesNotContain("src=", "href=", "@import", "url(");
    }

    @ParameterizedTest
    @CsvSource({
        "1.9S, +0 ms +500 ms +1 s +1.5 s",
        "8S, +0 ms +2 s +4 s +6 s +8 s",
        "4M, +0 ms +1 min +2 min +3 min +4 min",
        "50H, +0 ms +12 h +24 h +36 h +2 d",
    })
    void the_timeline_is_marked_at_round_times(String took, String marks) {
        DrillView drill = new DrillView(
                THREE,
                true,
                "anna",
                Optional.of(new DrillView.Result(
                        THREE.plus(Duration.parse("PT" + took)), true, "drill passed", List.of())));
        String svg = Page.of(Report.of("standby-dc2", "acme", drill).orElseThrow());
        assertThat(Pattern.compile(">(\\+[^<]*)</text>")
                        .matcher(svg)
                        .results()
                        .map(mark -> mark.group(1))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(marks);
    }

    @Test
    void what_a_server_said_stays_text() {
        Report report = Report.of("standby-dc2", "acme", epoch());
        assertThat(Page.of(report)).doesNotContain("<script").contains("&lt;script&gt;alert(1)");
        assertThat(Markdown.of(report))
                .contains("\\<script\\>alert(1)\\</script\\> \\| \\*\\*bold\\*\\* \\[x\\](http://evil.example) |");
    }

    @Test
    void a_drill_is_told_when_it_has_ended() {
        DrillView open = new DrillView(THREE, false, "anna", Optional.empty());
        assertThat(Report.of("standby-dc2", "acme", open)).isEmpty();
        DrillFinding finding = new DrillFinding("stage dns", false, "401", Duration.ofMillis(30));
        DrillView ended = new DrillView(
                THREE,
                false,
                "anna",
                Optional.of(new DrillView.Result(
                        THREE.plusSeconds(1), false, "drill failed: stage dns (401)", List.of(finding))));
        Report report = Report.of("standby-dc2", "acme", ended).orElseThrow();
        assertThat(Markdown.of(report))
                .contains("# acme: drill, 2026-11-24T03:00:01Z", "- outcome: **failed**")
                .contains("| stage dns | **failed** | 30 ms | 401 |");
        assertThat(Page.of(report)).contains("class=\"bad\">failed", "<td>stage dns");
    }
}
