package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** Probes without HTTP: an accepted connection. */
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
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(FailureClass.TIMEOUT));
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
