package org.pbxfailover.camel;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * {@code stage:reload} in a route: one stage of an activation or a fail-back, on one line. Hands the message to {@code direct:stage} and
 * ends the pass there unless the stage is passed. {@code ?optional=true}: a pair may have no action for it.
 */
public final class StageComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
        return new StageEndpoint(uri, this, name);
    }

    /** One stage by its name. */
    public static final class StageEndpoint extends DefaultEndpoint {
        private final String name;
        private boolean optional;

        StageEndpoint(String uri, StageComponent component, String name) {
            super(uri, component);
            this.name = name;
        }

        public String getName() {
            return name;
        }

        public boolean isOptional() {
            return optional;
        }

        public void setOptional(boolean optional) {
            this.optional = optional;
        }

        @Override
        public Producer createProducer() throws Exception {
            return new StageProducer(this);
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("stage:" + name + " can be called, not consumed from");
        }
    }

    private static final class StageProducer extends DefaultProducer {
        private final Producer stage;
        private final String name;

        private StageProducer(StageEndpoint endpoint) throws Exception {
            super(endpoint);
            this.name = endpoint.getName();
            this.stage = endpoint.getCamelContext().getEndpoint("direct:stage").createProducer();
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            exchange.setProperty(Glue.STAGE, name);
            exchange.setProperty(Glue.NEXT, "");
            stage.process(exchange);
            if (!Stages.PASSED.equals(exchange.getProperty(Glue.NEXT))) {
                exchange.setRouteStop(true);
            }
        }

        @Override
        protected void doStart() throws Exception {
            stage.start();
        }

        @Override
        protected void doStop() {
            stage.stop();
        }
    }
}
