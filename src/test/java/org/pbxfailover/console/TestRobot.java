package org.pbxfailover.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.pbxfailover.api.ApiServer;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.operator.FakeOperator;
import org.pbxfailover.operator.PairView.ProbeView;
import org.pbxfailover.operator.Testimony;

/** A real Camel main with the real surfaces, the routes of the API and one more route, on free ports of the loopback interface. */
public final class TestRobot implements AutoCloseable {
    public static final String TOKEN = "s3cret-token";
    public static final String MONITOR = "may look";
    public static final String PASSWORD = "pass:word, with a comma and ü";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public final FakeOperator operator;
    public final FakeVitals vitals = new FakeVitals();
    public final Meters meters = new Meters();

    /** Whether token and password are in files that cannot be read just now. */
    public volatile boolean unreadable;

    /** Whether only the password of the monitor cannot be read. */
    public volatile boolean monitorUnreadable;

    public final Main main = new Main();
    public final ApiServer api;
    public final Console console;
    public final Surfaces surfaces;

    /** How the robot is, as the test says. */
    public static final class FakeVitals implements Vitals {
        public volatile Optional<String> refusedEdit = Optional.empty();
        public volatile Optional<String> journalProblem = Optional.empty();
        public volatile Duration silence = Duration.ofMillis(50);
        public volatile boolean hears = true;
        public volatile Optional<String> hold = Optional.empty();
        public volatile List<String> unreached = List.of();

        @Override
        public Optional<String> refusedEdit() {
            return refusedEdit;
        }

        @Override
        public Optional<String> journalProblem() {
            return journalProblem;
        }

        @Override
        public Duration sinceLastTick() {
            return silence;
        }

        @Override
        public boolean hears() {
            return hears;
        }

        @Override
        public Optional<String> hold() {
            return hold;
        }

        @Override
        public List<String> unreached() {
            return unreached;
        }
    }

    /** Says of a primary what its path asks for: {@code http://pbx/alive}, {@code /dead}, {@code /busy}; others it does not know. */
    public static final class FakeWitness {
        private static final Map<String, Testimony> KNOWN = Map.of(
                "alive", seen("http://pbx/alive", true, Optional.empty(), "302 Found"),
                "dead", seen("http://pbx/dead", false, Optional.of("refused"), "refused: connection refused"),
                "odd", seen("http://pbx/odd", true, Optional.of("tls"), "tls: the certificate has expired"),
                "busy", new Testimony.Busy());

        private static Testimony seen(String url, boolean alive, Optional<String> failure, String phrase) {
            return new Testimony.Seen(
                    url, "shadow", alive, new ProbeView(FakeOperator.NOON, 12, failure.isEmpty(), failure, phrase));
        }

        public void ask(Exchange exchange) {
            String query = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, "", String.class);
            String last = query.substring(query.lastIndexOf('/') + 1);
            exchange.setProperty(
                    "testimony",
                    query.isEmpty() ? new Testimony.Unclear() : KNOWN.getOrDefault(last, new Testimony.Stranger()));
        }

        public void seen(Exchange exchange) {
            throw new IllegalStateException("nothing was to be probed");
        }
    }

    public TestRobot(String... pairs) throws Exception {
        this(0, 0, new FakeOperator(pairs));
    }

    public TestRobot(int apiPort, int consolePort, FakeOperator operator) throws Exception {
        this.operator = operator;
        api = new ApiServer(new Listen("127.0.0.1", apiPort), () -> secret(TOKEN), operator);
        console = new Console(
                new Listen("127.0.0.1", consolePort), "admin", () -> secret(PASSWORD), Optional.of(this::monitor));
        surfaces = new Surfaces(api, console, operator, vitals, meters);
        main.setPropertyPlaceholderLocations("false");
        main.configure().withRoutesIncludePattern("file:routes/control-*.camel.yaml,classpath:console-test.camel.yaml");
        surfaces.install(main);
        main.bind("witness", new FakeWitness());
        main.start();
    }

    private String monitor() {
        if (monitorUnreadable) {
            throw new IllegalStateException("the monitor's file cannot be read");
        }
        return secret(MONITOR);
    }

    private String secret(String secret) {
        if (unreadable) {
            throw new IllegalStateException("the file cannot be read");
        }
        return secret;
    }

    /** A request to the console with user and password. */
    public HttpRequest.Builder console(String path) {
        return at(console.port(), path).header("Authorization", basic("admin", PASSWORD));
    }

    /** A request to the API with the token. */
    public HttpRequest.Builder api(String path) {
        return at(api.port(), path).header("Authorization", "Bearer " + TOKEN);
    }

    public static HttpRequest.Builder at(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        main.stop();
    }
}
