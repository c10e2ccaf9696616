package org.pbxfailover.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A robot under measurement and what it says of itself. */
record Robot(Child child, int console, int api) implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    static final String PASSWORD = "on-loopback-only";
    private static final Pattern BUCKET =
            Pattern.compile("(?m)^pbx_failover_poll_lateness_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.E+]+)$");

    /** Its histogram of how late polls began: upper bound in seconds to the number of polls so far. */
    Map<Double, Double> lateness() {
        Map<Double, Double> histogram = new TreeMap<>();
        Matcher bucket = BUCKET.matcher(metrics());
        while (bucket.find()) {
            double bound = "+Inf".equals(bucket.group(1)) ? Double.POSITIVE_INFINITY : Double.parseDouble(bucket.group(1));
            histogram.put(bound, Double.parseDouble(bucket.group(2)));
        }
        return histogram;
    }

    /** How many pairs are in a state. */
    long statesOf(String state) {
        String pairs = send(api("/api/pairs").GET());
        return Pattern.compile("\"state\":\"" + state + "\"").matcher(pairs).results().count();
    }

    void order(String pair, String order, String body) {
        send(api("/api/pairs/" + pair + "/" + order)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Whether an order was accepted; it was refused as too late otherwise. */
    boolean ordered(String pair, String order, String body) throws IOException, InterruptedException {
        HttpRequest request = api("/api/pairs/" + pair + "/" + order)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200 && status != 409) {
            throw new IOException("the order was answered " + status);
        }
        return status == 200;
    }

    /** How many epochs a pair has had. */
    long epochs(String pair) {
        String history = send(api("/api/pairs/" + pair + "/history").GET());
        return Pattern.compile("\"epoch\":").matcher(history).results().count();
    }

    private HttpRequest.Builder api(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api + path))
                .header("Authorization", "Bearer " + PASSWORD);
    }

    private String metrics() {
        String user = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + "/observe/metrics"))
                .header("Authorization", "Basic " + user));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("the robot answers " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("the robot does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
