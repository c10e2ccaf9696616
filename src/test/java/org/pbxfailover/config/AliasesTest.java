package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.config.Reads.MINIMAL;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors and aliases of YAML: a value may be written once for many places, but not so often that the robot drowns in it. */
class AliasesTest {
    @TempDir
    Path directory;

    private Reads reads;

    @BeforeEach
    void prepare() {
        reads = new Reads(directory, Map.of());
    }

    @Test
    void many_pairs_may_share_what_is_written_once() {
        var yaml = new StringBuilder(MINIMAL.replace("activation:", "activation: &shared"));
        for (int i = 0; i < 60; i++) {
            yaml.append("  - { name: pair").append(i).append(", primary: { probe: { url: \"https://pbx");
            yaml.append(i).append(".example/\" } }, activation: *shared }\n");
        }
        assertThat(reads.valid(yaml.toString()).pair("pair59").orElseThrow().activation())
                .containsOnlyKeys("reload");
    }

    @Test
    void values_that_multiply_are_one_sentence_with_a_line() {
        var yaml = new StringBuilder(MINIMAL + "notify:\n  - &a0 { action: webhook }\n");
        for (int i = 1; i < 9; i++) {
            yaml.append("  - &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("]\n");
        }
        assertThat(reads.problems(yaml.toString()))
                .singleElement()
                .asString()
                .matches("(9|1[0-7]): the configuration repeats more than 100000 values by anchors and aliases"
                        + " \\(& and \\*\\), those of this line among them: share fewer and write the rest out,"
                        + " as in key: \"value\"");
    }
}
