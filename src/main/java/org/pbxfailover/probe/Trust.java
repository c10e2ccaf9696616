package org.pbxfailover.probe;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.camel.util.function.Suppliers;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed, by everything that speaks TLS to a server. Read when it is first needed, because the authorities of a
 * Java are a good hundred, and reading them takes a twentieth of a start. Thread-safe.
 */
public final class Trust {
    private record Made(SSLContext context, TlsSocketStrategy https) {}

    private final Supplier<Made> made;

    private Trust(Supplier<SSLContext> contexts) {
        this.made = Suppliers.memorize(() -> made(contexts.get()));
    }

    /**
     * This Java's authorities, and what the configuration names besides.
     *
     * @param named an authority of one's own, or the very certificate that a server shows; see {@link NamedCertificates}
     */
    public static Trust with(List<X509Certificate> named) {
        return named.isEmpty() ? new Trust(SSLContexts::createSystemDefault) : new Trust(() -> context(named));
    }

    static Trust of(SSLContext context) {
        return new Trust(() -> context);
    }

    /** Reads it now, so that nobody's deadline has to pay for that. */
    void read() {
        try {
            var unused = made.get();
        } catch (RuntimeException e) {
            // Whoever needs it says so.
        }
    }

    SSLSocketFactory sockets() {
        return made.get().context().getSocketFactory();
    }

    TlsSocketStrategy https() {
        return made.get().https();
    }

    /** The JVM's own verification of the host name happens inside the handshake; a second one afterwards would add nothing. */
    private static Made made(SSLContext context) {
        return new Made(
                context,
                new DefaultClientTlsStrategy(
                        context, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE));
    }

    private static SSLContext context(List<X509Certificate> named) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager(named)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificates of robot.trust cannot be used: " + e.getMessage(), e);
        }
    }

    static X509ExtendedTrustManager manager(List<X509Certificate> named) throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        List<X509Certificate> known = List.of(verifier(null).getAcceptedIssuers());
        for (X509Certificate certificate :
                Stream.concat(known.stream(), named.stream()).toList()) {
            all.setCertificateEntry(Integer.toString(all.size()), certificate);
        }
        return new NamedCertificates(named, verifier(all));
    }

    /** @param trusted null: this Java's authorities */
    private static X509ExtendedTrustManager verifier(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java verifies no X.509 certificates"));
    }
}
