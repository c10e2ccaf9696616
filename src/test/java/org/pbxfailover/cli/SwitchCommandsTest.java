package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchCommandsTest {
    private static final String FAILOVER = "POST /api/pairs/acme/failover";
    private static final String HISTORY = "GET /api/pairs/acme/history";

    @TempDir
    Path directory;

    private FakeRobot robot;
    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        robot = new FakeRobot();
        robot.on("GET /api/pairs/acme", Samples.pair("acme", "watching", ",\"epoch\":7"));
        shell = new Shell(directory);
        shell.environment.put("PBX_FAILOVER_TOKEN", FakeRobot.TOKEN);
    }

    @AfterEach
    void stop() {
        robot.close();
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--api";
        all[arguments.length + 1] = robot.url();
        return shell.run(all);
    }

    private static String accepted(String state, int epoch) {
        return "{\"sentence\":\"The switchover began.\",\"pair\":" + Samples.pair("acme", state, ",\"epoch\":" + epoch)
                + "}";
    }

    @Test
    void without_a_terminal_and_without_yes_nothing_is_ordered() {
        assertThat(run("failover", "acme")).isEqualTo(1);
        assertThat(shell.err)
                .contains("--yes")
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
        assertThat(shell.out).contains("acme is watching because.", "Before switching over:");
        assertThat(robot.asked).containsOnly("GET /api/pairs/acme");
    }

    @Test
    void where_the_secondary_serves_already_nothing_is_said_for_a_switchover_to_it() throws Exception {
        try (FakeRobot other = new FakeRobot()) {
            other.on("GET /api/pairs/acme", Samples.pair("acme", "active", ",\"epoch\":7"));
            assertThat(shell.run("failover", "acme", "--yes", "--api", other.url()))
                    .isEqualTo(1);
            assertThat(shell.out + shell.err).doesNotContain("Before switching over:", "ready: ");
        }
    }

    @Test
    void nobody_is_asked_about_a_pair_that_is_on_hold() throws Exception {
        for (String order : List.of("failover", "failback")) {
            try (FakeRobot other = new FakeRobot()) {
                other.on("GET /api/pairs/acme", Samples.pair("acme", "active", ",\"epoch\":7,\"on-hold\":true"));
                shell.terminal = true;
                shell.typed = "y\n";
                assertThat(shell.run(order, "acme", "--api", other.url())).isEqualTo(1);
                assertThat(shell.err).contains("acme is on hold: release it first. Nothing was changed.");
                assertThat(shell.out).doesNotContain("[y/N]");
                assertThat(other.asked).containsOnly("GET /api/pairs/acme");
            }
        }
    }

    @Test
    void a_pair_on_hold_is_not_called_ready_for_a_switchover() throws Exception {
        try (FakeRobot other = new FakeRobot()) {
            other.on("GET /api/pairs/acme", Samples.pair("acme", "hold", ",\"on-hold\":true"));
            assertThat(shell.run("failover", "acme", "--api", other.url())).isEqualTo(1);
            assertThat(shell.out + shell.err)
                    .contains("acme is on hold: release it first.")
                    .doesNotContain("Before switching over:", "ready: ");
        }
    }

    /** The order is for the epoch that was shown, in which the robot cannot take it: what it says is the answer. */
    @Test
    void nobody_is_asked_about_an_order_of_which_nothing_can_come() throws Exception {
        Map<String, String> vain = Map.of("failover", "active", "failback", "watching");
        for (String order : vain.keySet()) {
            try (FakeRobot other = new FakeRobot()) {
                other.on("GET /api/pairs/acme", Samples.pair("acme", vain.get(order), ",\"epoch\":7"));
                shell.terminal = true;
                shell.typed = "y\n";
                assertThat(shell.run(order, "acme", "--api", other.url())).isEqualTo(1);
                assertThat(shell.out).doesNotContain("[y/N]");
                assertThat(other.asked).last().asString().contains(order, "\"expected-epoch\":7");
            }
        }
    }

    /** A pair in shadow mode never acts, whatever it is told. */
    @Test
    void nobody_is_asked_about_a_switchover_in_shadow_mode() throws Exception {
        try (FakeRobot other = new FakeRobot()) {
            other.on(
                    "GET /api/pairs/acme",
                    Samples.pair("acme", "watching", ",\"epoch\":7").replace("\"live\"", "\"shadow\""));
            shell.terminal = true;
            shell.typed = "y\n";
            assertThat(shell.run("failover", "acme", "--api", other.url())).isEqualTo(1);
            assertThat(shell.out).doesNotContain("[y/N]");
            assertThat(other.asked).last().asString().contains("failover");
        }
    }

    @Test
    void what_speaks_for_and_against_going_back_is_said_once() throws Exception {
        try (FakeRobot other = new FakeRobot()) {
            other.on(
                    "GET /api/pairs/acme",
                    Samples.pair(
                            "acme",
                            "active",
                            ",\"epoch\":7,\"failback-preconditions\":[{\"name\":\"primary steady\",\"holds\":true,"
                                    + "\"detail\":\"for 3 min (2 min are asked for)\"}]"));
            shell.terminal = true;
            shell.typed = "n\n";
            assertThat(shell.run("failback", "acme", "--api", other.url())).isEqualTo(1);
            assertThat(shell.out).contains("Before going back:").containsOnlyOnce("for 3 min (2 min are asked for)");
        }
    }

    /** It may be abandoned by the time the order comes, without a further epoch: the order would be taken, and nobody was asked. */
    @Test
    void a_switchover_of_a_pair_that_is_activating_is_asked_about() throws Exception {
        try (FakeRobot other = new FakeRobot()) {
            other.on("GET /api/pairs/acme", Samples.pair("acme", "activating", ",\"epoch\":7"));
            shell.terminal = true;
            shell.typed = "n\n";
            assertThat(shell.run("failover", "acme", "--api", other.url())).isEqualTo(1);
            assertThat(shell.out).contains("[y/N]");
            assertThat(other.asked).containsOnly("GET /api/pairs/acme");
        }
    }

    @Test
    void at_a_terminal_the_person_sees_the_state_and_is_asked_and_no_is_the_default() {
        shell.terminal = true;
        for (String answer : new String[] {"", "\n", "n\n", "nyes\n"}) {
            shell.typed = answer;
            assertThat(run("failover", "acme")).isEqualTo(1);
        }
        assertThat(shell.out).contains("acme is watching because.", "Switch acme over to the secondary now? [y/N] ");
        assertThat(shell.err).isEqualToIgnoringNewLines("Nothing was changed.");
        assertThat(robot.asked).containsOnly("GET /api/pairs/acme");
    }

    @Test
    void a_confirmed_order_holds_only_for_the_epoch_that_was_shown() {
        robot.on(FAILOVER, accepted("activating", 8)).on(HISTORY, Samples.history(Samples.epoch(8, "completed", "")));
        shell.terminal = true;
        shell.typed = "y\n";

        assertThat(run("failover", "acme")).isZero();
        assertThat(robot.asked).contains(FAILOVER + " {\"expected-epoch\":7,\"by\":\"anna\"}");
    }

    @Test
    void a_pair_that_was_never_switched_is_expected_to_have_no_epoch() {
        robot.on("GET /api/pairs/beta", Samples.pair("beta", "watching", ""));
        robot.on(
                "POST /api/pairs/beta/failover",
                "{\"sentence\":\"Taken.\",\"pair\":" + Samples.pair("beta", "activating", ",\"epoch\":1") + "}");

        assertThat(run("failover", "beta", "--yes", "--no-wait")).isZero();
        assertThat(robot.asked).contains("POST /api/pairs/beta/failover {\"expected-epoch\":0,\"by\":\"anna\"}");
    }

    @Test
    void every_stage_is_printed_once_as_it_changes_until_the_epoch_is_completed() {
        String running = Samples.stage("reload", "running", "");
        String done = Samples.stage("reload", "done", ",\"ended\":\"2026-11-23T02:10:02Z\"");
        String dns = Samples.stage("dns", "done", ",\"ended\":\"2026-11-23T02:10:04Z\"");
        robot.on(FAILOVER, accepted("activating", 8))
                .on(HISTORY, Samples.history(Samples.epoch(7, "completed", "")))
                .on(HISTORY, Samples.history(Samples.epoch(8, "open", running)))
                .on(HISTORY, Samples.history(Samples.epoch(8, "open", running)))
                .on(HISTORY, Samples.history(Samples.epoch(8, "completed", done + "," + dns)));

        assertThat(run("failover", "acme", "--yes")).isZero();
        assertThat(shell.out.lines())
                .containsExactly(
                        "The switchover began.",
                        "02:10:01.000Z  reload running: 200 OK",
                        "02:10:02.000Z  reload done: 200 OK",
                        "02:10:04.000Z  dns done: 200 OK",
                        "Epoch 8 is completed after 4.5 s.");
    }

    @Test
    void a_stalled_stage_ends_the_waiting_with_1_and_says_that_the_robot_goes_on() {
        robot.on(FAILOVER, accepted("activating", 8))
                .on(HISTORY, Samples.history(Samples.epoch(8, "open", Samples.stage("dns", "stalled", ""))));

        assertThat(run("failover", "acme", "--yes")).isEqualTo(1);
        assertThat(shell.out).contains("dns stalled: 200 OK", "Stalled. The robot keeps trying");
    }

    @Test
    void an_abandoned_epoch_exits_with_1() {
        robot.on(FAILOVER, accepted("activating", 8)).on(HISTORY, Samples.history(Samples.epoch(8, "abandoned", "")));

        assertThat(run("failover", "acme", "--yes")).isEqualTo(1);
        assertThat(shell.out).contains("Epoch 8 is abandoned");
    }

    @Test
    void a_refused_order_exits_with_1_and_the_robots_reason() {
        robot.on(FAILOVER, 409, "{\"title\":\"Conflict\",\"detail\":\"acme is active already.\"}");

        assertThat(run("failover", "acme", "--yes")).isEqualTo(1);
        assertThat(shell.err).endsWith("acme is active already.\n");
    }

    @Test
    void a_fail_back_says_whether_it_is_forced() {
        robot.on("POST /api/pairs/acme/failback", accepted("failing-back", 8));

        assertThat(run("failback", "acme", "--yes", "--no-wait")).isZero();
        assertThat(run("failback", "acme", "--yes", "--force", "--no-wait")).isZero();
        assertThat(robot.asked)
                .contains(
                        "POST /api/pairs/acme/failback {\"force\":false,\"expected-epoch\":7,\"by\":\"anna\"}",
                        "POST /api/pairs/acme/failback {\"force\":true,\"expected-epoch\":7,\"by\":\"anna\"}");
    }

    @Test
    void what_speaks_against_a_switchover_is_said_before_it_with_and_without_a_question() {
        robot.on(
                        "GET /api/pairs/beta",
                        Samples.pair(
                                "beta",
                                "watching",
                                ",\"not-ready\":[\"the secondary does not answer (refused: port 80)\"]"))
                .on(
                        "POST /api/pairs/beta/failover",
                        "{\"sentence\":\"Taken.\",\"pair\":" + Samples.pair("beta", "activating", ",\"epoch\":1")
                                + "}");
        String[] said = {
            "Before switching over:",
            "the primary answers (200 OK): this is a planned switchover away from a PBX that works",
            "not ready: the secondary does not answer (refused: port 80)"
        };

        assertThat(run("failover", "beta", "--yes", "--no-wait")).isZero();
        assertThat(shell.err).contains(said);
        assertThat(shell.out).isEqualToIgnoringNewLines("Taken.");
        shell.terminal = true;
        shell.environment.put("NO_COLOR", "1");
        assertThat(run("failover", "beta")).isEqualTo(1);
        assertThat(shell.out).contains(said);
    }

    @Test
    void a_fail_back_to_a_primary_that_is_not_steady_says_that_it_needs_force_and_asks_nothing() {
        String dead = Samples.pair(
                        "acme",
                        "active",
                        ",\"epoch\":7,\"failback-preconditions\":[{\"name\":\"primary steady\",\"holds\":false,"
                                + "\"detail\":\"not at all at present\"}]")
                .replace("\"alive\":true", "\"alive\":false,\"failure\":\"refused\"");
        try (FakeRobot other = new FakeRobot().on("GET /api/pairs/acme", dead)) {
            other.on("POST /api/pairs/acme/failback", accepted("failing-back", 8));
            shell.terminal = true;
            shell.typed = "y\n";
            assertThat(shell.run("failback", "acme", "--api", other.url())).isEqualTo(1);
            assertThat(shell.out)
                    .contains("Before going back:", "primary steady")
                    .doesNotContain("[y/N]");
            assertThat(shell.err)
                    .contains(
                            "The primary is not steady (not at all at present): wait, or order it with --force --reason");

            shell.terminal = false;
            assertThat(shell.run("failback", "acme", "--force", "--yes", "--no-wait", "--api", other.url()))
                    .isZero();
            assertThat(shell.err).contains("Before going back:", "fails over again", "maintenance acme --for 30m");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void options_that_exclude_each_other_are_said_like_any_other_mistake() {
        assertThat(run("maintenance", "acme")).isEqualTo(2);
        assertThat(shell.err).startsWith("Missing required argument").contains("--for=DURATION", "--off");
        assertThat(run("maintenance", "acme", "--for", "30m", "--off")).isEqualTo(2);
        assertThat(shell.err).contains("mutually exclusive").doesNotContain("Error:");
    }

    @Test
    void maintenance_has_an_end_or_is_ended() {
        robot.on("POST /api/pairs/acme/maintenance", "{\"sentence\":\"Until 03:30.\"}")
                .on("DELETE /api/pairs/acme/maintenance", "{\"sentence\":\"Ended.\"}");

        assertThat(run("maintenance", "acme", "--for", "30m")).isZero();
        assertThat(shell.out).isEqualToIgnoringNewLines("Until 03:30.");
        assertThat(run("maintenance", "acme", "--off", "--reason", "disk is in"))
                .isZero();
        assertThat(shell.out).isEqualToIgnoringNewLines("Ended.");
        assertThat(robot.asked)
                .containsExactly(
                        "POST /api/pairs/acme/maintenance {\"for\":\"30m\",\"by\":\"anna\"}",
                        "DELETE /api/pairs/acme/maintenance {\"reason\":\"disk is in\",\"by\":\"anna\"}");
    }

    @Test
    void maintenance_without_an_end_with_both_or_with_nonsense_is_invalid() {
        assertThat(run("maintenance", "acme")).isEqualTo(2);
        assertThat(run("maintenance", "acme", "--for", "30m", "--off")).isEqualTo(2);
        assertThat(run("maintenance", "acme", "--for", "soon")).isEqualTo(2);
        assertThat(shell.err)
                .contains("--for: A maintenance lasts 1s to 7d, written like 30m; this is none: \"soon\".");
        assertThat(run("maintenance", "acme", "--for", "0s")).isEqualTo(2);
        assertThat(run("maintenance", "acme", "--for", "8d")).isEqualTo(2);
        assertThat(robot.asked).isEmpty();
    }

    @Test
    void acknowledge_asks_nothing() {
        robot.on("POST /api/pairs/acme/acknowledge", "{\"sentence\":\"Seen.\"}");

        assertThat(run("acknowledge", "acme")).isZero();
        assertThat(shell.out).isEqualToIgnoringNewLines("Seen.");
    }

    @Test
    void an_order_to_a_robot_that_is_gone_exits_with_3() {
        robot.close();

        assertThat(run("acknowledge", "acme")).isEqualTo(3);
        assertThat(shell.err).contains("No robot answers", "whether the order arrived is unknown");
    }
}
