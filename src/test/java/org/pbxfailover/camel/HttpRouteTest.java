package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Action.Expect;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.config.Template;
import org.pbxfailover.probe.HttpClients;
import org.pbxfailover.probe.Trust;

/** The routes of the actions whose headers a person writes, as they are shipped. */
class HttpRouteTest {
    private static final List<String> OTHERS = List.of("Cache-Control", "Pragma", "Date", "Via", "Warning");

    /** Camel leaves these headers out by itself, without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "webhook"})
    void the_headers_of_an_action_are_sent_as_they_are_written_the_host_among_them(String name) throws Exception {
        List<String> hosts = new CopyOnWriteArrayList<>();
        List<String> others = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            OTHERS.forEach(header ->
                    others.add(header + ": " + exchange.getRequestHeaders().getFirst(header)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            HttpClients.bind(context, Clock.SYSTEM, Trust.with(List.of()));
            context.getRegistry().bind("actionUrl", new ActionUrl());
            Path file = Path.of("routes", "actions", name + ".camel.yaml");
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(file.toUri().toString(), Files.readString(file)));
            context.start();

            Map<String, Object> headers = new HashMap<>(Map.of("Host", new Template("pbx.acme.example")));
            OTHERS.forEach(header -> headers.put(header, new Template("as-written")));
            asked(context, name, url, headers);
            assertThat(others).hasSize(OTHERS.size()).allMatch(header -> header.endsWith(": as-written"));
            asked(context, name, url, Map.of());
        } finally {
            server.stop(0);
        }
        assertThat(hosts).containsExactly("pbx.acme.example", url.substring("http://".length()));
    }

    private static void asked(DefaultCamelContext context, String name, String url, Map<String, Object> headers) {
        Action action = new Action(
                name,
                true,
                1,
                Duration.ZERO,
                Duration.ofSeconds(10),
                new Expect(StatusRange.parse("204"), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Map.of("url", new Template(url), "headers", headers));
        Exchange answered = context.createProducerTemplate().send("direct:" + name, exchange -> {
            ActionUrl.prepare(exchange, action, Map.of());
            exchange.getMessage().setBody("news");
        });
        assertThat(ActionUrl.answer(answered, action, text -> text).accepted()).isTrue();
    }
}
