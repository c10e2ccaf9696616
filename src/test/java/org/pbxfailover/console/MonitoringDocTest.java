package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.console.TestRobot.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/monitoring.md} names what the robot measures, and the alerts for Prometheus ask for nothing else. */
class MonitoringDocTest {
    private static final Path ALERTS = Path.of("prometheus/alerts.yml");
    private static final Pattern ROW = Pattern.compile("\\| `(pbx_failover_[a-z_]+)` \\|(.*?)\\|");
    private static final Pattern QUOTED = Pattern.compile("`([a-z]+)`");
    private static final Pattern TYPE = Pattern.compile("# TYPE (pbx_failover_[a-z_]+) .*");
    private static final Pattern SAMPLE = Pattern.compile("(pbx_failover_[a-z_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern ASKED = Pattern.compile("(pbx_failover_[a-z_]+)(?:\\{(.*?)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z]+)[=!]");

    /** Every metric with its labels. */
    private static final Map<String, Set<String>> MEASURED = new TreeMap<>();

    @BeforeAll
    static void measure() throws Exception {
        try (TestRobot robot = new TestRobot("acme")) {
            robot.meters.probed(1_000_000, true);
            robot.meters.epochOpened("failover");
            robot.meters.stageEnded("dns", "done", Duration.ofSeconds(1));
            String scraped = send(robot.console("/observe/metrics")).body();
            all(TYPE, scraped).forEach(type -> MEASURED.put(type.group(1), new TreeSet<>()));
            all(SAMPLE, scraped)
                    .forEach(sample -> MEASURED.get(family(sample.group(1))).addAll(labels(LABEL, sample.group(2))));
        }
    }

    @Test
    void the_page_has_every_metric_with_its_labels() throws IOException {
        Map<String, Set<String>> told = new TreeMap<>();
        all(ROW, Files.readString(Path.of("docs/monitoring.md")))
                .forEach(row -> told.put(row.group(1), labels(QUOTED, row.group(2))));
        assertThat(MEASURED).containsKeys("pbx_failover_pair_state", "pbx_failover_stage_seconds");
        assertThat(told).isEqualTo(MEASURED);
    }

    @Test
    void alerts_ask_for_metrics_and_labels_that_there_are() throws IOException {
        for (MatchResult asked : all(ASKED, Files.readString(ALERTS)).toList()) {
            assertThat(MEASURED).containsKey(family(asked.group(1)));
            assertThat(MEASURED.get(family(asked.group(1))))
                    .as(asked.group())
                    .containsAll(labels(LABEL, asked.group(2)));
        }
    }

    @Test
    void every_alert_leads_to_a_section_and_is_tried_by_a_test_for_promtool() throws IOException {
        String alerts = Files.readString(ALERTS);
        String tests = Files.readString(Path.of("prometheus/alerts-test.yml"));
        assertThat(all(Pattern.compile("alert: (\\w+)"), alerts))
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(tests).contains(alert.group(1)));
        assertThat(all(Pattern.compile("runbook: \"([^\"#]+)#?(.*)\""), alerts).toList())
                .hasSameSizeAs(all(Pattern.compile("alert: "), alerts).toList())
                .allSatisfy(place -> assertThat(Files.readAllLines(Path.of(place.group(1))).stream()
                                .filter(line -> line.startsWith("#"))
                                .map(line -> line.replaceFirst("^#+ ", "")))
                        .anyMatch(heading -> place.group(2).isEmpty()
                                || heading.replace(' ', '-').equals(place.group(2))));
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static Set<String> labels(Pattern pattern, String text) {
        return text == null
                ? Set.of()
                : all(pattern, text).map(label -> label.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of what a sample belongs to: a histogram has three kinds of samples. */
    private static String family(String sample) {
        String shorter = sample.replaceFirst("_(bucket|count|sum)$", "");
        return MEASURED.containsKey(shorter) ? shorter : sample;
    }
}
