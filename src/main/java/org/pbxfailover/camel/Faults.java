package org.pbxfailover.camel;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.core.Moment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one sentence when a message of the flow failed and nobody dealt with it, such as after a wrong edit of a route. Takes the place
 * of Camel's own report, which is a page with a stack trace and may show headers. The same sentence of the same route is said once an hour.
 */
final class Faults extends SimpleEventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");

    private static final Duration AGAIN = Duration.ofHours(1);

    private record Said(String sentence, Moment at) {}

    private final Map<String, Said> said = new HashMap<>();
    private final Clock clock;

    private Faults(Clock clock) {
        this.clock = clock;
        // It ignores everything by itself.
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeFailedEvents(false);
    }

    static void report(CamelContext context, Clock clock) {
        DefaultErrorHandlerDefinition silent = new DefaultErrorHandlerDefinition();
        silent.setLevel("OFF");
        context.getCamelContextExtension().setErrorHandlerFactory(silent);
        context.getManagementStrategy().addEventNotifier(new Faults(clock));
    }

    @Override
    public void notify(CamelEvent event) {
        // What breaks off because the robot stops is no fault of anybody, and the journal knows of it.
        if (event instanceof ExchangeFailedEvent failed
                && !ends(failed.getExchange().getContext())) {
            String route = Objects.requireNonNullElse(failed.getExchange().getFromRouteId(), "?");
            String sentence = Cause.sentence(Objects.requireNonNull(failed.getCause()));
            if (isNews(route, sentence)) {
                LOG.error("a message of the route '{}' failed, and nobody dealt with it: {}", route, sentence);
            }
        }
    }

    private static boolean ends(CamelContext context) {
        return context.isStopping() || context.isStopped();
    }

    private synchronized boolean isNews(String route, String sentence) {
        Moment now = clock.get();
        @Nullable Said last = said.get(route);
        boolean repeated = last != null
                && last.sentence().equals(sentence)
                && now.since(last.at()).compareTo(AGAIN) < 0;
        if (!repeated) {
            said.put(route, new Said(sentence, now));
        }
        return !repeated;
    }
}
