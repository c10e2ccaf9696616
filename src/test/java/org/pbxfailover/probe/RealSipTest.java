package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.TLS;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Probe;
import org.pbxfailover.real.Kamailio;
import org.pbxfailover.real.Sipp;

/** SIP OPTIONS against programs that telephone companies run: Kamailio and sipp. */
@Tag("real")
class RealSipTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Finding ALIVE = new Finding.Alive("SIP 200 Kamailio lives");

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        certificates = Certificates.shared();
        asker = new Asker(InetAddress::getAllByName, certificates.trust());
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    /** Of the name for which the certificates are, at the address where everything is. */
    private static Finding named(String transport, int port) {
        URI uri = URI.create(transport + "://pbx.example:" + port);
        return asker.ask(Question.sip(uri, LONG, Optional.of("127.0.0.1"))).finding();
    }

    private static Probe probe(String transport, int port, Duration timeout) {
        return asker.ask(Question.sip(URI.create(transport + "://127.0.0.1:" + port), timeout, Optional.empty()));
    }

    private static Finding ask(String transport, int port) {
        return probe(transport, port, LONG).finding();
    }

    @Test
    void kamailio_answers_over_udp_tcp_and_tls_and_one_probe_is_like_the_next() throws Exception {
        try (Kamailio kamailio = new Kamailio(directory, certificates.pem("good", directory))) {
            for (int i = 0; i < 50; i++) {
                assertThat(ask("udp", kamailio.port())).isEqualTo(ALIVE);
                assertThat(ask("tcp", kamailio.port())).isEqualTo(ALIVE);
                assertThat(named("tls", kamailio.tlsPort()).phrase()).startsWith("SIP ");
            }
        }
    }

    /** Whoever refuses is there. */
    @Test
    void kamailio_that_is_asked_by_a_name_it_does_not_know_is_alive() throws Exception {
        try (Kamailio kamailio = new Kamailio(directory, certificates.pem("good", directory))) {
            Finding refusal = new Finding.Alive("SIP 404 Not Here");
            assertThat(named("udp", kamailio.port())).isEqualTo(refusal);
            assertThat(named("tcp", kamailio.port())).isEqualTo(refusal);
            assertThat(named("tls", kamailio.tlsPort())).isEqualTo(refusal);
        }
    }

    @Test
    void kamailio_whose_certificate_has_expired_fails_in_tls_alone() throws Exception {
        try (Kamailio kamailio = new Kamailio(directory, certificates.pem("expired", directory))) {
            assertThat(named("tls", kamailio.tlsPort()))
                    .isEqualTo(new Finding.Failed(TLS, "the certificate has expired by the robot's clock"));
            assertThat(ask("tls", kamailio.tlsPort()))
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(TLS));
            assertThat(ask("udp", kamailio.port())).isEqualTo(ALIVE);
        }
    }

    @Test
    void kamailio_that_hangs_is_silent_within_the_deadline_and_answers_when_it_goes_on() throws Exception {
        try (Kamailio kamailio = new Kamailio(directory, certificates.pem("good", directory))) {
            kamailio.hangs();
            silent("udp", kamailio.port(), "waiting for a SIP answer");
            silent("tcp", kamailio.port(), "connected, waiting for a SIP answer");
            silent("tls", kamailio.tlsPort(), "connected, in the TLS handshake");
            kamailio.goesOn();
            assertThat(ask("udp", kamailio.port())).isEqualTo(ALIVE);
            assertThat(ask("tcp", kamailio.port())).isEqualTo(ALIVE);
        }
    }

    private static void silent(String transport, int port, String how) {
        Probe probe = probe(transport, port, SHORT);
        assertThat(probe.finding()).isEqualTo(new Finding.Failed(TIMEOUT, "no answer within 700 ms (" + how + ")"));
        assertThat(probe.took()).isLessThan(SHORT.plusMillis(250));
    }

    @Test
    void kamailio_that_was_killed_refuses_at_once() throws Exception {
        Kamailio kamailio = new Kamailio(directory, certificates.pem("good", directory));
        kamailio.close();
        Finding refused = new Finding.Failed(REFUSED, "connection refused");
        assertThat(ask("udp", kamailio.port())).isEqualTo(refused);
        assertThat(ask("tcp", kamailio.port())).isEqualTo(refused);
        assertThat(named("tls", kamailio.tlsPort())).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void sipp_answers(String transport) {
        try (Sipp sipp = new Sipp(directory, transport, AT_ONCE, Sipp.ANSWER)) {
            assertThat(ask(transport, sipp.port())).isEqualTo(new Finding.Alive("SIP 200 OK"));
            assertThat(ask(transport, sipp.port())).isEqualTo(new Finding.Alive("SIP 200 OK"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Trying", "486 Busy Here", "503 Service Unavailable"})
    void sipp_that_answers_no_more_than_that_is_alive(String status) {
        try (Sipp sipp = new Sipp(directory, "udp", AT_ONCE, Sipp.ANSWER.replace("200 OK", status))) {
            assertThat(ask("udp", sipp.port())).isEqualTo(new Finding.Alive("SIP " + status));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void sipp_that_answers_late_is_alive_within_the_deadline_only(String transport) {
        Duration late = Duration.ofMillis(1500);
        try (Sipp sipp = new Sipp(directory, transport, late, Sipp.ANSWER)) {
            assertThat(probe(transport, sipp.port(), SHORT).alive()).isFalse();
            Probe patient = probe(transport, sipp.port(), LONG);
            assertThat(patient.finding()).isEqualTo(new Finding.Alive("SIP 200 OK"));
            assertThat(patient.took()).isGreaterThan(SHORT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[last_Call-ID:] -> Call-ID: somebody-elses",
                "[last_CSeq:] -> CSeq: 2 OPTIONS",
                "[last_CSeq:] -> CSeq: 1 INVITE",
                "[last_Via:] -> Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKsomebody-elses",
            })
    void sipp_that_answers_somebody_else_does_not_answer_us(String change) {
        String[] parts = change.split(" -> ");
        try (Sipp sipp = new Sipp(directory, "udp", AT_ONCE, Sipp.ANSWER.replace(parts[0], parts[1]))) {
            silent("udp", sipp.port(), "waiting for a SIP answer");
        }
    }
}
