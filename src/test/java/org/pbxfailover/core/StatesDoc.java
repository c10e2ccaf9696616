package org.pbxfailover.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/states.md}, written from the table and from the comments on {@link State} and {@link Trigger}. */
final class StatesDoc {
    private static final Path SOURCES = Path.of("src/main/java/org/pbxfailover/core");

    private StatesDoc() {}

    static String text() {
        return String.join(
                        "\n\n",
                        "# States of a pair",
                        "Generated from `Transitions.TABLE`. After a change there: `mvn test -Dtest=StatesDocTest -Dupdate=true`.",
                        "A pair is in one state at a time, and only a row of this table leads to another one. An event that has no row in"
                                + " the present state changes nothing there. From `hold` a person leads out who has put the pair there; where the"
                                + " journal cannot be trusted or the mode does not fit it, the way out is to put that right and to start the robot again.",
                        diagram(),
                        "## The states",
                        bullets(comments("State"), State.values(), State::label),
                        "## What happens",
                        bullets(comments("Trigger"), Trigger.values(), Trigger::label),
                        "## The table",
                        "*Next* is the word that the routes switch on. *Told as* is the notification that goes out; with a bell the sentence"
                                + " stays visible as an alarm until its cause is gone, and is told once. Words in braces are filled in.",
                        table())
                + "\n";
    }

    private static String table() {
        return Stream.concat(
                        Stream.of(
                                "| from | what happens | to | next | told as | sentence |",
                                "|---|---|---|---|---|---|"),
                        Transitions.TABLE.stream().map(StatesDoc::row))
                .collect(Collectors.joining("\n"));
    }

    private static String row(Transition row) {
        String told = row.event().map(event -> "`" + event + "`").orElse("") + (row.alarm() ? " 🔔" : "");
        return "| "
                + String.join(
                        " | ",
                        row.from().label(),
                        row.trigger().label(),
                        row.to().label(),
                        row.decision().label(),
                        told.strip(),
                        row.sentence())
                + " |";
    }

    private static String diagram() {
        Map<String, String> arrows = new LinkedHashMap<>();
        Transitions.TABLE.stream()
                .filter(row -> row.from() != row.to())
                .forEach(row -> arrows.merge(
                        "    " + id(row.from()) + " --> " + id(row.to()),
                        row.trigger().label(),
                        (a, b) -> a + ", " + b));
        String names = Stream.of(State.values())
                .filter(state -> !id(state).equals(state.label()))
                .map(state -> "    state \"" + state.label() + "\" as " + id(state))
                .collect(Collectors.joining("\n"));
        String ways = arrows.entrySet().stream()
                .map(arrow -> arrow.getKey() + " : " + arrow.getValue())
                .collect(Collectors.joining("\n"));
        return String.join(
                "\n", "```mermaid", "stateDiagram-v2", names, "    [*] --> watching", ways, "    [*] --> hold", "```");
    }

    private static String id(State state) {
        return state.label().replace("-", "_");
    }

    private static <T extends Enum<T>> String bullets(
            Map<String, String> comments, T[] values, java.util.function.Function<T, String> label) {
        return Stream.of(values)
                .map(value -> "- **" + label.apply(value) + "**: " + comments.get(value.name()))
                .collect(Collectors.joining("\n"));
    }

    /** The comment before each constant of an enum, in one line. */
    private static Map<String, String> comments(String type) {
        Map<String, String> comments = new LinkedHashMap<>();
        StringBuilder comment = new StringBuilder();
        for (String line : source(type).lines().map(String::strip).toList()) {
            if (line.startsWith("/**")) {
                comment.setLength(0);
            }
            if (line.startsWith("/**") || line.startsWith("*")) {
                comment.append(' ')
                        .append(line.replaceAll("^/?\\*+/?|\\*+/$", "").strip());
            } else if (line.matches("[A-Z_]+[,;]")) {
                comments.put(line.substring(0, line.length() - 1), plain(comment.toString()));
            }
        }
        return comments;
    }

    private static String plain(String comment) {
        String words = comment.strip();
        for (Trigger trigger : Trigger.values()) {
            words = words.replace("{@link #" + trigger.name() + "}", "*" + trigger.label() + "*");
        }
        return words.replaceAll("\\{@code ([^}]*)}", "`$1`");
    }

    private static String source(String type) {
        try {
            return Files.readString(SOURCES.resolve(type + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
