package org.pbxfailover.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.pbxfailover.sandbox.Seen.Change;
import org.pbxfailover.sandbox.Seen.Kind;
import org.pbxfailover.sandbox.Seen.Request;

/**
 * The chronicle of a demo, read with its three turning points: the primary's death, its return and the person's order. A turning point
 * that has not come yet is at the end. Immutable.
 *
 * @param lines the chronicle, the oldest first
 * @param death the position of each turning point in the lines
 */
record Story(List<Seen> lines, int death, int comeback, int order) {

    /** The calls by which a robot changes the world. */
    private static final List<String> CHANGING =
            List.of("/reload", "/trunks/register", "/trunks/unregister", "/update");

    static Story of(List<Seen> lines) {
        int death = position(lines, 0, change("primary", Kind.KILLED));
        int comeback = position(lines, death, change("primary", Kind.REVIVED));
        int order = position(lines, comeback, change("person", Kind.ORDERED));
        return new Story(List.copyOf(lines), death, comeback, order);
    }

    List<Seen> beforeDeath() {
        return lines.subList(0, death);
    }

    /** From the primary's death to its return. */
    List<Seen> outage() {
        return lines.subList(death, comeback);
    }

    /** From the primary's return to the person's order. */
    List<Seen> waiting() {
        return lines.subList(comeback, order);
    }

    List<Seen> afterOrder() {
        return lines.subList(order, lines.size());
    }

    /** From the newest order on, when a robot refused the ones before. */
    List<Seen> afterLastOrder() {
        List<Seen> part = afterOrder();
        int last = IntStream.range(0, part.size())
                .filter(i -> change("person", Kind.ORDERED).test(part.get(i)))
                .max()
                .orElse(0);
        return part.subList(last, part.size());
    }

    /** Requests by which somebody changes a PBX or the DNS. */
    static List<Request> changingCalls(List<Seen> part) {
        return requests(part, request -> CHANGING.stream().anyMatch(request::isAt));
    }

    static List<Request> requests(List<Seen> part, Predicate<Request> wanted) {
        return part.stream()
                .filter(Request.class::isInstance)
                .map(Request.class::cast)
                .filter(wanted)
                .toList();
    }

    static Predicate<Seen> change(String where, Kind kind) {
        return line -> line instanceof Change change && change.where().equals(where) && change.kind() == kind;
    }

    static Predicate<Seen> change(String where, Kind kind, String subject) {
        return change(where, kind)
                .and(line -> line instanceof Change change && change.subject().equals(subject));
    }

    static Predicate<Seen> request(String where, Predicate<Request> wanted) {
        return line -> line instanceof Request request && request.where().equals(where) && wanted.test(request);
    }

    /** The position of the first such line; the number of lines when there is none. */
    static int position(List<Seen> part, int from, Predicate<Seen> wanted) {
        return IntStream.range(from, part.size())
                .filter(i -> wanted.test(part.get(i)))
                .findFirst()
                .orElse(part.size());
    }

    static boolean contains(List<Seen> part, Predicate<Seen> wanted) {
        return part.stream().anyMatch(wanted);
    }

    /** When the first such line was. */
    static Optional<Duration> time(List<Seen> part, Predicate<Seen> wanted) {
        return part.stream().filter(wanted).findFirst().map(Seen::at);
    }
}
