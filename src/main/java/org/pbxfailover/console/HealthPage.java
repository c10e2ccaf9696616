package org.pbxfailover.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * {@code /observe/health} and what is below it: 200 and {@code UP}, or 503 and {@code DOWN}. Camel's own page writes every sentence
 * with its quotes and slashes escaped twice, and shows strangers more than they need. Before Camel has started, everything is down.
 */
final class HealthPage {
    static final String ALL = "/observe/health";
    static final String LIVE = ALL + "/live";
    static final String READY = ALL + "/ready";

    private static final ObjectMapper JSON = new ObjectMapper();

    private volatile Optional<CamelContext> context = Optional.empty();

    void started(CamelContext camel) {
        context = Optional.of(camel);
    }

    /** @param details also every check with its sentence: not for strangers */
    void answer(RoutingContext exchange, boolean details) {
        String path = exchange.normalizedPath();
        exchange.vertx()
                .executeBlocking(() -> results(path), false)
                .onSuccess(results -> send(exchange.response(), results, path.equals(READY), details))
                .onFailure(failure -> exchange.response().setStatusCode(503).end());
    }

    private Optional<Collection<HealthCheck.Result>> results(String path) {
        return context.map(camel -> switch (path) {
            case LIVE -> HealthCheckHelper.invokeLiveness(camel);
            case READY -> HealthCheckHelper.invokeReadiness(camel);
            default -> HealthCheckHelper.invoke(camel);
        });
    }

    private static void send(
            HttpServerResponse response,
            Optional<Collection<HealthCheck.Result>> results,
            boolean readiness,
            boolean details) {
        boolean up = results.map(all -> HealthCheckHelper.isResultsUp(all, readiness))
                .orElse(false);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", up ? "UP" : "DOWN");
        if (details) {
            List<Map<String, String>> checks = new ArrayList<>();
            results.ifPresent(all -> all.forEach(result -> checks.add(check(result))));
            page.put("checks", checks);
        }
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(up ? 200 : 503)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(json(page));
    }

    private static Map<String, String> check(HealthCheck.Result result) {
        Map<String, String> check = new LinkedHashMap<>();
        check.put("name", result.getCheck().getId());
        check.put("status", result.getState().name());
        result.getMessage().ifPresent(sentence -> check.put("message", sentence));
        return check;
    }

    private static String json(Map<String, Object> page) {
        try {
            return JSON.writeValueAsString(page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, lists and maps are always JSON", e);
        }
    }
}
