package org.pbxfailover.config;

import java.util.List;

/** HTTP statuses: {@code 200}, {@code 200-399} or {@code 200,204,300-399}; each from 100 to 599. */
public record StatusRange(List<Range> ranges) {

    /** Both ends belong to it. */
    public record Range(int from, int to) {}

    public boolean contains(int status) {
        return ranges.stream().anyMatch(range -> range.from() <= status && status <= range.to());
    }

    /**
     * Reads a list such as {@code 200-299,304}.
     *
     * @throws IllegalArgumentException with a sentence when the text is no such list
     */
    public static StatusRange parse(String text) {
        return new StatusRange(List.of(text.split(",", -1)).stream()
                .map(String::trim)
                .map(StatusRange::range)
                .toList());
    }

    private static Range range(String part) {
        if (!part.matches("[1-5][0-9][0-9](-[1-5][0-9][0-9])?")) {
            throw new IllegalArgumentException("'" + part + "' is no HTTP status or range of them");
        }
        int from = Integer.parseInt(part.substring(0, 3));
        int to = part.length() == 3 ? from : Integer.parseInt(part.substring(4));
        if (from > to) {
            throw new IllegalArgumentException("'" + part + "' begins above its end");
        }
        return new Range(from, to);
    }

    @Override
    public String toString() {
        return String.join(
                ",",
                ranges.stream()
                        .map(r -> r.from() == r.to() ? "" + r.from() : r.from() + "-" + r.to())
                        .toList());
    }
}
