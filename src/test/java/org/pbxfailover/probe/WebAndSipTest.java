package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.NAME;
import static org.pbxfailover.core.FailureClass.SIP;
import static org.pbxfailover.core.FailureClass.STATUS;
import static org.pbxfailover.core.FailureClass.TLS;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;

/** A web server that answers is asked for its SIP side, too, within the same deadline (fault 9). */
class WebAndSipTest {
    private static final Duration SLACK = Duration.ofMillis(250);
    private static final int LONG = 10_000;
    private static Certificates certificates;
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        certificates = Certificates.shared();
        asker = new Asker(
                name -> {
                    if (name.equals("pbx.example")) {
                        return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
                    }
                    throw new UnknownHostException(name);
                },
                certificates.trust());
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static Probe probe(Peer web, String sip, int millis) {
        Question side = Question.sip(URI.create(sip), Duration.ofMillis(millis), Optional.empty());
        return asker.ask(Asker.get(web.url(), millis).and(side));
    }

    private static String url(UdpPeer sip) {
        return "udp://127.0.0.1:" + sip.port();
    }

    /** A web server that takes its time. */
    private static Peer slow(int millis) throws Exception {
        return new Peer((self, socket) -> {
            self.request(socket);
            self.closed.await(millis, TimeUnit.MILLISECONDS);
            Peer.write(socket, Peer.ok("hello"));
        });
    }

    @Test
    void both_sides_answer() throws Exception {
        try (Peer web = Peer.answering(Peer.ok("hello"));
                UdpPeer sip = UdpPeer.answering("404 Not Found")) {
            assertThat(probe(web, url(sip), LONG).finding()).isEqualTo(new Finding.Alive("200 OK"));
            assertThat(sip.requests).hasSize(1);
        }
    }

    @Test
    void a_sip_side_that_refuses_or_says_nothing_is_half_a_death_that_names_both() throws Exception {
        int closed;
        try (DatagramSocket once = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            closed = once.getLocalPort();
        }
        try (Peer web = Peer.answering(Peer.ok("hello"));
                UdpPeer silent = new UdpPeer(UdpPeer.SILENT)) {
            assertThat(probe(web, "udp://127.0.0.1:" + closed, LONG).finding())
                    .isEqualTo(new Finding.Failed(
                            SIP, "the web server answers (200 OK), but its SIP side does not: connection refused"));
            assertThat(probe(web, url(silent), 2000).finding())
                    .isEqualTo(new Finding.Failed(
                            SIP,
                            "the web server answers (200 OK), but its SIP side does not: no answer within 2 s"
                                    + " (waiting for a SIP answer)"));
        }
    }

    @Test
    void a_web_server_that_does_not_answer_well_is_dead_whatever_its_sip_side_says() throws Exception {
        try (Peer web = Peer.answering("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");
                UdpPeer sip = UdpPeer.answering("200 OK")) {
            assertThat(probe(web, url(sip), LONG).finding()).isEqualTo(new Finding.Failed(STATUS, "500 Oh"));
            assertThat(sip.requests).isEmpty();
        }
    }

    @Test
    void a_web_server_that_leaves_the_sip_side_no_fair_time_is_alive() throws Exception {
        try (Peer web = slow(2500);
                UdpPeer sip = new UdpPeer(UdpPeer.SILENT)) {
            assertThat(probe(web, url(sip), 3000).finding()).isEqualTo(new Finding.Alive("200 OK"));
            assertThat(sip.requests).isEmpty();
        }
    }

    @Test
    void the_deadline_holds_for_both_together() throws Exception {
        try (Peer web = slow(700);
                UdpPeer sip = new UdpPeer(UdpPeer.SILENT)) {
            Probe probe = probe(web, url(sip), 3000);
            assertThat(probe.finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(SIP));
            assertThat(probe.took()).isLessThan(Duration.ofSeconds(3).plus(SLACK));
        }
    }

    @Test
    void a_bad_certificate_of_the_sip_side_is_a_tls_failure() throws Exception {
        try (Peer web = Peer.answering(Peer.ok("hello"));
                Peer sip = new Peer(
                        certificates
                                .server("expired")
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        Peer.SILENT)) {
            assertThat(probe(web, "tls://pbx.example:" + sip.port(), LONG).finding())
                    .isEqualTo(new Finding.Failed(
                            TLS,
                            "the web server answers (200 OK), but TLS with its SIP side fails: the certificate has"
                                    + " expired by the robot's clock"));
        }
    }

    @Test
    void a_sip_side_whose_name_does_not_resolve_proves_nothing() throws Exception {
        try (Peer web = Peer.answering(Peer.ok("hello"))) {
            assertThat(probe(web, "udp://unknown.example", LONG).finding())
                    .isEqualTo(new Finding.Failed(
                            NAME,
                            "the web server answers (200 OK), but its SIP side does not: no address for"
                                    + " unknown.example"));
        }
    }
}
