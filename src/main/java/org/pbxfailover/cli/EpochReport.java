package org.pbxfailover.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pbxfailover.cli.Table.Cell;
import org.pbxfailover.cli.Views.Epoch;
import org.pbxfailover.cli.Views.Opinion;
import org.pbxfailover.cli.Views.Outside;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.StageView;

/** Epochs: what was done and when, and why it was decided. */
record EpochReport(Ink ink, Times times) {

    /** The epoch, its sentence, its stages with their times. */
    List<String> story(Epoch epoch) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(epoch));
        lines.add("  " + Printable.oneLine(epoch.sentence()));
        lines.addAll(stages(epoch));
        return lines;
    }

    /** The evidence: the failed probes, what the outside said, the last probe, the sentence that came of it, and what was done then. */
    List<String> evidence(Epoch epoch) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(epoch));
        lines.add("");
        if (epoch.failed().isEmpty() && epoch.outside().isEmpty()) {
            lines.add("No probes stand behind it: "
                    + (epoch.kind().equals("failover") ? "none are recorded." : "it was ordered."));
        } else {
            lines.add("Failed probes in a row");
            lines.addAll(probes(epoch.failed()));
            lines.add("Outside hosts, asked after the last of them");
            lines.addAll(hosts(epoch.outside()));
            if (!epoch.opinions().isEmpty()) {
                lines.add("Second opinions on the primary");
                lines.addAll(opinions(epoch.opinions()));
            }
            lines.add("Last probe of the primary");
            lines.addAll(epoch.last().map(last -> probes(List.of(last))).orElse(List.of("  none")));
        }
        lines.add("");
        lines.add(Printable.oneLine(epoch.sentence()));
        lines.add("");
        lines.add("Stages");
        lines.addAll(epoch.stages().isEmpty() ? List.of("  none was begun") : stages(epoch));
        return lines;
    }

    private List<String> stages(Epoch epoch) {
        Table stages = new Table("  ");
        epoch.stages().forEach(stage -> stages.row(cells(epoch, stage), List.of()));
        return stages.lines();
    }

    private String heading(Epoch epoch) {
        String ended = epoch.closed()
                .map(closed -> ", " + Printable.oneLine(epoch.outcome()) + " " + times.full(closed) + " after "
                        + took(epoch.opened(), closed))
                .orElse(", " + Printable.oneLine(epoch.outcome()));
        return ink.strong("Epoch " + epoch.number() + ": " + Printable.oneLine(epoch.kind())) + ", opened "
                + times.full(epoch.opened()) + ended;
    }

    private List<Cell> cells(Epoch epoch, StageView stage) {
        return List.of(
                new Cell(stage.stage()),
                new Cell(stage.state(), ink::state),
                new Cell(times.exact(stage.began())),
                new Cell("+" + took(epoch.opened(), stage.began())),
                new Cell(stage.ended()
                        .map(ended -> "took " + took(stage.began(), ended))
                        .orElse("")),
                new Cell(stage.attempts() == 1 ? "1 call" : stage.attempts() + " calls"),
                new Cell(stage.detail()));
    }

    private List<String> probes(List<ProbeView> probes) {
        Table table = new Table("  ");
        for (ProbeView probe : probes) {
            table.row(
                    List.of(
                            new Cell(times.exact(probe.at())),
                            new Cell(
                                    probe.alive() ? "alive" : probe.failure().orElse("failed"),
                                    probe.alive() ? ink::good : ink::bad),
                            new Cell("after " + Spoken.duration(Duration.ofMillis(probe.tookMillis()))),
                            new Cell(detail(probe))),
                    List.of());
        }
        return table.lines();
    }

    /** A phrase begins with the class, which has a column of its own here. */
    private static String detail(ProbeView probe) {
        String prefix = probe.failure().map(failure -> failure + ": ").orElse("");
        return probe.phrase().startsWith(prefix) ? probe.phrase().substring(prefix.length()) : probe.phrase();
    }

    private List<String> hosts(List<Outside> hosts) {
        Table table = new Table("  ");
        for (Outside host : hosts) {
            table.row(
                    List.of(
                            new Cell(host.host()),
                            new Cell(host.answered() ? "answered" : "silent", host.answered() ? ink::good : ink::bad),
                            new Cell("after " + Spoken.duration(Duration.ofMillis(host.tookMillis()))),
                            new Cell(host.detail())),
                    List.of());
        }
        return table.lines();
    }

    private List<String> opinions(List<Opinion> opinions) {
        Table table = new Table("  ");
        for (Opinion opinion : opinions) {
            table.row(
                    List.of(
                            new Cell(opinion.by()),
                            new Cell(opinion.alive() ? "alive" : "no veto", opinion.alive() ? ink::good : ink::bad),
                            new Cell(opinion.detail())),
                    List.of());
        }
        return table.lines();
    }

    private static String took(Instant from, Instant to) {
        return Spoken.duration(Duration.between(from, to));
    }
}
