package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.Vacant;

/** {@code check --live}: what would work and what would not is said before the night in which it is needed. */
class LiveCheckTest {
    private static final String SECRET = "hunter2-hunter2";

    @TempDir
    Path temp;

    private static String said(Town town, int expected) {
        try (Child check = Child.liveCheck(town.write(), Town.routes())) {
            assertThat(check.exit()).as(check.log()).isEqualTo(expected);
            return RobotClient.soon("the end of what it says").until(check::log, log -> log.contains(" work."));
        }
    }

    /** Columns have any width. */
    private static String line(String pair, String what, String result) {
        return "(?s).*" + pair + " +" + what + " +" + result + ".*";
    }

    private static void nothingWasChanged(Town town) {
        assertThat(town.chronicle.since(0))
                .isNotEmpty()
                .allMatch(call -> call.method().equals("GET"));
    }

    @Test
    void all_is_well_and_whoever_would_be_told_is_sent_nothing() throws Exception {
        Path copy = Files.writeString(temp.resolve("synced"), "");
        try (Town town = new Town(temp);
                Stub standby = town.stub("standby");
                Stub told = town.stub("told")) {
            town.also("heartbeat: { url: \"" + told.url("/beat") + "\" }\n")
                    .also("notify: [{ action: webhook, url: \"" + told.url("/news") + "\", events: [active] }]\n")
                    .secondary(standby)
                    .pair("polled")
                    .synced(copy)
                    .pair("copied");

            assertThat(said(town, 0))
                    .matches(line(
                            "\\(all\\)", "outside host " + town.outside.get(0).url("/"), "works"))
                    .matches(line("\\(all\\)", "heartbeat", "works"))
                    .matches(line("\\(all\\)", "notify\\[1\\] \\(webhook\\)", "works"))
                    .matches(line("polled", "primary", "works"))
                    .matches(line("polled", "secondary", "works"))
                    .matches(line("polled", "stage reload \\(http\\)", "works"))
                    .matches(line("polled", "fail-back stage dns \\(http\\)", "works"))
                    .matches(line("copied", "synchronised copy", "works"))
                    .contains("All ");
            nothingWasChanged(town);
            assertThat(town.chronicle.of(town.primary("polled"))).hasSize(1);
            assertThat(town.chronicle.of(standby)).hasSize(1);
            assertThat(town.chronicle.of(town.services)).isEmpty(); // connected to, and no more
            assertThat(town.chronicle.of(told)).isEmpty();
            assertThat(temp.resolve("state")).doesNotExist();
        }
    }

    @Test
    void whatever_does_not_work_is_said_in_a_sentence_and_no_secret_is() throws Exception {
        Path key = Files.writeString(temp.resolve("key"), SECRET);
        try (Town town = new Town(temp);
                Stub standby = town.stub("standby");
                Vacant silent = new Vacant(0)) {
            String expired = "preflight: { url: \"" + town.services.url("/login")
                    + "\", headers: { Authorization: \"Bearer {{file:" + key + "}}\" } }";
            String stages = "reload: " + town.action("acme", "reload", expired) + "\n"
                    + "trunks: " + town.action("acme", "trunks", "") + "\n"
                    + "dns: " + town.action("acme", "dns", "").replace(town.services.url(""), town.url("gone")) + "\n";
            town.services.at("/login", Stub.answers(401, "the token " + SECRET + " has expired"));
            town.secondary(standby)
                    .pair(
                            "acme",
                            "sip: \"tcp://127.0.0.1:" + silent.port() + "\"",
                            stages,
                            "dns: " + town.action("acme", "dns-back", "") + "\n")
                    .pair("hung");
            standby.dies();
            town.primary("gone").dies();
            town.primary("hung").is(Stub.SILENT);

            String said = said(town, 1);

            assertThat(said)
                    .matches(line("acme", "primary", "works"))
                    .matches(line("acme", "SIP side of the primary", "fails"))
                    .matches(line("acme", "secondary", "fails +\\S+( ms)? +[^\n]*refused"))
                    .matches(line(
                            "acme", "stage reload \\(http\\)", "fails +[^\n]*401 the token \\[REDACTED\\] has expired"))
                    .matches(line("acme", "stage trunks \\(http\\)", "works"))
                    .matches(line("acme", "stage dns \\(http\\)", "fails +[^\n]*refused"))
                    .matches(line("hung", "primary", "fails"))
                    .matches(line("hung", "stage dns \\(http\\)", "works"))
                    .contains("do not work.")
                    .doesNotContain(SECRET)
                    .doesNotContain("\tat ");
            nothingWasChanged(town);
        }
    }

    @Test
    void a_service_that_many_pairs_share_is_asked_by_a_few_at_a_time() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Town town = new Town(temp);
                Stub standby = town.stub("standby")) {
            standby.is(request -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS); // the others may come meanwhile
                now.decrementAndGet();
                Stub.answers(200, "PBX ok").treat(request);
            });
            town.secondary(standby, "10s").probing("every: 10s, recheck: 1s, timeout: 10s, failures: 3");
            IntStream.range(0, 60).forEach(pair -> town.pair("pair-" + pair));

            said(town, 0);
            assertThat(most.get()).isBetween(2, 16);
        }
    }

    @Test
    void a_robot_that_runs_with_the_same_files_is_not_disturbed() {
        try (Town town = new Town(temp).pair("acme");
                InProcess robot = InProcess.start(town.write(), Town.routes())) {
            RobotClient client = new RobotClient(robot.apiPort(), robot.consolePort());
            client.until("acme", "watching");

            assertThat(said(town, 0)).contains("All ");
            client.until("acme", "watching");
            nothingWasChanged(town);
        }
    }

    @Test
    void of_two_robots_that_are_each_others_witness_only_one_may_be_live() throws Exception {
        Path there = Files.createDirectory(temp.resolve("there"));
        try (Town other = new Town(there).robot("other").pair("same");
                InProcess process = InProcess.start(other.write(), Town.routes())) {
            String witness = "{ url: \"http://127.0.0.1:" + process.apiPort() + "/\", token: " + Town.TOKEN + " }";
            try (Town live = new Town(temp).witnesses(witness).shares("acme", other, "same");
                    Town shadow = new Town(temp).witnesses(witness).shares("acme", other, "same")) {
                assertThat(said(live.pair("acme"), 1))
                        .matches(line("acme", "witness \\S+", "fails"))
                        .contains(
                                "it is live for this primary itself, as this one is, so a death would be activated twice:"
                                        + " give the pair mode: shadow at one of them");
                assertThat(said(shadow.pair("acme", "shadow"), 0)).matches(line("acme", "witness \\S+", "works"));
            }
        }
    }

    @Test
    void a_secret_that_is_not_there_is_2_and_nobody_is_asked() {
        try (Town town = new Town(temp)) {
            String missing = "headers: { X-Key: \"{{file:" + temp.resolve("nowhere") + "}}\" }";
            String stages = "reload: " + town.action("acme", "reload", missing) + "\n";
            town.pair("acme", "", stages, stages);
            try (Child check = Child.liveCheck(town.write(), Town.routes())) {
                assertThat(check.exit()).isEqualTo(2);
                RobotClient.soon("the sentence")
                        .until(check::log, log -> log.contains("nowhere does not exist: create it"));
            }
            assertThat(town.chronicle.since(0)).isEmpty();
        }
    }
}
