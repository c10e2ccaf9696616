package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** What is wrong with a failover is said before the day on which it is needed, and never holds it up. */
class ReadinessTest {
    private static final Stub.Behaviour OK = Stub.answers(200, "");

    @TempDir
    Path temp;

    private static List<String> notReady(RobotClient robot, String pair) {
        return texts(robot.pair(pair).path("not-ready"));
    }

    private static void says(RobotClient robot, String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> notReady(robot, pair), reasons -> reasons.stream().anyMatch(why -> why.contains(part)));
    }

    private static void ready(RobotClient robot, String pair) {
        soon(pair + " to be ready").until(() -> notReady(robot, pair), List::isEmpty);
    }

    @Test
    void expired_credentials_a_server_that_is_gone_and_silent_outside_hosts_are_told_beforehand() {
        try (Town town = new Town(temp)) {
            Stub dns = town.stub("dns-service");
            Stub slack = town.stub("slack").is(Stub.answers(204, ""));
            dns.at("/whoami", OK).at("/update", OK);
            town.also("readiness: { every: 1s }\nnotify:\n  - { action: webhook, url: \"" + slack.url("/")
                    + "\", events: [not-ready] }\n");
            town.pair(
                    "one",
                    "",
                    "dns: { action: http, url: \"" + dns.url("/update") + "\", preflight: { url: \""
                            + dns.url("/whoami") + "\", headers: { X-Api-Key: t0ken-of-dns } } }\n",
                    "dns: " + town.action("one", "dns-back", "") + "\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("a preflight")
                        .until(() -> town.chronicle.of(dns).stream()
                                .anyMatch(call -> call.path().equals("/whoami")));
                ready(robot, "one");

                Instant before = Instant.now();
                dns.at("/whoami", Stub.answers(401, "the key t0ken-of-dns has expired"));
                says(robot, "one", "the preflight of stage dns fails (401 the key [REDACTED] has expired");
                soon("a notification").until(() -> !town.chronicle.of(slack).isEmpty());
                assertThat(town.chronicle.of(slack).get(0).body())
                        .contains(
                                "\"event\":\"not-ready\"", "not ready for a failover: the preflight of stage dns fails")
                        .doesNotContain("t0ken-of-dns");
                assertThat(Instant.parse(
                                robot.pair("one").path("not-ready-since").asText()))
                        .isBetween(before, Instant.now());
                dns.at("/whoami", OK);
                ready(robot, "one");
                assertThat(robot.pair("one").has("not-ready-since")).isFalse();

                town.services.dies();
                says(robot, "one", "the preflight of fail-back stage dns fails (refused: connection refused)");

                town.outside.get(0).dies();
                town.outside.get(1).dies();
                says(robot, "one", "only 1 of 3 outside hosts answer, and internet.needed is 2");
                assertThat(robot.state("one")).isEqualTo("watching");
                assertThat(town.chronicle.of(dns).stream()
                                .filter(call -> call.path().equals("/update")))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_pair_is_not_ready_before_everything_was_looked_at_which_is_no_news_and_forbids_nothing() {
        CountDownLatch gate = new CountDownLatch(1);
        try (Town town = new Town(temp)) {
            Stub slack = town.stub("slack").is(Stub.answers(204, ""));
            Stub dns = town.stub("dns-service").at("/whoami", Stub.behind(gate, OK));
            town.also("readiness: { every: 1h, fatal: [preflight] }\nnotify:\n  - { action: webhook, url: \""
                    + slack.url("/") + "\", events: [not-ready] }\n");
            town.patience("2m");
            for (String pair : List.of("one", "dies")) {
                String action = town.action(pair, "dns", "preflight: { url: \"" + dns.url("/whoami") + "\" }");
                town.pair(pair, "", "dns: " + action + "\n", "dns: " + town.action(pair, "dns-back", "") + "\n");
            }
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                assertThat(notReady(robot, "one")).singleElement().asString().startsWith("not rehearsed yet");
                assertThat(robot.metric("pbx_failover_pair_ready{pair=\"one\"}"))
                        .isZero();
                soon("both looks").until(() -> town.chronicle.of(dns).size() == 2);
                town.primary("dies").dies();
                robot.until("dies", "active");
                assertThat(notReady(robot, "one")).isNotEmpty();
                gate.countDown();
                ready(robot, "one");
                assertThat(town.chronicle.of(slack)).isEmpty();
            }
        } finally {
            gate.countDown();
        }
    }

    @Test
    void a_pair_that_is_not_ready_is_failed_over_all_the_same() {
        try (Town town = new Town(temp)) {
            town.also("readiness: { every: 1s }\n");
            town.services.at("/whoami", Stub.answers(403, "no"));
            town.pair(
                    "one",
                    "",
                    "dns: " + town.action("one", "dns", "preflight: { url: \"" + town.services.url("/whoami") + "\" }")
                            + "\n",
                    "dns: " + town.action("one", "dns-back", "") + "\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                says(robot, "one", "the preflight of stage dns fails (403 no");
                town.primary("one").dies();
                robot.until("one", "active");
                assertThat(town.chronicle.stages("one")).containsExactly("dns");
            }
        }
    }

    @Test
    void what_the_configuration_makes_fatal_forbids_the_failover_until_it_is_gone_or_a_person_orders_it()
            throws Exception {
        Path stamp = temp.resolve("synced");
        try (Town town = new Town(temp)) {
            town.also("readiness: { every: 1s, fatal: [synced], ignore: [preflight] }\n");
            town.services.at("/whoami", Stub.answers(403, "no"));
            town.synced(stamp);
            for (String pair : List.of("one", "two")) {
                String dns = town.action(pair, "dns", "preflight: { url: \"" + town.services.url("/whoami") + "\" }");
                town.pair(pair, "", "dns: " + dns + "\n", "dns: " + town.action(pair, "dns-back", "") + "\n");
            }
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                says(robot, "one", "the synchronised copy cannot be judged");
                assertThat(notReady(robot, "one")).hasSize(1);
                town.primary("one").dies();
                town.primary("two").dies();
                soon("the alarm")
                        .until(
                                () -> robot.alarms("one").toString(),
                                alarms -> alarms.contains("readiness.fatal forbids it (the synchronised copy"));
                assertThat(robot.state("one")).isEqualTo("suspect");
                assertThat(robot.order("two", "failover", "").status()).isEqualTo(200);
                robot.until("two", "active");
                assertThat(town.chronicle.stages("one")).isEmpty();
                Files.writeString(stamp, "fresh");
                robot.until("one", "active");
            }
        }
    }

    @Test
    void a_secret_that_is_gone_is_said_although_the_preflight_does_not_need_it() throws Exception {
        Path key = Files.writeString(temp.resolve("dns.key"), "t0ken-of-dns");
        try (Town town = new Town(temp)) {
            town.also("readiness: { every: 1s }\n");
            town.services.at("/whoami", OK);
            String settings = "headers: { X-Api-Key: \"{{file:" + key + "}}\" }, preflight: { url: \""
                    + town.services.url("/whoami") + "\", headers: { X-Other: none } }";
            town.pair(
                    "one",
                    "",
                    "dns: " + town.action("one", "dns", settings) + "\n",
                    "dns: " + town.action("one", "dns-back", "") + "\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("a preflight")
                        .until(() -> town.chronicle.of(town.services).stream()
                                .anyMatch(call -> call.path().equals("/whoami")));
                Files.delete(key);
                says(robot, "one", "the preflight of stage dns fails");
                assertThat(String.join("\n", notReady(robot, "one"))).contains("dns.key");
            }
        }
    }
}
