package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** Route files that change as a whole, without a write to any of them: a link is turned, or a directory takes the place of another. */
class TurnedRoutesTest {
    @TempDir
    Path temp;

    private Town town;
    private Path one;
    private Path two;

    @BeforeEach
    void revisions() throws IOException {
        town = new Town(temp);
        town.pair("acme");
        one = Files.move(town.copiedRoutes(), temp.resolve("..one"));
        two = Files.move(town.copiedRoutes(), temp.resolve("..two"));
        Path file = two.resolve("activate.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("The stages", "Edited stages")
                        .replace(
                                "- to:\n            id: fence",
                                "- to:\n            uri: direct:later\n        - to:\n            id: fence"));
        Files.writeString(
                two.resolve("later.camel.yaml"), // comes after what calls it
                """
                - route:
                    id: later
                    from:
                      uri: direct:later
                      steps:
                        - to: { uri: log:audit }
                """);
    }

    @AfterEach
    void close() {
        town.close();
    }

    private static String description() throws JMException {
        var server = ManagementFactory.getPlatformMBeanServer();
        var found = server.queryNames(new ObjectName("org.apache.camel:type=routes,name=\"activate\",*"), null);
        return found.isEmpty()
                ? ""
                : String.valueOf(server.getAttribute(found.iterator().next(), "Description"));
    }

    /** As git-sync and Kubernetes do: a new link takes the place of the old one. */
    private static void turn(Path link, Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(link.resolveSibling("fresh"), target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the robot does once its routes have become those of the second revision. */
    private void edited(InProcess process) {
        soon("the edit").until(() -> description().startsWith("Edited"));
        RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
        soon("all to be well").until(() -> robot.health().status() == 200);
        robot.until("acme", "watching");
        town.primary("acme").is(Stub.answers(500, ""));
        robot.until("acme", "active");
        assertThat(town.chronicle.stages("acme")).isEqualTo(Town.ORDER);
    }

    @Test
    void a_link_to_the_routes_that_is_turned_is_an_edit() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), one);
        try (InProcess process = InProcess.start(town.write(), link)) {
            turn(link, two);
            edited(process);
        }
    }

    @Test
    void a_volume_of_kubernetes_whose_hidden_link_is_turned_is_an_edit() throws Exception {
        Path volume = Files.createDirectory(temp.resolve("volume"));
        Path data = Files.createSymbolicLink(
                volume.resolve("..data"),
                Files.move(one, volume.resolve("..one")).getFileName());
        try (var files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(
                        volume.resolve(file.getFileName()), Path.of("..data").resolve(file.getFileName()));
            }
        }
        Files.createSymbolicLink(volume.resolve("later.camel.yaml"), Path.of("..data/later.camel.yaml"));
        try (InProcess process = InProcess.start(town.write(), volume)) {
            turn(data, Files.move(two, volume.resolve("..two")).getFileName());
            edited(process);
        }
    }

    @Test
    void another_directory_in_the_place_of_the_routes_is_an_edit() throws Exception {
        Path routes = Files.move(one, temp.resolve("routes"));
        try (InProcess process = InProcess.start(town.write(), routes)) {
            Files.move(routes, temp.resolve("before"));
            Files.move(two, routes);
            edited(process);
        }
    }
}
