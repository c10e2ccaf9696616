package org.pbxfailover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every mail ends with a link into the runbook; nobody is to find nothing there at night. */
class RunbookTest {
    @Test
    void every_event_that_a_receiver_can_hear_of_has_its_section_and_its_line_in_the_table() throws IOException {
        List<String> events = events();
        List<String> runbook = Files.readAllLines(Path.of("docs/runbook.md"));

        assertThat(events).contains("active", "stalled");
        assertThat(events.stream().filter(event -> !runbook.contains("## " + event)))
                .as("events without a section")
                .isEmpty();
        assertThat(events.stream()
                        .filter(event -> runbook.stream()
                                .noneMatch(line -> line.startsWith("| [" + event + "](#" + event + ") |"))))
                .as("events without a line in the table")
                .isEmpty();
    }

    @Test
    void the_configurations_description_names_every_event() throws IOException {
        String line = Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .filter(text -> text.startsWith("Events: "))
                .findFirst()
                .orElseThrow();

        assertThat(line).isEqualTo("Events: `" + String.join("`, `", events()) + "`.");
    }

    private static List<String> events() throws IOException {
        List<String> events = new ArrayList<>();
        for (JsonNode definition : new ObjectMapper()
                .readTree(new File("config/failover.schema.json"))
                .get("$defs")) {
            definition.at("/properties/events/items/enum").forEach(event -> events.add(event.asText()));
        }
        return events;
    }
}
