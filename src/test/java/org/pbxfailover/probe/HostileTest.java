package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.core.FailureClass.PROTOCOL;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.STATUS;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.probe.Asker.containing;
import static org.pbxfailover.probe.Asker.get;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.Vacant;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** Whatever the other side does, a probe ends in time and says what was wrong. */
class HostileTest {
    private static final int SHORT = 500;
    private static final int LONG = 5000;
    private static final Duration LATE = Duration.ofMillis(SHORT + 250);
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        asker = new Asker();
        try (Peer peer = Peer.answering(Peer.ok(""))) {
            asker.ask(get(peer.url(), LONG)); // loads the classes, so that the first measured probe is like the others
        }
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static void endsInTime(Peer.Treatment treatment, String phase) throws Exception {
        try (Peer peer = new Peer(treatment)) {
            timesOut(asker.ask(get(peer.url(), SHORT)), phase);
            await().untilAsserted(() -> assertThat(asker.clients.open()).isZero());
        }
    }

    private static void timesOut(Probe probe, String phase) {
        assertThat(probe.finding())
                .isEqualTo(new Finding.Failed(TIMEOUT, "no answer within " + SHORT + " ms (" + phase + ")"));
        assertThat(probe.took()).isBetween(Duration.ofMillis(SHORT - 20), LATE);
    }

    private static void fails(Peer.Treatment treatment, FailureClass failure, String detail) throws Exception {
        try (Peer peer = new Peer(treatment)) {
            Probe probe = asker.ask(get(peer.url(), LONG));

            assertThat(probe.finding()).isEqualTo(new Finding.Failed(failure, detail));
            assertThat(probe.took()).isLessThan(Duration.ofMillis(LONG / 2));
        }
    }

    @Test
    void nobodyAccepts() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = Asker.fill(full);
            timesOut(asker.ask(get("http://127.0.0.1:" + full.getLocalPort() + "/", SHORT)), "connecting");
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void acceptsAndSaysNothing() throws Exception {
        endsInTime(Peer.SILENT, "connected, waiting for headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", " ", "x", "HTTP/1.1 100 Continue\r\n\r\n"})
    void dripsHeaders(String drop) throws Exception {
        endsInTime((peer, socket) -> peer.drip(socket, drop, 100), "connected, waiting for headers");
    }

    @Test
    void dripsOneEndlessHeader() throws Exception {
        endsInTime(
                (peer, socket) -> {
                    Peer.write(socket, HEAD + "X: ");
                    peer.drip(socket, "x", 100);
                },
                "connected, waiting for headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000\r\n", "Transfer-Encoding: chunked\r\n", ""})
    void fallsSilentAfterHeaders(String length) throws Exception {
        endsInTime(
                (peer, socket) -> {
                    Peer.write(socket, HEAD + length + "\r\n");
                    Peer.SILENT.treat(peer, socket);
                },
                "got status 200, waiting for the end of the body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 1000\r\n\r\n|x", "Transfer-Encoding: chunked\r\n\r\n|1\r\nx\r\n", "\r\n|x"})
    void dripsBody(String said) throws Exception {
        endsInTime(
                (peer, socket) -> {
                    Peer.write(socket, HEAD + said.split("\\|")[0]);
                    peer.drip(socket, said.split("\\|")[1], 100);
                },
                "got status 200, waiting for the end of the body");
    }

