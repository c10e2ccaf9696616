package org.pbxfailover.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.Probe;
import org.pbxfailover.operator.DrillView;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.StageView;

/**
 * One chapter of a pair's story, without secrets.
 *
 * @param heading such as {@code acme: failover, epoch 7}
 * @param verdict the sentence that it began with, or what came of a drill
 * @param outcome such as {@code completed}
 * @param ending the sentence that it ended with; may be empty
 * @param steps what happened, in the order of its beginning; the first begins the timeline
 * @param findings what a drill looked at; empty otherwise
 */
public record Report(
        String robot,
        String heading,
        String verdict,
        String outcome,
        String ending,
        List<Step> steps,
        List<DrillFinding> findings) {

    /** Something that took time. */
    public record Step(String what, Instant began, Instant ended, boolean good, String detail) {
        Duration took() {
            return Duration.between(began, ended);
        }
    }

    public Report {
        steps = steps.stream().sorted(Comparator.comparing(Step::began)).toList();
        findings = List.copyOf(findings);
    }

    /** Of an epoch that is closed. */
    public static Report of(String robot, String pair, EpochView epoch) {
        List<Step> steps = new ArrayList<>();
        Evidence evidence = epoch.evidence();
        for (int i = 0; i < evidence.failed().size(); i++) {
            steps.add(step(
                    "probe " + (i + 1) + " of the primary", evidence.failed().get(i)));
        }
        Instant asked = evidence.failed().isEmpty()
                ? epoch.opened()
                : evidence.failed().get(evidence.failed().size() - 1).ended().wall();
        evidence.outside()
                .forEach(answer -> steps.add(
                        new Step(answer.host(), asked, asked.plus(answer.took()), answer.answered(), answer.detail())));
        evidence.last().ifPresent(last -> steps.add(step("last probe of the primary", last)));
        epoch.stages().forEach(stage -> steps.add(step(stage, epoch.closed().orElse(epoch.opened()))));
        return new Report(
                robot,
                pair + ": " + epoch.kind() + ", epoch " + epoch.epoch(),
                epoch.sentence(),
                epoch.outcome(),
                epoch.ending(),
                steps,
                List.of());
    }

    private static Step step(String what, Probe probe) {
        return new Step(
                what,
                probe.began().wall(),
                probe.ended().wall(),
                probe.alive(),
                probe.finding().phrase());
    }

    private static Step step(StageView stage, Instant otherwise) {
        String calls = stage.attempts() == 1 ? "1 call" : stage.attempts() + " calls";
        return new Step(
                "stage " + stage.stage(),
                stage.began(),
                stage.ended().orElse(otherwise),
                stage.state().equals("done"),
                stage.state() + ", " + calls + (stage.detail().isEmpty() ? "" : ": " + stage.detail()));
    }

    /** Of a drill that has ended; empty while it goes on. */
    public static Optional<Report> of(String robot, String pair, DrillView drill) {
        return drill.ended()
                .map(result -> new Report(
                        robot,
                        pair + ": " + (drill.live() ? "live drill" : "drill") + ", " + result.at(),
                        result.sentence() + " (ordered by " + drill.by() + ")",
                        result.passed() ? "passed" : "failed",
                        "",
                        List.of(new Step("drill", drill.began(), result.at(), result.passed(), result.sentence())),
                        result.findings()));
    }

    /** The sentence that it ended with, to follow the outcome. */
    String told() {
        return ending.isEmpty() ? "" : ": " + ending;
    }

    Instant began() {
        return steps.stream().map(Step::began).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    Instant ended() {
        return steps.stream().map(Step::ended).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
