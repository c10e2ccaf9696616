package org.pbxfailover.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Transition;
import org.pbxfailover.core.Transitions;
import org.pbxfailover.core.Trigger;

/** Every recorded situation comes out as its file expects; a new file in the directory is played without further ado. */
class SituationsTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/situations");
    private static final Path PAGE = Path.of("docs/situations.md");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    private static Situation read(Path file) {
        SituationReader.Reading reading = SituationReader.read(file, file);
        assertThat(reading).as("%s", reading).isInstanceOf(SituationReader.Valid.class);
        return ((SituationReader.Valid) reading).situation();
    }

    private static List<Told> played() throws IOException {
        return files().stream()
                .flatMap(file -> Replay.play(read(file)).stream())
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> it_comes_out_as_expected() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    List<Told> story = Replay.play(read(file));
                    assertThat(story.stream()
                                    .flatMap(told -> told.differs().stream())
                                    .map(difference ->
                                            file + ":" + difference.expected().line() + ": " + difference.sentence()))
                            .isEmpty();
                    assertThat(story.stream().mapToInt(Told::held).sum())
                            .as("a situation that expects nothing cannot fail")
                            .isPositive();
                }));
    }

    @Test
    void together_they_show_every_state_every_decision_and_every_alarm() throws IOException {
        List<Told> all = played();
        assertThat(all).extracting(told -> told.state().state()).contains(State.values());
        assertThat(all).extracting(Told::decision).contains(Decision.values());
        Set<Trigger> alarms = Transitions.TABLE.stream()
                .filter(Transition::alarm)
                .map(Transition::trigger)
                .collect(Collectors.toSet());
        assertThat(all).flatExtracting(told -> told.state().alarms().keySet()).containsAll(alarms);
    }

    @Test
    void the_page_lists_them_all() throws IOException {
        StringBuilder list = new StringBuilder();
        for (Path file : files()) {
            list.append("| [").append(file.getFileName().toString().replace(".yaml", ""));
            list.append("](../")
                    .append(file)
                    .append(") | ")
                    .append(read(file).about())
                    .append(" |\n");
        }
        String page = Files.readString(PAGE);
        int from = page.indexOf("|---|---|\n") + "|---|---|\n".length();
        int to = page.indexOf("\n\n", from) < 0 ? page.length() : page.indexOf("\n\n", from) + 1;
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, page.substring(0, from) + list + page.substring(to));
        }
        assertThat(page.substring(from, to))
                .as("the list in %s; to bring it up to date: mvn test -Dtest=SituationsTest -Dupdate=true", PAGE)
                .isEqualTo(list.toString());
    }

    @Test
    void the_example_of_the_page_comes_out_as_expected() throws IOException {
        String[] blocks = Files.readString(PAGE).split("```yaml\n|```");
        Path file = Files.writeString(
                Files.createTempDirectory("situation").resolve("example.yaml"),
                Arrays.stream(blocks)
                        .filter(block -> block.startsWith("about:"))
                        .findFirst()
                        .orElseThrow());
        assertThat(Replay.play(read(file)))
                .allSatisfy(told -> assertThat(told.differs()).isEmpty())
                .anyMatch(told -> told.held() > 0);
    }
}
