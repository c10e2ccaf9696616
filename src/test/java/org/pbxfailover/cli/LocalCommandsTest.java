package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.ConfigurationReader.Invalid;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.journal.JournalException;
import org.pbxfailover.operator.Tried;

class LocalCommandsTest {
    @TempDir
    Path directory;

    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(directory.resolve("routes"));
        shell = new Shell(directory);
        shell.reading = valid(Samples.pair("acme", 5, 1, 3, 3));
    }

    private org.pbxfailover.config.ConfigurationReader.Valid valid(Pair... pairs) {
        return Samples.configuration(8080, directory, Optional.empty(), pairs);
    }

    @Test
    void no_command_runs_the_robot_and_so_does_run() {
        assertThat(shell.run()).isZero();
        assertThat(shell.run("run")).isZero();
        assertThat(shell.started).hasSize(2).allMatch(what -> what.equals("run " + directory.resolve("routes")));
    }

    @Test
    void options_may_stand_before_and_after_the_command() {
        assertThat(shell.run("--routes", directory.toString(), "run")).isZero();
        assertThat(shell.run("run", "--routes", directory.toString())).isZero();
        assertThat(shell.started).containsOnly("run " + directory);
    }

    @Test
    void routes_beside_the_launcher_are_used_where_there_are_none() throws Exception {
        Files.createDirectories(directory.resolve("home/routes"));
        shell.run("run");
        Files.delete(directory.resolve("routes"));
        shell.run("run");

        assertThat(shell.started)
                .containsExactly("run " + directory.resolve("routes"), "run " + directory.resolve("home/routes"));
    }

    @Test
    void relative_paths_of_the_command_line_start_where_the_person_stands() throws Exception {
        Files.createDirectories(directory.resolve("caller/mine"));

        assertThat(shell.run("run", "--routes", "mine", "--config", "my.yaml")).isZero();
        assertThat(shell.started).containsExactly("run " + directory.resolve("caller/mine"));
        assertThat(shell.read).isEqualTo(directory.resolve("caller/my.yaml"));
    }

    @Test
    void an_invalid_configuration_or_route_keeps_the_robot_from_running_with_2() {
        shell.routeProblems.add(new Problem("routes/watch.camel.yaml", 9, "no such step"));

        assertThat(shell.run("run")).isEqualTo(2);
        assertThat(shell.err).contains("routes/watch.camel.yaml:9: no such step");
        assertThat(shell.started).isEmpty();
    }

    @Test
    void check_prints_every_problem_by_file_and_line_and_exits_with_2() {
        shell.reading = new Invalid(
                List.of(
                        new Problem("config/failover.yaml", 12, "later"),
                        new Problem("config/failover.yaml", 3, "sooner\nforged")),
                Shell.OUTLINE);
        shell.routeProblems.add(new Problem("routes/watch.camel.yaml", 0, "unreadable"));

        assertThat(shell.run("check")).isEqualTo(2);
        assertThat(shell.err.lines())
                .containsExactly(
                        "config/failover.yaml:3: sooner\\nforged",
                        "config/failover.yaml:12: later",
                        "routes/watch.camel.yaml: unreadable",
                        "3 problems.");
        assertThat(shell.out).isEmpty();
    }

    @Test
    void a_live_check_shows_what_works_and_one_thing_that_does_not_is_1() {
        Tried well = new Tried(Tried.EVERY, "heartbeat", true, Duration.ofMillis(12), "connected");
        Tried ill = new Tried("acme", "stage dns (http)", false, Duration.ZERO, "401 Unauthorized\nforged");
        shell.tried = List.of(well);
        assertThat(shell.run("check", "--live")).isZero();
        assertThat(shell.out).contains(": valid, 1 pair.", "All 1 work.");

        shell.tried = List.of(well, ill);
        assertThat(shell.run("check", "--live")).isEqualTo(1);
        assertThat(shell.out.lines())
                .contains(
                        "PAIR   WHAT              RESULT  TOOK   FOUND",
                        "(all)  heartbeat         works   12 ms  connected",
                        "acme   stage dns (http)  fails   -      401 Unauthorized\\nforged",
                        "1 of 2 does not work.");
        assertThat(shell.started).hasSize(2);
    }

    @Test
    void nothing_is_tried_unless_it_is_asked_for_and_all_is_valid() {
        assertThat(shell.run("check")).isZero();
        shell.routeProblems.add(new Problem("routes/watch.camel.yaml", 9, "no such step"));
        assertThat(shell.run("check", "--live")).isEqualTo(2);
        assertThat(shell.started).isEmpty();
    }

    @Test
    void check_misses_a_directory_of_routes() {
        assertThat(shell.run("check", "--routes", "/does/not/exist")).isEqualTo(2);
        assertThat(shell.err).contains("/does/not/exist: is no directory", "1 problem.");
    }

    @Test
    void check_prints_how_fast_and_how_sure_each_pair_is() {
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out.lines())
                .containsExactly(
                        "config/failover.yaml: valid, 1 pair.",
                        "",
                        "acme",
                        "  from death to the first activation call: at worst 19 s when the primary hangs, 9 s when it refuses connections",
                        "  false alarms when 1 % of the probes are lost: 3 in a row about every 58 days; with the one more that a failover needs, about every 16 years");
    }

    @Test
    void check_counts_the_time_that_second_opinions_may_take() {
        Pair pair = Samples.pair("acme", 5, 1, 3, 3);
        shell.reading = valid(Samples.withSip(pair));
        shell.run("check");
        assertThat(shell.out).contains("at worst 19 s when the primary hangs, 10 s when it refuses connections");

        shell.reading = Samples.withWitness(valid(Samples.withSip(pair)));
        shell.run("check");
        assertThat(shell.out).contains("at worst 19 s when the primary hangs, 12 s when it refuses connections");
    }

    @Test
    void check_says_how_long_actions_that_are_not_required_may_hold_up_the_others() {
        Action fence = new Action(
                "http",
                false,
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                new Action.Expect(StatusRange.parse("200-299"), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        shell.reading = valid(Samples.withFence(Samples.pair("acme", 5, 1, 3, 3), fence));
        shell.run("check");
        assertThat(shell.out)
                .contains("actions with required: false hold up those behind them by at most 36 s together");
    }

    @Test
    void check_warns_of_slow_and_of_jumpy_settings() {
        shell.reading = valid(Samples.pair("slow", 40, 10, 10, 3), Samples.pair("jumpy", 5, 1, 3, 2));

        assertThat(shell.run("check")).isZero();
        assertThat(shell.out)
                .contains("warning: 1 min 22 s is more than the minute")
                .contains("warning: a false alarm every 14 hours is too many; raise probe.failures (2)");
        assertThat(shell.out.split("warning")).hasSize(3);
    }

    @Test
    void check_warns_of_an_outside_host_that_is_the_primary() {
        var valid = valid(Samples.pair("acme", 5, 1, 3, 3));
        shell.reading = Samples.withOutside(
                valid, "https://PBX1.example:443/other", "https://pbx1.example:8443/", "tcp://9.9.9.9:53");
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out)
                .contains(
                        "warning: the outside host https://PBX1.example:443/other is the primary's own web server"
                                + " and dies with it, so 2 are left to confirm its death, and internet.needed is 2; write a host");
        assertThat(shell.out.split("warning")).hasSize(2);

        shell.reading = Samples.withOutside(valid, "tcp://pbx1.example:443");
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out).contains("so 0 are left", "internet.needed is 1: there will never be a failover; write");
    }

    @Test
    void demo_sandbox_and_simulate_need_no_configuration() {
        shell.reading = new Invalid(List.of(), Shell.OUTLINE);

        assertThat(shell.run("demo")).isZero();
        assertThat(shell.run("sandbox")).isZero();
        assertThat(shell.run("simulate", "internet", "--listen", "0.0.0.0:8081", "--hosts", "2"))
                .isZero();
        assertThat(shell.run("simulate", "pbx", "--listen", "0.0.0.0:80", "--role", "secondary"))
                .isZero();
        assertThat(shell.started)
                .containsExactly(
                        "demo " + directory.resolve("routes"),
                        "sandbox " + directory.resolve("routes"),
                        "internet 2 0.0.0.0:8081",
                        "pbx SECONDARY 0.0.0.0:80");
    }

    @Test
    void simulate_wants_a_host_and_a_port() {
        for (String wrong : new String[] {"8081", ":8081", "host:", "host:99999"}) {
            assertThat(shell.run("simulate", "internet", "--listen", wrong)).isEqualTo(2);
            assertThat(shell.err).contains("--listen is '" + wrong + "'");
        }
        assertThat(shell.run("simulate")).isEqualTo(2);
        assertThat(shell.err).contains("pbx or internet");
    }

    @Test
    void a_mistyped_command_or_option_is_one_sentence_with_2() {
        assertThat(shell.run("statsu")).isEqualTo(2);
        assertThat(shell.err).contains("'statsu'", "did you mean 'status'?", "pbx-failover --help");
        assertThat(shell.err.lines()).hasSize(1);
        assertThat(shell.run("status", "--jsn")).isEqualTo(2);
        assertThat(shell.err).contains("--jsn", "pbx-failover status --help");
        assertThat(shell.run("history")).isEqualTo(2);
        assertThat(shell.err).contains("PAIR");
        assertThat(shell.run("check", "--alive")).isEqualTo(2);
        assertThat(shell.started).isEmpty();
    }

    @Test
    void a_known_failure_is_its_sentence_and_a_defect_says_how_to_see_more() {
        shell.defect = Optional.of(new JournalException("state/journal.db is held by another robot."));
        assertThat(shell.run("run")).isEqualTo(1);
        assertThat(shell.err).isEqualToIgnoringNewLines("state/journal.db is held by another robot.");

        shell.defect = Optional.of(CommandFailure.invalid("robot.api.listen is taken."));
        assertThat(shell.run("run")).isEqualTo(2);

        shell.defect = Optional.of(new IllegalStateException("bad\nthing"));
        assertThat(shell.run("run")).isEqualTo(1);
        assertThat(shell.err).contains("IllegalStateException: bad\\nthing").doesNotContain("\tat ");
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void verbose_shows_the_stack_trace() {
        shell.defect = Optional.of(new IllegalStateException("bad thing"));

        assertThat(shell.run("run", "--verbose")).isEqualTo(1);
        assertThat(shell.err).contains("\tat ");
    }

    @Test
    void help_lists_the_commands_that_there_are() {
        assertThat(shell.run("--help")).isZero();
        assertThat(shell.out)
                .contains(
                        "run",
                        "check",
                        "init",
                        "demo",
                        "sandbox",
                        "status",
                        "history",
                        "explain",
                        "failover",
                        "failback",
                        "replay")
                .contains(
                        "maintenance",
                        "acknowledge",
                        "hold",
                        "release",
                        "drill",
                        "generate-completion",
                        "--config",
                        "no robot answers")
                .doesNotContain("simulate  ");
        assertThat(shell.run("failback", "--help")).isZero();
        assertThat(shell.out).contains("--force", "--yes", "--no-wait");
        assertThat(shell.run("--version")).isZero();
        assertThat(shell.out).contains("pbx-failover", "Java");
    }

    @Test
    void completion_knows_the_commands() {
        assertThat(shell.run("generate-completion")).isZero();
        assertThat(shell.out).contains("pbx-failover", "maintenance", "init", "replay", "--no-wait");
    }
}
