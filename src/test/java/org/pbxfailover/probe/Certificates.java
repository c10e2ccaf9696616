package org.pbxfailover.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates of a throw-away authority for {@code pbx.example} and {@code localhost}, made by the keytool of this JDK. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String NAMES = "san=dns:pbx.example,dns:localhost";
    private static @Nullable Certificates shared;

    private final KeyStore all;

    /** The same for all tests of a day: making them takes seconds. One that expires does so five days later. */
    public static synchronized Certificates shared() throws Exception {
        if (shared == null) {
            Path today = Path.of("target", "certificates-" + LocalDate.now() + ".p12");
            if (!Files.exists(today)) {
                Path made = Files.createTempDirectory(today.toAbsolutePath().getParent(), "certificates")
                        .resolve("keys.p12");
                new Maker(made).all();
                Files.move(made, today, StandardCopyOption.ATOMIC_MOVE); // another process may have been faster
                Files.delete(made.getParent());
            }
            shared = new Certificates(today);
        }
        return shared;
    }

    private Certificates(Path file) throws Exception {
        all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            all.load(in, PASSWORD);
        }
    }

    private record Maker(Path file) {
        void all() throws IOException, InterruptedException {
            make("authority", "CN=authority", "-ext", "bc:c");
            // RSA, for programs with GnuTLS: it reads no EC key without its public half, and Java writes them so.
            makeWith("RSA", "good", "CN=good", "-signer", "authority", "-ext", NAMES);
            make("expired", "CN=old", "-signer", "authority", "-ext", NAMES, "-startdate", "-10d", "-validity", "5");
            make("early", "CN=new", "-signer", "authority", "-ext", NAMES, "-startdate", "+5d", "-validity", "5");
            make("other", "CN=pbx.example", "-signer", "authority", "-ext", "san=dns:elsewhere.example");
            make("self", "CN=pbx.example", "-ext", NAMES);
            make("stranger", "CN=stranger", "-ext", "bc:c");
            makeWith("RSA", "strangers", "CN=pbx.example", "-signer", "stranger", "-ext", NAMES);
        }

        private void make(String alias, String name, String... more) throws IOException, InterruptedException {
            makeWith("EC", alias, name, more);
        }

        private void makeWith(String algorithm, String alias, String name, String... more)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    algorithm,
                    "-alias",
                    alias,
                    "-dname",
                    name,
                    "-keystore",
                    file.toString(),
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD)));
            command.addAll(List.of(more));
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes());
            if (keytool.waitFor() != 0) {
                throw new IOException(said);
            }
        }
    }

    /** Trusts the authority and nobody else. */
    public SSLContext trust() throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("authority", all.getCertificate("authority"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** A certificate as a server shows it. */
    public X509Certificate certificate(String alias) throws Exception {
        return (X509Certificate) all.getCertificate(alias);
    }

    /** Files with certificates, as people pass them on. */
    public String pem(String... aliases) throws Exception {
        StringBuilder pem = new StringBuilder();
        for (String alias : aliases) {
            pem.append(alias + " of today\n-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder()
                            .encodeToString(certificate(alias).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return pem.toString();
    }

    /** A server's side that shows one of the certificates. */
    public SSLContext server(String alias) throws Exception {
        KeyStore one = empty();
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(one, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** The certificate of an alias as {@code ALIAS.pem}, with those it was signed by, beside its key as {@code ALIAS.key}. */
    public Path pem(String alias, Path directory) throws Exception {
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : all.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(
                directory.resolve(alias + ".key"),
                pem("PRIVATE KEY", all.getKey(alias, PASSWORD).getEncoded()));
        return Files.writeString(directory.resolve(alias + ".pem"), chain);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
