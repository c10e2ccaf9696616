package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.TLS;
import static org.pbxfailover.probe.Asker.get;

import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Finding;

/** Whose certificates are believed where the configuration names some. */
class TrustTest {
    private static Certificates certificates;

    @BeforeAll
    static void certificates() throws Exception {
        certificates = Certificates.shared();
    }

    /** What a probe says of a server that shows a certificate, when others, or the same, are named. */
    private static Finding found(String shown, String... named) throws Exception {
        List<X509Certificate> trusted = new ArrayList<>();
        for (String alias : named) {
            trusted.add(certificates.certificate(alias));
        }
        SSLContext tls = certificates.server(shown);
        try (Peer peer = new Peer(
                        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        (self, socket) -> {
                            while (self.request(socket)) {
                                Peer.write(socket, Peer.ok("hello"));
                            }
                        });
                Asker asker =
                        new Asker(name -> new InetAddress[] {InetAddress.getLoopbackAddress()}, Trust.with(trusted))) {
            return asker.ask(get("https://pbx.example:" + peer.port() + "/", 10_000))
                    .finding();
        }
    }

    @Test
    void without_any_only_javas_own_authorities_are_believed() throws Exception {
        assertThat(found("good"))
                .isEqualTo(new Finding.Failed(TLS, "the certificate is not trusted (robot.trust can name it)"));
    }

    @Test
    void an_authority_that_is_named_vouches_for_the_right_host_alone() throws Exception {
        assertThat(found("good", "authority")).isEqualTo(new Finding.Alive("200 OK"));
        assertThat(found("other", "authority"))
                .isEqualTo(new Finding.Failed(TLS, "the certificate is for another name"));
        assertThat(found("strangers", "authority"))
                .isEqualTo(new Finding.Failed(TLS, "the certificate is not trusted (robot.trust can name it)"));
    }

    @Test
    void the_very_certificate_that_is_named_is_believed_whatever_host_is_written_in_it() throws Exception {
        assertThat(found("self", "stranger", "self")).isEqualTo(new Finding.Alive("200 OK"));
        assertThat(found("other", "other")).isEqualTo(new Finding.Alive("200 OK"));
        assertThat(found("strangers", "self"))
                .isEqualTo(new Finding.Failed(TLS, "the certificate is not trusted (robot.trust can name it)"));
    }

    @Test
    void dates_must_be_right_all_the_same() throws Exception {
        assertThat(found("expired", "expired"))
                .isEqualTo(new Finding.Failed(TLS, "the certificate has expired by the robot's clock"));
        assertThat(found("early", "early"))
                .isEqualTo(new Finding.Failed(TLS, "the certificate is not valid yet by the robot's clock"));
    }

    @Test
    void javas_own_authorities_are_believed_as_before() throws Exception {
        TrustManagerFactory usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        usual.init((@Nullable KeyStore) null);
        X509Certificate[] authorities = Stream.of(usual.getTrustManagers())
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow()
                .getAcceptedIssuers();

        assertThat(Trust.manager(List.of(certificates.certificate("authority"))).getAcceptedIssuers())
                .hasSizeGreaterThan(1)
                .contains(authorities)
                .contains(certificates.certificate("authority"));
    }
}
