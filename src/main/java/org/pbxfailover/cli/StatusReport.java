package org.pbxfailover.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pbxfailover.cli.Table.Cell;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.StageView;

/**
 * Pairs as a table; below each pair the sentence that says why it is in its state, and what a person should look at.
 *
 * @param wayBack whether it says what speaks for and against going back, which the order to do so says at length itself
 */
record StatusReport(Ink ink, Times times, boolean wayBack) {
    /** Where failures of the primary lead to nothing. */
    private static final List<String> SWITCHED = List.of("activating", "active", "failing-back");

    /** All is well: every pair is watched, and a failover would work. */
    static boolean well(List<PairView> pairs) {
        return pairs.stream().allMatch(pair -> pair.state().equals("watching") && pair.ready());
    }

    /** @param before put before the first line, such as what clears the screen */
    List<String> lines(List<PairView> pairs, String before) {
        Table table = new Table("", "PAIR", "STATE", "SINCE", "LAST PROBE", "READY", "EPOCH");
        for (PairView pair : pairs) {
            table.row(cells(pair), below(pair));
        }
        List<String> lines = table.lines();
        lines.set(0, before + lines.get(0));
        return lines;
    }

    private List<Cell> cells(PairView pair) {
        UnaryOperator<String> readiness = pair.ready() ? ink::good : ink::bad;
        return List.of(
                new Cell(pair.name(), ink::strong),
                new Cell(pair.state(), ink::state),
                new Cell(times.full(pair.since())),
                new Cell(lastProbe(pair)),
                new Cell(pair.ready() ? "yes" : "no", readiness),
                new Cell(pair.epoch().isPresent() ? "" + pair.epoch().getAsLong() : "-"));
    }

    private String lastProbe(PairView pair) {
        return pair.primary()
                .map(probe ->
                        (probe.alive() ? "alive" : probe.failure().orElse("failed")) + ", " + times.ago(probe.at()))
                .orElse("none yet");
    }

    private List<String> below(PairView pair) {
        List<String> lines = new ArrayList<>();
        boolean alarm = pair.alarms().contains(pair.sentence());
        lines.add(alarm ? alarm(pair.sentence()) : "  " + Printable.oneLine(pair.sentence()));
        if (pair.mode().equals("shadow")) {
            lines.add(ink.warning("  shadow: it decides and reports, and never acts"));
        }
        if (pair.failures() > 0 && !SWITCHED.contains(pair.state())) {
            lines.add(ink.warning("  " + pair.failures() + " of " + pair.neededFailures() + " failed probes in a row"));
        }
        String by = pair.suspendedBy()
                .map(who -> ", ordered by " + Printable.oneLine(who))
                .orElse("");
        pair.maintenanceUntil()
                .filter(until -> !pair.sentence().startsWith("maintenance until"))
                .ifPresent(until -> lines.add(ink.warning("  maintenance until " + times.full(until) + by)));
        if (pair.onHold() && !pair.sentence().startsWith("on hold")) {
            lines.add(ink.warning("  on hold until somebody releases it" + by));
        }
        for (StageView stage : pair.stages()) {
            lines.add("  " + stageLine(stage));
        }
        pair.failback().stream()
                .filter(precondition -> wayBack)
                .filter(precondition ->
                        !precondition.holds() || precondition.name().startsWith("primary"))
                .forEach(precondition -> lines.add("  before going back: " + Printable.oneLine(precondition.name())
                        + (precondition.holds() ? ": yes, " : ": no, ") + Printable.oneLine(precondition.detail())));
        pair.drill().filter(drill -> drill.ended().isEmpty()).ifPresent(drill -> lines.add("  a drill is under way"));
        pair.alarms().stream()
                .filter(other -> !other.equals(pair.sentence()))
                .forEach(other -> lines.add(alarm(other)));
        String since =
                pair.notReadySince().map(when -> " since " + times.full(when)).orElse("");
        pair.notReady().forEach(why -> lines.add(ink.bad("  not ready" + since + ": " + Printable.oneLine(why))));
        return lines;
    }

    private String alarm(String sentence) {
        return ink.bad("  alarm: " + Printable.oneLine(sentence));
    }

    private String stageLine(StageView stage) {
        return "stage " + Printable.oneLine(stage.stage()) + " " + ink.state(Printable.oneLine(stage.state()))
                + (stage.detail().isEmpty() ? "" : ": " + Printable.oneLine(stage.detail()));
    }
}
