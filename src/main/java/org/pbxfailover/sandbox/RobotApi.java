package org.pbxfailover.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The robot's API, as a person with {@code curl} uses it. Safe for use by many threads. */
final class RobotApi {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A pair as the API shows it.
     *
     * @param stages the state of each stage, in the order of the API
     */
    record View(String state, String sentence, List<String> alarms, Map<String, String> stages) {}

    /** What became of an order. */
    record Answer(boolean accepted, String sentence) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI pair;
    private final String token;

    RobotApi(RunningRobot robot, String pair) {
        this.pair = robot.api().resolve("/api/pairs/" + pair);
        this.token = robot.token();
    }

    /** Empty when the robot does not answer. */
    Optional<View> view() {
        try {
            HttpResponse<String> response = send(request(pair).GET());
            return response.statusCode() == 200 ? Optional.of(view(JSON.readTree(response.body()))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Gives an order such as {@code failback}. */
    Answer order(String order) {
        URI uri = URI.create(pair + "/" + order);
        try {
            HttpResponse<String> response = send(request(uri)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            boolean accepted = response.statusCode() / 100 == 2;
            return new Answer(accepted, sentence(response));
        } catch (IOException e) {
            return new Answer(false, "the robot's API at " + uri + " does not answer: " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static View view(JsonNode pair) {
        List<String> alarms = new ArrayList<>();
        pair.path("alarms").forEach(alarm -> alarms.add(alarm.asText()));
        Map<String, String> stages = new LinkedHashMap<>();
        pair.path("stages")
                .forEach(stage -> stages.put(
                        stage.path("stage").asText(), stage.path("state").asText()));
        return new View(pair.path("state").asText(), pair.path("sentence").asText(), List.copyOf(alarms), stages);
    }

    private static String sentence(HttpResponse<String> response) {
        try {
            JsonNode answer = JSON.readTree(response.body());
            for (String field : List.of("sentence", "detail", "title")) {
                if (answer.path(field).isTextual()) {
                    return answer.path(field).asText();
                }
            }
        } catch (JsonProcessingException e) {
            return "HTTP " + response.statusCode();
        }
        return "HTTP " + response.statusCode();
    }
}
