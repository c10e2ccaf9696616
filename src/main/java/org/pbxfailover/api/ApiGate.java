package org.pbxfailover.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.pbxfailover.web.Gate;
import org.pbxfailover.web.GateQuestions;
import org.pbxfailover.web.Guessing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request to the API must have, whatever routes there are and however they were edited: no foreign page behind it, the
 * token, a body that is small and JSON.
 */
final class ApiGate implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGate.class);
    /** Largest body of a request in bytes. */
    static final int BODY_LIMIT = 16 * 1024;

    private static final String BEARER = "Bearer ";

    private final Supplier<String> token;
    private final BooleanSupplier away;
    private final Guessing guessing = new Guessing();

    /**
     * @param token asked at every request and never kept
     * @param away whether the robot starts or ends; Camel would then answer without a word
     */
    ApiGate(Supplier<String> token, BooleanSupplier away) {
        this.token = token;
        this.away = away;
    }

    @Override
    public void handle(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (GateQuestions.fromElsewhere(request)) {
            refuse(exchange, 403, "This API answers programs, not pages of other sites; send no Origin header.");
        } else if (authorized(exchange)) {
            if (away.getAsBoolean()) {
                away(exchange);
            } else {
                judgeBody(exchange, request);
            }
        }
    }

    private boolean authorized(RoutingContext exchange) {
        if (guessing.tooMany(exchange)) {
            exchange.response().putHeader("Retry-After", "1");
            refuse(exchange, 429, "Too many wrong tokens came from your address; wait a second.");
            return false;
        }
        String expected;
        try {
            expected = token.get();
        } catch (RuntimeException e) {
            LOG.error("robot.api.token cannot be read, so nobody can use the API: {}", e.getMessage());
            refuse(exchange, 503, "The token of this API cannot be read; the robot's log says why.");
            return false;
        }
        String given = exchange.request().getHeader("Authorization");
        if (given != null
                && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && GateQuestions.same(given.substring(BEARER.length()).trim(), expected)) {
            return true;
        }
        if (given == null) {
            unauthorized(exchange);
        } else {
            guessing.wrong(exchange, () -> unauthorized(exchange));
        }
        return false;
    }

    private static void unauthorized(RoutingContext exchange) {
        if (!exchange.response().headWritten()) {
            exchange.response().putHeader("WWW-Authenticate", "Bearer realm=\"pbx-failover\"");
        }
        refuse(
                exchange,
                401,
                "This API needs the header \"Authorization: Bearer TOKEN\" with the token of robot.api.token.");
    }

    private static void judgeBody(RoutingContext exchange, HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        boolean body = request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
        if (length != null && (length.length() > 9 || Long.parseLong(length) > BODY_LIMIT)) {
            exchange.response().putHeader("Connection", "close");
            refuse(exchange, 413, "A body has at most %d bytes here; this one has %s.".formatted(BODY_LIMIT, length));
        } else if (body && !json(request.getHeader("Content-Type"))) {
            refuse(exchange, 415, "A body is JSON here; send \"Content-Type: application/json\".");
        } else {
            exchange.next();
        }
    }

    private static boolean json(@org.jspecify.annotations.Nullable String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].trim().equals("application/json");
    }

    static void away(RoutingContext exchange) {
        refuse(exchange, 503, "The robot is starting or ending; ask again.");
    }

    static void refuse(RoutingContext exchange, int status, String sentence) {
        if (exchange.response().ended() || exchange.response().closed()) {
            return;
        }
        exchange.response()
                .setStatusCode(status)
                .putHeader("Content-Type", Refusal.CONTENT_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(new Refusal(status, sentence, exchange.normalizedPath()).json());
    }
}
