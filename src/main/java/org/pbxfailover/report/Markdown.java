package org.pbxfailover.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.pbxfailover.core.Humane;
import org.pbxfailover.logging.Printable;

/** A report as Markdown, to be read as it is or pasted into a ticket. */
public final class Markdown {
    private Markdown() {}

    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(cell(report.heading())).append("\n\n");
        text.append(cell(report.verdict())).append("\n\n");
        text.append("- outcome: **")
                .append(cell(report.outcome()))
                .append("**")
                .append(cell(report.told()))
                .append("\n");
        text.append("- from ")
                .append(at(report.began()))
                .append(" to ")
                .append(at(report.ended()))
                .append(", ")
                .append(Humane.duration(Duration.between(report.began(), report.ended())))
                .append("\n- robot: ")
                .append(cell(report.robot()))
                .append("\n");
        if (report.findings().isEmpty()) {
            text.append("\n| after | what | took | result |\n|---|---|---|---|\n");
            report.steps().forEach(step -> row(text, report, step));
        }
        if (!report.findings().isEmpty()) {
            text.append("\n| looked at | result | took | found |\n|---|---|---|---|\n");
            report.findings()
                    .forEach(finding -> text.append("| %s | %s | %s | %s |\n"
                            .formatted(
                                    cell(finding.name()),
                                    finding.passed() ? "passed" : "**failed**",
                                    finding.took().isZero() ? "" : Humane.duration(finding.took()),
                                    cell(finding.detail()))));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, Report report, Report.Step step) {
        text.append("| +%s | %s | %s | %s%s |\n"
                .formatted(
                        Humane.duration(Duration.between(report.began(), step.began())),
                        cell(step.what()),
                        Humane.duration(step.took()),
                        step.good() ? "" : "**no** ",
                        cell(step.detail())));
    }

    private static Instant at(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Texts from servers must neither break the table nor bring along markup of their own. */
    private static String cell(String text) {
        return Printable.oneLine(text).replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
    }
}
