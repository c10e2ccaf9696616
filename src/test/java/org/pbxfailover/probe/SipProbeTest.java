package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.core.FailureClass.PROTOCOL;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.TLS;
import static org.pbxfailover.probe.UdpPeer.answer;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** The SIP side of a PBX, asked by OPTIONS over UDP, TCP and TLS (fault 10). */
class SipProbeTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(10);
    /** How much later than its deadline a probe may end on a busy machine. */
    private static final Duration SLACK = Duration.ofMillis(250);

    private static final Finding OK = new Finding.Alive("SIP 200 OK");
    private static final Finding SILENCE =
            new Finding.Failed(TIMEOUT, "no answer within 400 ms (waiting for a SIP answer)");

    private static Certificates certificates;
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        certificates = Certificates.shared();
        asker = new Asker(SipProbeTest::lookup, certificates.trust());
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static InetAddress[] lookup(String name) throws UnknownHostException {
        return switch (name) {
            case "pbx.example" -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};
            case "half.example" ->
                new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")};
            default -> throw new UnknownHostException(name);
        };
    }

    private static Probe probe(String url, Duration timeout) {
        return asker.ask(Question.sip(URI.create(url), timeout, Optional.empty()));
    }

    private static Finding udp(UdpPeer peer, Duration timeout) {
        return probe("udp://127.0.0.1:" + peer.port(), timeout).finding();
    }

    private static Finding tcp(Peer peer, Duration timeout) {
        return probe("tcp://127.0.0.1:" + peer.port(), timeout).finding();
    }

    private static Finding tls(Peer peer, Duration timeout) {
        return probe("tls://pbx.example:" + peer.port(), timeout).finding();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100 Trying",
                "180 Ringing",
                "200 OK",
                "302 Moved Temporarily",
                "404 Not Found",
                "503 Service Unavailable",
                "603 Decline"
            })
    void an_answer_of_whatever_status_is_alive(String status) throws Exception {
        try (UdpPeer peer = UdpPeer.answering(status)) {
            assertThat(udp(peer, LONG)).isEqualTo(new Finding.Alive("SIP " + status));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "udp://pbx.example, 5060",
        "tcp://pbx.example, 5060",
        "tls://pbx.example, 5061",
        "TLS://pbx.example, 5061",
        "tls://pbx.example:5070, 5070"
    })
    void a_port_that_is_not_written_is_that_of_the_transport(String url, int port) {
        assertThat(SipProbe.port(Question.sip(URI.create(url), SHORT, Optional.empty())))
                .isEqualTo(port);
    }

    @Test
    void a_request_is_complete_and_never_the_same() throws Exception {
        try (UdpPeer peer = UdpPeer.answering("200 OK")) {
            udp(peer, LONG);
            udp(peer, LONG);

            String first = peer.requests.get(0);
            String target = "sip:127.0.0.1:" + peer.port();
            assertThat(first)
                    .startsWith("OPTIONS " + target + " SIP/2.0\r\n")
                    .endsWith("\r\nContent-Length: 0\r\n\r\n")
                    .contains("\r\nTo: <" + target + ">\r\n", "\r\nMax-Forwards: 70\r\n", "\r\nCSeq: 1 OPTIONS\r\n");
            assertThat(first)
                    .matches(Pattern.compile(
                            ".*\r\nVia: SIP/2\\.0/UDP 127\\.0\\.0\\.1:\\d+;rport;branch=z9hG4bK\\w+\r\n.*",
                            Pattern.DOTALL));
            assertThat(first.lines().map(line -> line.replaceFirst(":.*", "")))
                    .contains("From", "Call-ID", "Contact", "Accept", "User-Agent");
            for (String unique : List.of("Call-ID: (.*)", "branch=(.*)", "tag=(.*)")) {
                assertThat(group(peer.requests.get(1), unique)).isNotEqualTo(group(first, unique));
            }
        }
    }

    private static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    @Test
    void a_lost_request_is_repeated_as_it_was() throws Exception {
        try (UdpPeer peer = new UdpPeer((n, request) -> n < 2 ? List.of() : List.of(answer(request, "200 OK")))) {
            assertThat(udp(peer, LONG)).isEqualTo(OK);
            assertThat(peer.requests).hasSizeGreaterThan(1).containsOnly(peer.requests.get(0));
        }
    }

    /** What is changed in a good answer, and is our answer nevertheless. */
    static Stream<Arguments> ours() {
        return Stream.of(
                change(
                        "compact names",
                        a -> a.replace("Via:", "v:").replace("Call-ID:", "i:").replace("Content-Length:", "l:")),
                change(
                        "names in capitals",
                        a -> a.replace("Via:", "VIA:")
                                .replace("Call-ID:", "CALL-ID:")
                                .replace("CSeq:", "CSEQ:")),
                change(
                        "spaces before the colons",
                        a -> a.replace("Via:", "Via :").replace("Call-ID:", "Call-ID\t:")),
                change("a Via that goes on in the next line", a -> a.replace(";rport", "\r\n ;rport")),
                change("a Call-ID in the next line", a -> a.replace("Call-ID: ", "Call-ID:\r\n\t")),
                change("where we came from", a -> a.replace(";rport", ";received=127.0.0.1;rport=5060")),
                change("spaces in the Via", a -> a.replace(";branch=", " ; Branch = ")),
                change("a comma in quotes", a -> a.replace(";branch=", ";x=\"a,b;branch=z\\\"9\";branch=")),
                change(
                        "more Vias below ours",
                        a -> a.replaceFirst("(Via: .*)", "$1, SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx")),
                change(
                        "a Via header below ours",
                        a -> a.replaceFirst("(Via: .*\r\n)", "$1Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n")),
                change("no words behind the status", a -> a.replace("SIP/2.0 200 OK", "SIP/2.0 200")),
                change("a version in small letters", a -> a.replace("SIP/2.0 200", "sip/2.0 200")),
                change("a number with zeros", a -> a.replace("CSeq: 1 ", "CSeq: 0001  ")),
                change("a line of nothing but a space", a -> a.replace("CSeq:", " \r\nCSeq:")),
                change("bare line feeds", a -> a.replace("\r\n", "\n")),
                change("a body", a -> a.replace("Length: 0\r\n\r\n", "Length: 5\r\n\r\nv=0\r\n")),
                change("an empty line before it", a -> "\r\n" + a));
    }

    /** What is changed in a good answer, so that it is not ours. */
    static Stream<Arguments> foreign() {
        return Stream.of(
                change("another branch", a -> a.replace("branch=z9hG4bK", "branch=z9hG4bK0")),
                change("no branch", a -> a.replace(";branch", ";brunch")),
                change("no Via", a -> a.replace("Via:", "Vie:")),
                change(
                        "our Via below another",
                        a -> a.replace("Via: ", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx, ")),
                change(
                        "our Via header below another",
                        a -> a.replace("Via: ", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nVia: ")),
                change("our branch in quotes", a -> a.replaceFirst(";branch=(\\w+)", ";x=\";branch=$1\"")),
                change("another Call-ID", a -> a.replaceFirst("Call-ID: .", "Call-ID: x")),
                change(
                        "a Call-ID in capitals",
                        a -> a.replace(
                                group(a, "Call-ID: (.*)"),
                                group(a, "Call-ID: (.*)").toUpperCase(java.util.Locale.ROOT) + "A")),
                change("another number", a -> a.replace("CSeq: 1 ", "CSeq: 2 ")),
                change("another method", a -> a.replace("1 OPTIONS", "1 INVITE")),
                change("no CSeq", a -> a.replace("CSeq:", "CSec:")),
                change("a status that is none", a -> a.replaceFirst("^SIP/2.0 .", "SIP/2.0 7")),
                change("a status of four digits", a -> a.replaceFirst("^SIP/2.0 ", "SIP/2.0 4")),
                change("another version", a -> a.replaceFirst("^SIP/2.0", "SIP/3.0")),
                change(
                        "a request, such as our own come back",
                        a -> a.replaceFirst("^SIP/2.0 .*", "OPTIONS sip:us SIP/2.0")));
    }

    private static Arguments change(String what, UnaryOperator<String> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ours")
    void an_answer_may_be_written_in_many_ways(String what, UnaryOperator<String> change) throws Exception {
        try (UdpPeer peer = new UdpPeer((n, request) -> List.of(change.apply(answer(request, "200 OK"))));
                Peer stream = talking(change)) {
            assertThat(udp(peer, LONG).phrase()).startsWith("SIP 200");
            assertThat(tcp(stream, LONG).phrase()).startsWith("SIP 200");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreign")
    void an_answer_to_somebody_else_is_none(String what, UnaryOperator<String> change) throws Exception {
        try (UdpPeer peer = new UdpPeer((n, request) -> List.of(change.apply(answer(request, "200 OK"))));
                Peer stream = talking(change)) {
            assertThat(udp(peer, SHORT)).isEqualTo(SILENCE);
            assertThat(tcp(stream, SHORT))
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).matches(FailureClass::counts));
        }
    }

    private static Peer talking(UnaryOperator<String> change) throws Exception {
        return new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, change.apply(answer(self.requests.get(0), "200 OK")));
            Peer.SILENT.treat(self, socket);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreign")
    void the_right_answer_counts_whatever_came_before_it(String what, UnaryOperator<String> change) throws Exception {
        try (UdpPeer peer = new UdpPeer(
                (n, request) -> List.of(change.apply(answer(request, "486 Busy Here")), answer(request, "200 OK")))) {
            assertThat(udp(peer, LONG)).isEqualTo(OK);
        }
    }

    @Test
    void a_late_answer_to_an_earlier_request_is_none() throws Exception {
        AtomicReference<String> earlier = new AtomicReference<>("");
        try (UdpPeer peer = new UdpPeer((n, request) -> {
            boolean first = earlier.compareAndSet("", request);
            return first || request.equals(earlier.get()) ? List.of() : List.of(answer(earlier.get(), "200 OK"));
        })) {
            assertThat(udp(peer, SHORT)).isEqualTo(SILENCE);
            assertThat(udp(peer, SHORT)).isEqualTo(SILENCE);
        }
    }

    @Test
    void garbage_and_requests_of_the_peer_are_passed_over() throws Exception {
        try (UdpPeer peer = new UdpPeer((n, request) -> List.of(
                "",
                "\r\n\r\n",
                "\u0000\u00ff\u00fe".repeat(400),
                "HTTP/1.1 200 OK\r\n\r\n",
                request,
                answer(request, "200 OK").replace("SIP/2.0 200 OK", "OPTIONS sip:robot SIP/2.0"),
                answer(request, "200 OK")))) {
            assertThat(udp(peer, LONG)).isEqualTo(OK);
        }
    }

    @Test
    void an_answer_from_another_port_is_none() throws Exception {
        try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpPeer peer = new UdpPeer((n, request) -> List.of())) {
            Thread answering = new Thread(() -> {
                await().until(() -> !peer.requests.isEmpty());
                byte[] bytes = answer(peer.requests.get(0), "200 OK").getBytes(StandardCharsets.US_ASCII);
                try {
                    elsewhere.send(new DatagramPacket(bytes, bytes.length, peer.asker));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            answering.start();
            assertThat(udp(peer, SHORT)).isEqualTo(SILENCE);
            answering.join();
        }
    }

    @Test
    void a_closed_port_is_said_at_once() throws Exception {
        Probe probe = probe("udp://127.0.0.1:" + closedUdpPort(), LONG);
        assertThat(probe.finding()).isEqualTo(new Finding.Failed(REFUSED, "connection refused"));
        assertThat(probe.took()).isLessThan(LONG.dividedBy(2));
    }

    private static int closedUdpPort() throws Exception {
        try (DatagramSocket once = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return once.getLocalPort();
        }
    }

    /** Nothing was sent to anybody; connecting a datagram socket asks nobody but this machine (rule I9). Here it lacks the interface. */
    @Test
    void an_address_to_which_this_machine_sends_nothing_is_no_dead_sip_side() {
        assertThat(probe("udp://[fe80::1]:9", LONG).finding())
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(FailureClass.ROUTE));
    }

    @Test
    void over_udp_the_second_address_is_asked_when_the_first_refuses_or_is_silent() throws Exception {
        try (UdpPeer second = UdpPeer.answering("200 OK")) {
            String url = "udp://half.example:" + second.port();
            assertThat(probe(url, LONG).finding()).isEqualTo(OK);
            try (UdpPeer first = new UdpPeer(
                    new DatagramSocket(second.port(), InetAddress.getByName("127.0.0.2")), UdpPeer.SILENT)) {
                Probe probe = probe(url, Duration.ofSeconds(2));
                assertThat(first.requests).isNotEmpty();
                assertThat(probe.finding()).isEqualTo(OK);
            }
        }
    }

    @Test
    void when_no_address_answers_the_deadline_holds_for_all_of_them() throws Exception {
        try (UdpPeer second = new UdpPeer(UdpPeer.SILENT);
                UdpPeer first = new UdpPeer(
                        new DatagramSocket(second.port(), InetAddress.getByName("127.0.0.2")), UdpPeer.SILENT)) {
            Probe probe = probe("udp://half.example:" + second.port(), SHORT);
            assertThat(probe.finding()).isEqualTo(SILENCE);
            assertThat(probe.took()).isLessThan(SHORT.plus(SLACK));
            assertThat(first.requests).isNotEmpty();
            assertThat(second.requests).isNotEmpty();
        }
    }

    @Test
    void an_answer_may_come_in_pieces_after_keep_alives_and_other_messages() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            String request = self.requests.get(0);
            String own = "OPTIONS sip:robot SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKown\r\nCall-ID: own\r\n"
                    + "CSeq: 1 OPTIONS\r\nContent-Length: 9\r\n\r\nSIP/2.0\r\n";
            String all = "\r\n\r\n" + own + "\r\n" + own.replaceAll("(?s)9\r\n\r\n.*", "0\r\n\r\n")
                    + answer(request, "200 OK").replace("branch=", "branch=x") + answer(request, "486 Busy Here");
            for (String piece : all.split("(?<=\\G.{7})(?s)")) {
                Peer.write(socket, piece);
            }
            Peer.SILENT.treat(self, socket);
        })) {
            assertThat(tcp(peer, LONG)).isEqualTo(new Finding.Alive("SIP 486 Busy Here"));
            String target = "sip:127.0.0.1:" + peer.port() + ";transport=tcp";
            assertThat(peer.requests.get(0))
                    .startsWith("OPTIONS " + target + " SIP/2.0\r\nVia: SIP/2.0/TCP ")
                    .contains("\r\nTo: <" + target + ">\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request\\r\\n           | what answers there is no SIP",
                "220 mail.example ESMTP\\r\\n             | what answers there is no SIP",
                "SIP/2.0 200 OK\\r\\nl: many\\r\\n\\r\\n  | what answers there is no proper SIP: its Content-Length is no number"
            })
    void what_is_no_sip_is_said_at_once(String said, String detail) throws Exception {
        String text = said.replace("\\r", "\r").replace("\\n", "\n");
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, text);
            Peer.SILENT.treat(self, socket);
        })) {
            Probe probe = probe("tcp://127.0.0.1:" + peer.port(), LONG);
            assertThat(probe.finding()).isEqualTo(new Finding.Failed(PROTOCOL, detail));
            assertThat(probe.took()).isLessThan(LONG.dividedBy(2));
        }
    }

    @Test
    void what_has_no_end_is_given_up() throws Exception {
        try (Peer dripping = new Peer((self, socket) -> self.drip(socket, "SIP/2.0 200 OK\r\n", 20));
                Peer flooding = new Peer((self, socket) -> self.drip(socket, "x".repeat(1000), 0));
                Peer headers = new Peer((self, socket) -> {
                    Peer.write(socket, "SIP/2.0 200 OK\r\n");
                    self.drip(socket, "x: " + "x".repeat(1000) + "\r\n", 0);
                });
                Peer closing = new Peer((self, socket) -> self.request(socket))) {
            Finding.Failed noSip = new Finding.Failed(PROTOCOL, "what answers there is no SIP");
            assertThat(tcp(dripping, SHORT))
                    .isEqualTo(new Finding.Failed(
                            TIMEOUT, "no answer within 400 ms (connected, waiting for a SIP answer)"));
            assertThat(tcp(flooding, LONG)).isEqualTo(noSip);
            assertThat(tcp(headers, LONG)).isEqualTo(noSip);
            assertThat(tcp(closing, LONG)).isEqualTo(new Finding.Failed(RESET, "connection closed without an answer"));
        }
    }

    private static Peer secured(String certificate, Peer.Treatment treatment) throws Exception {
        return new Peer(
                certificates
                        .server(certificate)
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                treatment);
    }

    private static final Peer.Treatment ANSWERING = (self, socket) -> {
        self.request(socket);
        Peer.write(socket, answer(self.requests.get(0), "200 OK"));
        Peer.SILENT.treat(self, socket);
    };

    @Test
    void over_tls_the_certificate_is_that_of_the_name_wherever_the_connection_leads() throws Exception {
        try (Peer good = secured("good", ANSWERING);
                Peer other = secured("other", ANSWERING)) {
            assertThat(tls(good, LONG)).isEqualTo(OK);
            String target = "sip:pbx.example:" + good.port() + ";transport=tls";
            assertThat(good.requests.get(0))
                    .startsWith("OPTIONS " + target + " SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:");

            Question unknown =
                    Question.sip(URI.create("tls://elsewhere.example:" + other.port()), LONG, Optional.of("127.0.0.1"));
            assertThat(asker.ask(unknown).finding()).isEqualTo(OK);
            await().untilAsserted(() -> assertThat(good.open() + other.open()).isZero());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired, the certificate has expired by the robot's clock",
        "early, the certificate is not valid yet by the robot's clock",
        "other, the certificate is for another name",
        "self, the certificate is not trusted (robot.trust can name it)",
    })
    void a_bad_certificate_shows_that_somebody_is_there(String certificate, String detail) throws Exception {
        try (Peer peer = secured(certificate, ANSWERING)) {
            assertThat(tls(peer, LONG)).isEqualTo(new Finding.Failed(TLS, detail));
        }
    }

    @Test
    void so_does_one_that_speaks_no_tls() throws Exception {
        try (Peer plain = new Peer((self, socket) -> {
            Peer.write(socket, "SIP/2.0 400 Bad Request\r\n\r\n");
            Peer.SILENT.treat(self, socket);
        })) {
            assertThat(tls(plain, LONG))
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(TLS));
        }
    }

    /** Its refusal comes after our handshake is complete, and may be lost when it closes the connection at once. */
    @Test
    void one_that_asks_for_a_certificate_of_ours_does_not_answer() throws Exception {
        SSLServerSocket strict = (SSLServerSocket) certificates
                .server("good")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        strict.setNeedClientAuth(true);
        try (Peer asking = new Peer(strict, ANSWERING)) {
            assertThat(tls(asking, LONG))
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isIn(TLS, RESET));
        }
    }

    @Test
    void a_handshake_that_is_cut_is_no_answer() throws Exception {
        try (Peer peer = new Peer((self, socket) -> socket.getInputStream().read())) {
            assertThat(tls(peer, LONG))
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(RESET));
        }
    }

    /** The beginning of a TLS record that announces 16 KiB of handshake. */
    private static final String RECORD = "\u0016\u0003\u0003\u003f\u00ff";

    @Test
    void a_handshake_that_stalls_or_comes_byte_by_byte_ends_at_the_deadline() throws Exception {
        try (Peer stalled = new Peer(Peer.SILENT);
                Peer dripping = new Peer((self, socket) -> {
                    Peer.write(socket, RECORD);
                    self.drip(socket, "\u0002", 50);
                })) {
            for (Peer peer : List.of(stalled, dripping)) {
                Probe probe = probe("tls://pbx.example:" + peer.port(), SHORT);
                assertThat(probe.finding())
                        .isEqualTo(new Finding.Failed(
                                TIMEOUT, "no answer within 400 ms (connected, in the TLS handshake)"));
                assertThat(probe.took()).isLessThan(SHORT.plus(SLACK));
                await().untilAsserted(() -> assertThat(peer.open()).isZero());
            }
        }
    }

    @Test
    void silence_behind_tls_ends_at_the_deadline() throws Exception {
        try (Peer peer = secured("good", Peer.SILENT)) {
            Probe probe = probe("tls://pbx.example:" + peer.port(), Duration.ofSeconds(2));
            assertThat(probe.finding())
                    .isEqualTo(
                            new Finding.Failed(TIMEOUT, "no answer within 2 s (connected, waiting for a SIP answer)"));
            assertThat(probe.took()).isLessThan(Duration.ofSeconds(2).plus(SLACK));
            await().untilAsserted(() -> assertThat(peer.open()).isZero());
        }
    }

    @Test
    void a_connection_that_nobody_takes_ends_at_the_deadline() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = Asker.fill(full);
            Probe probe = probe("tcp://127.0.0.1:" + full.getLocalPort(), SHORT);
            assertThat(probe.finding()).isEqualTo(new Finding.Failed(TIMEOUT, "no answer within 400 ms (connecting)"));
            assertThat(probe.took()).isLessThan(SHORT.plus(SLACK));
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void a_name_without_an_address_is_no_dead_sip_side() {
        assertThat(probe("udp://unknown.example", LONG).finding())
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.failure().counts()).isFalse());
    }
}
