package org.pbxfailover.camel;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in one sentence when a message of the flow failed and nobody dealt with it, such as after a wrong edit of a route. Takes the place
 * of Camel's own report, which is a page with a stack trace and may show headers. The same sentence of the same route is said once.
 */
final class Faults extends SimpleEventNotifierSupport {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");

    private final Map<String, String> said = new ConcurrentHashMap<>();

    private Faults() {
        // It ignores everything by itself.
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeFailedEvents(false);
    }

    static void report(CamelContext context) {
        DefaultErrorHandlerDefinition silent = new DefaultErrorHandlerDefinition();
        silent.setLevel("OFF");
        context.getCamelContextExtension().setErrorHandlerFactory(silent);
        context.getManagementStrategy().addEventNotifier(new Faults());
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeFailedEvent failed) {
            String route = Objects.requireNonNullElse(failed.getExchange().getFromRouteId(), "?");
            String sentence = RouteProblem.sentence(Objects.requireNonNull(failed.getCause()));
            if (!sentence.equals(said.put(route, sentence))) {
                LOG.error("a message of the route '{}' failed, and nobody dealt with it: {}", route, sentence);
            }
        }
    }
}
