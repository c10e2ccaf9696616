package org.pbxfailover.camel;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceSupport;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.core.Step;
import org.pbxfailover.notify.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One log line per event, and a message through the route {@code notify} to whoever asked for that event. */
public final class Announcing implements Announcer {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");
    private static final Set<String> LOUD =
            Set.of("suspect", "blind", "activating", "stalled", "primary-returned", "not-ready");

    /** Events at the end of an epoch, about which there is a report. */
    private static final Set<String> REPORTED = Set.of("active", "failed-back");

    private final Configuration configuration;
    private final Clock clock;
    private final Redactor redactor;
    private final UnaryOperator<String> place;
    private volatile List<Receiver> receivers = List.of();
    private volatile Optional<ExecutorService> threads = Optional.empty();

    public Announcing(Configuration configuration, Clock clock) {
        this(configuration, clock, name -> name);
    }

    /**
     * @param place where the report of that file name is, for people on the robot's host
     */
    public Announcing(Configuration configuration, Clock clock, UnaryOperator<String> place) {
        this.place = place;
        this.configuration = configuration;
        this.clock = clock;
        this.redactor = Redactor.of(configuration);
    }

    /**
     * From now on notifications go out through the routes of this context, which is not started yet, until its routes have stopped: what
     * ends in the seconds that they still have is told in them, too.
     */
    public void sendThrough(CamelContext context) {
        if (configuration.notifications().isEmpty()) {
            return;
        }
        ProducerTemplate template = context.createProducerTemplate();
        ExecutorService pool = threads(context, configuration.notifications().size());
        receivers = configuration.notifications().stream()
                .map(notification -> new Receiver(notification, clock, template, redactor))
                .toList();
        receivers.forEach(pool::execute);
        threads = Optional.of(pool);
        stopWith(context);
    }

    private void stopWith(CamelContext context) {
        try {
            context.addService(new ServiceSupport() {
                @Override
                protected void doStop() {
                    Announcing.this.stop();
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException("notifications cannot be sent: " + e.getMessage(), e);
        }
    }

    /** What has not been taken by now is given up, so that nobody who hangs holds up the end. */
    void stop() {
        receivers.forEach(Receiver::stop);
        receivers = List.of();
        threads.ifPresent(ExecutorService::shutdownNow);
    }

    /** One for each receiver: its notifications go out in order, and one that hangs delays no other. */
    private static ExecutorService threads(CamelContext context, int receivers) {
        return context.getExecutorServiceManager().newFixedThreadPool(context, "notify", receivers);
    }

    /** What did not reach its receiver, one sentence for each receiver that has taken nothing since. */
    public List<String> unreached() {
        return receivers.stream()
                .flatMap(receiver -> receiver.unreached().stream())
                .toList();
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
        Notice.Single notice = new Notice.Single(
                configuration.robot().name(),
                pair,
                event,
                news.state().label(),
                epoch,
                news.sentence(),
                clock.get().wall().toString(),
                REPORTED.contains(event)
                        ? Optional.of(place.apply(Reports.name(pair, epoch) + ".html"))
                        : Optional.empty());
        receivers.stream().filter(receiver -> receiver.wants(event)).forEach(receiver -> receiver.tell(notice));
    }
}
