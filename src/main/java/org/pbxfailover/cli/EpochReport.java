package org.pbxfailover.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.cli.FromJson.Decided;
import org.pbxfailover.cli.FromJson.Epoch;
import org.pbxfailover.cli.FromJson.Evidence;
import org.pbxfailover.cli.FromJson.Opinion;
import org.pbxfailover.cli.FromJson.Outside;
import org.pbxfailover.cli.Table.Cell;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.CareView;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.StageView;

/** Epochs: what was done and when, and why it was decided. */
record EpochReport(Ink ink, Times times) {

    /** Epochs and what people did beside them, each the newest first, as one story. */
    List<String> story(List<Epoch> epochs, List<CareView> cares) {
        List<String> lines = new ArrayList<>();
        int told = 0;
        for (Epoch epoch : epochs) {
            while (told < cares.size() && cares.get(told).at().isAfter(epoch.opened())) {
                lines.add(line(cares.get(told++)));
            }
            lines.addAll(story(epoch));
        }
        cares.subList(told, cares.size()).forEach(care -> lines.add(line(care)));
        return lines;
    }

    private String line(CareView care) {
        return times.full(care.at()) + "  " + Printable.oneLine(care.sentence());
    }

    /** The epoch, its sentence, its stages with their times. */
    private List<String> story(Epoch epoch) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(epoch));
        lines.add("  " + Printable.oneLine(epoch.sentence()));
        lines.addAll(stages(epoch));
        ending(epoch).ifPresent(why -> lines.add("  " + why));
        return lines;
    }

    /** The state of a pair now. */
    List<String> present(PairView pair) {
        return List.of(
                ink.strong(Printable.oneLine(pair.name())) + " is " + ink.state(Printable.oneLine(pair.state()))
                        + " since " + times.full(pair.since())
                        + (pair.mode().equals("shadow") ? ", in shadow mode" : ""),
                "  " + Printable.oneLine(pair.sentence()));
    }

    /** What was decided without opening an epoch, and on what evidence. */
    List<String> decision(Decided decided) {
        List<String> lines = new ArrayList<>();
        lines.add(ink.strong("Decision") + " of " + times.full(decided.at()) + "; it opened no epoch");
        lines.add("");
        lines.addAll(evidence(decided.evidence()));
        lines.add("");
        lines.add(Printable.oneLine(decided.sentence()));
        return lines;
    }

    /** The evidence: the failed probes, what the outside said, the last probe, the sentence that came of it, and what was done then. */
    List<String> evidence(Epoch epoch) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(epoch));
        lines.add("");
        if (epoch.evidence().failed().isEmpty() && epoch.evidence().outside().isEmpty()) {
            lines.add("No failed probes are recorded of it.");
        } else {
            lines.addAll(evidence(epoch.evidence()));
        }
        lines.add("");
        lines.add(Printable.oneLine(epoch.sentence()));
        lines.add("");
        lines.add("Stages");
        lines.addAll(epoch.stages().isEmpty() ? List.of("  none was begun") : stages(epoch));
        ending(epoch).ifPresent(lines::add);
        return lines;
    }

    private List<String> evidence(Evidence evidence) {
        List<String> lines = new ArrayList<>();
        lines.add("Failed probes in a row");
        lines.addAll(probes(evidence.failed()));
        lines.add("Outside hosts, asked after the last of them");
        lines.addAll(hosts(evidence.outside()));
        if (!evidence.opinions().isEmpty()) {
            lines.add("Second opinions on the primary");
            lines.addAll(opinions(evidence.opinions()));
        }
        lines.add("Last probe of the primary");
        lines.addAll(evidence.last().map(last -> probes(List.of(last))).orElse(List.of("  none was made")));
        return lines;
    }

    private static Optional<String> ending(Epoch epoch) {
        return Optional.of(epoch.outcome() + ": " + epoch.ending())
                .filter(ended -> !epoch.ending().isEmpty())
                .map(Printable::oneLine);
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
