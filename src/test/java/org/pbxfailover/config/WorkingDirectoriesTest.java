package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.config.Reads.minimalWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.ConfigurationReader.Invalid;

class WorkingDirectoriesTest {
    @TempDir
    Path directory;

    @Test
    void refusesToLieInAWorkingDirectoryAlsoThroughLinks() throws IOException {
        Path working = Files.createDirectory(directory.resolve("pbx"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), working);
        String yaml = minimalWith("pairs:", "robot: { state: \"" + link.resolve("state") + "\" }\npairs:")
                .replace("- name: acme", "- name: acme\n    working-directory: " + working);
        Path file = Files.writeString(working.resolve("failover.yaml"), yaml);

        var reading = new ConfigurationReader().read(link.resolve("failover.yaml"));

        assertThat(((Invalid) reading).problems().stream().map(Problem::toString))
                .containsExactly(
                        link.resolve("failover.yaml") + ":2: robot.state (" + link.resolve("state")
                                + ") lies inside the working-directory of pair 'acme' (" + working
                                + "), where a file synchroniser would overwrite it: move it outside, such as to /etc/pbx-failover",
                        link.resolve("failover.yaml") + ":5: the configuration file (" + link.resolve("failover.yaml")
                                + ") lies inside the working-directory of pair 'acme' (" + working
                                + "), where a file synchroniser would overwrite it: move it outside, such as to /etc/pbx-failover");
        assertThat(file).exists();
    }

    @Test
    void saysWhetherTheRoutesLieInAWorkingDirectory() {
        Outline outline = new Reads(directory, Map.of())
                .reading(minimalWith(
                        "- name: acme", "- name: acme\n    working-directory: /usr/local/pbx\n    mode: lve"))
                .outline();

        assertThat(outline.insideWorkingDirectory(Path.of("/usr/local/pbx/sub/../routes"), "the routes directory"))
                .extracting(Problem::toString)
                .containsExactly(
                        directory.resolve("failover.yaml")
                                + ":4: the routes directory (/usr/local/pbx/sub/../routes) lies inside the working-directory of"
                                + " pair 'acme' (/usr/local/pbx), where a file synchroniser would overwrite it: move it outside, such as to /etc/pbx-failover");
        assertThat(outline.insideWorkingDirectory(Path.of("/usr/local/pbx-routes"), "the routes directory"))
                .isEmpty();
    }

    @Test
    void seesALinkThatLiesInsideThoughItLeadsOutside() throws IOException {
        Path working = Files.createDirectory(directory.resolve("pbx"));
        Path outside = Files.createFile(directory.resolve("failover.yaml"));
        Path link = Files.createSymbolicLink(working.resolve("failover.yaml"), outside);

        assertThat(WorkingDirectories.inside(link, working)).isTrue();
        assertThat(WorkingDirectories.inside(outside, working)).isFalse();
    }
}
