package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** A program on this host: its exit code decides, it ends in time with all that it started, and it knows no secret that it was not given. */
class CommandTest {
    @TempDir
    static Path temp;

    private static final List<String> PROGRAMS = new ArrayList<>();

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() throws IOException {
        town = new Town(temp);
        pair(
                "good",
                "echo \"started with $# arguments: $1, $2\"; env > " + file("env"),
                "arguments: [\"a b\", \"{secondary};$(id)\"], environment: { PBX_PASSWORD: hush-hush-hush }");
        pair("bad", "echo no such service >&2; exit 3", "attempts: 1");
        pair("other-code", "exit 3", "exit: [0, 3]");
        pair("hangs", "sleep 1000 & echo $! > " + file("child") + "; wait", "attempts: 1, timeout: 1500ms");
        pair("talks", "head -c 20000000 /dev/zero | tr '\\0' x", "timeout: 60s");
        pair(
                "tells",
                "echo the password is $PBX_PASSWORD; exit 1",
                "attempts: 1, environment: { PBX_PASSWORD: hush-hush-hush }");
        pair("service", "(sleep 30; echo late) & echo $! > " + file("service"), "timeout: 20s");
        pair("gone", "exit 0", "");
        // A service that is up a while after its start has ended.
        String service = "case $1 in start) (sleep 1; touch $2) & ;; is-active) echo $1 as $WHO $3; test -e $2 ;; esac";
        pair(
                "looked-after",
                service,
                "arguments: [start, " + file("up") + "], look: [is-active, " + file("up")
                        + ", \"for {pair}\"], environment: { WHO: me }");
        pair(
                "never-up",
                service,
                "attempts: 1, arguments: [start, " + file("never") + "], look: [is-active, " + file("up-as-never")
                        + "], verify: { within: 1s, every: 200ms }");
        town.also("readiness: { every: 1s }\n");
        Path configuration = town.write();
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replaceFirst(
                                "  name: stories\n",
                                "  name: stories\n  commands: [" + String.join(", ", PROGRAMS) + "]\n"));
        process = InProcess.start(configuration, Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    private static Path file(String name) {
        return temp.resolve(name + ".out");
    }

    private static void pair(String pair, String script, String settings) throws IOException {
        Path program = Files.writeString(temp.resolve(pair + ".sh"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        PROGRAMS.add(program.toString());
        String with =
                settings.contains("timeout") ? settings : "timeout: 20s" + (settings.isEmpty() ? "" : ", " + settings);
        town.pair(
                pair,
                "",
                "reload: { action: command, program: " + program + ", backoff: 100ms, " + with + " }\n",
                "dns: " + town.action(pair, "dns-back", "") + "\n");
    }

    @AfterAll
    static void stop() throws IOException {
        process.close();
        town.close();
        if (Files.exists(file("service"))) {
            ProcessHandle.of(Long.parseLong(Files.readString(file("service")).strip()))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void switchover(String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
    }

    private static String detail(String pair) {
        return robot.history(pair).at("/0/stages/0/detail").asText();
    }

    private static void alarms(String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> robot.alarms(pair), alarms -> alarms.stream().anyMatch(alarm -> alarm.contains(part)));
    }

    @Story
    void a_program_gets_its_arguments_as_they_are_and_nothing_of_the_robots_environment() throws IOException {
        switchover("good");
        robot.until("good", "active");
        assertThat(detail("good")).isEqualTo("answered exit code 0: started with 2 arguments: a b, 127.0.0.2;$(id)");
        List<String> names = Files.readAllLines(file("env")).stream()
                .map(line -> line.replaceFirst("=.*", ""))
                .toList();
        assertThat(names)
                .contains("PBX_PASSWORD")
                .isSubsetOf("PBX_PASSWORD", "PATH", "HOME", "LANG", "TZ", "PWD", "_", "SHLVL", "OLDPWD");
    }

    @Story
    void another_exit_code_is_a_failure_with_what_the_program_said() {
        switchover("bad");
        alarms("bad", "bad.sh ended with exit code 3: no such service");
    }

    @Story
    void an_exit_code_that_is_expected_is_a_success() {
        switchover("other-code");
        robot.until("other-code", "active");
        assertThat(detail("other-code")).isEqualTo("answered exit code 3");
    }

    @Story
    void a_program_that_does_not_end_is_killed_with_all_that_it_started() throws IOException {
        switchover("hangs");
        alarms("hangs", "hangs.sh did not end within 1.");
        long child = Long.parseLong(Files.readString(file("child")).strip());
        soon("the end of its child")
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Story
    void a_program_that_talks_without_end_is_read_and_not_kept() {
        switchover("talks");
        robot.until("talks", "active");
        assertThat(detail("talks")).startsWith("answered exit code 0: xxx").hasSizeLessThan(300);
    }

    @Story
    void a_secret_that_a_program_repeats_is_not_shown() {
        switchover("tells");
        alarms("tells", "exit code 1: the password is [REDACTED]");
    }

    @Story
    void a_service_that_a_program_has_started_is_not_waited_for_and_lives_on() throws IOException {
        switchover("service");
        robot.until("service", "active");
        long started = Long.parseLong(Files.readString(file("service")).strip());
        assertThat(ProcessHandle.of(started).filter(ProcessHandle::isAlive)).isPresent();
    }

    @Story
    void a_program_that_can_look_is_asked_until_what_it_started_is_there() {
        switchover("looked-after");
        robot.until("looked-after", "active");
        assertThat(file("up")).exists();
        assertThat(detail("looked-after"))
                .isEqualTo("answered exit code 0; answered exit code 0: is-active as me for looked-after");
    }

    @Story
    void what_a_program_started_and_what_never_comes_up_is_a_failure() {
        switchover("never-up");
        alarms("never-up", "never-up.sh ended with exit code 1: is-active as");
    }

    @Story
    void a_program_that_is_gone_is_said_beforehand() throws IOException {
        Files.delete(temp.resolve("gone.sh"));
        soon("the sentence")
                .until(
                        () -> texts(robot.pair("gone").path("not-ready")),
                        reasons -> reasons.stream().anyMatch(why -> why.contains("gone.sh is not there")));
        switchover("gone");
        alarms("gone", "gone.sh cannot be started: No such file or directory");
    }
}
