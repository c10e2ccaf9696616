package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.pbxfailover.stories.Journeys.BACK;
import static org.pbxfailover.stories.Journeys.OVER;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.JournalAround;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.journal.JournalException;
import org.pbxfailover.stories.Journeys.Journey;

/** Fault 38: the journal cannot be written, at any moment, for a moment or for long. */
@Tag("long")
class FullDiskTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    /** Lets some appends of each pair fail. */
    private record Fails(Map<String, Integer> from, int times) implements JournalAround.Appends {
        @Override
        public void before(String pair, int number) {
            int first = from.getOrDefault(pair, Integer.MAX_VALUE);
            if (first <= number && number < first + times) {
                throw new JournalException("the disk is full for a moment");
            }
        }
    }

    @Test
    void a_write_that_fails_at_any_moment_neither_loses_nor_repeats_a_call() {
        try (Town town = new Town(temp)) {
            Journeys journeys = new Journeys(town);
            Map<String, Integer> fails = new HashMap<>();
            fails.put(journeys.add(new Journey("dead", false, false, false)).pair(), 1);
            for (boolean verified : new boolean[] {false, true}) {
                int over = 2 + OVER.size() * (verified ? 3 : 2);
                int all = over + 2 + BACK.size() * (verified ? 3 : 2);
                for (int append = 2; append <= all; append++) {
                    if (append != over + 1) { // an order, which is refused
                        String pair = (verified ? "verified-" : "plain-") + append;
                        fails.put(
                                journeys.add(new Journey(pair, verified, append > over, true))
                                        .pair(),
                                append);
                    }
                }
            }
            try (InProcess process = InProcess.start(
                    town.write(),
                    Town.routes(),
                    Clock.SYSTEM,
                    journal -> new JournalAround(journal, new Fails(fails, 1)))) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                town.primary("dead").is(DOWN);
                Awaitility.await("all pairs to be at their ends")
                        .atMost(Duration.ofMinutes(2))
                        .until(
                                () -> {
                                    journeys.order(robot);
                                    return journeys.unfinished(robot);
                                },
                                empty());
                journeys.told(robot);
            }
            journeys.judge();
        }
    }

    @Test
    void with_a_full_disk_nothing_begins_and_when_there_is_room_again_everything_goes_on_by_itself() {
        try (Town town = new Town(temp)) {
            CountDownLatch gate = new CountDownLatch(1);
            Stub phone = town.stub("phone");
            town.also("notify: [ { action: webhook, url: \"" + phone.url("/hook") + "\", events: [not-ready] } ]\n");
            town.pair("dies").pair("under-way").pair("idle");
            town.services.at("/under-way/reload", Stub.behind(gate, Stub.answers(200, "")));
            try (Child child = new Child(town.write(), Town.routes())) {
                RobotClient robot = child.client();
                robot.order("under-way", "failover", "");
                soon("the call").until(() -> !town.chronicle.stages("under-way").isEmpty());
                soon("readiness").until(() -> notReady(robot).isEmpty());
                child.limitFiles("1");
                gate.countDown();
                town.primary("dies").is(DOWN);
                RobotClient.Answer refused = robot.order("idle", "failover", "");
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.sentence()).contains("journal.db", "disk", "nothing was begun");
                soon("word of all three").until(() -> town.chronicle.of(phone).size() >= 3);
                says(robot, child);
                polled(town, "dies", "idle");
                assertThat(town.chronicle.stages("dies")).isEmpty();
                assertThat(town.chronicle.stages("under-way")).containsExactly("reload");
                assertThat(town.chronicle.of(phone)).hasSize(3);

                child.limitFiles("unlimited");
                soon("health").until(() -> robot.health().status() == 200);
                List.of("dies", "under-way").forEach(pair -> robot.until(pair, "active"));
                assertThat(notReady(robot)).isEmpty();
                for (String pair : List.of("dies", "under-way")) {
                    assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
                    assertThat(robot.history(pair)).hasSize(1);
                }
                assertThat(town.chronicle.stages("idle")).isEmpty();
                assertThat(robot.order("idle", "failover", "").status()).isEqualTo(200);
                robot.until("idle", "active");
            }
        }
    }

    /** Filled to the last byte whenever the calls of a stage are under way, and killed at the end. */
    @Test
    void what_is_under_way_ends_on_a_disk_that_fills_up_and_a_crash_then_repeats_no_call() throws Exception {
        try (Town town = new Town(temp).patience("30s")) {
            List<String> pairs =
                    IntStream.range(0, 40).mapToObj(i -> "pair-" + i).toList();
            Map<String, CountDownLatch> gates = new HashMap<>();
            for (String stage : Town.ORDER) {
                CountDownLatch gate = new CountDownLatch(1);
                gates.put(stage, gate);
                pairs.forEach(
                        pair -> town.services.at("/" + pair + "/" + stage, Stub.behind(gate, Stub.answers(200, ""))));
            }
            pairs.forEach(town::pair);
            Path configuration = town.write();
            try (SmallDisk disk = new SmallDisk(Files.createDirectory(temp.resolve("state")), 4)) {
                try (Child child = Child.on(disk, configuration, Town.routes())) {
                    RobotClient robot = child.client();
                    pairs.forEach(
                            pair -> assertThat(robot.order(pair, "failover", "").status())
                                    .isEqualTo(200));
                    for (String stage : Town.ORDER) {
                        soon(stage + " of all")
                                .until(() -> pairs.stream()
                                        .allMatch(pair ->
                                                town.chronicle.stages(pair).contains(stage)));
                        disk.fill();
                        gates.get(stage).countDown();
                    }
                    pairs.forEach(pair -> robot.until(pair, "active"));
                    child.kill();
                }
                disk.free();
                try (Child child = Child.on(disk, configuration, Town.routes())) {
                    RobotClient robot = child.client();
                    pairs.forEach(pair -> robot.until(pair, "active"));
                }
            }
            pairs.forEach(
                    pair -> assertThat(town.chronicle.stages(pair)).as(pair).isEqualTo(Town.ORDER));
        }
    }

    private static void says(RobotClient robot, Child child) {
        assertThat(child.log()).contains("nothing further is begun and nothing is lost: The journal ");
        assertThat(notReady(robot)).singleElement().asString().contains("journal.db", "cannot be written", "disk");
        RobotClient.Answer health = robot.health();
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body().toString()).contains("No activation can begin: The journal ", "disk");
        assertThat(robot.live()).isEqualTo(200);
    }

    private static List<String> notReady(RobotClient robot) {
        return RobotClient.texts(robot.pair("idle").path("not-ready"));
    }

    /** So often that a confirmation would have come to its end, and begun again. */
    private static void polled(Town town, String... pairs) {
        int mark = town.chronicle.now();
        for (String pair : pairs) {
            soon("polls of " + pair)
                    .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= 12);
        }
    }

    /** Nobody has to write anything for the robot to see that there is room again, or that there is none. */
    @Test
    void an_idle_robot_notices_a_full_disk_and_a_free_one_when_it_is_asked() {
        try (Town town = new Town(temp)) {
            town.pair("idle");
            try (Child child = new Child(town.write(), Town.routes())) {
                RobotClient robot = child.client();
                soon("readiness").until(() -> notReady(robot).isEmpty());
                child.limitFiles("1");
                soon("the full disk").until(() -> !notReady(robot).isEmpty());
                assertThat(robot.order("idle", "failover", "").status()).isEqualTo(409);
                child.limitFiles("unlimited");
                soon("the free disk").until(() -> notReady(robot).isEmpty());
                assertThat(robot.health().status()).isEqualTo(200);
                assertThat(town.chronicle.of(town.services)).isEmpty();
            }
        }
    }
}
