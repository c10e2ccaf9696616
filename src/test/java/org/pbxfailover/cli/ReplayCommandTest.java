package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new Shell(directory);
        Files.createDirectories(directory.resolve("caller"));
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve("caller").resolve(name), text);
    }

    @Test
    void a_story_is_printed_step_by_step_and_what_differs_is_marked() throws IOException {
        file("night.yaml", """
                about: A night.
                rules: { failures: 1, hosts: [a] }
                story:
                  - { at: 0s, probe: 200 OK, then: { state: watching } }
                  - at: 8s
                    probe: timeout
                    then: { decision: count on }
                  - { at: 9s, outside a: timeout, then: { state: blind } }
                  - { at: 20s, order: failover by anna }
                """);
        assertThat(shell.run("replay", "night.yaml")).isEqualTo(1);
        assertThat(shell.out.lines())
                .containsExactly(
                        "A night.",
                        "night.yaml",
                        "",
                        "  0s   probe: 200 OK                             watching",
                        "  8s   probe: timeout: no answer within 3 s      suspect     confirm",
                        "    the primary does not answer (timeout: no answer within 3 s): 1 failures in a row; asking the outside hosts  [notifies: suspect]",
                        "    differs: the decision is 'confirm', not 'count on' (line 7)",
                        "  9s   outside a: timeout: no answer within 2 s  blind",
                        "    cut off: 0 of 1 outside hosts answer (1 needed); doing nothing and counting afresh  [notifies: blind]",
                        "  20s  order: failover by anna                   activating  run",
                        "    switchover ordered by anna: activating the secondary, epoch 1  [notifies: activating]",
                        "    journal: epoch 1 opens (switchover)",
                        "    journal: the primary is down",
                        "",
                        "1 of 3 expectations does not hold.",
                        "");
        assertThat(shell.err.lines()).containsExactly("night.yaml:7: the decision is 'confirm', not 'count on'");
    }

    @Test
    void several_are_played_one_after_the_other() throws IOException {
        file("one.yaml", "about: One.\nstory: [{ at: 5s, probe: refused, then: { state: suspect, failures: 1 } }]\n");
        file("two.yaml", "about: Two.\nstory: [{ probe: 200 OK }]\n");
        assertThat(shell.run("replay", "one.yaml", "two.yaml")).isZero();
        assertThat(shell.out)
                .containsSubsequence("One.", "All 2 expectations hold.", "Two.", "The file expects nothing.");
        assertThat(shell.err).isEmpty();
    }

    @Test
    void times_of_the_day_are_shown_where_the_file_has_them() throws IOException {
        file(
                "night.yaml",
                "about: A night.\nbegins: 2026-03-14T02:40:00+01:00\nstory: [{ at: '02:41:07.5', probe: 200 OK, then: { state: watching } }]\n");
        assertThat(shell.run("replay", "night.yaml")).isZero();
        assertThat(shell.out).contains("  02:41:07.500  probe: 200 OK  watching", "The expectation holds.");
    }

    @Test
    void a_file_that_cannot_be_read_keeps_all_from_being_played() throws IOException {
        file("good.yaml", "about: Good.\nstory: [{ probe: 200 OK }]\n");
        file("bad.yaml", "about: Bad.\nstory:\n  - { prob: 200 OK }\n");
        assertThat(shell.run("replay", "good.yaml", "bad.yaml", "none.yaml")).isEqualTo(2);
        assertThat(shell.out).isEmpty();
        assertThat(shell.err.lines())
                .containsExactly(
                        "bad.yaml:3: unknown key 'prob' in story[1], did you mean 'probe'?",
                        "none.yaml: the situation file does not exist: create it, or name another",
                        "2 problems.");
    }

    @Test
    void without_a_file_it_says_what_is_missing() {
        assertThat(shell.run("replay")).isEqualTo(2);
        assertThat(shell.err).contains("FILE", "pbx-failover replay --help");
    }
}
