package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookCommandsTest {
    @TempDir
    Path directory;

    private FakeRobot robot;
    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        robot = new FakeRobot();
        shell = new Shell(directory);
        shell.environment.put("PBX_FAILOVER_TOKEN", FakeRobot.TOKEN);
    }

    @AfterEach
    void stop() {
        robot.close();
    }

    private int run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--api";
        all[arguments.length + 1] = robot.url();
        return shell.run(all);
    }

    @Test
    void status_is_an_aligned_table_with_the_sentence_underneath() {
        robot.on(
                "GET /api/pairs",
                Samples.pairs(
                        Samples.pair("acme", "watching", ",\"epoch\":7"),
                        Samples.pair("zz-long-name", "watching", "")));

        assertThat(run("status")).isZero();
        assertThat(shell.out.lines())
                .containsExactly(
                        "PAIR          STATE     SINCE                LAST PROBE      READY  EPOCH",
                        "acme          watching  2026-11-23 02:12:05  alive, 2 s ago  yes    7",
                        "  acme is watching because.",
                        "zz-long-name  watching  2026-11-23 02:12:05  alive, 2 s ago  yes    -",
                        "  zz-long-name is watching because.");
        assertThat(shell.err).isEmpty();
    }

    @Test
    void status_of_a_pair_that_is_not_watching_exits_with_1_and_shows_what_to_look_at() {
        robot.on(
                "GET /api/pairs",
                Samples.pairs(
                        Samples.pair("acme", "watching", ""),
                        Samples.pair(
                                "beta",
                                "active",
                                ",\"alarms\":[\"The primary answers again.\"],\"stages\":["
                                        + Samples.stage("dns", "stalled", "") + "]")));

        assertThat(run("status")).isEqualTo(1);
        assertThat(shell.out).contains("  alarm: The primary answers again.", "  stage dns stalled: 200 OK");
    }

    @Test
    void status_of_a_pair_that_is_not_ready_exits_with_1() {
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "watching", ",\"not-ready\":[\"The copy is old.\"]"));

        assertThat(run("status", "acme")).isEqualTo(1);
        assertThat(shell.out).contains("  not ready: The copy is old.");
    }

    @Test
    void status_shows_shadow_maintenance_and_a_growing_streak() {
        robot.on(
                "GET /api/pairs/acme",
                Samples.pair("acme", "maintenance", ",\"maintenance-until\":\"2026-11-23T03:30:00Z\"")
                        .replace("\"live\"", "\"shadow\"")
                        .replace("\"failures\":0", "\"failures\":2"));

        assertThat(run("status", "acme")).isEqualTo(1);
        assertThat(shell.out)
                .contains("shadow", "maintenance until 2026-11-23 03:30:00", "2 of 3 failed probes in a row");
    }

    @Test
    void status_as_json_is_what_the_api_said_and_nothing_else() throws Exception {
        String answer = Samples.pairs(Samples.pair("acme", "suspect", ""));
        robot.on("GET /api/pairs", answer);

        assertThat(run("status", "--json")).isEqualTo(1);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(shell.out)).isEqualTo(json.readTree(answer));
    }

    @Test
    void a_sentence_from_the_robot_cannot_steer_the_terminal() {
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "watching", ",\"alarms\":[\"x\\u001b[2Jy\\nz\"]"));

        run("status", "acme");
        assertThat(shell.out).contains("alarm: x\\u001b[2Jy\\nz").doesNotContain("\u001b");
    }

    @Test
    void colours_are_for_terminals_that_want_them() {
        robot.on("GET /api/pairs", Samples.pairs(Samples.pair("acme", "watching", "")));

        shell.terminal = true;
        run("status");
        assertThat(shell.out).contains("\u001b[32mwatching");
        shell.environment.put("NO_COLOR", "1");
        run("status");
        assertThat(shell.out).doesNotContain("\u001b");
    }

    @Test
    void an_unknown_pair_exits_with_1_and_the_reason() {
        robot.on("GET /api/pairs/nobody", 404, "{\"title\":\"Not Found\",\"detail\":\"There is no pair nobody.\"}");

        assertThat(run("status", "nobody")).isEqualTo(1);
        assertThat(shell.err).isEqualToIgnoringNewLines("There is no pair nobody.");
    }

    @Test
    void the_name_of_a_pair_cannot_leave_its_place_in_the_path() {
        run("status", "../x?y/ z");

        assertThat(robot.asked).containsExactly("GET /api/pairs/..%2Fx%3Fy%2F%20z");
    }

    @Test
    void history_shows_every_epoch_with_its_stages_and_times() {
        String stages = Samples.stage("reload", "done", ",\"ended\":\"2026-11-23T02:10:02.500Z\"") + ","
                + Samples.stage("dns", "running", "");
        robot.on(
                "GET /api/pairs/acme/history",
                Samples.history(Samples.epoch(8, "open", stages), Samples.epoch(7, "completed", "")));

        assertThat(run("history", "acme")).isZero();
        assertThat(shell.out.lines())
                .containsExactly(
                        "Epoch 8: failover, opened 2026-11-23 02:10:00, open",
                        "  3 probes failed in a row.",
                        "  reload  done     02:10:01.000  +1 s  took 1.5 s  1 call  200 OK",
                        "  dns     running  02:10:01.000  +1 s              1 call  200 OK",
                        "Epoch 7: failover, opened 2026-11-23 02:10:00, completed 2026-11-23 02:10:04 after 4.5 s",
                        "  3 probes failed in a row.");
    }

    @Test
    void history_of_a_pair_that_was_never_switched_says_so() {
        robot.on("GET /api/pairs/acme/history", Samples.history());

        assertThat(run("history", "acme")).isZero();
        assertThat(shell.out).contains("acme has never been switched.");
    }

    @Test
    void explain_shows_the_probes_the_outside_the_last_probe_and_the_sentence() {
        robot.on("GET /api/pairs/acme/explain?epoch=7", Samples.epoch(7, "completed", ""));

        assertThat(run("explain", "acme", "7")).isZero();
        assertThat(shell.out.lines())
                .containsSubsequence(
                        "Failed probes in a row",
                        "  02:09:50.100  timeout  after 3 s   no answer",
                        "  02:09:53.100  refused  after 1 ms  port 443",
                        "Outside hosts, asked after the last of them",
                        "  tcp://9.9.9.9:53          answered  after 20 ms  connected",
                        "  https://one.one.one.one/  silent    after 2 s    no answer",
                        "Last probe of the primary",
                        "  02:09:58.000  refused  after 2 ms  again",
                        "3 probes failed in a row.");
    }

    @Test
    void explain_without_a_number_asks_for_the_newest() {
        robot.on("GET /api/pairs/acme/explain", Samples.epoch(9, "completed", ""));

        assertThat(run("explain", "acme")).isZero();
        assertThat(shell.out).contains("Epoch 9");
    }

    @Test
    void a_wrong_token_exits_with_1_and_says_where_it_came_from() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "wrong\n");

        assertThat(run("status", "--token-file", file.toString())).isEqualTo(1);
        assertThat(shell.err).contains("does not accept the token from " + file).doesNotContain("wrong\n");
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void a_robot_that_is_gone_exits_with_3_and_one_sentence() {
        robot.close();

        assertThat(run("status")).isEqualTo(3);
        assertThat(shell.err).startsWith("No robot answers at " + robot.url());
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void something_else_at_the_address_exits_with_3() {
        robot.on("GET /api/pairs", "<html>hello</html>");

        assertThat(run("status")).isEqualTo(3);
        assertThat(shell.err).contains("is no pbx-failover robot");
    }
}
