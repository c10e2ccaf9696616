package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.LoggingLevel;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class FlowConvertersTest {

    /** What the registry does not have, Camel looks for in everything that it has, at each request anew. */
    @Test
    void what_every_request_and_every_node_asks_for_need_not_be_searched() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(context.getTypeConverterRegistry().lookup(HttpMethods.class, String.class))
                    .as("of Camel itself; when this is no longer null, ours can go")
                    .isNull();
            DryFlow.withoutPairs().bind(context);
            assertThat(context.getTypeConverterRegistry().lookup(HttpMethods.class, String.class))
                    .isNotNull();
            assertThat(context.getTypeConverterRegistry().lookup(LoggingLevel.class, String.class))
                    .isNotNull();
            assertThat(context.getTypeConverter().convertTo(HttpMethods.class, "PATCH"))
                    .isEqualTo(HttpMethods.PATCH);
        }
    }
}
