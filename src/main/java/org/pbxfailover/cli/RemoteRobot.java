package org.pbxfailover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.pbxfailover.config.Pair;
import org.pbxfailover.operator.UnknownPair;

/** A running robot, spoken to over its API. Every method throws {@link CommandFailure} with a sentence when it does not work out. */
final class RemoteRobot {
    static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final RobotAccess.Token token;
    private final String person;
    private final Duration patience;

    /** Redirects are not followed: the token belongs to this address only. */
    private final HttpClient client;

    /**
     * @param person who gives the orders
     * @param patience for a connection, and for each answer
     */
    RemoteRobot(URI address, RobotAccess.Token token, String person, Duration patience) {
        this.address = address;
        this.token = token;
        this.person = person;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Every pair: {@code {"robot": …, "pairs": […]}}. */
    JsonNode pairs() {
        return send("GET", "/api/pairs", "");
    }

    JsonNode pair(String pair) {
        return send("GET", path(pair), "");
    }

    JsonNode history(String pair) {
        return send("GET", path(pair) + "/history", "");
    }

    /** @param epoch which one; empty: the newest */
    JsonNode explain(String pair, OptionalLong epoch) {
        return send("GET", path(pair) + "/explain" + (epoch.isPresent() ? "?epoch=" + epoch.getAsLong() : ""), "");
    }

    /** The newest decision about a pair that the robot knows; empty: there is none yet. */
    Optional<JsonNode> newest(String pair) {
        HttpResponse<String> response = asked("GET", path(pair) + "/explain", "");
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(understood(response));
    }

    /**
     * @param order the last part of the path
     * @param details the body, an empty object for none
     */
    JsonNode order(String pair, String order, ObjectNode details) {
        return send("POST", path(pair) + "/" + order, signed(details));
    }

    JsonNode endMaintenance(String pair, ObjectNode details) {
        return send("DELETE", path(pair) + "/maintenance", signed(details));
    }

    private String signed(ObjectNode details) {
        return details.put("by", person).toString();
    }

    /** What cannot be a name would be another path to the robot, and its answer would puzzle: so the names are asked for instead. */
    private String path(String pair) {
        if (!Pair.NAME.matcher(pair).matches()) {
            List<String> names = new ArrayList<>();
            pairs().path("pairs").forEach(one -> names.add(one.path("name").asText()));
            throw CommandFailure.refused(UnknownPair.sentence(pair, names));
        }
        return "/api/pairs/" + pair;
    }

    private JsonNode send(String method, String path, String body) {
        return understood(asked(method, path, body));
    }

    private HttpResponse<String> asked(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token.value())
                .header("Accept", "application/json, application/problem+json");
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        return answer(request.build());
    }

    private HttpResponse<String> answer(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (SSLException e) {
            throw CommandFailure.unreachable(
                    "No secure connection to " + address + " (" + reason(e) + ")" + order(request, e)
                            + ": is TLS spoken at that port, and is the certificate made out to that name, by an authority that this Java knows"
                            + " (PBX_FAILOVER_JAVA_OPTS can name another one with -Djavax.net.ssl.trustStore)?");
        } catch (IOException e) {
            throw CommandFailure.unreachable("No robot answers at " + address + " (" + reason(e) + ")"
                    + order(request, e) + ": is it running, and is this its robot.api.listen?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unreachable("Interrupted while waiting for the robot at " + address + ".");
        }
    }

    /** Before a handshake has ended, nothing was sent. */
    private static String order(HttpRequest request, IOException failure) {
        return request.method().equals("GET") || failure instanceof SSLHandshakeException
                ? ""
                : "; whether the order arrived is unknown, so look at the status";
    }

    /** The JDK's client leaves many messages out; the innermost one that says something is the best. */
    private static String reason(IOException failure) {
        String said = "";
        for (Throwable at = failure; at != null; at = at.getCause()) {
            said = at.getMessage() == null || at.getMessage().isBlank() ? said : at.getMessage();
        }
        if (failure instanceof java.net.http.HttpTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof java.net.ConnectException) {
            return said.isEmpty() ? "connection refused, or the name does not resolve" : said;
        }
        return said.isEmpty() ? failure.getClass().getSimpleName() : said;
    }

    private JsonNode understood(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw CommandFailure.refused("The robot at " + address + " does not accept the token from " + token.origin()
                    + ": give the right one with --token-file or in PBX_FAILOVER_TOKEN.");
        }
        JsonNode json = json(response);
        if (status >= 200 && status < 300) {
            return json;
        }
        String detail = json.path("detail").asText(json.path("title").asText(""));
        throw CommandFailure.refused(
                detail.isEmpty()
                        ? "The robot at " + address + " answered with HTTP " + status + " and no reason."
                        : detail);
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            JsonNode json = JSON.readTree(response.body());
            if (json.isObject() || json.isArray()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw CommandFailure.unreachable("What answers at " + address + " is no pbx-failover robot (HTTP "
                + response.statusCode() + " without JSON): look at --api or robot.api.listen.");
    }
}
