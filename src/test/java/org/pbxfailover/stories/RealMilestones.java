package org.pbxfailover.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** When what happened in a story, from the death of a PBX on; a row of a table for {@code docs/reliability.md}. */
final class RealMilestones {
    private static final Path PLACE = Path.of("target", "real-story");

    private final String story;
    private final Instant start = Instant.now();
    private final Map<String, Duration> passed = new LinkedHashMap<>();

    /** Time runs from now on. */
    RealMilestones(String story) {
        this.story = story;
    }

    void at(String milestone, Instant when) {
        passed.put(milestone, Duration.between(start, when));
    }

    Duration of(String milestone) {
        return passed.getOrDefault(milestone, Duration.ZERO);
    }

    /** Prints the row, and keeps it with the head of its table for {@code bench/real-story.sh}. */
    void write() {
        String head = "| seconds from the death of the PBX to: | " + String.join(" | ", passed.keySet()) + " |\n"
                + "|---".repeat(passed.size() + 1) + "|\n";
        String row = passed.values().stream()
                .map(time -> String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0))
                .collect(Collectors.joining(" | ", "| " + story + " | ", " |\n"));
        System.out.print(row);
        try {
            Files.createDirectories(PLACE);
            Files.writeString(PLACE.resolve("head.md"), head);
            Files.writeString(PLACE.resolve(story.replaceAll("[^A-Za-z0-9]+", "-") + ".row.md"), row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
