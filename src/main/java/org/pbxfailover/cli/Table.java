package org.pbxfailover.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pbxfailover.logging.Printable;

/** Text in aligned columns, with lines between the rows that belong to no column. */
final class Table {

    /** A text and how it is painted; the paint takes no room. */
    record Cell(String text, UnaryOperator<String> paint) {
        Cell(String text) {
            this(text, UnaryOperator.identity());
        }
    }

    private record Row(List<Cell> cells, List<String> below) {}

    private final List<Row> rows = new ArrayList<>();
    private final String gap;

    Table(String indent, String... headings) {
        this.gap = indent;
        if (headings.length > 0) {
            row(List.of(headings).stream().map(Cell::new).toList(), List.of());
        }
    }

    /** @param below whole lines to be shown under the row */
    Table row(List<Cell> cells, List<String> below) {
        rows.add(new Row(
                cells.stream()
                        .map(cell -> new Cell(Printable.oneLine(cell.text()), cell.paint()))
                        .toList(),
                List.copyOf(below)));
        return this;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            StringBuilder line = new StringBuilder(gap);
            for (int column = 0; column < row.cells().size(); column++) {
                Cell cell = row.cells().get(column);
                boolean last = column == row.cells().size() - 1;
                String padded = last ? cell.text() : padded(cell.text(), width(column));
                line.append(column == 0 ? "" : "  ").append(cell.paint().apply(padded));
            }
            lines.add(line.toString());
            lines.addAll(row.below());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.cells().size())
                .mapToInt(row -> row.cells().get(column).text().length())
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
