package org.pbxfailover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.console.TestRobot.at;
import static org.pbxfailover.console.TestRobot.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.console.TestRobot;
import org.pbxfailover.web.Callers;
import org.pbxfailover.web.Guessing;

class ApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static TestRobot robot;

    @BeforeAll
    static void start() throws Exception {
        robot = new TestRobot("acme", "beta.2_x", "fresh", "damaged", "shadowed");
    }

    @AfterAll
    static void stop() {
        robot.close();
    }

    @BeforeEach
    void forgetOrders() {
        robot.operator.orders.clear();
    }

    @Test
    void lists_the_pairs_in_the_order_of_the_configuration() throws Exception {
        HttpResponse<String> answer = send(robot.api("/api/pairs"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.get("robot").asText()).isEqualTo("standby-dc2");
        assertThat(json.get("pairs").findValuesAsText("name"))
                .containsExactly("acme", "beta.2_x", "fresh", "damaged", "shadowed");
    }

    @Test
    void shows_a_pair() throws Exception {
        JsonNode pair = JSON.readTree(send(robot.api("/api/pairs/acme")).body());
        assertThat(pair.fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "mode",
                        "state",
                        "since",
                        "sentence",
                        "epoch",
                        "failures",
                        "needed-failures",
                        "ready",
                        "not-ready",
                        "alarms",
                        "primary",
                        "secondary",
                        "stages",
                        "on-hold");
        assertThat(pair.get("since").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(pair.get("epoch").asLong()).isEqualTo(7);
        assertThat(pair.get("ready").asBoolean()).isFalse();
        assertThat(pair.get("primary").get("took-millis").asLong()).isEqualTo(12);
        assertThat(pair.get("primary").get("phrase").asText()).isEqualTo("302 Found");
        assertThat(pair.get("stages").get(0).get("state").asText()).isEqualTo("running");
    }

    @Test
    void does_not_echo_the_request() throws Exception {
        HttpResponse<String> answer =
                send(robot.api("/api/pairs?x=1").header("X-Echo", "me").header("User-Agent", "me"));
        assertThat(answer.headers().map().keySet().stream().map(String::toLowerCase))
                .doesNotContain("authorization", "x-echo", "user-agent", "x");
    }

    @Test
    void shows_the_history_and_explains_one_epoch() throws Exception {
        JsonNode history =
                JSON.readTree(send(robot.api("/api/pairs/acme/history")).body());
        assertThat(history.get("pair").asText()).isEqualTo("acme");
        assertThat(history.get("epochs"))
                .extracting(epoch -> epoch.get("epoch").asLong())
                .containsExactly(7L, 6L);

        JsonNode newest =
                JSON.readTree(send(robot.api("/api/pairs/acme/explain")).body());
        assertThat(newest.get("epoch").asLong()).isEqualTo(7);
        assertThat(newest.at("/evidence/failed/0/failure").asText()).isEqualTo("refused");
        assertThat(newest.at("/evidence/failed/0/at").asText()).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(newest.at("/evidence/outside/0/took-millis").asLong()).isEqualTo(9);
        assertThat(newest.toString()).doesNotContain("123456789");

        JsonNode older =
                JSON.readTree(send(robot.api("/api/pairs/acme/explain?epoch=6")).body());
        assertThat(older.get("epoch").asLong()).isEqualTo(6);
    }

    @Test
    void explains_what_was_decided_without_opening_an_epoch() throws Exception {
        JsonNode newest =
                JSON.readTree(send(robot.api("/api/pairs/shadowed/explain")).body());
        assertThat(newest.at("/decision/sentence").asText()).isEqualTo("would have failed over");
        assertThat(newest.at("/decision/evidence/failed/0/failure").asText()).isEqualTo("refused");
        assertThat(newest.get("epoch").asLong()).isEqualTo(7);
        assertThat(JSON.readTree(send(robot.api("/api/pairs/shadowed/explain?epoch=7"))
                                .body())
                        .has("decision"))
                .isFalse();
        assertThat(JSON.readTree(send(robot.api("/api/pairs/acme/history")).body())
                        .at("/orders/0/sentence")
                        .asText())
                .isEqualTo("on hold, ordered by anna");
    }

    @Test
    void tells_another_robot_what_it_sees_of_a_primary() throws Exception {
        JsonNode alive = JSON.readTree(
                send(robot.api("/api/witness?url=http%3A//pbx/alive")).body());
        assertThat(alive.fieldNames())
                .toIterable()
                .containsExactly("url", "mode", "at", "took-millis", "alive", "phrase");
        assertThat(alive.get("url").asText()).isEqualTo("http://pbx/alive");
        assertThat(alive.get("mode").asText()).isEqualTo("shadow");
        assertThat(alive.get("alive").isBoolean()).isTrue();
        assertThat(alive.get("alive").asBoolean()).isTrue();
        assertThat(alive.get("phrase").asText()).isEqualTo("302 Found");

        JsonNode dead = JSON.readTree(
                send(robot.api("/api/witness?url=http%3A//pbx/dead")).body());
        assertThat(dead.get("alive").asBoolean(true)).isFalse();
        assertThat(dead.get("failure").asText()).isEqualTo("refused");

        JsonNode odd = JSON.readTree(
                send(robot.api("/api/witness?url=http%3A//pbx/odd")).body());
        assertThat(odd.get("alive").asBoolean()).as("somebody is there").isTrue();
        assertThat(odd.get("failure").asText()).isEqualTo("tls");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/witness?url=http%3A//pbx/other | 404 | No pair of this robot has a primary with this URL; ask with its probe.url.",
                "/api/witness?url=http%3A//pbx/busy  | 429 | This robot looks after too many primaries at the moment; ask again.",
                "/api/witness                        | 400 | The only query here is ?url=URL with the probe.url of a primary, percent-encoded."
            })
    void says_why_it_cannot_be_a_witness(String path, int status, String detail) throws Exception {
        assertProblem(send(robot.api(path)), status, detail);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/pairs/nobody, 404, 'There is no pair nobody; there are acme, beta.2_x, fresh, damaged, shadowed.'",
        "/api/pairs/nobody/history, 404, 'There is no pair nobody; there are acme, beta.2_x, fresh, damaged, shadowed.'",
        "/api/pairs/acme/explain?epoch=5, 404, 'Pair acme has no epoch 5; its history lists those it has.'",
        "/api/pairs/damaged/explain, 409, 'The history of damaged cannot be told: The journal is damaged.'",
        "/api/pairs/damaged/history, 409, 'The history of damaged cannot be told: The journal is damaged.'",
        "/api/pairs/fresh/explain, 404, 'Pair fresh has not been switched yet, and nothing was decided about it since the robot was started.'",
        "/api/pairs/acme/explain?epoch=x, 400, 'The only query here is ?epoch=N with a whole number N.'",
        "/api/pairs/acme/explain?epoch=6&epoch=7, 400, 'The only query here is ?epoch=N with a whole number N.'",
        "/api/nothing, 404, 'There is no such path; /api/openapi.json names them all.'",
        "/, 404, 'There is no such path; /api/openapi.json names them all.'",
        "/api/pairs/acme/failover, 405, 'This path takes POST, not GET.'",
        "/api/pairs/acme/maintenance, 405, 'This path takes DELETE, POST, not GET.'",
        "/hawtio/, 404, 'There is no such path; /api/openapi.json names them all.'",
        "/observe/health, 404, 'There is no such path; /api/openapi.json names them all.'"
    })
    void says_what_is_wrong_with_a_question(String path, int status, String detail) throws Exception {
        HttpResponse<String> answer = send(robot.api(path));
        assertProblem(answer, status, detail);
        assertThat(JSON.readTree(answer.body()).get("instance").asText()).isEqualTo(path.split("\\?")[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failover    |                                    | failover of acme by API from 127.0.0.1",
                "failover    | {}                                 | failover of acme by API from 127.0.0.1",
                "failover    | {\"expected-epoch\":7}             | failover of acme by API from 127.0.0.1",
                "failover    | {\"reason\":\"new disk\"}          | failover of acme by API from 127.0.0.1: new disk",
                "failover    | {\"by\":\"anna\"}                  | failover of acme by anna (API from 127.0.0.1)",
                "failover    | {\"by\":\"anna\",\"reason\":\"fire\"} | failover of acme by anna (API from 127.0.0.1): fire",
                "failback    |                                    | failback of acme by API from 127.0.0.1",
                "failback    | {\"force\":true}                   | failback with force of acme by API from 127.0.0.1",
                "acknowledge |                                    | acknowledge of acme by API from 127.0.0.1",
                "maintenance | {\"for\":\"30m\"}                  | maintenance PT30M of acme by API from 127.0.0.1"
            })
    void passes_an_order_on(String order, String body, String ordered) throws Exception {
        HttpResponse<String> answer = send(post("/api/pairs/acme/" + order, body == null ? "" : body));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.get("sentence").asText()).startsWith("Ordered: ");
        assertThat(json.at("/pair/name").asText()).isEqualTo("acme");
        assertThat(robot.operator.orders).containsExactly(ordered);
    }

    @Test
    void ends_a_maintenance() throws Exception {
        assertThat(send(robot.api("/api/pairs/acme/maintenance").DELETE()).statusCode())
                .isEqualTo(200);
        assertThat(send(robot.api("/api/pairs/acme/maintenance")
                                .header("Content-Type", "application/json")
                                .method("DELETE", BodyPublishers.ofString("{\"by\":\"anna\"}")))
                        .statusCode())
                .isEqualTo(200);
        assertThat(robot.operator.orders)
                .containsExactly(
                        "end of maintenance of acme by API from 127.0.0.1",
                        "end of maintenance of acme by anna (API from 127.0.0.1)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme/failover    | {\"expected-epoch\":6}   | 409 | The epoch is 7, not 6; nothing was changed.",
                "nobody/failover  | {}                       | 404 | There is no pair nobody; there are acme, beta.2_x, fresh, damaged, shadowed.",
                "acme/failover    | {\"expected-epoch\":\"7\"} | 400 | expected-epoch must be a whole number, 0 or more; 0 means none yet.",
                "acme/failover    | {\"expected-epoch\":-1}  | 400 | expected-epoch must be a whole number, 0 or more; 0 means none yet.",
                "acme/failover    | {\"expected-epoch\":7.5} | 400 | expected-epoch must be a whole number, 0 or more; 0 means none yet.",
                "acme/failover    | {\"expected-epoch\":null} | 400 | expected-epoch must be a whole number, 0 or more; 0 means none yet.",
                "acme/failover    | {\"expectedEpoch\":6}    | 400 | The body has an unknown key \"expectedEpoch\"; this order takes by, expected-epoch, reason.",
                "acme/failover    | {\"force\":true}         | 400 | The body has an unknown key \"force\"; this order takes by, expected-epoch, reason.",
                "acme/failback    | {\"force\":\"yes\"}      | 400 | force must be true or false.",
                "acme/failover    | {\"reason\":\"a\\nb\"}   | 400 | reason must be one line of at most 200 characters.",
                "acme/failover    | {\"by\":\"a\\tb\"}       | 400 | by must be one line of at most 64 characters.",
                "acme/failover    | {\"by\":7}              | 400 | by must be a text in quotes.",
                "acme/failover    | [7]                      | 400 | The body must be a JSON object such as {\"expected-epoch\": 7}.",
                "acme/failover    | {\"expected-epoch\":7    | 400 | The body is not valid JSON at line 1, column 20.",
                "acme/maintenance | {}                       | 400 | A maintenance always has an end; send {\"for\": \"30m\"}.",
                "acme/failover    | null                     | 400 | The body must be a JSON object such as {\"expected-epoch\": 7}.",
                "acme/failover    | ' '                      | 400 | The body must be a JSON object such as {\"expected-epoch\": 7}.",
                "acme/failover    | 'true'                   | 400 | The body must be a JSON object such as {\"expected-epoch\": 7}.",
                "acme/maintenance | {\"for\":\"8d\"}         | 400 | A maintenance lasts 1s to 7d, written like 30m; this is none: \"8d\".",
                "acme/maintenance | {\"for\":\"0s\"}         | 400 | A maintenance lasts 1s to 7d, written like 30m; this is none: \"0s\".",
                "acme/maintenance | {\"for\":30}             | 400 | for must be a text in quotes.",
            })
    void says_why_an_order_changes_nothing(String path, String body, int status, String detail) throws Exception {
        assertProblem(send(post("/api/pairs/" + path, body)), status, detail);
        assertThat(robot.operator.orders).isEmpty();
    }

    @Test
    void refuses_two_answers_to_one_question() throws Exception {
        for (String body : new String[] {"{\"expected-epoch\":6,\"expected-epoch\":7}", "{} {}", "{}x"}) {
            assertThat(send(post("/api/pairs/acme/failover", body)).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(robot.operator.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/pairs",
                "/api/pairs/acme",
                "/api/pairs/acme/history",
                "/api/openapi.json",
                "/api/witness?url=http%3A//pbx/alive",
                "/api/x",
                "/"
            })
    void answers_nothing_without_the_token(String path) throws Exception {
        HttpResponse<String> answer = send(at(robot.api.port(), path));
        assertProblem(
                answer,
                401,
                "This API needs the header \"Authorization: Bearer TOKEN\" with the token of robot.api.token.");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        for (String wrong :
                new String[] {"Bearer", "Bearer x", "Bearer s3cret-tokenx", "s3cret-token", "Basic s3cret-token"}) {
            assertThat(send(at(robot.api.port(), path).header("Authorization", wrong))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(send(at(robot.api.port(), "/api/pairs?token=s3cret-token")).statusCode())
                .isEqualTo(401);
    }

    /** Java's client does not send such paths, others do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/pairs/%zz        | 404 | There is no pair %25zz; there are acme,",
                "/api/pairs/%zz/explain | 404 | There is no pair %25zz; there are acme,",
                "/api/pairs/acme/explain?epoch=%z | 400 | The only query here is ?epoch=N",
                "/%                    | 404 | There is no such path;",
                "/api/pairs/a%2        | 404 | There is no pair a%252;"
            })
    void a_path_with_a_wrong_escape_is_answered_like_any_other(String path, int status, String detail)
            throws Exception {
        assertThat(raw(path, ""))
                .startsWith("HTTP/1.1 401 ")
                .contains("application/problem+json", "WWW-Authenticate", "\"status\":401");
        assertThat(raw(path, "Authorization: Bearer " + TestRobot.TOKEN + "\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(
                        "application/problem+json",
                        detail,
                        "\"instance\":\"" + path.split("\\?")[0].replace("%", "%25") + '"');
    }

    private static String raw(String path, String headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", robot.api.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: robot\r\nConnection: close\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void an_address_that_guesses_is_slowed_down_and_then_answered_as_before() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long began = System.nanoTime();
        List<CompletableFuture<HttpResponse<String>>> guesses = IntStream.range(0, Callers.MOST / 2)
                .mapToObj(i -> client.sendAsync(
                        at(robot.api.port(), "/api/pairs")
                                .header("Authorization", "Bearer guess-" + i)
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();
        List<Integer> statuses =
                guesses.stream().map(guess -> guess.join().statusCode()).toList();
        long pauses = (System.nanoTime() - began) / 500_000_000L;
        assertThat(statuses).containsOnly(401, 429).contains(429);
        // One more for each event loop that may have looked at the same moment.
        long most = (pauses + 1) * (Guessing.AT_ONCE + 2L * Runtime.getRuntime().availableProcessors());
        assertThat(statuses.stream().filter(status -> status == 401).count()).isLessThanOrEqualTo(most);
        await().until(() -> send(robot.api("/api/pairs")).statusCode() == 200);
    }

    @Test
    void takes_no_orders_from_other_sites_pages() throws Exception {
        for (String origin : new String[] {"http://evil.example", "null", "https://127.0.0.1:1"}) {
            assertProblem(
                    send(post("/api/pairs/acme/failover", "{}").header("Origin", origin)),
                    403,
                    "This API answers programs, not pages of other sites; send no Origin header.");
        }
        assertThat(robot.operator.orders).isEmpty();
    }

    @Test
    void takes_no_order_by_another_method() throws Exception {
        for (String method : new String[] {"GET", "PUT", "PATCH", "DELETE", "HEAD"}) {
            assertThat(send(robot.api("/api/pairs/acme/failover").method(method, BodyPublishers.noBody()))
                            .statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
        assertThat(robot.operator.orders).isEmpty();
    }

    @Test
    void cannot_be_led_to_another_pair_by_headers_or_queries() throws Exception {
        HttpResponse<String> answer =
                send(post("/api/pairs/acme/failover?pair=beta.2_x&CamelHttpPath=/api/pairs/fresh/failover", "{}")
                        .header("pair", "beta.2_x")
                        .header("CamelHttpPath", "/api/pairs/fresh/failover")
                        .header("camelhttpmethod", "DELETE")
                        .header("CamelBeanMethodName", "failBack"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(robot.operator.orders).containsExactly("failover of acme by API from 127.0.0.1");
    }

    @Test
    void refuses_a_large_body_announced_or_not() throws Exception {
        String large = "{\"reason\":\"" + "x".repeat(17_000) + "\"}";
        assertProblem(
                send(post("/api/pairs/acme/failover", large)),
                413,
                "A body has at most 16384 bytes here; this one has " + large.length() + ".");
        HttpRequest.Builder chunked = robot.api("/api/pairs/acme/failover")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes())));
        assertProblem(send(chunked), 413, "A body has at most 16384 bytes here.");
        assertThat(robot.operator.orders).isEmpty();
    }

    /** A caller who sends no more after this answer must not send the next request in the place of the body. */
    @Test
    void tells_whoever_announces_a_large_body_that_the_connection_is_used_up() throws Exception {
        HttpResponse<String> answer = send(post("/api/pairs/acme/failover", " ".repeat(17_000)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    }

    @Test
    @Tag("long") // as long as a request may take
    void says_that_the_rest_of_a_body_did_not_come_and_takes_no_order() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", robot.api.port())) {
            String head = "POST /api/pairs/acme/failover HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer s3cret-token\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(30_000);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .contains("The body did not come to its end in time; send it again, all of it.")
                    .containsIgnoringCase("Connection: close");
        }
        assertThat(robot.operator.orders).isEmpty();
    }

    @Test
    void says_that_its_token_cannot_be_read_and_takes_no_order() throws Exception {
        robot.unreadable = true;
        try {
            assertProblem(
                    send(post("/api/pairs/acme/failover", "{}")),
                    503,
                    "The token of this API cannot be read; the robot's log says why.");
        } finally {
            robot.unreadable = false;
        }
        assertThat(robot.operator.orders).isEmpty();
    }

    @Test
    void takes_json_only() throws Exception {
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
            assertProblem(
                    send(robot.api("/api/pairs/acme/failover")
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString("{}"))),
                    415,
                    "A body is JSON here; send \"Content-Type: application/json\".");
        }
        assertThat(send(robot.api("/api/pairs/acme/failover")
                                .header("Content-Type", "application/json; charset=utf-8")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void describes_every_path_and_no_other() throws Exception {
        HttpResponse<String> answer = send(robot.api("/api/openapi.json"));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        Set<String> described = new TreeSet<>();
        JSON.readTree(answer.body())
                .get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method.toUpperCase() + " " + path.getKey())));
        described.removeIf(entry -> entry.startsWith("PARAMETERS"));
        Set<String> routed = new TreeSet<>();
        robot.main.getCamelContext().getEndpoints().stream()
                .map(endpoint -> URLDecoder.decode(endpoint.getEndpointUri(), StandardCharsets.UTF_8))
                .filter(uri -> uri.startsWith("platform-http"))
                .forEach(uri -> routed.add(uri.replaceAll(".*httpMethodRestrict=(\\w+).*", "$1")
                        + " "
                        + uri.replaceAll("platform-http:/*(/[^?]*).*", "$1")));
        assertThat(described).isEqualTo(routed).hasSize(14);
    }

    /** What the gate before all paths answers, and whatever else may go wrong there. */
    @Test
    void describes_for_every_order_and_question_how_it_may_be_refused() throws Exception {
        JsonNode document = JSON.readTree(send(robot.api("/api/openapi.json")).body());
        for (JsonNode path : document.get("paths")) {
            path.fields().forEachRemaining(method -> {
                if (!method.getKey().equals("parameters")) {
                    JsonNode responses = method.getValue().get("responses");
                    boolean body = method.getValue().has("requestBody");
                    List<String> anywhere = List.of("401", "403", "429", "500", "503", "default");
                    List<String> whereABodyIs = body ? List.of("400", "408", "413", "415") : List.of();
                    for (String status : Stream.concat(anywhere.stream(), whereABodyIs.stream())
                            .toList()) {
                        String response = responses.path(status).path("$ref").asText();
                        assertThat(document.at(response.replace("#", "") + "/content/application~1problem+json"))
                                .as("%s of %s", status, method.getValue().get("operationId"))
                                .isNotEmpty();
                    }
                }
            });
        }
    }

    @Test
    void a_path_whose_route_is_stopped_is_there_and_says_so() throws Exception {
        CamelContext context = robot.main.getCamelContext();
        context.getRouteController().stopRoute("api-hold");
        try {
            assertProblem(
                    send(post("/api/pairs/acme/hold", "{}")),
                    503,
                    "The route of this path is stopped or being edited; ask again.");
        } finally {
            context.getRouteController().startRoute("api-hold");
        }
        assertThat(robot.operator.orders).isEmpty();
        assertThat(send(post("/api/pairs/acme/hold", "{}")).statusCode()).isEqualTo(200);
    }

    @Test
    void is_the_same_after_its_routes_were_loaded_again() throws Exception {
        CamelContext context = robot.main.getCamelContext();
        Set<String> loaded = new TreeSet<>();
        for (String file : List.of("control-api", "control-orders")) {
            Resource routes =
                    PluginHelper.getResourceLoader(context).resolveResource("file:routes/" + file + ".camel.yaml");
            loaded.addAll(PluginHelper.getRoutesLoader(context).updateRoutes(routes));
        }
        assertThat(loaded).hasSize(14);
        assertThat(send(robot.api("/api/pairs")).statusCode()).isEqualTo(200);
        assertThat(send(at(robot.api.port(), "/api/pairs")).statusCode()).isEqualTo(401);
        assertProblem(send(robot.api("/api/pairs/acme/failover")), 405, "This path takes POST, not GET.");
        assertProblem(send(robot.api("/api/x")), 404, "There is no such path; /api/openapi.json names them all.");
    }

    @Test
    void answers_a_failure_of_its_own_without_a_trace() throws Exception {
        robot.operator.broken = true;
        try {
            HttpResponse<String> answer = send(robot.api("/api/pairs"));
            assertProblem(answer, 500, "The robot could not answer; its log says why.");
        } finally {
            robot.operator.broken = false;
        }
    }

    @Test
    void leaves_no_files_behind() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            assertThat(files.map(Path::toString)).doesNotContain("file-uploads");
        }
    }

    private static HttpRequest.Builder post(String path, String body) {
        return robot.api(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("detail").asText()).isEqualTo(detail);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asText()).isNotEmpty();
        assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    }
}
