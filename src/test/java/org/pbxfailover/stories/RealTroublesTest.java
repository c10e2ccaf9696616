package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.real.NameServers;

/** The primary is dead, and something else of a real company is out of order, too. */
@Tag("real")
class RealTroublesTest {
    private static final Stub.Behaviour BROKEN = Stub.answers(500, "Internal Server Error");

    @TempDir
    Path temp;

    private static void complains(RobotClient robot, String part) {
        soon("not ready: " + part)
                .until(() -> texts(robot.pair("acme").path("not-ready")).toString(), reasons -> reasons.contains(part));
    }

    private static void stalls(RobotClient robot, String stage, String part) {
        soon("stage " + stage + " to stall: " + part)
                .atMost(Duration.ofSeconds(90))
                .until(
                        () -> robot.alarms("acme").toString(),
                        alarms -> alarms.contains("stalled") && alarms.contains(stage) && alarms.contains(part));
        assertThat(robot.state("acme")).isEqualTo("activating");
    }

    private static void ends(RealCompany company, RobotClient robot) {
        soon("the failover").atMost(Duration.ofSeconds(120)).until(() -> robot.state("acme"), "active"::equals);
        assertThat(company.named(company.secondary)).isTrue();
        company.trunkOnlyAt(company.secondary);
        assertThat(robot.history("acme")).hasSize(1);
    }

    private static void watches(RealCompany company, RobotClient robot) {
        robot.until("acme", "watching");
        company.trunkOnlyAt(company.primary);
        soon("the zone at every server").until(() -> company.named(company.primary));
    }

    /** Trunks come before DNS: users are not sent to a PBX that has no way out. */
    @Story
    void a_carrier_that_refuses_the_trunk_raises_an_alarm_and_dns_stays_until_it_takes_it() {
        try (RealCompany company = new RealCompany(temp, NameServers::powerDnsFirst);
                Child child = company.robot()) {
            RobotClient robot = child.client();
            watches(company, robot);
            company.carrier.refuses(true);
            company.primary.dies();
            stalls(robot, "trunks", "carrier-1 is not registered");
            assertThat(company.named(company.primary)).isTrue();
            assertThat(company.carrier.trunks()).doesNotContain(company.secondary.address());

            company.carrier.refuses(false);
            ends(company, robot);
        }
    }

    @Story
    void a_dns_server_that_answers_500_for_a_minute_is_asked_again_and_again_and_changed_when_it_is_well()
            throws Exception {
        try (RealCompany company = new RealCompany(temp, NameServers::powerDnsFirst);
                Stub proxy = new Stub("proxy", new Chronicle())) {
            String api = company.names.api();
            proxy.is(request -> forward(api, request));
            company.dns(company.names.action().replace(api, proxy.url("")));
            try (Child child = company.robot()) {
                RobotClient robot = child.client();
                watches(company, robot);
                soon("the pair to be ready")
                        .until(() -> robot.pair("acme").path("ready").asBoolean());
                proxy.is(BROKEN);
                complains(robot, "500 ");
                company.primary.dies();
                stalls(robot, "dns", "500 Internal Server Error");
                Instant stalled = Instant.now();
                int attempts = attempts(robot, "dns");
                soon("a minute of errors")
                        .atMost(Duration.ofSeconds(90))
                        .until(() -> Duration.between(stalled, Instant.now()).toSeconds() >= 60);
                assertThat(attempts(robot, "dns")).isGreaterThan(attempts);
                assertThat(robot.state("acme")).isEqualTo("activating");
                company.trunkOnlyAt(company.secondary);
                assertThat(company.named(company.primary)).isTrue();

                proxy.is(request -> forward(api, request));
                ends(company, robot);
            }
        }
    }

    /** Calls made so far; preflights and looks are none. */
    private static int attempts(RobotClient robot, String stage) {
        return StreamSupport.stream(robot.history("acme").path(0).path("stages").spliterator(), false)
                .filter(one -> one.path("stage").asText().equals(stage))
                .mapToInt(one -> one.path("attempts").asInt())
                .sum();
    }

    private static void forward(String api, HttpExchange request) throws Exception {
        byte[] body = String.valueOf(request.getAttribute(Stub.BODY)).getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(api + request.getRequestURI()))
                                .header(
                                        "X-API-Key",
                                        String.valueOf(
                                                request.getRequestHeaders().getFirst("X-API-Key")))
                                .method(request.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        request.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        request.getResponseBody().write(answer.body());
        request.close();
    }

    @Story
    void a_zone_that_the_server_does_not_have_is_said_beforehand_and_nothing_else_is_changed() {
        try (RealCompany company = new RealCompany(temp, NameServers::powerDnsFirst)) {
            company.dns(company.names.action().replace("acme.example", "other.example"));
            try (Child child = company.robot()) {
                RobotClient robot = child.client();
                watches(company, robot);
                complains(robot, "the preflight of stage dns fails (404 ");
                company.primary.dies();
                stalls(robot, "dns", "404 ");
                company.trunkOnlyAt(company.secondary);
                assertThat(company.named(company.primary)).isTrue();
            }
        }
    }

    @Story
    void a_secondary_whose_pbx_is_down_is_said_beforehand_and_users_are_sent_to_it_only_when_it_is_started() {
        try (RealCompany company = new RealCompany(temp, NameServers::bindFirst);
                Child child = company.robot()) {
            RobotClient robot = child.client();
            watches(company, robot);
            company.secondary.dies();
            complains(robot, "the secondary does not answer");
            complains(robot, "the preflight of stage reload fails");
            company.primary.dies();
            stalls(robot, "reload", "refused");
            assertThat(company.named(company.primary)).isTrue();

            company.secondary.starts();
            ends(company, robot);
        }
    }
}
