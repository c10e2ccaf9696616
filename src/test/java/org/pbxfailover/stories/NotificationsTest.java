package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** People are told in order, and nobody who cannot be told delays anything or anybody else. */
class NotificationsTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");

    @TempDir
    Path temp;

    @Test
    void receivers_that_hang_or_are_dead_delay_neither_the_activation_nor_the_others() {
        try (Town town = new Town(temp)) {
            Stub hangs = town.stub("hangs").is(Stub.SILENT);
            Stub dead = town.stub("dead");
            dead.dies();
            Stub slack = town.stub("slack").is(Stub.first(1, DOWN, Stub.answers(204, "")));
            Stub heart = town.stub("heart");
            town.also("notify:\n")
                    .also(receiver(hangs, "", "timeout: 1m"))
                    .also(receiver(dead, "", ""))
                    .also(receiver(slack, "events: [suspect, activating, active]", "attempts: 3, backoff: 50ms"));
            town.also("heartbeat: { url: \"" + heart.url("/beat") + "\", every: 200ms }\n");
            town.pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("heartbeats").until(() -> town.chronicle.of(heart).size() >= 2);
                town.primary("one").is(DOWN);
                robot.until("one", "active");
                soon("the notifications").until(() -> events(town, slack).contains("active"));
                // On a busy machine the primary may be late, and suspected once more, before it is really down.
                assertThat(events(town, slack))
                        .startsWith("suspect", "suspect")
                        .endsWith("suspect", "activating", "active")
                        .filteredOn(event -> !event.equals("suspect"))
                        .containsExactly("activating", "active");
                List<Chronicle.Call> told = town.chronicle.of(slack);
                assertThat(told.get(0).body())
                        .as("tried again")
                        .isEqualTo(told.get(1).body());
                assertThat(told.get(told.size() - 1).body())
                        .contains("\"pair\":\"one\"", "\"epoch\":1", "\"state\":\"active\"", "secondary is in service");
                hangs.close(); // its call is cut off, so that the end need not wait for it
            }
        }
    }

    @Test
    void a_receiver_by_http_gets_the_event_as_the_webhook_does_when_it_has_no_body_of_its_own() {
        try (Town town = new Town(temp);
                Stub posted = town.stub("posted");
                Stub written = town.stub("written");
                Stub called = town.stub("called")) {
            String events = ", events: [active] }\n";
            town.also("notify:\n")
                    .also("  - { action: http, method: PUT, url: \"" + posted.url("/news") + "\"" + events)
                    .also("  - { action: http, url: \"" + written.url("/news") + "\", body: \"{pair} {stage}\""
                            + events)
                    .also("  - { action: http, url: \"" + called.url("/?p={pair}") + "\"" + events);
            town.pair(
                    "one",
                    "",
                    "dns: { action: http, url: \"" + town.services.url("/one/dns")
                            + "\", body: '{\"content\": \"{secondary}\"}' }\n",
                    "dns: " + town.action("one", "back", "") + "\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                town.primary("one").is(DOWN);
                robot.until("one", "active");
                soon("all to be told")
                        .until(() -> town.chronicle.of(posted).size()
                                        + town.chronicle.of(written).size()
                                        + town.chronicle.of(called).size()
                                >= 3);
            }
            assertThat(town.chronicle.of(posted)).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("PUT");
                assertThat(event(call.body())).isEqualTo("active");
            });
            assertThat(town.chronicle.of(written)).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.body()).isEqualTo("one active");
            });
            assertThat(town.chronicle.of(called)).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("GET");
                assertThat(call.body()).isEmpty();
            });
            assertThat(town.chronicle.of(town.services)).singleElement().satisfies(call -> {
                assertThat(call.method()).isEqualTo("POST");
                assertThat(call.key()).isEqualTo("one-1-dns-1");
                assertThat(call.body()).isEqualTo("{\"content\": \"127.0.0.2\"}");
            });
        }
    }

    @Test
    void a_receiver_that_was_told_in_vain_is_shown_until_it_takes_something() {
        try (Town town = new Town(temp);
                Stub hook = town.stub("hook").is(DOWN);
                Stub heart = town.stub("heart").is(DOWN)) {
            town.also("notify:\n").also(receiver(hook, "events: [active, drill]", "attempts: 1"));
            town.also("heartbeat: { url: \"" + heart.url("/beat") + "\", every: 200ms }\n");
            town.pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("one", "failover", "");
                soon("both to be shown").until(() -> unreached(robot), count -> count == 2);
                assertThat(robot.health().status()).isEqualTo(503);
                assertThat(robot.health().body().toString())
                        .contains("[one] active: the secondary is in service")
                        .contains("did not reach its receiver: 500 (expected status 200-299)")
                        .contains("; the heartbeat is not heard: heartbeat.url answers 500");
                assertThat(robot.live()).isEqualTo(200);

                hook.is(Stub.answers(204, ""));
                heart.is(Stub.answers(204, ""));
                robot.order("one", "failback", "{\"force\":true}");
                robot.until("one", "watching");
                robot.order("one", "failover", "");
                soon("both to have heard").until(() -> unreached(robot), count -> count == 0);
                assertThat(robot.health().status()).isEqualTo(200);
            }
        }
    }

    private static double unreached(RobotClient robot) {
        return robot.metric("pbx_failover_receivers_unreached");
    }

    private static String receiver(Stub stub, String events, String more) {
        return "  - { action: webhook, url: \"" + stub.url("/hook") + "\"" + (events.isEmpty() ? "" : ", " + events)
                + (more.isEmpty() ? "" : ", " + more) + " }\n";
    }

    private static List<String> events(Town town, Stub receiver) {
        return town.chronicle.of(receiver).stream()
                .map(call -> event(call.body()))
                .toList();
    }

    private static String event(String body) {
        try {
            return new ObjectMapper().readTree(body).path("event").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(body, e);
        }
    }
}
