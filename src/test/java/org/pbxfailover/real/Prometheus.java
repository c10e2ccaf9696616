package org.pbxfailover.real;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus on loopback with the configuration and the alerts of {@code prometheus/}, which looks at a robot every second. */
public final class Prometheus implements AutoCloseable {
    private static final Path FILES = Path.of("prometheus");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = RealProgram.freePort();
    private final Path own;
    private final RealProgram program;

    /** @param console of the robot */
    public Prometheus(Path directory, int console, String password) {
        try {
            own = Files.createTempDirectory(directory, "prometheus");
            Files.copy(FILES.resolve("alerts.yml"), own.resolve("alerts.yml"));
            Files.copy(FILES.resolve("alerts-test.yml"), own.resolve("alerts-test.yml"));
            Files.writeString(own.resolve("monitor.password"), password);
            String shipped = Files.readString(FILES.resolve("prometheus.yml"));
            Files.writeString(
                    own.resolve("prometheus.yml"),
                    "global: { evaluation_interval: 1s }\n"
                            + shipped.replace("scrape_interval: 15s", "scrape_interval: 1s")
                                    .replace("127.0.0.1:9876", "127.0.0.1:" + console));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = new RealProgram(
                "prometheus",
                own.resolve("said"),
                own,
                List.of(
                        "prometheus",
                        "--config.file=prometheus.yml",
                        "--storage.tsdb.path=data",
                        "--web.listen-address=127.0.0.1:" + port));
        program.untilTaken(port, false);
    }

    /** What {@code promtool} says of these files; empty when it is content. */
    public String promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path said = own.resolve("promtool");
        Process process = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean content = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        process.destroyForcibly();
        return content ? "" : Files.readString(said);
    }

    /** Values of an expression, one for each series that it has now. */
    public List<Double> values(String expression) {
        List<Double> values = new ArrayList<>();
        ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .at("/data/result")
                .forEach(series -> values.add(series.at("/value/1").asDouble()));
        return values;
    }

    /** Alerts that are pending or firing, such as {@code PbxPairOnSecondary firing one}; the pair only where there is one. */
    public List<String> alerts() {
        List<String> alerts = new ArrayList<>();
        ask("/api/v1/alerts")
                .at("/data/alerts")
                .forEach(alert -> alerts.add(String.join(
                                " ",
                                alert.at("/labels/alertname").asText(),
                                alert.at("/state").asText(),
                                alert.at("/labels/pair").asText())
                        .strip()));
        return alerts;
    }

    private JsonNode ask(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
