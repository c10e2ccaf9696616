package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

class DrawableRoutesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Hawtio hangs every element to the one before; what stands before "from" breaks the diagram of all routes. */
    @Test
    void no_route_has_an_error_handler_of_its_own() throws Exception {
        List<String> offending = new ArrayList<>();
        int routes = 0;
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .toList()) {
                for (JsonNode entry : YAML.readTree(file.toFile())) {
                    routes += entry.has("route") ? 1 : 0;
                    if (entry.path("route").has("errorHandler")) {
                        offending.add(file + ": " + entry.at("/route/id").asText());
                    }
                }
            }
        }
        assertThat(routes).isGreaterThan(10);
        assertThat(offending).isEmpty();
    }

    /** The error handler of the webhook stands in a route configuration instead, and works from there. */
    @Test
    void the_webhook_is_tried_again_all_the_same() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("actionUrl", new Refusing(calls));
            context.getRegistry().bind("actionClient", (HttpClientConfigurer) client -> {});
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context)
                            .resolveResource("file:routes/actions/webhook.camel.yaml"));
            context.start();
            context.createProducerTemplate().asyncSendBody("direct:webhook", Map.of("event", "suspect"));
            await().atMost(Duration.ofSeconds(20)).untilAtomic(calls, greaterThan(1));
            context.getShutdownStrategy().setTimeout(1);
        }
    }

    /** Stands for a receiver that does not take the notification. */
    public record Refusing(AtomicInteger calls) {
        public void request(Exchange exchange) {
            calls.incrementAndGet();
            throw new IllegalStateException("not taken");
        }
    }
}
