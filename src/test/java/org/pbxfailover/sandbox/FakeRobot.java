package org.pbxfailover.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A small robot that reads the world's configuration; honest, or wrong in exactly one way. */
final class FakeRobot implements RunningRobot {
    enum Habit {
        HONEST,
        /** Says that it is active and calls nothing. */
        LIES,
        DNS_FIRST,
        DNS_TWICE,
        FAILS_BACK_BY_ITSELF,
        NEVER_ASKS_OUTSIDE,
        NEVER_VERIFIES,
        SENDS_NO_KEYS,
        STAYS_SILENT_ABOUT_THE_RETURN,
        UNREGISTERS_BEFORE_DNS
    }

    private static final String TOKEN = "fake-token";

    private final Habit habit;
    private final Map<String, Object> config;
    private final Map<String, Object> pair;
    private final HttpServer api;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofMillis(300)).build();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private volatile String state = "watching";
    private volatile String alarm = "";
    private volatile boolean ordered;
    private volatile boolean refusedOnce;
    private int failures;
    private int epoch;

    private FakeRobot(Habit habit, Path file) throws IOException {
        this.habit = habit;
        this.config = map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        this.pair = map(((List<?>) config.get("pairs")).get(0));
        String listen = map(map(config.get("robot")).get("api")).get("listen").toString();
        int port = Integer.parseInt(listen.substring(listen.indexOf(':') + 1));
        api = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        api.createContext("/api/pairs/demo", this::answer);
        api.start();
        loop.scheduleWithFixedDelay(this::tick, 0, 50, TimeUnit.MILLISECONDS);
    }

    static RobotStarter starter(Habit habit) {
        return file -> new FakeRobot(habit, file);
    }

    @Override
    public URI api() {
        return URI.create("http://127.0.0.1:" + api.getAddress().getPort());
    }

    @Override
    public String token() {
        return TOKEN;
    }

    @Override
    public URI console() {
        return URI.create("http://127.0.0.1:1/hawtio");
    }

    @Override
    public String login() {
        return "user admin, password in state/console.password";
    }

    @Override
    public void close() {
        loop.shutdownNow();
        api.stop(0);
    }

    private void tick() {
        try {
            boolean alive = probe();
            switch (state) {
                case "watching", "suspect" -> count(alive);
                case "active" -> whileActive(alive);
                default -> throw new IllegalStateException(state);
            }
        } catch (IOException e) {
            // Tried again with the next tick.
        }
    }

    private void count(boolean alive) throws IOException {
        failures = alive ? 0 : failures + 1;
        state = failures == 0 ? "watching" : "suspect";
        if (failures >= 3 && (habit == Habit.NEVER_ASKS_OUTSIDE || outsideAnswers()) && !probe()) {
            activate();
            failures = 0;
            state = "active";
        }
    }

    private void activate() throws IOException {
        epoch++;
        switch (habit) {
            case LIES -> {}
            case DNS_FIRST -> {
                call("activation", "dns", 1);
                call("activation", "reload", 1);
                call("activation", "trunks", 1);
                verify();
            }
            default -> {
                call("activation", "reload", 1);
                call("activation", "trunks", 1);
                verify();
                call("activation", "dns", 1);
                if (habit == Habit.DNS_TWICE) {
                    call("activation", "dns", 2);
                }
            }
        }
    }

    private void whileActive(boolean alive) throws IOException {
        if (alive && habit != Habit.STAYS_SILENT_ABOUT_THE_RETURN) {
            alarm = "the primary answers again";
        }
        if (ordered || (alive && habit == Habit.FAILS_BACK_BY_ITSELF)) {
            ordered = false;
            epoch++;
            if (habit == Habit.UNREGISTERS_BEFORE_DNS) {
                call("failback", "trunks", 1);
                call("failback", "dns", 1);
            } else {
                call("failback", "dns", 1);
                call("failback", "trunks", 1);
            }
            alarm = "";
            state = "watching";
        }
    }

    private boolean probe() {
        String url = map(map(pair.get("primary")).get("probe")).get("url").toString();
        try {
            return get(url).body().contains("PBX");
        } catch (IOException e) {
            return false;
        }
    }

    private boolean outsideAnswers() throws IOException {
        for (Object host : (List<?>) map(config.get("internet")).get("hosts")) {
            get(host.toString());
        }
        return true;
    }

    private void verify() throws IOException {
        Map<String, Object> verify =
                map(map(map(pair.get("activation")).get("trunks")).get("verify"));
        if (habit == Habit.NEVER_VERIFIES) {
            Await.quiet(Duration.ofMillis(400));
            return;
        }
        Await.until(Duration.ofSeconds(5), () -> {
            try {
                return get(verify.get("url").toString())
                        .body()
                        .contains(verify.get("body").toString());
            } catch (IOException e) {
                return false;
            }
        });
    }

    private void call(String run, String stage, int n) throws IOException {
        Map<String, Object> action = map(map(pair.get(run)).get(stage));
        String url = action.get("url")
                .toString()
                .replace("{primary}", map(pair.get("primary")).get("address").toString())
                .replace(
                        "{secondary}", map(pair.get("secondary")).get("address").toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        Optional.ofNullable(action.get("method")).orElse("GET").toString(),
                        HttpRequest.BodyPublishers.noBody());
        if (habit != Habit.SENDS_NO_KEYS) {
            request.header("Idempotency-Key", "demo-" + epoch + "-" + stage + "-" + n);
        }
        send(request);
    }

    private HttpResponse<String> get(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(Duration.ofSeconds(2)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status;
        String body;
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            status = 401;
            body = "{}";
        } else if (exchange.getRequestMethod().equals("GET")) {
            status = 200;
            body = "{\"name\":\"demo\",\"state\":\"%s\",\"sentence\":\"as it is\",\"alarms\":[%s],\"stages\":[]}"
                    .formatted(state, alarm.isEmpty() ? "" : '"' + alarm + '"');
        } else if (!refusedOnce) {
            refusedOnce = true;
            status = 409;
            body = "{\"detail\":\"the primary does not answer steadily yet\"}";
        } else {
            ordered = true;
            status = 202;
            body = "{\"sentence\":\"back to the primary\"}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
