package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/**
 * Every hostile behaviour against every kind of request, through the routes of the repository: probes and outside hosts by
 * {@code probe}; calls, looks at their effect and the heartbeat by {@code http}; notifications by {@code webhook}.
 */
@Tag("long")
class HostileMatrixTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final StatusRange SUCCESS = StatusRange.parse("200-299");
    private static final long MOST_BYTES = 12_000_000;

    private static ExecutorService askers;
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        askers = Executors.newFixedThreadPool(Kind.values().length);
        asker = new Asker(HostileMatrixTest::lookup, Certificates.shared().trust());
        asker.context.getRegistry().bind("actionUrl", new ActionUrl());
        asker.load("file:routes/actions/http.camel.yaml");
        asker.load("file:routes/actions/webhook.camel.yaml");
        for (Hostile warm : List.of(Hostile.CLOSES_IN_THE_BODY, Hostile.EXPIRED_CERTIFICATE)) {
            try (Peer peer = warm.open()) { // loads the classes, so that the first measured request is like the others
                warm.heals(peer);
                for (Kind kind : Kind.values()) {
                    kind.ask(warm.url(peer, "pbx.example"), LONG);
                }
            }
        }
    }

    @AfterAll
    static void close() {
        askers.shutdownNow();
        asker.close();
    }

    private static InetAddress[] lookup(String name) throws UnknownHostException {
        if (!name.equals("pbx.example")) {
            throw new UnknownHostException(name);
        }
        return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
    }

    /** What came of one request. */
    private record Outcome(Kind kind, Finding finding, Duration took, long bytes, Peer peer) {}

    private enum Kind {
        PROBE,
        OUTSIDE,
        ACTION,
        NOTIFICATION;

        Finding ask(String url, Duration timeout) {
            return switch (this) {
                case PROBE ->
                    probe(new Question(
                            Question.Kind.HTTP,
                            URI.create(url),
                            Map.of(),
                            timeout,
                            new PageRule(SUCCESS, Optional.of(Hostile.WELL)),
                            Optional.empty(),
                            Optional.empty()));
                case OUTSIDE ->
                    probe(Question.of(new OutsideHost(URI.create(url), SUCCESS, Optional.of(Hostile.WELL)), timeout));
                case ACTION -> action("direct:http", "order", Map.of("url", url, "method", "POST"), timeout);
                case NOTIFICATION -> action("direct:webhook", Map.of("event", "active"), Map.of("url", url), timeout);
            };
        }
    }

    private static Finding probe(Question question) {
        Probe probe = asker.once(question);
        return probe.finding();
    }

    /** Its answer, classified like that of a probe. */
    private static Finding action(String route, Object body, Map<String, Object> settings, Duration timeout) {
        Exchange exchange = ExchangeBuilder.anExchange(asker.context)
                .withBody(body)
                .withProperty("settings", new HashMap<>(settings))
                .withProperty(Deadline.PROPERTY, timeout)
                .build();
        asker.context.createProducerTemplate().send(route, exchange);
        if (exchange.getException() != null) {
            return Classify.failure(exchange.getException(), timeout);
        }
        Question expected = Question.of(
                new OutsideHost(URI.create("http://expected/"), SUCCESS, Optional.of(Hostile.WELL)), timeout);
        byte[] answer = exchange.getMessage().getBody() instanceof byte[] bytes ? bytes : new byte[0];
        assertThat(answer.length).isLessThanOrEqualTo(Body.CAP);
        return Classify.answer(
                expected,
                exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
                Optional.empty(),
                answer,
                Optional.empty());
    }

    private static Outcome outcome(Kind kind, Hostile hostile, Peer peer) {
        Duration timeout = hostile.slow() ? SHORT : LONG;
        String url = hostile.url(peer, "pbx.example");
        long bytes = allocated();
        long began = System.nanoTime();
        Finding finding = kind.ask(url, timeout);
        return new Outcome(kind, finding, Duration.ofNanos(System.nanoTime() - began), allocated() - bytes, peer);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Faults 11, 12, 15, 18 to 22, 25 to 29. */
    @ParameterizedTest
    @EnumSource
    void whatever_the_other_side_does_a_request_ends_in_time_is_sent_once_and_says_what_was_wrong(Hostile hostile)
            throws Exception {
        try (Lateness lateness = new Lateness()) {
            List<Future<Outcome>> outcomes = Arrays.stream(Kind.values())
                    .map(kind -> askers.submit(() -> outcome(kind, hostile, hostile.open())))
                    .toList();
            for (Future<Outcome> future : outcomes) {
                Outcome outcome = future.get();
                check(outcome, hostile, lateness);
                outcome.peer().close();
            }
        }
        await().untilAsserted(() -> assertThat(asker.clients.open()).isZero());
        assertThat(asker.clients.awaited()).as("deadlines still awaited").isZero();
    }

    private static void check(Outcome outcome, Hostile hostile, Lateness lateness) throws Exception {
        Peer peer = outcome.peer();
        boolean starved = lateness.latest(SHORT).compareTo(SHORT.multipliedBy(2)) > 0;
        assertThat(outcome.finding())
                .as("%s: %s", outcome.kind(), outcome.finding().phrase())
                .isInstanceOfSatisfying(Finding.Failed.class, failed -> {
                    if (!starved || failed.failure() != FailureClass.OWN) { // that the robot was too busy is true then
                        assertThat(failed.failure()).isEqualTo(hostile.failure());
                    }
                    assertThat(failed.detail()).matches("[^\\p{Cntrl}]{3,120}").doesNotContain("Exception", "java.");
                });
        Duration latest = hostile.slow() ? lateness.latest(SHORT) : LONG.dividedBy(2);
        assertThat(outcome.took()).as("%s took", outcome.kind()).isLessThan(latest);
        assertThat(outcome.bytes()).as("bytes taken up by %s", outcome.kind()).isLessThan(MOST_BYTES);
        assertThat(peer.connections).as("sent at most once").hasValueLessThanOrEqualTo(1);
        await("the robot to let go").until(() -> peer.open() == 0);

        hostile.heals(peer);
        assertThat(outcome.kind().ask(hostile.url(peer, "pbx.example"), LONG))
                .as("%s of a server that is well again", outcome.kind())
                .isInstanceOf(Finding.Alive.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_lookup_that_hangs_or_fails_ends_in_time_and_says_so(Kind kind) throws Exception {
        assertThat(kind.ask("http://unknown.example/", LONG))
                .isEqualTo(new Finding.Failed(FailureClass.NAME, "no address for unknown.example"));
    }
}
