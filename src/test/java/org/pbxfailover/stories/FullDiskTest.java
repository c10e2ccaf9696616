package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.Journeys.BACK;
import static org.pbxfailover.stories.Journeys.OVER;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.JournalAround;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.journal.JournalException;
import org.pbxfailover.stories.Journeys.Journey;

/** Fault 38: the journal cannot be written, at any moment, for a moment or for long. */
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
                        .until(() -> {
                            journeys.order(robot);
                            return journeys.ended(robot);
                        });
                journeys.told(robot);
            }
            journeys.judge();
        }
    }

    @Test
    void with_a_full_disk_nothing_begins_and_when_there_is_room_again_everything_goes_on_by_itself()
            throws IOException {
        try (Town town = new Town(temp)) {
            CountDownLatch gate = new CountDownLatch(1);
            town.pair("dies").pair("under-way").pair("idle");
            town.services.at("/under-way/reload", Stub.behind(gate, Stub.answers(200, "")));
            try (Child child = new Child(town.write(), Town.routes())) {
                RobotClient robot = child.client();
                robot.order("under-way", "failover", "");
                soon("the call").until(() -> !town.chronicle.stages("under-way").isEmpty());
                child.limitFiles("1");
                gate.countDown();
                town.primary("dies").is(DOWN);
                soon("the log").until(() -> child.log().contains("the disk"));
                RobotClient.Answer refused = robot.order("idle", "failover", "");
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.sentence()).contains("journal", "disk");
                int mark = town.chronicle.now();
                soon("polls")
                        .until(() -> town.chronicle
                                                .of(town.primary("dies"), mark)
                                                .size()
                                        >= 8
                                && town.chronicle.of(town.primary("idle"), mark).size() >= 8);
                System.out.println(robot.health());
                System.out.println(robot.pairs());
                assertThat(robot.health().status()).isEqualTo(503);
                assertThat(RobotClient.texts(robot.pair("idle").path("not-ready")))
                        .singleElement()
                        .asString()
                        .contains("journal.db", "disk");
                assertThat(town.chronicle.stages("dies")).isEmpty();
                assertThat(town.chronicle.stages("under-way")).containsExactly("reload");

                child.limitFiles("unlimited");
                soon("health").until(() -> robot.health().status() == 200);
                robot.until("dies", "active");
                robot.until("under-way", "active");
                assertThat(RobotClient.texts(robot.pair("idle").path("not-ready")))
                        .isEmpty();
                for (String pair : List.of("dies", "under-way")) {
                    assertThat(town.chronicle.stages(pair)).isEqualTo(Town.ORDER);
                    assertThat(robot.history(pair)).hasSize(1);
                }
                assertThat(town.chronicle.stages("idle")).isEmpty();
                System.out.println(child.log());
            }
        }
    }
}
