package org.pbxfailover.api;

import static org.pbxfailover.api.Answering.answer;

import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.api.ApiAnswer.Document;
import org.pbxfailover.api.ApiAnswer.No;
import org.pbxfailover.api.ApiAnswer.Ok;
import org.pbxfailover.operator.DecisionView;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.HistoryAnswer;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.OrderAnswer;
import org.pbxfailover.operator.OrderTexts;
import org.pbxfailover.operator.Testimony;
import org.pbxfailover.operator.UnknownPair;

/**
 * What the routes of {@code routes/control-*.camel.yaml} call: each public method answers one path. It turns a request into a
 * question or an order to the {@link Operator} and its answer into JSON, and nothing else. Safe for use by many threads.
 */
public final class Api {
    private static final Pattern PAIR = Pattern.compile("/api/pairs/([^/]+)(/.*)?");
    private static final Pattern EPOCH = Pattern.compile("epoch=(\\d{1,18})");

    private final Operator operator;

    public Api(Operator operator) {
        this.operator = operator;
    }

    public void pairs(Exchange exchange) {
        answer(exchange, () -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("robot", operator.robot());
            json.put("pairs", operator.pairs().stream().map(ApiJson::pair).toList());
            return new Ok(json);
        });
    }

    public void pair(Exchange exchange) {
        String name = name(exchange);
        answer(
                exchange,
                () -> operator.pair(name)
                        .<ApiAnswer>map(view -> new Ok(ApiJson.pair(view)))
                        .orElseGet(() -> unknown(name)));
    }

    public void history(Exchange exchange) {
        String name = name(exchange);
        answer(exchange, () -> history(name, told -> new Ok(ApiJson.history(name, told.epochs(), told.cares()))));
    }

    /** One epoch; when the query names none the newest, with what was decided since then without opening another. */
    public void explain(Exchange exchange) {
        String name = name(exchange);
        answer(exchange, () -> {
            OptionalLong wanted;
            try {
                wanted = epoch(exchange);
            } catch (IllegalArgumentException e) {
                return new No(400, sentence(e));
            }
            return history(name, told -> explained(name, told.epochs(), wanted));
        });
    }

    private ApiAnswer history(String name, Function<HistoryAnswer.Told, ApiAnswer> answer) {
        HistoryAnswer history = operator.history(name);
        if (history instanceof HistoryAnswer.Told known) {
            return answer.apply(known);
        }
        return history instanceof HistoryAnswer.Untold untold
                ? new No(409, "The history of %s cannot be told: %s".formatted(name, untold.why()))
                : unknown(name);
    }

    private ApiAnswer explained(String name, List<EpochView> epochs, OptionalLong wanted) {
        Optional<EpochView> epoch = epochs.stream()
                .filter(view -> wanted.isEmpty() || view.epoch() == wanted.getAsLong())
                .findFirst();
        Optional<DecisionView> decision = wanted.isEmpty() ? operator.decision(name) : Optional.empty();
        if (epoch.isPresent() || decision.isPresent()) {
            return new Ok(ApiJson.explanation(epoch, decision));
        }
        return new No(
                404,
                wanted.isEmpty()
                        ? "Pair %s has not been switched yet, and nothing was decided about it since the robot was started."
                                .formatted(name)
                        : "Pair %s has no epoch %d; its history lists those it has."
                                .formatted(name, wanted.getAsLong()));
    }

    /** What was seen of a primary for another robot, which the bean {@code witness} has left in the property {@code testimony}. */
    public void witness(Exchange exchange) {
        Testimony testimony = exchange.getProperty("testimony", Testimony.class);
        answer(exchange, () -> {
            if (testimony instanceof Testimony.Seen seen) {
                return new Ok(ApiJson.testimony(seen));
            }
            if (testimony instanceof Testimony.Stranger) {
                return new No(404, "No pair of this robot has a primary with this URL; ask with its probe.url.");
            }
            return testimony instanceof Testimony.Busy
                    ? new No(429, "This robot looks after too many primaries at the moment; ask again.")
                    : new No(400, "The only query here is ?url=URL with the probe.url of a primary, percent-encoded.");
        });
    }

    public void failover(Exchange exchange) {
        order(exchange, Set.of(), (pair, request, by) -> operator.failover(pair, request.expectedEpoch(), by));
    }

    public void failBack(Exchange exchange) {
        order(
                exchange,
                Set.of("force"),
                (pair, request, by) -> operator.failBack(pair, request.expectedEpoch(), request.force(), by));
    }

    public void acknowledge(Exchange exchange) {
        order(exchange, Set.of(), (pair, request, by) -> operator.acknowledge(pair, request.expectedEpoch(), by));
    }

    public void maintenance(Exchange exchange) {
        order(
                exchange,
                Set.of("for"),
                (pair, request, by) -> operator.maintenance(
                        pair, request.expectedEpoch(), request.duration().orElseThrow(), by));
    }

    public void endMaintenance(Exchange exchange) {
        order(exchange, Set.of(), (pair, request, by) -> operator.endMaintenance(pair, request.expectedEpoch(), by));
    }

    public void hold(Exchange exchange) {
        order(exchange, Set.of(), (pair, request, by) -> operator.hold(pair, request.expectedEpoch(), by));
    }

    public void release(Exchange exchange) {
        order(exchange, Set.of(), (pair, request, by) -> operator.release(pair, request.expectedEpoch(), by));
    }

    public void drill(Exchange exchange) {
        order(
                exchange,
                Set.of("live"),
                (pair, request, by) -> operator.drill(pair, request.expectedEpoch(), request.live(), by));
    }

    public void openapi(Exchange exchange) {
        answer(exchange, () -> {
            try (@Nullable InputStream document = Api.class.getResourceAsStream("/openapi.json")) {
                return document == null
                        ? new No(500, "This build lacks its openapi.json.")
                        : new Document(new String(document.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                return new No(500, "openapi.json cannot be read.");
            }
        });
    }

    private interface Order {
        OrderAnswer give(String pair, OrderRequest request, String by);
    }

    private void order(Exchange exchange, Set<String> keys, Order order) {
        String name = name(exchange);
        answer(exchange, () -> {
            OrderRequest request;
            String by;
            try {
                byte @Nullable [] body = exchange.getMessage().getBody(byte[].class);
                request = OrderRequest.read(body == null ? new byte[0] : body, keys);
                by = OrderTexts.by(OrderTexts.who(request.by(), origin(exchange)), request.reason());
            } catch (IllegalArgumentException e) {
                return new No(400, sentence(e));
            }
            OrderAnswer answer = order.give(name, request, by);
            if (answer instanceof OrderAnswer.Accepted accepted) {
                return new Ok(Map.of("sentence", accepted.sentence(), "pair", ApiJson.pair(accepted.pair())));
            }
            return new No(answer instanceof OrderAnswer.Unknown ? 404 : 409, answer.sentence());
        });
    }

    /** From the path, never from a header of that name: anybody could send one. */
    private static String name(Exchange exchange) {
        Matcher matcher = PAIR.matcher(Answering.path(exchange));
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static OptionalLong epoch(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, "", String.class);
        if (query.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher matcher = EPOCH.matcher(query);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The only query here is ?epoch=N with a whole number N.");
        }
        return OptionalLong.of(Long.parseLong(matcher.group(1)));
    }

    private static String origin(Exchange exchange) {
        @Nullable
        SocketAddress from =
                exchange.getMessage().getHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS, SocketAddress.class);
        return from == null || from.hostAddress() == null ? "API" : "API from " + from.hostAddress();
    }

    private No unknown(String name) {
        return new No(404, UnknownPair.sentence(name, operator.names()));
    }

    private static String sentence(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
