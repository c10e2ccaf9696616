package org.pbxfailover.report;

import java.time.Duration;
import java.util.Locale;
import org.pbxfailover.core.Humane;

/** The steps of a report as bars over time, drawn as SVG. */
final class Timeline {
    private static final int LABELS = 260;
    private static final int BARS = 700;
    private static final int ROW = 24;
    private static final int TICKS = 5;
    private static final int LONGEST_LABEL = 38;

    private Timeline() {}

    static String of(Report report) {
        long whole =
                Math.max(1, Duration.between(report.began(), report.ended()).toMillis());
        int height = ROW * (report.steps().size() + 1) + 8;
        StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"timeline\">\n"
                .formatted(LABELS + BARS + 40, height));
        for (int tick = 0; tick <= TICKS; tick++) {
            double x = LABELS + (double) BARS * tick / TICKS;
            svg.append(line("<path d=\"M%.1f 18V%d\" stroke=\"currentColor\" opacity=\".15\"/>", x, height))
                    .append(line(
                            "<text x=\"%.1f\" y=\"12\" text-anchor=\"middle\">+%s</text>",
                            x, Humane.duration(Duration.ofMillis(whole * tick / TICKS))));
        }
        int y = ROW;
        for (Report.Step step : report.steps()) {
            double from = scaled(Duration.between(report.began(), step.began()), whole);
            double wide = Math.max(2, scaled(step.took(), whole));
            svg.append(line("<text x=\"0\" y=\"%d\">%s</text>", y + 15, Page.safe(label(step.what()))))
                    .append(line(
                            "<rect class=\"%s\" fill=\"currentColor\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"><title>%s</title></rect>",
                            Page.good(step.good()), LABELS + from, y + 4, wide, ROW - 9, Page.safe(step.detail())));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private static double scaled(Duration time, long whole) {
        return (double) BARS * time.toMillis() / whole;
    }

    private static String label(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL - 1) + "…";
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
