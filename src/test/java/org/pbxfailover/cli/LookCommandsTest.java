package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
                        "PAIR          STATE     SINCE                 LAST PROBE      READY  EPOCH",
                        "acme          watching  2026-11-23 02:12:05Z  alive, 2 s ago  yes    7",
                        "  acme is watching because.",
                        "zz-long-name  watching  2026-11-23 02:12:05Z  alive, 2 s ago  yes    -",
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
    void status_says_an_alarm_that_is_the_reason_of_the_state_once() {
        String why = "stage dns waits for a person";
        robot.on(
                "GET /api/pairs",
                Samples.pairs(Samples.pair("beta", "activating", ",\"alarms\":[\"" + why + "\"]")
                        .replace("beta is activating because.", why)));

        run("status");
        assertThat(shell.out).contains("  alarm: " + why).containsOnlyOnce(why);
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
                Samples.pair(
                                "acme",
                                "maintenance",
                                ",\"maintenance-until\":\"2026-11-23T03:30:00Z\",\"suspended-by\":\"anna: disk\"")
                        .replace("\"live\"", "\"shadow\"")
                        .replace("\"failures\":0", "\"failures\":2"));

        assertThat(run("status", "acme")).isEqualTo(1);
        assertThat(shell.out)
                .contains(
                        "shadow",
                        "maintenance until 2026-11-23 03:30:00Z, ordered by anna: disk",
                        "2 of 3 failed probes in a row");
    }

    @Test
    void status_does_not_say_again_what_the_sentence_of_a_pair_says() {
        robot.on(
                "GET /api/pairs/acme",
                Samples.pair(
                                "acme",
                                "active",
                                ",\"on-hold\":true,\"maintenance-until\":\"2026-11-23T03:30:00Z\",\"suspended-by\":\"anna\"")
                        .replace("acme is active because.", "maintenance until 2026-11-23T03:30:00Z, ordered by anna"));

        run("status", "acme");
        assertThat(shell.out).containsOnlyOnce("maintenance until").contains("on hold until");
    }

    @Test
    void status_says_since_when_a_pair_is_not_ready() {
        robot.on(
                "GET /api/pairs/acme",
                Samples.pair(
                        "acme",
                        "watching",
                        ",\"not-ready-since\":\"2026-11-23T03:30:00Z\",\"not-ready\":[\"It is old.\"]"));

        assertThat(run("status", "acme")).isEqualTo(1);
        assertThat(shell.out).contains("  not ready since 2026-11-23 03:30:00Z: It is old.");
    }

    @Test
    void status_shows_a_hold_where_the_secondary_serves() {
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "active", ",\"on-hold\":true"));

        assertThat(run("status", "acme")).isEqualTo(1);
        assertThat(shell.out).contains("  on hold until somebody releases it");
    }

    @Test
    void status_shows_for_how_long_the_primary_has_been_steady_while_the_secondary_serves() {
        robot.on(
                "GET /api/pairs/acme",
                Samples.pair(
                        "acme",
                        "active",
                        ",\"failback-preconditions\":[{\"name\":\"primary steady\",\"holds\":true,"
                                + "\"detail\":\"for 3 min (2 min are asked for)\"}]"));

        run("status", "acme");
        assertThat(shell.out).contains("  before going back: primary steady: yes, for 3 min (2 min are asked for)");
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
    void what_cannot_be_a_name_is_not_asked_for_and_those_that_are_there_are_named() {
        robot.on(
                "GET /api/pairs",
                Samples.pairs(Samples.pair("acme", "watching", ""), Samples.pair("beta", "active", "")));

        for (String name : new String[] {"../x?y/ z", "..", "a/b"}) {
            assertThat(run("status", name)).isEqualTo(1);
            assertThat(shell.err).isEqualToIgnoringNewLines("There is no pair " + name + "; there are acme, beta.");
        }
        assertThat(robot.asked).containsOnly("GET /api/pairs");
    }

    @Test
    void history_tells_who_ordered_what_in_between_and_why_an_epoch_was_abandoned() {
        String stage = Samples.stage("dns", "unfinished", "");
        String epoch = Samples.epoch(8, "abandoned", stage)
                .replace("\"kind\"", "\"ending\":\"fail-back ordered by anna\",\"kind\"");
        robot.on(
                "GET /api/pairs/acme/history",
                "{\"pair\":\"acme\",\"epochs\":[" + epoch + "],\"orders\":["
                        + "{\"at\":\"2026-11-23T02:30:00Z\",\"sentence\":\"on hold, ordered by anna: moving house\"},"
                        + "{\"at\":\"2026-11-23T02:00:00Z\",\"sentence\":\"released by bert\"}]}");

        assertThat(run("history", "acme")).isZero();
        assertThat(shell.out.lines())
                .containsExactly(
                        "2026-11-23 02:30:00Z  on hold, ordered by anna: moving house",
                        "Epoch 8: failover, opened 2026-11-23 02:10:00Z, abandoned 2026-11-23 02:10:04Z after 4.5 s",
                        "  3 probes failed in a row.",
                        "  dns  unfinished  02:10:01.000Z  +1 s    1 call  200 OK",
                        "  abandoned: fail-back ordered by anna",
                        "2026-11-23 02:00:00Z  released by bert");
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
                        "Epoch 8: failover, opened 2026-11-23 02:10:00Z, open",
                        "  3 probes failed in a row.",
                        "  reload  done     02:10:01.000Z  +1 s  took 1.5 s  1 call  200 OK",
                        "  dns     running  02:10:01.000Z  +1 s              1 call  200 OK",
                        "Epoch 7: failover, opened 2026-11-23 02:10:00Z, completed 2026-11-23 02:10:04Z after 4.5 s",
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
                        "  02:09:50.100Z  timeout  after 3 s   no answer",
                        "  02:09:53.100Z  refused  after 1 ms  port 443",
                        "Outside hosts, asked after the last of them",
                        "  tcp://9.9.9.9:53          answered  after 20 ms  connected",
                        "  https://one.one.one.one/  silent    after 2 s    no answer",
                        "Last probe of the primary",
                        "  02:09:58.000Z  refused  after 2 ms  again",
                        "3 probes failed in a row.");
    }

    @Test
    void explain_says_first_what_is_now_and_that_the_newest_epoch_is_no_longer_open() {
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "blind", ""))
                .on("GET /api/pairs/acme/explain", Samples.epoch(9, "completed", ""));

        assertThat(run("explain", "acme")).isZero();
        assertThat(shell.out.lines())
                .startsWith(
                        "acme is blind since 2026-11-23 02:12:05Z",
                        "  acme is blind because.",
                        "",
                        "No epoch is open; this is the newest one",
                        "Epoch 9: failover, opened 2026-11-23 02:10:00Z, completed 2026-11-23 02:10:04Z after 4.5 s");
    }

    @Test
    void explain_as_json_says_what_is_now_also_before_any_decision() throws Exception {
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "watching", ""))
                .on("GET /api/pairs/acme/explain", 404, "{\"detail\":\"Pair acme has not been switched yet.\"}")
                .on("GET /api/pairs/acme/explain", Samples.epoch(9, "completed", ""));

        assertThat(run("explain", "acme", "--json")).isZero();
        JsonNode before = new ObjectMapper().readTree(shell.out);
        assertThat(before.at("/now/state").asText()).isEqualTo("watching");
        assertThat(before.has("epoch")).isFalse();

        assertThat(run("explain", "acme", "--json")).isZero();
        JsonNode after = new ObjectMapper().readTree(shell.out);
        assertThat(after.at("/now/name").asText()).isEqualTo("acme");
        assertThat(after.path("epoch").asLong()).isEqualTo(9);

        assertThat(run("explain", "nobody", "--json")).isEqualTo(1);
    }

    @Test
    void explain_before_any_decision_says_what_is_now_and_that_there_is_none_and_is_no_failure() {
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "watching", ""))
                .on("GET /api/pairs/acme/explain", 404, "{\"detail\":\"Pair acme has not been switched yet.\"}")
                .on("GET /api/pairs/acme/explain?epoch=7", 404, "{\"detail\":\"Pair acme has no epoch 7.\"}");

        assertThat(run("explain", "acme")).isZero();
        assertThat(shell.out.lines())
                .startsWith("acme is watching since 2026-11-23 02:12:05Z")
                .endsWith("  no decision yet: neither switched, nor decided since the robot was started");
        assertThat(shell.err).isEmpty();

        assertThat(run("explain", "acme", "7")).isEqualTo(1);
        assertThat(shell.err).startsWith("Pair acme has no epoch 7.");
    }

    @Test
    void explain_shows_a_decision_that_opened_no_epoch_with_its_evidence() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String evidence =
                json.readTree(Samples.epoch(1, "open", "")).get("evidence").toString();
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "suspect", "").replace("\"live\"", "\"shadow\""))
                .on(
                        "GET /api/pairs/acme/explain",
                        "{\"decision\":{\"at\":\"2026-11-23T02:10:00Z\",\"sentence\":\"would have failed over\","
                                + "\"evidence\":" + evidence + "}}");

        assertThat(run("explain", "acme")).isZero();
        assertThat(shell.out.lines())
                .startsWith("acme is suspect since 2026-11-23 02:12:05Z, in shadow mode")
                .containsSubsequence(
                        "Decision of 2026-11-23 02:10:00Z; it opened no epoch",
                        "  02:09:50.100Z  timeout  after 3 s   no answer",
                        "Last probe of the primary",
                        "would have failed over");
    }

    @Test
    void a_number_that_cannot_be_one_of_an_epoch_is_a_sentence() {
        for (String number : new String[] {"abc", "-1", "1.5"}) {
            assertThat(run("explain", "acme", number)).isEqualTo(2);
            assertThat(shell.err)
                    .startsWith("EPOCH is '" + number + "'; right would be the number of an epoch, such as 3");
        }
        assertThat(robot.asked).isEmpty();
    }

    @Test
    void help_and_version_are_understood_and_no_distant_word_leads_to_an_order() {
        assertThat(shell.run("help")).isZero();
        assertThat(shell.out).contains("Usage: pbx-failover", "failover");
        assertThat(shell.run("version")).isZero();
        assertThat(shell.out).contains("pbx-failover ", "Java ");
        assertThat(shell.run("verzion")).isEqualTo(2);
        assertThat(shell.err).doesNotContain("did you mean");
        assertThat(shell.run("statsu")).isEqualTo(2);
        assertThat(shell.err).contains("did you mean 'status'?");
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
