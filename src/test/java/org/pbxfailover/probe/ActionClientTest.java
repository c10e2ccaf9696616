package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** What is sent for an action is sent once at most, and ends in time. */
class ActionClientTest {
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        asker = new Asker();
        asker.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:named")
                        .to("http://action?httpClientConfigurer=#actionClient&throwExceptionOnFailure=false");
                from("direct:twice")
                        .setProperty("to", header(Exchange.HTTP_URI))
                        .to("direct:named")
                        .removeHeaders("*")
                        .setBody(constant("order"))
                        .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                        .setHeader(Exchange.HTTP_URI, exchangeProperty("to"))
                        .to("direct:named");
                from("direct:slowly")
                        .to("direct:named")
                        .delay(1100)
                        .syncDelayed()
                        .end()
                        .to("direct:named");
                from("direct:plain").to("http://plain?throwExceptionOnFailure=false");
            }
        });
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static Exchange send(String route, String url, Duration timeout) {
        Exchange exchange = ExchangeBuilder.anExchange(asker.context)
                .withBody("order")
                .withHeader(Exchange.HTTP_URI, url)
                .withHeader(Exchange.HTTP_METHOD, "POST")
                .build();
        Deadline.set(exchange, timeout);
        return asker.context.createProducerTemplate().send(route, exchange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:named", "direct:plain"})
    void answerIsAByteArrayAndEveryOrderHasItsOwnConnection(String route) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            while (self.request(socket)) {
                Peer.write(socket, "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 10\r\n\r\nregistered");
            }
        })) {
            for (int i = 1; i < 4; i++) {
                Exchange exchange = send(route, peer.url(), Duration.ofSeconds(5));

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getBody()).isEqualTo("registered".getBytes());
                assertThat(exchange.getMessage().getHeaders())
                        .containsAllEntriesOf(Map.of("X", "y", Exchange.HTTP_RESPONSE_CODE, 200));
                assertThat(peer.connections).hasValue(i);
            }
            assertThat(peer.requests).allMatch(request -> request.contains("Connection: close\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"503 Service Unavailable", "429 Too Many Requests", "307 Temporary Redirect", "401 Unauthorized"
            })
    void orderIsNotRepeatedWhateverTheStatus(String status) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            while (self.request(socket)) {
                Peer.write(
                        socket,
                        "HTTP/1.1 " + status
                                + "\r\nRetry-After: 0\r\nLocation: /\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            Exchange exchange = send("direct:named", peer.url(), Duration.ofSeconds(5));

            assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(Integer.valueOf(status.substring(0, 3)));
            assertThat(peer.requests).hasSize(1);
        }
    }

    @Test
    void orderIsNotRepeatedWhenTheConnectionIsLost() throws Exception {
        try (Peer peer = new Peer((self, socket) -> self.request(socket))) {
            Exchange exchange = send("direct:named", peer.url(), Duration.ofSeconds(5));

            assertThat(Classify.failure(exchange.getException(), Duration.ofSeconds(5)))
                    .isEqualTo(new Finding.Failed(FailureClass.RESET, "connection closed without an answer"));
            assertThat(peer.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:named", "direct:plain"})
    void orderEndsAtItsDeadline(String route) throws Exception {
        try (Peer peer = new Peer(Peer.SILENT)) {
            long before = System.nanoTime();
            Exchange exchange = send(route, peer.url(), Duration.ofMillis(400));

            assertThat(exchange.getException()).isInstanceOf(DeadlineException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(650));
            assertThat(Classify.failure(exchange.getException(), Duration.ofMillis(400))
                            .phrase())
                    .isEqualTo("timeout: no answer within 400 ms (connected, waiting for headers)");
        }
    }

    @Test
    void orderIsNotSentWhenItsTimeIsUpBefore() throws Exception {
        try (Peer peer = new Peer(Peer.SILENT)) {
            Exchange exchange = send("direct:named", peer.url(), Duration.ofMillis(-1));

            assertThat(exchange.getException()).isInstanceOf(DeadlineException.class);
            assertThat(peer.connections).hasValue(0);
        }
    }

    /** Each of them alone would come in time. */
    @Test
    void twoOrdersOfOneRouteHaveOneDeadlineTogether() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
            Peer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        })) {
            long before = System.nanoTime();
            Exchange exchange = send("direct:twice", peer.url(), Duration.ofSeconds(1));

            assertThat(exchange.getException()).isInstanceOf(DeadlineException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1300));
            assertThat(Classify.failure(exchange.getException(), Duration.ofSeconds(1))
                            .phrase())
                    .isEqualTo("timeout: no answer within 1 s (connected, waiting for headers)");
            assertThat(peer.requests).hasSize(2);
        }
    }

    /** It would be a lie that the robot was too busy. */
    @Test
    void orderThatHasNoTimeLeftSaysWhoTookIt() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("OK"))) {
            Exchange exchange = send("direct:slowly", peer.url(), Duration.ofSeconds(1));

            assertThat(Classify.failure(exchange.getException(), Duration.ofSeconds(1))
                            .phrase())
                    .isEqualTo("timeout: no answer within 1 s (the requests before took most of it)");
            assertThat(peer.requests).hasSize(1);
        }
    }
}
