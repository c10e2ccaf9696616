package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.core.FailureClass.NAME;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.TLS;
import static org.pbxfailover.probe.Asker.get;
import static org.pbxfailover.probe.Asker.pinned;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** Names and certificates: inside the deadline, and told apart from a dead server. */
class TlsAndNamesTest {
    private static final int SHORT = 500;
    private static final int LONG = 5000;

    private static final CountDownLatch CLOSED = new CountDownLatch(1);
    private static final AtomicInteger HANGING = new AtomicInteger();
    private static Certificates certificates;
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        certificates = Certificates.shared();
        asker = new Asker(TlsAndNamesTest::lookup, certificates.trust());
        try (Peer peer = server("good")) {
            asker.ask(get(https(peer), LONG)); // loads the classes, so that the first measured probe is like the others
        }
    }

    @AfterAll
    static void close() {
        CLOSED.countDown();
        asker.close();
    }

    private static InetAddress[] lookup(String name) throws UnknownHostException {
        switch (name) {
            case "hanging.example":
                HANGING.incrementAndGet();
                hang();
                throw new UnknownHostException(name);
            case "pbx.example":
                return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
            default:
                throw new UnknownHostException(name + ": Name or service not known");
        }
    }

    private static void hang() {
        try {
            CLOSED.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Peer server(String alias) throws Exception {
        SSLContext tls = certificates.server(alias);
        return new Peer(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                (peer, socket) -> {
                    while (peer.request(socket)) {
                        Peer.write(socket, Peer.ok("hello"));
                    }
                });
    }

    private static String https(Peer peer) {
        return "https://pbx.example:" + peer.port() + "/";
    }

    @Test
    void goodCertificateIsAliveAndTheConnectionIsKept() throws Exception {
        try (Peer peer = server("good")) {
            assertThat(asker.ask(get(https(peer), LONG)).finding()).isEqualTo(new Finding.Alive("200 OK"));
            assertThat(asker.ask(get(https(peer), LONG)).finding()).isEqualTo(new Finding.Alive("200 OK"));
            assertThat(peer.connections).hasValue(1);
        }
    }

    @Test
    void pinnedProbeVerifiesTheNameOfItsAddressBar() throws Exception {
        try (Peer good = server("good");
                Peer other = server("other")) {
            assertThat(asker.ask(pinned(get(https(good), LONG), "127.0.0.1")).finding())
                    .isEqualTo(new Finding.Alive("200 OK"));
            assertThat(asker.ask(pinned(get(https(other), LONG), "127.0.0.1")).finding())
                    .isEqualTo(new Finding.Failed(TLS, "the certificate is for another name"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired, the certificate has expired by the robot's clock",
        "early, the certificate is not valid yet by the robot's clock",
        "other, the certificate is for another name",
        "self, the certificate is not trusted (robot.trust can name it)",
        "strangers, the certificate is not trusted (robot.trust can name it)",
    })
    void badCertificateIsNoDeadServer(String alias, String detail) throws Exception {
        try (Peer peer = server(alias)) {
            Probe probe = asker.ask(get(https(peer), LONG));

            assertThat(probe.finding()).isEqualTo(new Finding.Failed(TLS, detail));
            assertThat(TLS.counts()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired, the certificate has expired by the robot's clock",
        "other, the certificate is for another name",
        "self, the certificate is not trusted (robot.trust can name it)",
    })
    void a_server_is_not_in_reach_when_its_certificate_would_be_refused(String alias, String detail) throws Exception {
        try (Peer peer = server(alias)) {
            assertThat(asker.ask(reach(peer)).finding()).isEqualTo(new Finding.Failed(TLS, detail));
        }
    }

    @Test
    void a_server_in_reach_is_sent_no_request() throws Exception {
        try (Peer peer = server("good")) {
            assertThat(asker.ask(reach(peer)).finding())
                    .isEqualTo(new Finding.Alive(
                            "connected to port " + peer.port() + ", with a certificate that is trusted"));
        }
    }

    @Test
    void a_server_that_is_silent_in_the_handshake_is_not_waited_for_any_longer_than_the_timeout() throws Exception {
        try (Peer peer = new Peer(Peer.SILENT)) {
            assertThat(asker.ask(Question.reach(URI.create(https(peer)), Duration.ofMillis(SHORT))
                                    .orElseThrow())
                            .finding())
                    .isEqualTo(
                            new Finding.Failed(TIMEOUT, "no answer within 500 ms (connected, in the TLS handshake)"));
        }
    }

    private static Question reach(Peer peer) {
        return Question.reach(URI.create(https(peer)), Duration.ofMillis(LONG)).orElseThrow();
    }

    /** In TLS 1.3 it says so only when for us the handshake has ended. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void one_that_demands_a_certificate_of_ours_is_no_dead_server(String version) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            SSLSocket strict = (SSLSocket) certificates
                    .server("good")
                    .getSocketFactory()
                    .createSocket(socket, "robot", socket.getPort(), false);
            strict.setUseClientMode(false);
            strict.setNeedClientAuth(true);
            strict.setEnabledProtocols(new String[] {version});
            assertThatThrownBy(strict::startHandshake).isInstanceOf(SSLException.class);
            Peer.SILENT.treat(self, socket); // closed now, what it has said would be lost
        })) {
            Finding finding = asker.ask(get(https(peer), LONG)).finding();
            assertThat(finding).isInstanceOfSatisfying(Finding.Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(TLS);
                assertThat(failed.detail()).startsWith("handshake failed: ");
            });
        }
    }

    @Test
    void serverWithoutTlsFailsTheHandshake() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            Peer.write(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            Peer.SILENT.treat(self, socket);
        })) {
            assertThat(asker.ask(get(https(peer), LONG)).finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(TLS));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionThatIsCutInTheHandshakeIsReset(boolean abruptly) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            socket.getInputStream().read();
            socket.setSoLinger(abruptly, 0);
        })) {
            assertThat(asker.ask(get(https(peer), LONG)).finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(RESET));
        }
    }

    @Test
    void stalledHandshakeTimesOut() throws Exception {
        try (Peer peer = new Peer(Peer.SILENT)) {
            Probe probe = asker.ask(get(https(peer), SHORT));

            assertThat(probe.finding())
                    .isEqualTo(
                            new Finding.Failed(TIMEOUT, "no answer within 500 ms (connected, in the TLS handshake)"));
            assertThat(probe.took()).isLessThan(Duration.ofMillis(SHORT + 250));
            await().untilAsserted(() -> assertThat(peer.open()).isZero());
        }
    }

    @Test
    void silenceBehindTlsTimesOut() throws Exception {
        SSLContext tls = certificates.server("good");
        try (Peer peer = new Peer(
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                Peer.SILENT)) {
            Probe probe = asker.ask(get(https(peer), SHORT));

            assertThat(probe.finding())
                    .isEqualTo(new Finding.Failed(TIMEOUT, "no answer within 500 ms (connected, waiting for headers)"));
            assertThat(probe.took()).isLessThan(Duration.ofMillis(SHORT + 250));
            await().untilAsserted(() -> assertThat(peer.open()).isZero());
        }
    }

    @Test
    void unknownNameIsNoDeadServer() {
        Probe probe = asker.ask(get("http://unknown.example/", LONG));

        assertThat(probe.finding()).isEqualTo(new Finding.Failed(NAME, "no address for unknown.example"));
        assertThat(NAME.counts()).isFalse();
    }

    @Test
    void hangingNameLookupEndsInTimeAndIsMadeOnce() throws Exception {
        ExecutorService askers = Executors.newFixedThreadPool(10);
        try {
            List<Callable<Probe>> probes = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                probes.add(() -> asker.ask(get("http://hanging.example/", SHORT)));
            }
            for (Future<Probe> future : askers.invokeAll(probes)) {
                assertThat(future.get().finding())
                        .isEqualTo(new Finding.Failed(NAME, "no answer from the name service for hanging.example"));
                assertThat(future.get().took()).isLessThan(Duration.ofMillis(SHORT + 250));
            }
            assertThat(HANGING).hasValue(1);
        } finally {
            askers.shutdownNow();
        }
    }
}
