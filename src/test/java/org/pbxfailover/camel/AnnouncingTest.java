package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;
import org.pbxfailover.notify.SmtpSender;
import org.pbxfailover.probe.HttpClients;
import org.pbxfailover.probe.Trust;
import org.pbxfailover.probe.Wires;

/** What receivers are told when two hundred pairs change in one moment, through the routes that are shipped. */
class AnnouncingTest {
    private static final int PAIRS = 200;

    @TempDir
    Path temp;

    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private HttpServer server;
    private Announcing announcing;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/hook", request -> {
            heard.add(new ObjectMapper().readTree(request.getRequestBody().readAllBytes()));
            request.sendResponseHeaders(204, -1);
            request.close();
        });
        server.createContext("/hangs", request -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            } finally {
                request.close();
            }
        });
        server.createContext("/busy", request -> {
            heard.add(new ObjectMapper().readTree(request.getRequestBody().readAllBytes()));
            if (heard.size() == 1) {
                request.getResponseHeaders().set("Retry-After", "2");
            }
            request.sendResponseHeaders(heard.size() == 1 ? 429 : 200, -1);
            request.close();
        });
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        gate.countDown();
        announcing.stop();
        context.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void receivers(String... receivers) throws Exception {
        StringBuilder yaml = new StringBuilder("robot: { name: standby-dc2 }\nnotify:\n");
        for (String receiver : receivers) {
            yaml.append("  - { action: webhook, url: \"http://127.0.0.1:")
                    .append(server.getAddress().getPort())
                    .append(receiver)
                    .append(" }\n");
        }
        yaml.append("""
                internet: { hosts: ["https://one.one.one.one/"] }
                pairs:
                  - name: acme
                    primary: { probe: { url: "https://pbx1.acme.example/" } }
                    activation: { reload: { action: http, url: "http://127.0.0.1/reload" } }
                """);
        Path file = Files.writeString(temp.resolve("failover.yaml"), yaml);
        Configuration configuration = ((ConfigurationReader.Valid)
                        new ConfigurationReader(name -> Optional.empty()).read(file))
                .configuration();
        announcing = new Announcing(configuration, Clock.SYSTEM);
        HttpClients.bind(context, Clock.SYSTEM, Trust.with(List.of()));
        context.getRegistry()
                .bind("mailSender", new SmtpSender(context.getRegistry().lookupByNameAndType("wires", Wires.class)));
        context.getRegistry().bind("actionUrl", new ActionUrl());
        context.getRegistry().bind("messages", new Messages(Clock.SYSTEM));
        for (String route : List.of("notify", "actions/webhook", "actions/slack", "actions/email")) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveResource(
                            context,
                            Path.of("routes/" + route + ".camel.yaml").toUri().toString()));
        }
        context.start();
        announcing.sendThrough(context);
    }

    private static ConditionFactory soon(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(45)).pollInterval(Duration.ofMillis(20));
    }

    private void announce(String event) {
        for (int i = 0; i < PAIRS; i++) {
            announcing.announce(
                    "pair-" + i, 0, new Step.News(State.SUSPECT, "pair " + i + " does not answer", Optional.of(event)));
        }
    }

    private List<JsonNode> notifications() {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode one : heard) {
            if (one.path("event").asText().equals("digest")) {
                one.path("notifications").forEach(all::add);
            } else {
                all.add(one);
            }
        }
        return all;
    }

    @Test
    void two_hundred_pairs_at_once_are_a_few_notifications_and_one_digest_and_none_is_lost() throws Exception {
        receivers("/hook\", digest: { after: 5, every: 2s }");

        announce("suspect");
        announce("blind");
        soon("all of them").until(() -> notifications().size() >= 2 * PAIRS);

        assertThat(heard).hasSizeBetween(6, 7); // a second one, should this machine stand still for two seconds
        assertThat(heard.subList(0, 5))
                .extracting(one -> one.path("pair").asText())
                .containsExactly("pair-0", "pair-1", "pair-2", "pair-3", "pair-4");
        assertThat(notifications())
                .extracting(one ->
                        one.path("event").asText() + " " + one.path("pair").asText())
                .hasSize(2 * PAIRS)
                .doesNotHaveDuplicates()
                .startsWith("suspect pair-0", "suspect pair-1")
                .endsWith("blind pair-198", "blind pair-199");
        Map<String, Integer> counts = new TreeMap<>();
        heard.stream()
                .skip(5)
                .flatMap(digest -> digest.path("counts").properties().stream())
                .forEach(entry -> counts.merge(entry.getKey(), entry.getValue().asInt(), Integer::sum));
        assertThat(counts).isEqualTo(Map.of("suspect", PAIRS - 5, "blind", PAIRS));
        JsonNode digest = heard.get(5);
        assertThat(digest.path("robot").asText()).isEqualTo("standby-dc2");
        assertThat(digest.path("sentence").asText()).contains(" notifications about ", " suspect");
        assertThat(digest.path("more").asInt()).isZero();
        assertThat(digest.fieldNames())
                .toIterable()
                .containsExactly("robot", "event", "sentence", "from", "at", "counts", "notifications", "more");
    }

    @Test
    void a_receiver_that_hangs_holds_up_neither_the_one_with_the_news_nor_the_next_receiver() throws Exception {
        receivers("/hangs\", timeout: 10m, digest: { after: 1, every: 1d }", "/hook\", digest: { after: 10000 }");

        announce("suspect");
        announce("blind");
        soon("all of them").until(() -> heard.size() >= 2 * PAIRS);

        assertThat(gate.getCount()).as("the first call still hangs").isEqualTo(1);
        assertThat(notifications()).hasSize(2 * PAIRS);
    }

    /** Of an epoch that is under way there is none yet, and of a failure that led to nothing there never is. */
    @Test
    void the_report_is_named_where_there_is_one() throws Exception {
        receivers("/hook\"");
        for (String event : List.of("suspect", "activating", "active", "failed-back")) {
            announcing.announce("acme", 7, new Step.News(State.ACTIVE, "so it is", Optional.of(event)));
        }
        soon("all of them").until(() -> heard.size() == 4);
        assertThat(heard)
                .extracting(one ->
                        one.path("event").asText() + " " + one.path("report").asText("none"))
                .containsExactly("suspect none", "activating none", "active acme-7.html", "failed-back acme-7.html");
    }

    @Test
    void a_receiver_that_asks_to_be_left_alone_is() throws Exception {
        receivers("/busy\", backoff: 1ms");
        long before = System.nanoTime();

        announcing.announce("acme", 0, new Step.News(State.SUSPECT, "x", Optional.of("suspect")));
        soon("the second attempt").until(() -> heard.size() == 2);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
}
