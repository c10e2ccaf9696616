package org.pbxfailover.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A robot as its users see it: API and health. */
final class RobotClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, JsonNode body) {
        String sentence() {
            return body.path(status < 300 ? "sentence" : "detail").asText();
        }
    }

    private final int api;
    private final int console;

    RobotClient(int api, int console) {
        this.api = api;
        this.console = console;
    }

    /** For what must happen, however busy the machine is. */
    static ConditionFactory soon(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(45))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO);
    }

    JsonNode pair(String name) {
        return send("GET", "/api/pairs/" + name, "").body();
    }

    /** Every pair by its name. */
    Map<String, JsonNode> pairs() {
        Map<String, JsonNode> pairs = new HashMap<>();
        send("GET", "/api/pairs", "")
                .body()
                .path("pairs")
                .forEach(pair -> pairs.put(pair.path("name").asText(), pair));
        return pairs;
    }

    String state(String pair) {
        return pair(pair).path("state").asText();
    }

    List<String> alarms(String pair) {
        return texts(pair(pair).path("alarms"));
    }

    long epoch(String pair) {
        return pair(pair).path("epoch").asLong();
    }

    JsonNode history(String pair) {
        return send("GET", "/api/pairs/" + pair + "/history", "").body().path("epochs");
    }

    /** The newest decision. */
    JsonNode explain(String pair) {
        return send("GET", "/api/pairs/" + pair + "/explain", "").body();
    }

    /** What people did beside epochs, one sentence each, the newest first. */
    List<String> cares(String pair) {
        return send("GET", "/api/pairs/" + pair + "/history", "")
                .body()
                .path("orders")
                .findValuesAsText("sentence");
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    void until(String pair, String state) {
        soon(pair + " to be " + state).until(() -> state(pair), state::equals);
    }

    Answer order(String pair, String order, String body) {
        return send("POST", "/api/pairs/" + pair + "/" + order, body);
    }

    Answer endMaintenance(String pair) {
        return send("DELETE", "/api/pairs/" + pair + "/maintenance", "");
    }

    /** What it says as a witness. */
    Answer witness(String url) {
        return send("GET", "/api/witness?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8), "");
    }

    /** What the API says at a path. */
    Answer get(String path) {
        return send("GET", path, "");
    }

    private Answer send(String method, String path, String body) {
        return send(api(path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + path))
                .header("Authorization", "Bearer " + Town.TOKEN)
                .header("Content-Type", "application/json");
    }

    /** The text at a path of the API. */
    String textOfApi(String path) {
        return fetch(api(path)).body();
    }

    /** The text at a path of the console, or what it answers to a body. */
    String textOfConsole(String path, String body) {
        HttpRequest.Builder request = console(path);
        return fetch(
                        body.isEmpty()
                                ? request
                                : request.header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .body();
    }

    /** {@code /observe/health} with its sentences. */
    Answer health() {
        return send(console("/observe/health"));
    }

    private HttpRequest.Builder console(String path) {
        String credentials =
                Base64.getEncoder().encodeToString(("admin:" + Town.PASSWORD).getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + path))
                .header("Authorization", "Basic " + credentials);
    }

    /** The status of {@code /observe/health/live}, as a supervisor asks for it. */
    int live() {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + "/observe/health/live")))
                .status();
    }

    /** The value of a metric, by its name with its labels. */
    double metric(String name) {
        return fetch(console("/observe/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static Answer send(HttpRequest.Builder request) {
        HttpResponse<String> answer = fetch(request);
        try {
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> fetch(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
