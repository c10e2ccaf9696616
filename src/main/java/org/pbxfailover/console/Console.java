package org.pbxfailover.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.web.Door;
import org.pbxfailover.web.Gate;

/**
 * Hawtio, health and metrics on Camel's management server. The robot guards on without it when its port is taken; {@link #problem}
 * then says so. Safe for use by many threads once mounted.
 */
public final class Console {
    static final String METRICS = "/observe/metrics";
    private static final String JOLOKIA = "/hawtio/jolokia";

    private final Door door;
    private final String user;
    private final ConsoleGate gate;
    private final HealthPage health = new HealthPage();

    /**
     * Looks at once whether the port can be had.
     *
     * @param password asked at every request and never kept; must be quick
     * @param monitor likewise, of the user {@code monitor} who may only read health and metrics; empty: there is none
     */
    public Console(Listen listen, String user, Supplier<String> password, Optional<Supplier<String>> monitor) {
        this.door = new Door("robot.console.listen", listen, METRICS);
        this.user = user;
        this.gate = new ConsoleGate(user, password, monitor, health);
    }

    /** What {@link org.pbxfailover.web.GuardedServers} puts in front of the management server. */
    public Gate gate() {
        return gate;
    }

    /** Properties for Camel main, to be set before it starts. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("camel.health.exposure-level", "full");
        // Routes are checked already; their consumers would say the same again.
        properties.put("camel.health.consumers-enabled", "false");
        properties.put("camel.management.enabled", Boolean.toString(door.usable()));
        properties.put("camel.management.host", door.host());
        properties.put("camel.management.port", Integer.toString(door.port()));
        // Any other path leaves its sub-paths unguarded (CVE-2026-40022).
        properties.put("camel.management.path", "/");
        properties.put("camel.management.health-check-enabled", "false"); // HealthPage does it
        properties.put("camel.management.jolokia-enabled", "true");
        properties.put("camel.management.jolokia-path", JOLOKIA);
        properties.put("camel.management.metrics-enabled", "true");
        for (String unwanted : new String[] {"info", "dev-console", "upload", "download", "send"}) {
            properties.put("camel.management." + unwanted + "-enabled", "false");
        }
        return properties;
    }

    /** After Camel has started: adds Hawtio and looks whether the console is there and asks for its password. */
    public void mount(CamelContext started) {
        health.started(started);
        if (door.usable()) {
            door.router(started).ifPresent(router -> {
                for (String path : List.of(HealthPage.ALL, HealthPage.LIVE, HealthPage.READY)) {
                    router.get(path).handler(exchange -> health.answer(exchange, true));
                }
                hawtio(router);
            });
            door.verify(started);
        }
    }

    Door door() {
        return door;
    }

    public int port() {
        return door.port();
    }

    /** Why there is no console, as one sentence; empty: there is one. */
    public Optional<String> problem() {
        return door.problem();
    }

    private void hawtio(Router router) {
        json(router, "/hawtio/user", "\"" + user.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        // "external": the browser has logged in already. An empty list would show Hawtio's own login form.
        json(router, "/hawtio/auth/config/login", "[{\"method\":\"external\",\"name\":\"HTTP Basic\"}]");
        json(router, "/hawtio/auth/config/session-timeout", "{}");
        json(router, "/hawtio/keycloak/enabled", "false");
        json(router, "/hawtio/proxy/enabled", "false");
        json(router, "/hawtio/plugin", "[]");
        json(router, "/hawtio/preset-connections", "[]");
        json(router, "/hawtio/hawtconfig.json", HawtioFiles.BRANDING);
        router.route("/hawtio/auth/*")
                .handler(exchange -> exchange.response().setStatusCode(404).end());
        // By their exact paths, or they would redirect to themselves.
        router.routeWithRegex(HttpMethod.GET, "/(hawtio)?").handler(exchange -> redirect(exchange, "/hawtio/"));
        router.get("/hawtio/*").handler(new HawtioFiles());
    }

    private static void json(Router router, String path, String answer) {
        router.get(path)
                .handler(exchange -> exchange.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(answer));
    }

    private static void redirect(RoutingContext exchange, String to) {
        exchange.response().setStatusCode(302).putHeader("Location", to).end();
    }
}
