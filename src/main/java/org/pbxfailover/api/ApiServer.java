package org.pbxfailover.api;

import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.web.Door;
import org.pbxfailover.web.Gate;

/**
 * The server of the API. The robot guards on when its port is taken: the API is then at a free port of the loopback interface, for
 * without any server its routes could not start, and {@link #problem} says so. Safe for use by many threads once mounted.
 */
public final class ApiServer {
    private static final String KEY = "robot.api.listen";
    private static final String GUARDED_PATH = "/api/pairs";

    private final Listen listen;
    private final Door wanted;
    private final Door door;
    private final Gate gate;
    private final Api bean;
    private volatile Optional<CamelContext> mounted = Optional.empty();

    /**
     * Looks at once whether the port can be had.
     *
     * @param token asked at every request and never kept; must be quick
     */
    public ApiServer(Listen listen, Supplier<String> token, Operator operator) {
        this.listen = listen;
        this.wanted = new Door(KEY, listen, GUARDED_PATH);
        this.door = wanted.usable() ? wanted : new Door(KEY, new Listen("127.0.0.1", 0), GUARDED_PATH);
        this.gate = new ApiGate(token, this::away);
        this.bean = new Api(operator);
    }

    /** What {@link org.pbxfailover.web.GuardedServers} puts in front of the server. */
    public Gate gate() {
        return gate;
    }

    /** What {@code routes/control-*.camel.yaml} calls {@code api}. */
    public Api bean() {
        return bean;
    }

    /**
     * Properties for Camel main, to be set before it starts.
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("camel.server.enabled", "true");
        properties.put("camel.server.host", door.host());
        properties.put("camel.server.port", Integer.toString(door.port()));
        properties.put("camel.server.path", "/");
        properties.put("camel.server.max-body-size", Integer.toString(ApiGate.BODY_LIMIT));
        properties.put("camel.server.file-upload-enabled", "false");
        properties.put("camel.server.static-enabled", "false");
        return properties;
    }

    /** After Camel has started: answers what no route answers, and looks whether the API is there and asks for its token. */
    public void mount(CamelContext context) {
        mounted = Optional.of(context);
        door.router(context).ifPresent(router -> answerTheRest(router, context));
        door.verify(context);
    }

    public Door door() {
        return door;
    }

    /** The port where the API really is, 1 to 65535. */
    public int port() {
        return door.port();
    }

    /** Where the API is when that is not what the configuration says: any free port was asked for, or the one that was asked for is taken. */
    public Optional<String> elsewhere() {
        Listen here = new Listen(door.host(), door.port());
        return Optional.of(here)
                .filter(at -> door.usable() && !at.equals(listen))
                .map(Listen::toString);
    }

    /** Why the API is not where it should be; empty: it is. */
    public Optional<String> problem() {
        return door.usable()
                ? wanted.problem().map(why -> "%s Until then the API is at 127.0.0.1:%d.".formatted(why, port()))
                : door.problem();
    }

    /** Camel opens the port before its routes are there, and closes it after they are gone; it would say that there is no such path. */
    private boolean away() {
        return mounted.map(context -> context.isStopping() || context.isStopped())
                .orElse(true);
    }

    private static void answerTheRest(Router router, CamelContext context) {
        // Last in order, so also after routes that are loaded again later.
        router.route()
                .order(Integer.MAX_VALUE)
                .handler(exchange -> noSuchPath(exchange, context))
                .failureHandler(ApiServer::failed);
    }

    private static void noSuchPath(RoutingContext exchange, CamelContext context) {
        String path = exchange.normalizedPath();
        List<String> methods = context.getRoutes().stream()
                .map(Route::getEndpoint)
                .flatMap(endpoint -> endpoint instanceof PlatformHttpEndpoint http ? Stream.of(http) : Stream.empty())
                .filter(endpoint -> pattern(endpoint.getPath()).matcher(path).matches())
                .flatMap(endpoint -> Optional.ofNullable(endpoint.getHttpMethodRestrict()).stream())
                .sorted()
                .toList();
        if (!context.isStarted()) {
            ApiGate.away(exchange);
        } else if (methods.contains(exchange.request().method().name())) {
            ApiGate.refuse(exchange, 503, "The route of this path is stopped or being edited; ask again.");
        } else if (methods.isEmpty()) {
            ApiGate.refuse(exchange, 404, "There is no such path; /api/openapi.json names them all.");
        } else {
            String allowed = String.join(", ", methods);
            exchange.response().putHeader("Allow", allowed);
            ApiGate.refuse(
                    exchange,
                    405,
                    "This path takes %s, not %s."
                            .formatted(allowed, exchange.request().method()));
        }
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(path.replaceAll("\\{[^/}]+}", "[^/]+"));
    }

    private static void failed(RoutingContext exchange) {
        int status = exchange.statusCode();
        if (status == 503 && !exchange.request().isEnded()) {
            unfinished(exchange);
            return;
        }
        String sentence = switch (status) {
            case 413 -> "A body has at most %d bytes here.".formatted(ApiGate.BODY_LIMIT);
            case 400 -> "The request cannot be read as HTTP.";
            case 503 -> "The robot did not answer in time; ask again.";
            default -> "The robot could not answer; its log says why.";
        };
        ApiGate.refuse(exchange, status >= 400 ? status : 500, sentence);
    }

    /** The time was not the robot's: the caller has not said all that it announced, and nobody waits for the rest. */
    private static void unfinished(RoutingContext exchange) {
        HttpConnection caller = exchange.request().connection();
        exchange.response().putHeader("Connection", "close");
        exchange.response().endHandler(sent -> caller.close());
        ApiGate.refuse(exchange, 408, "The body did not come to its end in time; send it again, all of it.");
    }
}
