package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pbxfailover.InProcess;

/** Route files edited while the robot guards twenty pairs. */
class LiveEditTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour WELL = Stub.answers(200, "PBX ok");
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** Edits that must be refused: which file, what becomes of its text, and what the sentence says. */
    enum Broken {
        NO_YAML("activate.camel.yaml", text -> text + "\n  : : ]\n", "no YAML"),
        UNKNOWN_STEP(
                "activate.camel.yaml",
                text -> text.replace("- to:\n            id: trunks", "- frobnicate:\n            id: trunks"),
                "frobnicate"),
        UNKNOWN_COMPONENT("activate.camel.yaml", text -> text.replace("stage:trunks", "nonsuch:trunks"), "nonsuch"),
        STAGE_WITHOUT_ACTION("activate.camel.yaml", text -> text.replace("stage:trunks", "stage:billing"), "billing"),
        STAGE_TWICE("activate.camel.yaml", text -> text.replace("stage:dns", "stage:trunks"), "twice"),
        NOBODY_THERE("confirm.camel.yaml", text -> text.replace("direct:run", "direct:walk"), "direct:walk"),
        ROUTE_REMOVED(
                "stage.camel.yaml", text -> text.substring(0, text.indexOf("- route:\n    id: call")), "direct:call"),
        SMALL_ROUTE_REMOVED(
                "control-api.camel.yaml",
                text -> text.substring(0, text.indexOf("- route:\n    id: api-openapi")),
                "api-openapi"),
        TOO_DEEP(
                "watch.camel.yaml",
                text -> text + "        - steps: " + "[".repeat(6_000) + "]".repeat(6_000) + "\n",
                "nested"),
        BEGINNING_TWICE(
                "confirm.camel.yaml",
                text -> text
                        + "- route:\n    id: second\n    from:\n      uri: direct:confirm\n      steps:\n        - log: hi\n",
                "begins at direct:confirm"),
        ACTION_THAT_NOBODY_NAMES_YET(
                "actions/slack.camel.yaml",
                text -> text
                        + "- route:\n    id: lost\n    description: Leads nowhere\n    from:\n      uri: direct:lost\n      steps:\n"
                        + "        - to: { id: further, uri: \"direct:nowhere\" }\n",
                "direct:nowhere"),
        EMPTY("watch.camel.yaml", text -> "", "empty"),
        NO_ROUTE("watch.camel.yaml", text -> "# all gone\n", "empty");

        private final String file;
        private final UnaryOperator<String> edit;
        private final String said;

        Broken(String file, UnaryOperator<String> edit, String said) {
            this.file = file;
            this.edit = edit;
            this.said = said;
        }
    }

    @TempDir
    static Path temp;

    private static Town town;
    private static Path routes;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        IntStream.range(0, 20).forEach(i -> town.pair("pair" + i));
        routes = town.copiedRoutes();
        process = InProcess.start(town.write(), routes);
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
    }

    /** Every edit is taken back, which must be noticed, too. */
    @AfterEach
    void mended() throws IOException {
        for (String file : new String[] {"activate", "confirm", "stage", "control-api", "watch", "actions/slack"}) {
            Path repository = Town.routes().resolve(file + ".camel.yaml");
            Path edited = routes.resolve(file + ".camel.yaml");
            if (!Files.exists(edited) || Files.mismatch(repository, edited) >= 0) {
                write(edited, Files.readString(repository));
            }
        }
        soon("all to be well").until(() -> robot.health().status() == 200);
        soon("the usual routes").until(() -> description("activate").startsWith("The stages of an activation"));
        soon("the usual watch").until(() -> description("watch").startsWith("Polls the PBX servers"));
    }

    /** As editors do: a new file takes the place of the old one. */
    private static void write(Path file, String text) throws IOException {
        Path draft = Files.writeString(file.resolveSibling("draft.tmp"), text);
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void edit(String name, UnaryOperator<String> change) throws IOException {
        Path file = routes.resolve(name);
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        write(file, after);
    }

    private static String description(String route) {
        try {
            ObjectName name = new ObjectName("org.apache.camel:type=routes,name=\"" + route + "\",*");
            var server = ManagementFactory.getPlatformMBeanServer();
            var found = server.queryNames(name, null);
            return found.isEmpty()
                    ? ""
                    : String.valueOf(server.getAttribute(found.iterator().next(), "Description"));
        } catch (JMException e) {
            return ""; // being replaced at this moment
        }
    }

    private static void polled(String pair, int times) {
        int mark = town.chronicle.now();
        soon(times + " polls of " + pair)
                .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= times);
    }

    private static String fresh() {
        return "pair" + NEXT.getAndIncrement();
    }

    private static String dead() {
        String pair = fresh();
        robot.until(pair, "watching");
        town.primary(pair).is(DOWN);
        return pair;
    }

    @Test
    void a_good_edit_is_live_within_seconds() throws IOException {
        edit(
                "activate.camel.yaml",
                text -> text.replace("The stages of an activation", "Edited, the stages of an activation")
                        .replace(
                                "id: reload\n",
                                "id: audit\n            uri: log:audit\n        - to:\n            id: reload\n")
                        .replace("stage:trunks", "stage:x")
                        .replace("stage:dns", "stage:trunks")
                        .replace("stage:x", "stage:dns"));
        soon("the edit").until(() -> description("activate").startsWith("Edited"));
        String pair = dead();
        robot.until(pair, "active");
        assertThat(town.chronicle.stages(pair)).containsExactly("reload", "dns", "trunks");
    }

    /** @param said the file, or what is wrong with it */
    private static void refused(String said) {
        soon("the refusal").until(() -> robot.health().body().toString().contains(said));
    }

    /** Fault 46. What is tried in a context of its own must leave nothing behind that ends with it. */
    @Test
    void after_an_edit_a_maintenance_still_ends_by_itself() throws IOException {
        edit("watch.camel.yaml", text -> text.replace("Polls the PBX servers", "Edited, polls the PBX servers"));
        soon("the edit").until(() -> description("watch").startsWith("Edited"));
        String pair = fresh();
        assertThat(robot.order(pair, "maintenance", "{\"for\":\"1s\"}").status())
                .isEqualTo(200);
        soon("the end of the maintenance")
                .until(() -> robot.cares(pair).get(0).startsWith("maintenance is over: its time is up"));
        assertThat(robot.state(pair)).isEqualTo("watching");
    }

    @ParameterizedTest
    @EnumSource
    void a_broken_edit_is_refused_with_a_sentence_and_the_routes_go_on(Broken broken) throws IOException {
        edit(broken.file, broken.edit);
        soon("the refusal").until(() -> robot.health().status() == 503);
        String said = robot.health().body().findValuesAsText("message").toString();
        assertThat(said).contains(broken.file).contains(broken.said).doesNotContain("Exception", "\tat ");
        assertThat(said).containsPattern("\\.camel\\.yaml(:\\d+)?: ");
        polled("pair19", 2);
        if (broken.ordinal() % 3 == 0) {
            String pair = dead();
            robot.until(pair, "active");
            assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
        }
    }

    @Test
    void a_file_that_is_no_text_or_endless_is_no_deleted_one_and_costs_the_robot_nothing() throws IOException {
        Path watch = routes.resolve("watch.camel.yaml");
        Files.write(watch, new byte[] {'#', (byte) 0xe9, '\n'});
        refused("the file is not UTF-8 text");
        try (var endless = new java.io.RandomAccessFile(watch.toFile(), "rw")) {
            endless.setLength(1L << 40);
        }
        refused("the file is larger than 1 MiB");
        polled("pair19", 2);
    }

    @Test
    void a_new_file_that_was_refused_may_be_removed_again() throws IOException {
        Path own = routes.resolve("own.camel.yaml");
        write(own, "- route:\n    id: own\n    from:\n      uri: nonsuch:own\n");
        refused("own.camel.yaml");
        Files.delete(own);
        soon("all to be well").until(() -> robot.health().status() == 200);
    }

    /** Another route begins there, by other parameters. Nothing shows that before the routes are started, so the trial passes. */
    private static final String CANNOT_START = """
            - route:
                id: never
                description: Never starts.
                from:
                  uri: direct:stage
                  parameters:
                    block: "false"
                  steps:
                    - log: { id: never-log, message: never }
            """;

    @Test
    void an_edit_that_fails_only_when_it_starts_leaves_nothing_behind() throws IOException {
        edit(
                "activate.camel.yaml",
                text -> text.replace("The stages of an activation", "Edited, the stages of an activation")
                        + CANNOT_START);
        refused("activate.camel.yaml");
        assertThat(description("activate")).startsWith("The stages of an activation");
        assertThat(description("never")).isEmpty();
        String pair = dead();
        robot.until(pair, "active");
        assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
    }

    @Test
    void of_a_new_file_that_fails_only_when_it_starts_nothing_goes_on() throws IOException {
        Path own = routes.resolve("own.camel.yaml");
        String good = CANNOT_START.replace("never", "own").replace("stage", "own");
        write(own, good + CANNOT_START);
        refused("own.camel.yaml");
        assertThat(description("own") + description("never")).isEmpty();
        write(own, good);
        soon("the mended one").until(() -> description("own").startsWith("Never"));
        soon("all to be well").until(() -> robot.health().status() == 200);
    }

    @Test
    void a_deleted_file_is_said_and_its_routes_go_on() throws IOException {
        Files.delete(routes.resolve("activate.camel.yaml"));
        soon("the sentence").until(() -> robot.health().body().toString().contains("activate.camel.yaml was deleted"));
        String pair = dead();
        robot.until(pair, "active");
        assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
    }

    @Test
    void a_directory_that_was_moved_away_is_said_and_its_routes_go_on() throws IOException {
        Path away = routes.resolveSibling("routes-away");
        Files.move(routes, away);
        soon("the sentence")
                .until(() -> robot.health().body().toString().contains(routes + " was deleted: its routes go on"));
        polled("pair18", 2);
        Files.move(away, routes);
        soon("all to be well").until(() -> robot.health().status() == 200);
        a_good_edit_is_live_within_seconds();
    }

    /** Whoever looks before and after sees no difference. */
    @Test
    void a_file_that_was_missing_only_for_a_moment_is_no_deleted_one_afterwards() throws IOException {
        Path activate = routes.resolve("activate.camel.yaml");
        Path away = routes.resolveSibling("routes-away");
        Files.setLastModifiedTime(activate, FileTime.from(Instant.now()));
        Files.move(routes, away);
        refused("activate.camel.yaml was deleted");
        Files.move(away, routes);
        soon("all to be well").until(() -> robot.health().status() == 200);
    }

    @Test
    void an_edit_in_the_middle_of_an_activation_neither_repeats_nor_loses_a_stage() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        String pair = fresh();
        town.services.at("/" + pair + "/trunks", Stub.behind(gate, Stub.answers(200, "")));
        robot.until(pair, "watching");
        town.primary(pair).is(DOWN);
        soon("trunks").until(() -> town.chronicle.stages(pair).contains("trunks"));

        edit("activate.camel.yaml", text -> text.replace("The stages of an activation", "Edited, the stages"));
        for (int question = 0; question < 4; question++) { // while the edit waits for the route
            long asked = System.nanoTime();
            assertThat(robot.state(pair)).isEqualTo("activating");
            assertThat(robot.health().body().path("status").asText()).isEqualTo("UP");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
            polled("pair18", 1);
        }
        gate.countDown();
        soon("the edit").until(() -> description("activate").startsWith("Edited"));
        robot.until(pair, "active");
        assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
        assertThat(robot.epoch(pair)).isEqualTo(1);
    }

    /** A step of the operator's own, before the stages, that goes down with the primary: no stage is called, so that has to be said. */
    @Test
    void an_activation_whose_route_fails_is_an_alarm_and_goes_on_when_the_route_is_mended() throws IOException {
        String monitor = "- to:\n            uri: http://127.0.0.1:9/started\n        - to:\n            id: fence";
        edit(
                "activate.camel.yaml",
                text -> text.replace("- to:\n            id: fence", monitor)
                        .replace("The stages of an activation", "Edited, the stages of an activation"));
        soon("the edit").until(() -> description("activate").startsWith("Edited"));
        String pair = dead();
        soon("an alarm")
                .until(() -> robot.alarms(pair).stream()
                        .anyMatch(alarm -> alarm.contains("the route fails, and nothing is called")));
        assertThat(town.chronicle.stages(pair)).isEmpty();
        assertThat(robot.state(pair)).isEqualTo("activating");

        mended();
        robot.until(pair, "active");
        assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
        assertThat(robot.alarms(pair)).isEmpty();
    }

    @Test
    void an_edit_of_the_watch_neither_counts_wrongly_nor_stops_the_polls() throws IOException {
        String flapping = fresh();
        robot.until(flapping, "watching");
        for (int time = 0; time < 3; time++) {
            int number = time;
            town.primary(flapping).is(Stub.first(2, DOWN, WELL));
            edit(
                    "watch.camel.yaml",
                    text -> text.replaceFirst("description: .*Polls", "description: Edited " + number + ". Polls"));
            soon("the edit").until(() -> description("watch").startsWith("Edited " + number));
            int mark = town.chronicle.now();
            soon("polls of all")
                    .until(() -> IntStream.range(0, 20)
                            .noneMatch(i -> town.chronicle
                                    .of(town.primary("pair" + i), mark)
                                    .isEmpty()));
            polled(flapping, 3);
        }
        robot.until(flapping, "watching");
        assertThat(town.chronicle.stages(flapping)).isEmpty();
        assertThat(robot.history(flapping)).isEmpty();

        String dead = dead();
        polled(dead, 1);
        edit("watch.camel.yaml", text -> text.replaceFirst("description: .*Polls", "description: Once more. Polls"));
        robot.until(dead, "active");
        assertThat(town.chronicle.stages(dead)).isEqualTo(Town.ORDER);
    }
}
