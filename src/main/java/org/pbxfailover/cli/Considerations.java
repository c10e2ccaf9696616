package org.pbxfailover.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.cli.Table.Cell;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.Precondition;

/** What speaks for and against switching a pair now, for the person who is about to order it. */
record Considerations(Ink ink) {

    /** Before a switchover; nothing where it will not be: on hold, or where the secondary serves or is coming to. */
    List<String> over(PairView pair) {
        if (pair.onHold() || List.of("activating", "active").contains(pair.state())) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("Before switching over:"));
        pair.primary()
                .filter(PairView.ProbeView::alive)
                .ifPresent(probe -> lines.add(ink.warning("  the primary answers (" + Printable.oneLine(probe.phrase())
                        + "): this is a planned switchover away from a PBX that works")));
        pair.notReady().forEach(why -> lines.add(ink.bad("  not ready: " + Printable.oneLine(why))));
        if (pair.ready()) {
            lines.add(ink.good("  ready: nothing is known that would not work"));
        }
        return lines;
    }

    /** Before going back to the primary; nothing while it serves. */
    List<String> back(PairView pair, boolean force) {
        if (pair.failback().isEmpty()) {
            return List.of();
        }
        Table table = new Table("  ");
        for (Precondition precondition : pair.failback()) {
            table.row(
                    List.of(
                            new Cell(precondition.name()),
                            new Cell(precondition.holds() ? "yes" : "no", precondition.holds() ? ink::good : ink::bad),
                            new Cell(precondition.detail())),
                    List.of());
        }
        List<String> lines = new ArrayList<>(List.of("Before going back:"));
        lines.addAll(table.lines());
        boolean dead = pair.primary().filter(probe -> !probe.alive()).isPresent();
        if (force && dead && pair.maintenanceUntil().isEmpty() && !pair.onHold()) {
            lines.add(ink.bad(
                    "  The primary does not answer: once it is in service its failures count, and the robot fails over again."
                            + " If that is not to be, order this before: maintenance "
                            + Printable.oneLine(pair.name()) + " --for 30m"));
        }
        return lines;
    }

    /** Why going back would be refused without force; empty: it would not. */
    static Optional<String> unsteady(PairView pair) {
        return pair.failback().stream()
                .filter(precondition -> precondition.name().startsWith("primary") && !precondition.holds())
                .map(precondition -> "The primary is not steady (" + Printable.oneLine(precondition.detail())
                        + "): wait, or order it with --force --reason \"...\".")
                .findFirst();
    }
}
