package org.pbxfailover.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Notification;
import org.pbxfailover.core.Step;
import org.pbxfailover.probe.Classify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Bean {@code notify}: one log line per event, and a message to the route {@code notify} for whoever asked for that event. */
public final class Announcing implements Announcer {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");
    private static final Set<String> LOUD = Set.of("suspect", "blind", "activating", "stalled", "primary-returned");

    /** Bounded: when receivers are down for long, the newest events are dropped and the log says so. */
    private static final String QUEUE = "seda:notify?size=10000";

    private final Configuration configuration;
    private final Clock clock;
    private volatile Optional<ProducerTemplate> template = Optional.empty();

    public Announcing(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** From now on notifications go out through the routes of this context. */
    public void sendThrough(CamelContext context) {
        template = Optional.of(context.createProducerTemplate());
    }

    @Override
    public void announce(String pair, long epoch, Step.News news) {
        log(pair, news);
        news.event().ifPresent(event -> send(pair, epoch, news, event));
    }

    private static void log(String pair, Step.News news) {
        try (var ofPair = MDC.putCloseable("pair", pair);
                var ofState = MDC.putCloseable("state", news.state().label())) {
            if (news.event().filter(LOUD::contains).isPresent()) {
                LOG.warn("{}", news.sentence());
            } else {
                LOG.info("{}", news.sentence());
            }
        }
    }

    private void send(String pair, long epoch, Step.News news, String event) {
        boolean wanted = configuration.notifications().stream()
                .anyMatch(notification -> notification.events().contains(event));
        if (!wanted || template.isEmpty()) {
            return;
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("robot", configuration.robot().name());
        message.put("pair", pair);
        message.put("event", event);
        message.put("state", news.state().label());
        message.put("epoch", epoch);
        message.put("sentence", news.sentence());
        message.put("at", clock.get().wall().toString());
        try {
            template.get().sendBody(QUEUE, message);
        } catch (RuntimeException e) {
            LOG.error("{}: the notification '{}' was dropped: too many are waiting for their receivers", pair, event);
        }
    }

    /** In the route: everybody who asked for the event of this message. */
    public List<Notification> receivers(Exchange exchange) {
        Map<?, ?> message = exchange.getMessage().getBody(Map.class);
        exchange.setProperty("message", message);
        return configuration.notifications().stream()
                .filter(notification -> notification.events().contains(String.valueOf(message.get("event"))))
                .toList();
    }

    /** In the route: the settings of one receiver, and the message as the body. */
    public void prepare(Exchange exchange) {
        Action action = exchange.getMessage().getBody(Notification.class).action();
        Map<?, ?> message = exchange.getProperty("message", Map.class);
        Map<String, String> placeholders = Map.of(
                "pair", String.valueOf(message.get("pair")),
                "epoch", String.valueOf(message.get("epoch")),
                "stage", String.valueOf(message.get("state")),
                "reason", String.valueOf(message.get("sentence")),
                "primary", "",
                "secondary", "");
        ActionUrl.prepare(exchange, action, placeholders);
        exchange.getMessage().setBody(message);
    }

    /** In the route: a receiver was tried often enough. */
    public void notReached(Exchange exchange) {
        Map<?, ?> message = exchange.getProperty("message", Map.class);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.error(
                "{}: the notification '{}' did not reach its receiver: {}",
                message.get("pair"),
                message.get("event"),
                Classify.failure(failure, exchange.getProperty(Glue.TIMEOUT, Duration.class))
                        .phrase());
        exchange.getMessage().setBody(null);
    }
}
