package org.pbxfailover.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Humane;
import org.pbxfailover.logging.Printable;

/** A report as one HTML page that needs nothing else: no script, no picture, no address outside. */
public final class Page {
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; color: #1c2530; background: #fff }
            h1 { font-size: 1.4rem } table { border-collapse: collapse; width: 100%; margin-top: 1.5rem }
            td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d7dde4; vertical-align: top }
            td:nth-child(odd) { white-space: nowrap } td:nth-child(even) { overflow-wrap: anywhere } .good { color: #17663a } .bad { color: #b3261e }
            svg { width: 100%; height: auto; margin-top: 1rem } svg text { font: 12px system-ui, sans-serif; fill: currentColor }
            @media (max-width: 40rem) { tr { display: block; border-bottom: 1px solid #d7dde4 } th { display: none }
              td { display: inline-block; border: 0; padding: .1rem .4rem } }
            @media (prefers-color-scheme: dark) { body { color: #dfe6ee; background: #14191f } td, th { border-color: #36414d }
              .good { color: #6fd39b } .bad { color: #ff8a80 } }
            """;

    private Page() {}

    public static String of(Report report) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <h1>%s</h1>
                <p>%s</p>
                <p>Outcome: <strong class="%s">%s</strong>%s.</p>
                <p>From %s to %s, %s. Robot: %s.</p>
                %s%s%s</body>
                </html>
                """.formatted(
                        safe(report.heading()),
                        STYLE,
                        safe(report.heading()),
                        safe(report.verdict()),
                        good(List.of("completed", "passed").contains(report.outcome())),
                        safe(report.outcome()),
                        safe(report.told()),
                        at(report.began()),
                        at(report.ended()),
                        Humane.duration(Duration.between(report.began(), report.ended())),
                        safe(report.robot()),
                        report.findings().isEmpty() ? Timeline.of(report) : "",
                        report.findings().isEmpty() ? steps(report) : "",
                        report.findings().isEmpty() ? "" : findings(report));
    }

    private static String steps(Report report) {
        StringBuilder table = new StringBuilder("<table>\n<tr><th>after<th>what<th>took<th>result\n");
        for (Report.Step step : report.steps()) {
            row(
                    table,
                    "+" + Humane.duration(Duration.between(report.began(), step.began())),
                    step.what(),
                    Humane.duration(step.took()),
                    step.detail(),
                    step.good());
        }
        return table.append("</table>\n").toString();
    }

    private static String findings(Report report) {
        StringBuilder table = new StringBuilder("<table>\n<tr><th>result<th>looked at<th>took<th>found\n");
        for (DrillFinding finding : report.findings()) {
            row(
                    table,
                    finding.passed() ? "passed" : "failed",
                    finding.name(),
                    finding.took().isZero() ? "" : Humane.duration(finding.took()),
                    finding.detail(),
                    finding.passed());
        }
        return table.append("</table>\n").toString();
    }

    private static void row(StringBuilder table, String first, String what, String took, String detail, boolean good) {
        table.append("<tr><td>%s<td>%s<td>%s<td class=\"%s\">%s\n"
                .formatted(safe(first), safe(what), safe(took), good(good), safe(detail)));
    }

    static String good(boolean good) {
        return good ? "good" : "bad";
    }

    private static Instant at(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Texts from servers stay texts. */
    static String safe(String text) {
        return Printable.oneLine(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
