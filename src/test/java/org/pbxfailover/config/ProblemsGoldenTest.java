package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of mistake with the exact sentences about it: {@code problems.txt}. What the reader says now is in
 * {@code target/problems.txt} after a run, so that a change of words can be reviewed as a difference of these files.
 */
class ProblemsGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/config/problems.txt");

    @TempDir
    static Path directory;

    private record Case(String title, String from, String to, String problems) {
        static Case parse(String text) {
            String[] parts = text.split("\n?--- (replace|with|problems)\n", -1);
            return new Case(parts[0], parts[1], parts[2], parts[3].stripTrailing());
        }

        String yaml() {
            return from.isEmpty() ? to + "\n" : Reads.minimalWith(from, to);
        }

        String actual() {
            var reads = new Reads(directory, Map.of("EMPTY", "", "NO_URL", "hunter22"));
            return String.join("\n", reads.problems(yaml()));
        }
    }

    private static List<Case> cases() throws IOException {
        return Stream.of(Files.readString(GOLDEN).split("(?m)^=== "))
                .filter(text -> !text.isBlank())
                .map(Case::parse)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> refuses() throws IOException {
        return cases().stream()
                .map(mistake -> DynamicTest.dynamicTest(
                        mistake.title(), () -> assertThat(mistake.actual()).isEqualTo(mistake.problems())));
    }

    @Test
    void writesWhatItSaysNow() throws IOException {
        var now = new StringBuilder();
        for (Case mistake : cases()) {
            now.append("=== ").append(mistake.title()).append("\n--- replace\n");
            now.append(mistake.from().isEmpty() ? "" : mistake.from() + "\n");
            now.append("--- with\n").append(mistake.to()).append("\n--- problems\n");
            now.append(mistake.actual()).append("\n");
        }
        Path written = Files.writeString(Path.of("target/problems.txt"), now.toString());

        assertThat(written).hasSameTextualContentAs(GOLDEN);
    }

    @Test
    void everySentenceNamesWhatWouldBeRight() throws IOException {
        var lacking = new ArrayList<String>();
        for (Case mistake : cases()) {
            mistake.actual()
                    .lines()
                    .filter(line -> !line.matches(
                            ".*(such as|did you mean|must be one of|must be true or false|known are|: [a-z]).*"))
                    .forEach(lacking::add);
        }
        assertThat(lacking).isEmpty();
    }

    @Test
    void saysEverythingAtOnceSortedByLine() {
        String yaml = Reads.MINIMAL
                .replace("hosts: [", "needed: 9, hosts: [")
                .replace("example/\" }", "example/\", failures: 0, every: never }")
                .replace("/reload\" }", "/{primry}\", attemts: 3 }");

        assertThat(new Reads(directory, Map.of()).problems(yaml))
                .containsExactly(
                        "1: internet.needed is 9, but internet.hosts has 1 entry: write at most that many, such as needed: 1",
                        "5: pairs[acme].primary.probe.every must be a duration from 100ms to 1h such as 5s, not 'never'",
                        "5: pairs[acme].primary.probe.failures must be a whole number from 1 to 100 such as 3, not 0",
                        "7: pairs[acme].activation.reload.url holds the unknown placeholder {primry}, did you mean {primary}?",
                        "7: unknown key 'attemts' in pairs[acme].activation.reload, did you mean 'attempts'?");
    }
}
