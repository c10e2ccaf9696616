package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pbxfailover.Mutants.Told;

/** {@code docs/mutants.md} tells of every way to break the core that its tests do not notice, and of no other. */
class MutantsDocTest {

    @Test
    void every_line_on_the_page_is_still_there_and_has_its_reason() throws Exception {
        assertThat(Mutants.told()).isNotEmpty();
        for (Told told : Mutants.told()) {
            assertThat(told.survivor().exists()).as(told.toString()).isTrue();
            assertThat(told.reason()).as(told.toString()).isNotBlank();
        }
    }

    /** After the mutation run of the same build: {@code mvn -Ppit test}. */
    @Test
    @Tag("pit")
    void the_page_tells_of_the_survivors_of_this_run_and_of_no_others() throws Exception {
        Mutants run = Mutants.reported();
        assertThat(Mutants.told().stream().map(Told::survivor))
                .as("docs/mutants.md, and what survived in " + Mutants.REPORT)
                .containsExactlyInAnyOrderElementsOf(run.survivors());
        assertThat(Files.readString(Mutants.PAGE)).contains(run.figures());
    }
}