    @Test
    void dripsACompressedBodyThatDecompressesToNothing() throws Exception {
        endsInTime(
                (peer, socket) -> {
                    // A gzip header with a file name, which never ends.
                    Peer.write(socket, HEAD + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\0");
                    peer.drip(socket, "name".repeat(100), 1);
                },
                "got status 200, waiting for the end of the body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100000000000\r\n\r\n|x",
                "Transfer-Encoding: chunked\r\n\r\n|1\r\nx\r\n",
                "\r\n|x"
            })
    void endlessBodyIsReadToTheCap(String said) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            Peer.write(socket, HEAD + said.split("\\|")[0]);
            self.drip(socket, said.split("\\|")[1].repeat(1000), 0);
        })) {
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(new Finding.Alive("200 OK"));
            assertThat(asker.ask(containing(get(peer.url(), LONG), "y")).finding())
                    .isInstanceOf(Finding.Failed.class);
            await().untilAsserted(() -> assertThat(peer.open()).isZero());
        }
    }

    @Test
    void textBeyondTheCapIsNotSeenButTextAtItsEndIs() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("-".repeat(Body.CAP - 3) + "PBX" + "beyond"))) {
            assertThat(asker.ask(containing(get(peer.url(), LONG), "PBX")).finding())
                    .isInstanceOf(Finding.Alive.class);
            assertThat(asker.ask(containing(get(peer.url(), LONG), "beyond")).finding())
                    .isInstanceOf(Finding.Failed.class);
        }
    }

    @Test
    void gzipBombIsReadToTheCap() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 200; i++) {
                gzip.write(new byte[1_000_000]);
            }
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes((HEAD + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        answer.writeBytes(bomb.toByteArray());
        try (Peer peer = Peer.answering(answer.toByteArray())) {
            long before = allocated();
            assertThat(asker.ask(containing(get(peer.url(), LONG), "x")).finding())
                    .isInstanceOf(Finding.Failed.class);
            assertThat(allocated() - before).as("bytes taken up by the probe").isLessThan(5_000_000);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void brokenGzipIsNoHttp() throws Exception {
        fails(
                (peer, socket) -> {
                    peer.request(socket);
                    Peer.write(socket, HEAD + "Content-Encoding: gzip\r\nContent-Length: 11\r\n\r\nhello world");
                },
                PROTOCOL,
                "no proper HTTP: Not in GZIP format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n", "x"})
    void headersWithoutEndAreGivenUp(String drop) throws Exception {
        long before = allocated();
        fails(
                (peer, socket) -> {
                    Peer.write(socket, HEAD + "A: b\r\n");
                    peer.drip(socket, drop.repeat(1000), 0);
                },
                PROTOCOL,
                "no HTTP: headers without end");
        assertThat(allocated() - before).as("bytes taken up by the probe").isLessThan(10_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "220 mail ESMTP\r\n", "\0\1\2\3\r\n", "HTTP/9.9 200 OK\r\n\r\n"})
    void otherProtocolsAreNoHttp(String greeting) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            Peer.write(socket, greeting);
            Peer.SILENT.treat(self, socket);
        })) {
            Probe probe = asker.ask(get(peer.url(), LONG));

            assertThat(probe.finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(PROTOCOL));
            assertThat(probe.finding().phrase()).doesNotContain("Exception").matches("\\P{Cntrl}+");
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (Peer elsewhere = Peer.answering(Peer.ok(""));
                Peer peer = Peer.answering(
                        "HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(new Finding.Alive("302 Found"));
            assertThat(asker.ask(get(peer.url(), LONG, "200")).finding())
                    .isEqualTo(new Finding.Failed(STATUS, "302 Found"));
            assertThat(peer.requests).hasSize(2);
            assertThat(elsewhere.connections).hasValue(0);
        }
    }

    @Test
    void resetAfterAccept() throws Exception {
        fails(
                (peer, socket) -> {
                    peer.request(socket);
                    socket.setSoLinger(true, 0);
                },
                RESET,
                "connection reset");
    }

    @Test
    void closesWithoutAnAnswer() throws Exception {
        fails((peer, socket) -> peer.request(socket), RESET, "connection closed without an answer");
    }

    @Test
    void halfClosesAndSaysNoMore() throws Exception {
        fails(
                (peer, socket) -> {
                    peer.request(socket);
                    socket.shutdownOutput();
                    Peer.SILENT.treat(peer, socket);
                },
                RESET,
                "connection closed without an answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n9\r\nhalf"})
    void closesInTheMiddleOfTheBody(String said) throws Exception {
        fails(
                (peer, socket) -> {
                    peer.request(socket);
                    Peer.write(socket, HEAD + said);
                },
                RESET,
                "connection closed in the middle of the answer");
    }

    @Test
    void nobodyListens() throws Exception {
        try (Vacant vacant = new Vacant(0)) {
            assertThat(asker.ask(get("http://127.0.0.1:" + vacant.port() + "/", LONG))
                            .finding())
                    .isEqualTo(new Finding.Failed(REFUSED, "connection refused"));
        }
    }
}
