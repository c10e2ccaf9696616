package org.pbxfailover.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pbxfailover.config.RobotSettings;
import org.pbxfailover.web.Gate;
import org.pbxfailover.web.GateQuestions;
import org.pbxfailover.web.Guessing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nothing of the console without user and password, and nothing for other sites' pages. The one thing told to strangers is whether
 * the robot is live and ready, {@code UP} or {@code DOWN} without details: container platforms ask without a password.
 */
final class ConsoleGate implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleGate.class);

    private static final Set<String> READABLE =
            Set.of(HealthPage.ALL, HealthPage.LIVE, HealthPage.READY, Console.METRICS);

    private final String user;
    private final Supplier<String> password;
    private final Optional<Supplier<String>> monitor;
    private final HealthPage health;
    private final Guessing guessing = new Guessing();

    ConsoleGate(String user, Supplier<String> password, Optional<Supplier<String>> monitor, HealthPage health) {
        this.user = user;
        this.password = password;
        this.monitor = monitor;
        this.health = health;
    }

    @Override
    public void handle(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        exchange.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "SAMEORIGIN")
                .putHeader("Referrer-Policy", "same-origin");
        String authorization = request.getHeader("Authorization");
        if (refusedForItsOrigin(exchange)) {
            answer(
                    exchange,
                    403,
                    "This console answers only its own pages, not those of other sites; a reverse proxy must pass on the"
                            + " Host that the browser sent.");
        } else if (authorization == null) {
            answerStranger(exchange);
        } else if (guessing.tooMany(exchange)) {
            exchange.response().putHeader("Retry-After", "1");
            answer(exchange, 429, "Too many wrong passwords came from your address; wait a second.");
        } else {
            judge(exchange, authorization);
        }
    }

    /** Reading a page by a link from elsewhere is harmless; everything that scripts reach is not. */
    private static boolean refusedForItsOrigin(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        boolean link =
                request.method().equals(HttpMethod.GET) && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        return !link && GateQuestions.fromElsewhere(request);
    }

    private void answerStranger(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        boolean brief = path.equals(HealthPage.LIVE) || path.equals(HealthPage.READY);
        if (brief && exchange.request().method().equals(HttpMethod.GET)) {
            health.answer(exchange, false);
        } else {
            unauthorized(exchange);
        }
    }

    private void judge(RoutingContext exchange, String authorization) {
        String expected;
        try {
            expected = user + ":" + password.get();
        } catch (RuntimeException e) {
            LOG.error("robot.console.password cannot be read, so nobody can log in at the console: {}", e.getMessage());
            answer(exchange, 503, "The console's password cannot be read; the robot's log says why.");
            return;
        }
        Optional<String> given = credentials(authorization);
        if (given.filter(login -> GateQuestions.same(login, expected)).isPresent()) {
            exchange.request().headers().remove("Origin"); // judged above; Jolokia takes a proxy's TLS for another site
            exchange.next();
        } else if (given.filter(this::monitors).isPresent()) {
            read(exchange);
        } else {
            guessing.wrong(exchange, () -> unauthorized(exchange));
        }
    }

    private boolean monitors(String login) {
        try {
            return monitor.filter(secret -> GateQuestions.same(login, RobotSettings.MONITOR + ":" + secret.get()))
                    .isPresent();
        } catch (RuntimeException e) {
            LOG.error("robot.console.monitor-password cannot be read, so nobody is let in by it: {}", e.getMessage());
            return false;
        }
    }

    /** For who may only read. By the path as it was sent: another way to write one of these is refused. */
    private static void read(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (request.method().equals(HttpMethod.GET) && READABLE.contains(request.path())) {
            exchange.next();
        } else {
            answer(exchange, 403, "The user monitor may read /observe/health and /observe/metrics, and nothing else.");
        }
    }

    private static Optional<String> credentials(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).trim());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void unauthorized(RoutingContext exchange) {
        if (exchange.response().closed()) {
            return; // the stranger did not wait
        }
        exchange.response().putHeader("WWW-Authenticate", "Basic realm=\"pbx-failover\", charset=\"UTF-8\"");
        answer(exchange, 401, "This console asks for user and password.");
    }

    private static void answer(RoutingContext exchange, int status, String sentence) {
        if (!exchange.response().ended() && !exchange.response().closed()) {
            exchange.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(sentence + "\n");
        }
    }
}
