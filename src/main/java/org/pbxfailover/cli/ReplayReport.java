package org.pbxfailover.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pbxfailover.config.Durations;
import org.pbxfailover.config.Problem;
import org.pbxfailover.core.Decision;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.situation.Situation;
import org.pbxfailover.situation.Told;

/** A played situation as a person reads it. */
record ReplayReport(Ink ink, Situation situation) {
    private static final String BELOW = "    ";

    /** Title, story, and how many expectations hold. */
    List<String> story(List<Told> story) {
        List<String> lines = new ArrayList<>();
        lines.add(ink.strong(Printable.oneLine(situation.about())));
        lines.add(ink.faint(Printable.oneLine(situation.file())));
        lines.add("");
        Table table = new Table("  ");
        story.forEach(told -> table.row(cells(told), below(told)));
        table.lines().forEach(line -> lines.add(line.stripTrailing()));
        lines.add("");
        lines.add(summary(story));
        lines.add("");
        return lines;
    }

    private List<Table.Cell> cells(Told told) {
        return List.of(
                new Table.Cell(time(told.at())),
                new Table.Cell(told.what()),
                new Table.Cell(told.state().state().label(), ink::state),
                new Table.Cell(
                        told.decision() == Decision.NOTHING
                                ? ""
                                : told.decision().label(),
                        ink::strong));
    }

    private String time(Duration at) {
        if (at.isZero() && !situation.clock()) {
            return "0s";
        }
        return situation.clock() ? situation.begins().plus(at).toLocalTime().toString() : Durations.show(at);
    }

    private List<String> below(Told told) {
        List<String> lines = new ArrayList<>();
        told.news()
                .forEach(news -> lines.add(BELOW
                        + Printable.oneLine(news.sentence())
                        + news.event()
                                .map(event -> ink.faint("  [notifies: " + event + "]"))
                                .orElse("")));
        told.entries().forEach(entry -> lines.add(BELOW + ink.faint("journal: " + Printable.oneLine(entry))));
        told.differs()
                .forEach(difference -> lines.add(BELOW
                        + ink.bad("differs: " + Printable.oneLine(difference.sentence()) + " (line "
                                + difference.expected().line() + ")")));
        return lines;
    }

    private String summary(List<Told> story) {
        int held = story.stream().mapToInt(Told::held).sum();
        int differ = story.stream().mapToInt(told -> told.differs().size()).sum();
        if (held + differ == 0) {
            return "The file expects nothing.";
        }
        return differ == 0
                ? ink.good(held == 1 ? "The expectation holds." : "All " + held + " expectations hold.")
                : ink.bad(differ + " of " + (held + differ) + " expectations " + (differ == 1 ? "does" : "do")
                        + " not hold.");
    }

    /** What does not hold, with file and line. */
    List<Problem> differences(List<Told> story) {
        return story.stream()
                .flatMap(told -> told.differs().stream())
                .map(difference -> new Problem(
                        situation.file(), difference.expected().line(), Printable.oneLine(difference.sentence())))
                .toList();
    }
}
