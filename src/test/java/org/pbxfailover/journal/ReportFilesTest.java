package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    @TempDir
    Path state;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(state.resolve("reports"))) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void the_newest_thousand_are_kept_and_older_ones_go() throws IOException {
        ReportFiles files = new ReportFiles(state);
        for (int i = 0; i < 1200; i++) {
            files.write("old-" + i, "text");
            files.path("old-" + i).toFile().setLastModified(1_000_000L + i);
        }
        for (int i = 0; i < 101; i++) {
            files.write("new-" + i, "text");
        }
        assertThat(names())
                .hasSizeBetween(1000, 1100)
                .containsAll(IntStream.range(0, 101).mapToObj(i -> "new-" + i).toList())
                .contains("old-1199")
                .doesNotContain("old-0", "old-200");
    }

    @Test
    void a_robot_that_starts_anew_tidies_with_its_first_report() throws IOException {
        ReportFiles before = new ReportFiles(state);
        IntStream.range(0, 1099).forEach(i -> before.write("old-" + i, "text"));
        new ReportFiles(state).write("new", "text");
        assertThat(names()).hasSize(1000).contains("new");
    }
}
