package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** {@code docs/faults.md} names for every fault the tests that show the safe behaviour. A test that was renamed or removed is noticed here. */
class FaultsDocTest {
    private static final Path DOCUMENT = Path.of("docs/faults.md");
    private static final int FAULTS = 60;
    private static final Pattern NAMED = Pattern.compile("`((?:[a-z]+\\.)?[A-Z][A-Za-z0-9]*)\\.([A-Za-z0-9_]+)`");

    private record Row(String number, List<String> cells) {
        String shownBy() {
            return cells.get(3);
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .map(cells -> new Row(cells.get(0), cells))
                .toList();
    }

    @Test
    void every_fault_has_one_row_with_behaviour_and_tests() throws IOException {
        assertThat(rows().stream().map(Row::number))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, FAULTS)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.cells()).as(row.number()).hasSize(4).allMatch(cell -> !cell.isEmpty());
            assertThat(NAMED.matcher(row.shownBy()).find() || row.shownBy().startsWith("not testable here:"))
                    .as("fault %s names a test, or says why there is none", row.number())
                    .isTrue();
        });
    }

    @Test
    void every_test_that_is_named_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            for (MatchResult named : NAMED.matcher(row.shownBy()).results().toList()) {
                if (!isTest(named.group(1), named.group(2))) {
                    missing.add("fault " + row.number() + ": " + named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isTest(String type, String method) {
        try {
            return Stream.of(Class.forName("org.pbxfailover." + type, false, FaultsDocTest.class.getClassLoader())
                            .getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(method))
                    .anyMatch(candidate -> AnnotationSupport.isAnnotated(candidate, Testable.class));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
