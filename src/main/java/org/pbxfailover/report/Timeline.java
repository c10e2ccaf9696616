package org.pbxfailover.report;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.pbxfailover.core.Humane;

/** The steps of a report as bars over time, drawn as SVG. */
final class Timeline {
    private static final int LABELS = 260;
    private static final int BARS = 700;
    private static final int ROW = 24;
    private static final int MOST_TICKS = 6;
    private static final int LONGEST_LABEL = 38;

    private Timeline() {}

    static String of(Report report) {
        long whole =
                Math.max(1, Duration.between(report.began(), report.ended()).toMillis());
        int height = ROW * (report.steps().size() + 1) + 8;
        StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"timeline\">\n"
                .formatted(LABELS + BARS + 40, height));
        Duration between = between(whole);
        for (Duration tick = Duration.ZERO; tick.toMillis() <= whole; tick = tick.plus(between)) {
            double x = LABELS + scaled(tick, whole);
            svg.append(line("<path d=\"M%.1f 18V%d\" stroke=\"currentColor\" opacity=\".15\"/>", x, height))
                    .append(line(
                            "<text x=\"%.1f\" y=\"12\" text-anchor=\"middle\">+%s</text>", x, Humane.duration(tick)));
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

    /** The shortest round time that needs no more ticks than there is room for. */
    private static Duration between(long whole) {
        return Stream.of(
                        round(Duration.ofMillis(1), 1, 2, 5, 10, 20, 50, 100, 200, 500),
                        round(Duration.ofSeconds(1), 1, 2, 5, 10, 20, 30),
                        round(Duration.ofMinutes(1), 1, 2, 5, 10, 20, 30),
                        round(Duration.ofHours(1), 1, 2, 4, 6, 12))
                .flatMap(times -> times)
                .filter(time -> whole / time.toMillis() < MOST_TICKS)
                .findFirst()
                .orElseGet(() -> Duration.ofDays(1 + Duration.ofMillis(whole).toDays() / MOST_TICKS));
    }

    private static Stream<Duration> round(Duration unit, int... times) {
        return Arrays.stream(times).mapToObj(unit::multipliedBy);
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
