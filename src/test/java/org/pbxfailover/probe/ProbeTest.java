package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.probe.Asker.containing;
import static org.pbxfailover.probe.Asker.get;
import static org.pbxfailover.probe.Asker.pinned;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** What a probe says of servers that answer. */
class ProbeTest {
    private static final int LONG = 5000;
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        asker = new Asker();
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static Finding ask(Question question) {
        return asker.ask(question).finding();
    }

    @Test
    void goodAnswerIsAlive() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            Probe probe = asker.ask(get(peer.url(), LONG));

            assertThat(probe.finding()).isEqualTo(new Finding.Alive("200 OK"));
            assertThat(probe.took()).isPositive().isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void requestIsPlainAndNamesTheRobot() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok(""))) {
            ask(get(peer.url() + "a%20b?c=d&e=%2F", LONG));

            assertThat(peer.requests.get(0).split("\r\n"))
                    .containsExactlyInAnyOrder(
                            "GET /a%20b?c=d&e=%2F HTTP/1.1",
                            "Accept-Encoding: identity",
                            "Host: 127.0.0.1:" + peer.port(),
                            "Connection: keep-alive",
                            "User-Agent: pbx-failover");
        }
    }

    /** Camel takes address, method and query of a request from such headers, whoever has set them. */
    @Test
    void nothingOfTheAskersMessageReachesTheServer() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok(""))) {
            Exchange exchange = ExchangeBuilder.anExchange(asker.context)
                    .withBody("of another request")
                    .withHeader("Authorization", "Bearer of-another-server")
                    .withHeader(Exchange.HTTP_METHOD, "POST")
                    .withHeader(Exchange.HTTP_URI, "http://127.0.0.1:1/another")
                    .withHeader(Exchange.HTTP_PATH, "another")
                    .withHeader(Exchange.HTTP_QUERY, "another=request")
                    .withProperty(Probes.QUESTION, get(peer.url(), LONG))
                    .build();
            asker.context.createProducerTemplate().send("direct:probe", exchange);

            assertThat(peer.requests)
                    .singleElement()
                    .asString()
                    .startsWith("GET / HTTP/1.1\r\n")
                    .doesNotContainIgnoringCase("another")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void headersOfTheServerAreNotTakenForItsStatus() throws Exception {
        try (Peer peer = Peer.answering("HTTP/1.1 500 Broken\r\nCamelHttpResponseCode: 200\r\n"
                + "camelHttpResponseText: OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(get(peer.url(), LONG))).isEqualTo(new Finding.Failed(FailureClass.STATUS, "500 Broken"));
        }
    }

    /** Where a SIP side is asked as well, the answer is judged in the middle of the route, which goes on after whatever is thrown there. */
    @Test
    void anErrorInTheRobotIsAFindingAboutTheRobot() throws Exception {
        AnswerRule failing = new AnswerRule() {
            @Override
            public boolean readsBody() {
                return true;
            }

            @Override
            public Finding judge(Answer answer) {
                throw new StackOverflowError();
            }
        };
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            Question web = get(peer.url(), LONG);
            Question sip = Question.sip(URI.create("udp://127.0.0.1:9"), web.timeout(), Optional.empty());
            Exchange exchange = asker.exchange(new Question(
                    web.kind(), web.uri(), web.headers(), web.timeout(), failing, Optional.empty(), Optional.of(sip)));

            assertThat(exchange.isFailed()).isFalse();
            assertThat(exchange.getProperty(Probes.PROBE, Probe.class).finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(FailureClass.OWN));
        }
    }

    @Test
    void leavesTheMessageOfTheAskerAndNothingElse() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("body"))) {
            Exchange alive = asker.exchange(containing(get(peer.url(), LONG), "body"));
            Exchange failed = asker.exchange(get("http://127.0.0.1:1/", LONG));

            for (Exchange exchange : new Exchange[] {alive, failed}) {
                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getBody()).isEqualTo("the asker's");
                assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("mine");
                assertThat(exchange.getAllProperties())
                        .doesNotContainKeys(
                                Exchange.EXCEPTION_CAUGHT,
                                Exchange.FAILURE_ENDPOINT,
                                Deadline.PROPERTY,
                                ProbeRun.PROPERTY)
                        .containsKeys(Probes.QUESTION, Probes.PROBE);
                assertThat(exchange.isFailed()).isFalse();
            }
        }
    }

    @Test
    void leavesTheDeadlineOfTheAskersOtherRequests() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("body"))) {
            Exchange exchange = ExchangeBuilder.anExchange(asker.context)
                    .withProperty(Probes.QUESTION, get(peer.url(), LONG))
                    .withProperty(Deadline.PROPERTY, Duration.ofSeconds(7))
                    .build();
            asker.context.createProducerTemplate().send("direct:probe", exchange);

            assertThat(exchange.getProperty(Deadline.PROPERTY)).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void withoutAQuestionTheFaultIsTheRobotsOwn() {
        assertThat(ask(null)).isEqualTo(new Finding.Failed(FailureClass.OWN, "the probe was not told what to ask"));
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, 200-399, ''",
        "204 No Content, 200-399, ''",
        "302 Found, 200-399, ''",
        "302 Found, 200, STATUS",
        "503 Service Unavailable, 200-399, STATUS",
        "429 Too Many Requests, 200-399, DENIED",
        "401 Unauthorized, 200-399, DENIED",
        "403 Forbidden, 200-399, DENIED",
        "'401 Unauthorized', '200,401', ''",
        "404 Not Found, 200-399, STATUS",
    })
    void statusDecides(String status, String range, String failure) throws Exception {
        try (Peer peer = Peer.answering("HTTP/1.1 " + status
                + "\r\nWWW-Authenticate: Basic realm=\"x\"\r\nRetry-After: 1\r\nLocation: /elsewhere\r\n"
                + (status.startsWith("204") ? "" : "Content-Length: 0\r\n") + "\r\n")) {
            Finding expected = failure.isEmpty()
                    ? new Finding.Alive(status)
                    : new Finding.Failed(FailureClass.valueOf(failure), status);

            assertThat(ask(get(peer.url(), LONG, range))).isEqualTo(expected);
            assertThat(peer.requests)
                    .as("asked once: no repeat, no redirect, no login")
                    .hasSize(1);
        }
    }

    @Test
    void statusWithoutWordsGetsThem() throws Exception {
        try (Peer peer = Peer.answering("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(get(peer.url(), LONG)))
                    .isEqualTo(new Finding.Failed(FailureClass.STATUS, "503 Service Unavailable"));
        }
    }

    @Test
    void wordsOfTheServerCannotBreakALineOrATerminal() throws Exception {
        try (Peer peer = Peer.answering(
                "HTTP/1.1 500 bad\u001b[31m\u0007" + "x".repeat(500) + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(ask(get(peer.url(), LONG)).phrase())
                    .startsWith("status: 500 bad\\u001b[31m\\u0007xxx")
                    .hasSizeLessThan(150);
        }
    }

    @Test
    void missingTextFails() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("an error page"))) {
            assertThat(ask(containing(get(peer.url(), LONG), "PBX")))
                    .isEqualTo(new Finding.Failed(FailureClass.BODY, "200 OK, but without the text 'PBX'"));
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "ISO-8859-1, ''", "UTF-16LE, UTF-16LE", "ISO-8859-1, no-such-charset"})
    void textIsFoundInWhateverCharset(String written, String declared) throws Exception {
        byte[] body = "<p>Fernsprechanlage für Köln</p>".getBytes(written);
        String type = declared.isEmpty() ? "" : "Content-Type: text/html; charset=" + declared + "\r\n";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("HTTP/1.1 200 OK\r\n" + type + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        answer.writeBytes(body);
        try (Peer peer = Peer.answering(answer.toByteArray())) {
            assertThat(ask(containing(get(peer.url(), LONG), "für Köln"))).isEqualTo(new Finding.Alive("200 OK"));
        }
    }

    @Test
    void textIsFoundInChunksAndInABodyThatEndsWithTheConnection() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwe P\r\n5\r\nBX ok\r\n0\r\n\r\n";
        try (Peer peer = Peer.answering(chunked);
                Peer closing = new Peer((self, socket) -> {
                    self.request(socket);
                    Peer.write(socket, "HTTP/1.0 200 OK\r\n\r\nwe PBX ok");
                })) {
            assertThat(ask(containing(get(peer.url(), LONG), "PBX"))).isInstanceOf(Finding.Alive.class);
            assertThat(ask(containing(get(closing.url(), LONG), "PBX"))).isInstanceOf(Finding.Alive.class);
        }
    }

    @Test
    void textIsFoundInACompressedBody() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write("the PBX".getBytes(StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.size() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        answer.writeBytes(body.toByteArray());
        try (Peer peer = Peer.answering(answer.toByteArray())) {
            assertThat(ask(containing(get(peer.url(), LONG), "PBX"))).isInstanceOf(Finding.Alive.class);
        }
    }

    @Test
    void connectionIsKeptBetweenProbes() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            for (int i = 0; i < 5; i++) {
                ask(get(peer.url(), LONG));
            }

            assertThat(peer.requests).hasSize(5);
            assertThat(peer.connections).hasValue(1);
        }
    }

    @Test
    void keptConnectionThatTheServerHasClosedIsNoFailure() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("hello"));
        })) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(get(peer.url(), LONG))).isInstanceOf(Finding.Alive.class);
            }

            assertThat(peer.connections).hasValue(5);
        }
    }

    /** After a failover the name leads to the secondary, which answers. */
    @Test
    void pinnedProbeGoesToTheAddressAndKeepsTheName() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        try (Peer primary = Peer.answering(Peer.ok("hello"));
                Peer secondary = new Peer(
                        new ServerSocket(primary.port(), 10, elsewhere), (self, socket) -> self.request(socket));
                Asker redirected = new Asker(name -> new InetAddress[] {elsewhere}, Trust.with(List.of()))) {
            Question question = get("http://pbx.invalid:" + primary.port() + "/", LONG);

            assertThat(redirected.ask(pinned(question, "127.0.0.1")).finding()).isInstanceOf(Finding.Alive.class);
            assertThat(primary.requests.get(0)).contains("Host: pbx.invalid:" + primary.port());
            assertThat(secondary.requests).isEmpty();
        }
    }

    /** Where there is no IPv6, the probe says that it is the robot's own fault. */
    @ParameterizedTest
    @ValueSource(strings = {"[::1]", "[::1%lo]", "[::1%25lo]"})
    void addressOfVersionSixNeedsNoNameAndKeepsItsZoneToItself(String address) throws Exception {
        if (!hasVersionSix()) {
            assertThat(ask(get("http://" + address + ":9/", LONG)))
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(FailureClass.OWN));
            return;
        }
        try (Peer peer = new Peer(new ServerSocket(0, 10, InetAddress.getByName("::1")), (self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("hello"));
        })) {
            assertThat(ask(get("http://" + address + ":" + peer.port() + "/", LONG)))
                    .isEqualTo(new Finding.Alive("200 OK"));
            assertThat(peer.requests.get(0)).contains("\r\nHost: [::1]:" + peer.port() + "\r\n");
        }
    }

    private static boolean hasVersionSix() {
        try (ServerSocket six = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return six.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void twoPinsOfOneNameShareNoConnection() throws Exception {
        try (Peer first = Peer.answering(Peer.ok("first"));
                Peer second = new Peer(
                        new ServerSocket(first.port(), 10, InetAddress.getByName("127.0.0.2")), (self, socket) -> {
                            self.request(socket);
                            Peer.write(socket, Peer.ok("second"));
                        })) {
            Question question = get("http://pbx.invalid:" + first.port() + "/", LONG);

            assertThat(ask(containing(pinned(question, "127.0.0.1"), "first"))).isInstanceOf(Finding.Alive.class);
            assertThat(ask(containing(pinned(question, "127.0.0.2"), "second"))).isInstanceOf(Finding.Alive.class);
        }
    }

    @Test
    void routeThatIsLoadedAgainStillJudgesFailures() throws Exception {
        try (Asker again = new Asker()) {
            again.reload("file:routes/probe.camel.yaml");
            again.reload("file:routes/probe.camel.yaml");

            assertThat(again.ask(get("http://127.0.0.1:1/", LONG)).finding())
                    .isEqualTo(new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        }
    }
}
