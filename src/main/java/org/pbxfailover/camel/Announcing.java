package org.pbxfailover.camel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Notification;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.core.Step;
import org.pbxfailover.probe.Classify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One log line per event, and a message through the route {@code notify} to whoever asked for that event. */
public final class Announcing implements Announcer {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");
    private static final Set<String> LOUD =
            Set.of("suspect", "blind", "activating", "stalled", "primary-returned", "not-ready");

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Bounded: when a receiver is down for long, the newest events are dropped and the log says so. */
    private static final int WAITING = 10_000;

    private final Configuration configuration;
    private final Clock clock;
    private final Redactor redactor;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile List<Receiver> receivers = List.of();

    public Announcing(Configuration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.redactor = Redactor.of(configuration);
    }

    /** From now on notifications go out through the routes of this context. */
    public void sendThrough(CamelContext context) {
        ProducerTemplate template = context.createProducerTemplate();
        receivers = configuration.notifications().stream()
                .map(notification -> new Receiver(notification, queue(context), template))
                .toList();
    }

    /** Before the routes stop: what has not been taken by now is given up, so that nobody who hangs holds up the end. */
    public void stop() {
        stopped.countDown();
        receivers.forEach(receiver -> receiver.queue().shutdownNow());
        receivers = List.of();
    }

    /** One thread for each receiver: its notifications go out in order, and one that hangs delays no other. */
    private ExecutorService queue(CamelContext context) {
        ThreadPoolProfile one = new ThreadPoolProfile("notify");
        one.setPoolSize(1);
        one.setMaxPoolSize(1);
        one.setMaxQueueSize(WAITING);
        one.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return context.getExecutorServiceManager().newThreadPool(this, "notify", one);
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
        List<Receiver> wanting = receivers.stream()
                .filter(receiver -> receiver.notification().events().contains(event))
                .toList();
        if (wanting.isEmpty()) {
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
        for (Receiver receiver : wanting) {
            try {
                receiver.queue().execute(() -> deliver(receiver, message));
            } catch (RejectedExecutionException e) {
                LOG.error(
                        "{}: the notification '{}' was dropped: too many are waiting for their receiver", pair, event);
            }
        }
    }

    /** Until the receiver has taken it or its attempts are used up; on a thread of the receiver's own, so nobody else waits. */
    private void deliver(Receiver receiver, Map<String, Object> message) {
        Action action = receiver.notification().action();
        Duration pause = action.backoff();
        for (int attempt = 1; ; attempt++) {
            ActionUrl.Answer answer = call(receiver, message);
            if (answer.accepted() || receiver.queue().isShutdown()) {
                return;
            }
            if (attempt >= action.attempts()) {
                LOG.error(
                        "{}: the notification '{}' did not reach its receiver: {}",
                        message.get("pair"),
                        message.get("event"),
                        answer.detail());
                return;
            }
            try {
                if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    private ActionUrl.Answer call(Receiver receiver, Map<String, Object> message) {
        Action action = receiver.notification().action();
        UnaryOperator<String> redact = redactor.of(action);
        try {
            Exchange sent = receiver.template().send("direct:notify", exchange -> prepare(exchange, action, message));
            if (sent.getException() != null) {
                return new ActionUrl.Answer(
                        false,
                        Classify.failure(sent.getException(), action.timeout(), redact)
                                .phrase());
            }
            return ActionUrl.answer(sent, action, redact);
        } catch (RuntimeException e) {
            return new ActionUrl.Answer(false, redact.apply(String.valueOf(e.getMessage())));
        }
    }

    private static void prepare(Exchange exchange, Action action, Map<String, Object> message) {
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

    /** One receiver, with the queue of what it is still to be told. */
    private record Receiver(Notification notification, ExecutorService queue, ProducerTemplate template) {}
}
