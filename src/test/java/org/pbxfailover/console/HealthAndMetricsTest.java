package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.console.TestRobot.at;
import static org.pbxfailover.console.TestRobot.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthAndMetricsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static TestRobot robot;

    @BeforeAll
    static void start() throws Exception {
        robot = new TestRobot("acme", "beta");
    }

    @AfterAll
    static void stop() {
        robot.close();
    }

    @AfterEach
    void allIsWell() throws Exception {
        robot.vitals.refusedEdit = Optional.empty();
        robot.vitals.journalProblem = Optional.empty();
        robot.vitals.silence = Duration.ofMillis(50);
        robot.vitals.hears = true;
        robot.vitals.hold = Optional.empty();
        robot.vitals.unreached = List.of();
        robot.main.getCamelContext().getRouteController().startRoute("suspect-test");
    }

    @Test
    void all_is_well() throws Exception {
        assertThat(statuses()).isEqualTo("200 200 200");
        JsonNode health = JSON.readTree(send(robot.console("/observe/health")).body());
        assertThat(health.get("status").asText()).isEqualTo("UP");
        assertThat(health.get("checks").findValuesAsText("name"))
                .contains("routes-reload", "journal", "hold", "polls", "context", "route:watch-test");
    }

    @Test
    void a_refused_edit_is_shown_while_the_old_routes_guard_on() throws Exception {
        robot.vitals.refusedEdit = Optional.of("routes/watch.camel.yaml, line 3: unknown step \"tpo\".");
        assertThat(statuses()).isEqualTo("503 200 200");
        assertThat(send(robot.console("/observe/health")).body()).contains("line 3: unknown step \\\"tpo\\\".");
    }

    @Test
    void an_unwritable_journal_is_live_and_not_ready() throws Exception {
        robot.vitals.journalProblem = Optional.of("The journal cannot be written: the disk is full.");
        assertThat(statuses()).isEqualTo("503 200 503");
        assertThat(send(robot.console("/observe/health")).body())
                .contains("No activation can begin: The journal cannot be written: the disk is full.");
    }

    @Test
    void on_hold_is_live_and_not_ready() throws Exception {
        robot.vitals.hold = Optional.of("The journal is of another robot.");
        assertThat(statuses()).isEqualTo("503 200 503");
    }

    @Test
    void whom_the_robot_tells_in_vain_is_shown_while_it_guards_on() throws Exception {
        robot.vitals.unreached = List.of("the mail did not come", "the heartbeat is not heard");
        assertThat(statuses()).isEqualTo("503 200 200");
        assertThat(send(robot.console("/observe/health")).body())
                .contains("the mail did not come; the heartbeat is not heard");
        assertThat(scrape()).contains("pbx_failover_receivers_unreached 2.0");
    }

    @Test
    void a_hung_watch_loop_is_not_live() throws Exception {
        robot.vitals.silence = Duration.ofSeconds(11);
        assertThat(statuses()).isEqualTo("503 503 200");
        assertThat(send(robot.console("/observe/health")).body()).contains("The watch loop has not run for 11 s");
    }

    @Test
    void polls_that_do_not_come_back_are_not_live() throws Exception {
        robot.vitals.hears = false;
        assertThat(statuses()).isEqualTo("503 503 200");
        assertThat(send(robot.console("/observe/health")).body()).contains("No poll of any primary comes back");
    }

    @Test
    void a_stopped_route_is_not_ready() throws Exception {
        robot.main.getCamelContext().getRouteController().stopRoute("suspect-test");
        assertThat(statuses()).isEqualTo("503 200 503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready"})
    void tells_strangers_up_or_down_and_nothing_more(String kind) throws Exception {
        robot.vitals.refusedEdit = Optional.of("a secret detail");
        String path = "/observe/health/" + kind + "?exposureLevel=full&data=true&stackTrace=true";
        HttpResponse<String> up = send(at(robot.console.port(), path));
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(up.body()).isEqualTo("{\"status\":\"UP\"}");
        robot.vitals.silence = Duration.ofSeconds(60);
        robot.vitals.journalProblem = Optional.of("a secret detail");
        HttpResponse<String> down = send(at(robot.console.port(), path));
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).isEqualTo("{\"status\":\"DOWN\"}");
    }

    @Test
    void a_stranger_learns_nothing_by_another_way() throws Exception {
        assertThat(send(at(robot.console.port(), "/observe/health")).statusCode())
                .isEqualTo(401);
        assertThat(send(at(robot.console.port(), "/observe/health/live").header("Authorization", "x"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void counts_what_happens() throws Exception {
        robot.meters.probed(2_000_000, true);
        robot.meters.probed(-5, true);
        robot.meters.probed(300_000_000, false);
        robot.meters.epochOpened("failover");
        robot.meters.stageEnded("dns", "done", Duration.ofMillis(1500));
        robot.meters.editRefused();
        assertThat(scrape())
                .contains(
                        "pbx_failover_probes_total{result=\"alive\"} 2.0",
                        "pbx_failover_probes_total{result=\"failed\"} 1.0",
                        "pbx_failover_poll_lateness_seconds_bucket{le=\"0.001\"} 1",
                        "pbx_failover_poll_lateness_seconds_bucket{le=\"0.005\"} 2",
                        "pbx_failover_poll_lateness_seconds_bucket{le=\"+Inf\"} 3",
                        "pbx_failover_activations_total{kind=\"failover\"} 1.0",
                        "pbx_failover_stage_seconds_sum{outcome=\"done\",stage=\"dns\"} 1.5",
                        "pbx_failover_refused_edits_total 1.0");
    }

    @Test
    void shows_pairs_and_the_robot_as_they_are_now() throws Exception {
        robot.vitals.hold = Optional.of("x");
        assertThat(scrape())
                .contains(
                        "pbx_failover_pair_state{mode=\"live\",pair=\"acme\",state=\"watching\"} 1.0",
                        "pbx_failover_pair_state{mode=\"live\",pair=\"beta\",state=\"watching\"} 1.0",
                        "pbx_failover_pair_failures{pair=\"acme\"} 1.0",
                        "pbx_failover_pair_ready{pair=\"acme\"} 0.0",
                        "pbx_failover_pair_alarms{pair=\"acme\"} 1.0",
                        "pbx_failover_pair_epoch{pair=\"acme\"} 7.0",
                        "pbx_failover_pair_alive{pair=\"acme\"} 1.0",
                        "pbx_failover_pair_secondary_alive{pair=\"acme\"} 0.0",
                        "pbx_failover_pair_probe_seconds{pair=\"acme\"} 0.012",
                        "pbx_failover_journal_writable 1.0",
                        "pbx_failover_hold 1.0",
                        "pbx_failover_last_tick_seconds 0.05");
    }

    @Test
    void camels_own_meters_do_not_count_every_poll() throws Exception {
        robot.main.getCamelContext().createProducerTemplate().sendBody("direct:watch-test", "alive");
        assertThat(scrape()).doesNotContain("camel_exchanges", "camel_route_policy", "camel_exchange_event");
    }

    private static String scrape() throws Exception {
        return send(robot.console("/observe/metrics")).body();
    }

    /** All of it, live, ready. */
    private static String statuses() throws Exception {
        return send(robot.console("/observe/health")).statusCode()
                + " " + send(robot.console("/observe/health/live")).statusCode()
                + " " + send(robot.console("/observe/health/ready")).statusCode();
    }
}
