package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page is the golden file of the table: a changed row shows up there in review. */
class StatesDocTest {
    private static final Path PAGE = Path.of("docs/states.md");

    @Test
    void the_page_shows_the_table_as_it_is() throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.writeString(PAGE, StatesDoc.text());
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as(
                        "docs/states.md is not what the table says; if the table is right: mvn test -Dtest=StatesDocTest -Dupdate=true")
                .isEqualTo(StatesDoc.text());
    }

    @Test
    void every_state_and_every_trigger_is_explained() {
        assertThat(StatesDoc.text())
                .doesNotContain(": null")
                .doesNotContain("{@")
                .doesNotContain("**: \n");
    }
}
