package org.pbxfailover.camel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.pbxfailover.core.Entry;
import org.pbxfailover.report.Markdown;
import org.pbxfailover.report.Page;
import org.pbxfailover.report.Report;

/**
 * Bean {@code reports}: a report of every epoch and every drill that has ended, as Markdown and as a page. Written in the background; one
 * that a crash prevented is written at the next start. Thread-safe.
 */
public final class Reports implements Consumer<Entry> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** When all pairs fail over at once, their reports must not take the processor from their activations. */
    private static final int AT_ONCE = 10;

    /** What is to be written. */
    private record Due(String pair, String name, Optional<Long> epoch) {}

    private final String robot;
    private final BiConsumer<String, String> writer;
    private final Predicate<String> written;
    private final Queue<Due> due = new ConcurrentLinkedQueue<>();
    private Optional<Pairs> pairs = Optional.empty();

    /**
     * @param robot its name
     * @param writer takes a file name and its text
     * @param written whether there is a file of that name
     */
    public Reports(String robot, BiConsumer<String, String> writer, Predicate<String> written) {
        this.robot = robot;
        this.writer = writer;
        this.written = written;
    }

    /** The name of the report about an epoch, without its ending. */
    public static String name(String pair, long epoch) {
        return pair + "-" + epoch;
    }

    /** The name of the report about a drill, without its ending. */
    static String name(String pair, Instant drillEnded) {
        return pair + "-drill-" + STAMP.format(drillEnded);
    }

    /** Hears of every entry. */
    @Override
    public void accept(Entry entry) {
        if (entry instanceof Entry.EpochClosed closed) {
            due.add(new Due(closed.pair(), name(closed.pair(), closed.epoch()), Optional.of(closed.epoch())));
        } else if (entry instanceof Entry.DrillEnded ended) {
            due.add(new Due(ended.pair(), name(ended.pair(), ended.at()), Optional.empty()));
        }
    }

    /** Before the routes run: what may have been left to write. */
    void of(Pairs all) {
        pairs = Optional.of(all);
        all.all().forEach(guarded -> lookBack(all, guarded));
    }

    /** The reports that are to be written now, at most {@value #AT_ONCE}. */
    public List<Object> due() {
        List<Object> now = new ArrayList<>();
        while (now.size() < AT_ONCE && !due.isEmpty()) {
            now.add(due.remove());
        }
        return now;
    }

    /** The newest ones may be missing because the robot died before they were written. */
    private void lookBack(Pairs all, Guarded guarded) {
        if (guarded.state().epoch() == 0 && guarded.drill().isEmpty()) {
            return;
        }
        all.journal().entries(guarded.name()).stream()
                .filter(entry -> entry instanceof Entry.EpochClosed || entry instanceof Entry.DrillEnded)
                .reduce((earlier, later) -> later)
                .ifPresent(this);
        due.removeIf(next -> written.test(next.name() + ".md") && written.test(next.name() + ".html"));
    }

    /** Writes one. */
    public void write(Exchange exchange) {
        Due next = exchange.getMessage().getBody(Due.class);
        report(next, pairs.orElseThrow()).ifPresent(report -> {
            writer.accept(next.name() + ".md", Markdown.of(report));
            writer.accept(next.name() + ".html", Page.of(report));
        });
    }

    private Optional<Report> report(Due next, Pairs all) {
        List<Entry> entries = all.journal().entries(next.pair());
        if (next.epoch().isEmpty()) {
            return drill(next, entries).map(Views::drill).flatMap(drill -> Report.of(robot, next.pair(), drill));
        }
        return History.of(entries).stream()
                .filter(epoch -> epoch.epoch() == next.epoch().get())
                .findFirst()
                .map(epoch -> Report.of(robot, next.pair(), epoch));
    }

    /** That very one: another may have been ordered since. Of two that ended in one second, which have one file, the later. */
    private static Optional<Drill> drill(Due due, List<Entry> entries) {
        Optional<Drill> last = Optional.empty();
        Optional<Drill> found = Optional.empty();
        for (Entry entry : entries) {
            last = Drill.next(last, entry);
            boolean meant = entry instanceof Entry.DrillEnded ended
                    && name(due.pair(), ended.at()).equals(due.name());
            found = meant ? last : found;
        }
        return found;
    }
}
