package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.probe.Certificates;
import org.pbxfailover.probe.Hostile;
import org.pbxfailover.probe.Peer;

/**
 * The same hostile servers as in {@code HostileMatrixTest}, met by a whole robot: every call, every look at an effect, every notification
 * and every heartbeat fails readably, is sent at most once, and works once its server is well again.
 */
@Tag("long")
class HostileWorldTest {
    private static final String SECRET = "hunter2-hunter2";

    private static SSLContext usual;

    @TempDir
    Path temp;

    @BeforeAll
    static void trust() throws Exception {
        usual = SSLContext.getDefault();
        SSLContext.setDefault(Certificates.shared().trust());
    }

    @AfterAll
    static void trustAsBefore() {
        SSLContext.setDefault(usual);
    }

    /** Its servers, one for each way to be hostile. */
    private static Map<Hostile, Peer> open() throws Exception {
        Map<Hostile, Peer> peers = new EnumMap<>(Hostile.class);
        for (Hostile hostile : Hostile.values()) {
            peers.put(hostile, hostile.open());
        }
        return peers;
    }

    private static void heal(Map<Hostile, Peer> peers) throws Exception {
        for (Map.Entry<Hostile, Peer> one : peers.entrySet()) {
            one.getKey().heals(one.getValue());
        }
    }

    private static void close(Map<Hostile, Peer> peers) throws Exception {
        for (Peer peer : peers.values()) {
            peer.close();
        }
    }

    private static String url(Hostile hostile, Peer peer) {
        return hostile.url(peer, "localhost");
    }

    /** A pair for each way to be hostile; nobody cares about their primaries. */
    private static void pairs(Town town, Map<Hostile, Peer> peers, String trunks) {
        town.probing("every: 1h, recheck: 1h, timeout: 5s, failures: 3");
        peers.forEach((hostile, peer) -> {
            String name = hostile.words();
            String dns = "dns: " + town.action(name, "dns", "") + "\n";
            town.pair(
                    name,
                    "",
                    "reload: " + town.action(name, "reload", "") + "\ntrunks: "
                            + trunks.replace("PAIR", name).replace("URL", url(hostile, peer) + "?key=" + SECRET) + "\n"
                            + dns,
                    dns);
        });
    }

    private static List<String> names() {
        return Arrays.stream(Hostile.values()).map(Hostile::words).toList();
    }

    /** Orders all, waits until each has failed and said why, heals the servers and waits until all are in service. */
    private static void failAndHeal(RobotClient robot, Map<Hostile, Peer> peers) throws Exception {
        names().forEach(pair ->
                assertThat(robot.order(pair, "failover", "").status()).isEqualTo(200));
        for (Hostile hostile : Hostile.values()) {
            String pair = hostile.words();
            String alarm = soon(pair + " to be stalled").until(() -> stalled(robot, pair), said -> !said.isEmpty());
            assertThat(alarm)
                    .as(pair)
                    .containsPattern(words(hostile))
                    .doesNotContain(SECRET, "Exception", "java.")
                    .matches("[^\\p{Cntrl}]{20,600}");
        }
        heal(peers);
        for (String pair : names()) {
            robot.until(pair, "active");
            assertThat(robot.alarms(pair)).as(pair).isEmpty();
        }
    }

    /** What must be true of each pair in the end. */
    private interface Check {
        void of(Town town, Hostile hostile, Peer peer, int attempts);
    }

