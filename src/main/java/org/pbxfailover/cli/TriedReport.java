package org.pbxfailover.cli;

import java.util.ArrayList;
import java.util.List;
import org.pbxfailover.operator.Tried;

/** What {@code check --live} found, one line for each thing that was tried. */
record TriedReport(Ink ink) {

    List<String> lines(List<Tried> all) {
        Table table = new Table("", "PAIR", "WHAT", "RESULT", "TOOK", "FOUND");
        all.forEach(tried -> table.row(cells(tried), List.of()));
        long silent = all.stream().filter(tried -> !tried.answers()).count();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.lines());
        lines.add("");
        lines.add(
                silent == 0
                        ? ink.good("All " + all.size() + " work.")
                        : ink.bad(silent + " of " + all.size() + (silent == 1 ? " does" : " do") + " not work."));
        return lines;
    }

    private List<Table.Cell> cells(Tried tried) {
        return List.of(
                new Table.Cell(tried.pair()),
                new Table.Cell(tried.what()),
                new Table.Cell(tried.answers() ? "works" : "fails", tried.answers() ? ink::good : ink::bad),
                new Table.Cell(tried.took().isZero() ? "-" : Spoken.duration(tried.took())),
                new Table.Cell(tried.found()));
    }
}
