package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** Probes without HTTP: an accepted connection, SIP OPTIONS. */
class SocketProbeTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(5);
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        asker = new Asker();
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static Finding sip(String transport, int port, Duration timeout) {
        return asker.ask(Question.sip(URI.create(transport + "://127.0.0.1:" + port), timeout, Optional.empty()))
                .finding();
    }

    private static String answer(String request, String status) {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        request.lines()
                .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                .forEach(line -> answer.append(line).append("\r\n"));
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    /** A SIP server over UDP that answers the n-th request, counted from 1, with a text or not at all. */
    private static final class Udp implements AutoCloseable {
        final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        final List<String> requests = new CopyOnWriteArrayList<>();

        Udp(BiFunction<Integer, String, Optional<String>> answers) throws Exception {
            Thread thread = new Thread(() -> serve(answers));
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(BiFunction<Integer, String, Optional<String>> answers) {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
                    socket.receive(packet);
                    requests.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
                    Optional<String> answer = answers.apply(requests.size(), requests.get(requests.size() - 1));
                    if (answer.isPresent()) {
                        byte[] bytes = answer.get().getBytes(StandardCharsets.US_ASCII);
                        socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                    }
                }
            } catch (java.io.IOException e) {
                // Closed.
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void sipAnswerOfWhateverStatusIsAlive() throws Exception {
        for (String status : List.of("200 OK", "404 Not Found", "503 Service Unavailable")) {
            try (Udp server = new Udp((n, request) -> Optional.of(answer(request, status)))) {
                assertThat(sip("udp", server.socket.getLocalPort(), LONG))
                        .isEqualTo(new Finding.Alive("SIP " + status));
            }
        }
    }

    @Test
    void sipRequestIsCompleteAndNeverTheSame() throws Exception {
        try (Udp server = new Udp((n, request) -> Optional.of(answer(request, "200 OK")))) {
            sip("udp", server.socket.getLocalPort(), LONG);
            sip("udp", server.socket.getLocalPort(), LONG);

            String first = server.requests.get(0);
            assertThat(first).startsWith("OPTIONS sip:127.0.0.1 SIP/2.0\r\n").endsWith("\r\n\r\n");
            assertThat(first.lines().map(line -> line.replaceFirst(":.*", "")))
                    .contains("Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Content-Length");
            for (String unique : List.of("Call-ID: (.*)", "branch=(.*)", "tag=(.*)")) {
                assertThat(group(server.requests.get(1), unique)).isNotEqualTo(group(first, unique));
            }
            assertThat(group(first, "branch=(.*)")).startsWith("z9hG4bK");
        }
    }

    private static String group(String text, String pattern) {
        return java.util.regex.Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    @Test
    void lostSipRequestIsRepeated() throws Exception {
        try (Udp server = new Udp((n, request) -> n < 2 ? Optional.empty() : Optional.of(answer(request, "200 OK")))) {
            assertThat(sip("udp", server.socket.getLocalPort(), LONG)).isEqualTo(new Finding.Alive("SIP 200 OK"));
            assertThat(server.requests).hasSize(2).containsOnly(server.requests.get(0));
        }
    }

    @Test
    void sipAnswerToSomebodyElseIsNoAnswer() throws Exception {
        try (Udp server = new Udp(
                (n, request) -> Optional.of(answer(request, "200 OK").replaceFirst("Call-ID: .", "Call-ID: x")))) {
            assertThat(sip("udp", server.socket.getLocalPort(), SHORT))
                    .isEqualTo(
                            new Finding.Failed(FailureClass.SIP, "no answer within 400 ms (waiting for a SIP answer)"));
        }
    }

    @Test
    void closedSipPortIsSaidAtOnce() throws Exception {
        int port;
        try (DatagramSocket once = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = once.getLocalPort();
        }
        assertThat(sip("udp", port, LONG)).isEqualTo(new Finding.Failed(FailureClass.SIP, "connection refused"));
    }

    @Test
    void sipOverTcp() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
                    self.request(socket);
                    for (String part : answer(self.requests.get(0), "200 OK").split("(?<=\n)")) {
                        Peer.write(socket, part);
                    }
                    Peer.SILENT.treat(self, socket);
                });
                Peer dripping = new Peer((self, socket) -> self.drip(socket, "SIP/2.0 200 OK\r\n", 20));
                Peer flooding = new Peer((self, socket) -> self.drip(socket, "x".repeat(1000), 0))) {
            assertThat(sip("tcp", peer.port(), LONG)).isEqualTo(new Finding.Alive("SIP 200 OK"));
            assertThat(sip("tcp", dripping.port(), SHORT))
                    .isEqualTo(new Finding.Failed(
                            FailureClass.SIP, "no answer within 400 ms (connected, waiting for a SIP answer)"));
            assertThat(sip("tcp", flooding.port(), LONG))
                    .isEqualTo(new Finding.Failed(FailureClass.SIP, "what answers there is no SIP"));
        }
    }

    @Test
    void acceptedConnectionIsAlive() throws Exception {
        try (Peer peer = new Peer(Peer.SILENT)) {
            OutsideHost host = new OutsideHost(
                    URI.create("tcp://127.0.0.1:" + peer.port()), StatusRange.parse("200"), Optional.empty());

            assertThat(asker.ask(Question.of(host, LONG)).finding())
                    .isEqualTo(new Finding.Alive("connected to port " + peer.port()));
        }
    }

    @Test
    void refusedAndSilentPortsAreNotAlive() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<java.net.Socket> waiting = Asker.fill(full);
            Probe silent = asker.ask(tcp(full.getLocalPort()));
            for (java.net.Socket socket : waiting) {
                socket.close();
            }

            assertThat(silent.finding())
                    .isInstanceOfSatisfying(Finding.Failed.class, failed -> assertThat(failed.failure())
                            .isEqualTo(FailureClass.TIMEOUT));
            assertThat(silent.took()).isLessThan(SHORT.plusMillis(250));
            full.close();
            assertThat(asker.ask(tcp(full.getLocalPort())).finding())
                    .isEqualTo(new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        }
    }

    private static Question tcp(int port) {
        return Question.of(
                new OutsideHost(URI.create("tcp://127.0.0.1:" + port), StatusRange.parse("200"), Optional.empty()),
                SHORT);
    }
}