    /** @param trunks the stage in YAML that meets the hostile server at {@code URL}, for the pair {@code PAIR} */
    private void everyOneFailsAndHeals(Function<Town, String> trunks, Check check) throws Exception {
        Map<Hostile, Peer> peers = open();
        try (Town town = new Town(temp)) {
            pairs(town, peers, trunks.apply(town));
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                failAndHeal(robot, peers);
                peers.forEach((hostile, peer) -> check.of(town, hostile, peer, attempts(robot, hostile.words())));
            }
        } finally {
            close(peers);
        }
    }

    private static String stalled(RobotClient robot, String pair) {
        return robot.alarms(pair).stream()
                .filter(alarm -> alarm.contains("trunks is stalled"))
                .findFirst()
                .orElse("");
    }

    /** What the sentence must say: the class, or the answer itself where there was one. */
    private static String words(Hostile hostile) {
        String status = "expected status 200-299";
        return switch (hostile.failure()) {
            // Its size ends it or its time, whichever comes first.
            case STATUS, DENIED -> hostile == Hostile.CHUNKS_WITHOUT_END ? status + "|got status 500" : status;
            case BODY -> "expected '" + Hostile.WELL + "' in the body";
            default -> hostile.failure().label() + ": ";
        };
    }

    private static int attempts(RobotClient robot, String pair) {
        for (var stage : robot.history(pair).at("/0/stages")) {
            if (stage.path("stage").asText().equals("trunks")) {
                return stage.path("attempts").asInt();
            }
        }
        return 0;
    }

    /** Faults 48 to 51, and with them 18 to 29, for the calls of a stage. */
    @Test
    void every_hostile_answer_to_a_call_is_a_failed_attempt_that_is_made_again() throws Exception {
        everyOneFailsAndHeals(
                town ->
                        "{ action: http, url: \"URL\", method: POST, timeout: 500ms, attempts: 1, backoff: 300ms, expect: { body: \""
                                + Hostile.WELL + "\" } }",
                (town, hostile, peer, attempts) -> {
                    String pair = hostile.words();
                    assertThat(attempts).as(pair).isGreaterThanOrEqualTo(2);
                    assertThat(peer.connections.get())
                            .as("connections for %d attempts of %s", attempts, pair)
                            .isLessThanOrEqualTo(attempts + 1); // readiness connects once, and says nothing
                    assertThat(town.chronicle.stages(pair)).as(pair).containsExactly("reload", "dns");
                });
    }

    /** The same for looks at the effect of a call. */
    @Test
    void every_hostile_answer_to_a_look_is_no_effect_until_one_is_seen() throws Exception {
        everyOneFailsAndHeals(
                town -> "{ action: http, url: \"" + town.services.url("/PAIR/trunks")
                        + "\", method: POST, attempts: 1, backoff: 300ms, timeout: 5s, verify: { url: \"URL\", body: \""
                        + Hostile.WELL + "\", within: 1s, every: 200ms, timeout: 500ms } }",
                (town, hostile, peer, attempts) -> assertThat(town.chronicle.keys(hostile.words(), "trunks"))
                        .as("calls of %s", hostile.words())
                        .hasSize(attempts));
    }

    /** Fault 56: whoever is told in vain is told again, in order, once; and the heartbeat goes on whatever answers it. */
    @Test
    void every_hostile_receiver_is_told_once_it_is_well_again_and_the_heart_beats_on() throws Exception {
        Map<Hostile, Peer> peers = open();
        AtomicInteger beats = new AtomicInteger();
        try (Town town = new Town(temp);
                Peer heart = heart(beats)) {
            town.also("heartbeat: { url: \"http://127.0.0.1:" + heart.port()
                    + "/\", every: 1s, timeout: 500ms }\nnotify:\n");
            peers.forEach((hostile, peer) -> town.also("  - { action: webhook, url: \"" + url(hostile, peer)
                    + "\", events: [activating, active], timeout: 2s, attempts: 1000, backoff: 100ms, expect: { body: \""
                    + Hostile.WELL + "\" } }\n"));
            town.pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("one", "failover", "");
                robot.until("one", "active");
                soon("every receiver to be tried")
                        .until(() -> Stream.of(Hostile.values())
                                .filter(hostile -> hostile != Hostile.REFUSES)
                                .allMatch(hostile ->
                                        peers.get(hostile).connections.get() >= 2));
                peers.values().forEach(peer -> peer.requests.clear());
                heal(peers);
                for (Hostile hostile : Hostile.values()) {
                    soon(hostile.words() + " to be told")
                            .until(() -> told(peers.get(hostile)).contains("active"));
                }
                soon("all the hostile hearts").until(() -> beats.get() > HEARTS.size() + 1);
                for (Hostile hostile : Hostile.values()) {
                    assertThat(told(peers.get(hostile))).as(hostile.words()).endsWith("activating", "active");
                    assertThat(told(peers.get(hostile)).indexOf("active"))
                            .as("the last of %s", hostile.words())
                            .isEqualTo(told(peers.get(hostile)).size() - 1);
                }
            }
        } finally {
            close(peers);
        }
    }

    private static List<String> told(Peer peer) {
        return peer.requests.stream()
                .map(request -> request.contains("\"event\":\"activating\"") ? "activating" : "active")
                .toList();
    }

    /** The heart beats once a second, so here it meets only one of each sort. */
    private static final List<Hostile> HEARTS = List.of(
            Hostile.SAYS_NOTHING,
            Hostile.DRIPS_A_BODY,
            Hostile.CLOSES_IN_A_HEADER,
            Hostile.COMPRESSES_TWO_THOUSAND_TIMES,
            Hostile.HEADERS_WITHOUT_END,
            Hostile.RESETS_AT_ONCE,
            Hostile.SPEAKS_SSH);

    private static Peer heart(AtomicInteger beats) throws Exception {
        return new Peer((peer, socket) ->
                HEARTS.get(beats.getAndIncrement() % HEARTS.size()).treat(peer, socket));
    }

    /** Faults 4 and 5: hosts that do not answer properly prove nothing; one that does is enough where one is needed. */
    @Test
    void hostile_outside_hosts_do_not_count_as_the_internet() throws Exception {
        Map<Hostile, Peer> peers = open();
        try (Town town = new Town(temp)) {
            town.internet(
                            peers.entrySet().stream()
                                    .filter(one -> one.getKey().failure() != org.pbxfailover.core.FailureClass.BODY)
                                    .filter(one -> !one.getKey().name().startsWith("REDIRECTS"))
                                    .map(one -> url(one.getKey(), one.getValue()))
                                    .toList(),
                            1,
                            "500ms")
                    .pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.until("one", "watching");
                town.primary("one").is(Stub.answers(500, ""));
                robot.until("one", "blind");
                assertThat(robot.alarms("one")).singleElement().asString().contains("0 of");
                assertThat(town.chronicle.stages("one")).isEmpty();

                Hostile.CERTIFICATE_FOR_ANOTHER_NAME.heals(peers.get(Hostile.CERTIFICATE_FOR_ANOTHER_NAME));
                robot.until("one", "active");
                assertThat(town.chronicle.stages("one")).isEqualTo(Town.ORDER);
            }
        } finally {
            close(peers);
        }
    }
}
