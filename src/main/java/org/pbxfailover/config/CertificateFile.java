package org.pbxfailover.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A file with certificates that are to be believed, as PEM (RFC 7468): text around them and keys are passed over. */
final class CertificateFile {
    private static final int MOST = 1 << 20;

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private CertificateFile() {}

    /**
     * The certificates of a file, at least one.
     *
     * @throws BoundedFile.Unfit when there is none, with a predicate such as {@code does not exist}
     */
    static List<X509Certificate> read(Path file) throws BoundedFile.Unfit {
        List<String> blocks = CERTIFICATE
                .matcher(text(file))
                .results()
                .map(MatchResult::group)
                .toList();
        if (blocks.isEmpty()) {
            throw new BoundedFile.Unfit("has no certificate (-----BEGIN CERTIFICATE-----) in it");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return factory
                    .generateCertificates(
                            new ByteArrayInputStream(String.join("\n", blocks).getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new BoundedFile.Unfit("holds a certificate that cannot be read; copy it anew");
        }
    }

    private static String text(Path file) throws BoundedFile.Unfit {
        try {
            return BoundedFile.text(file, MOST);
        } catch (BoundedFile.Unfit e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new BoundedFile.Unfit("does not exist");
        } catch (AccessDeniedException e) {
            throw new BoundedFile.Unfit("this user may not read");
        } catch (CharacterCodingException e) {
            throw new BoundedFile.Unfit("is no PEM: openssl x509 -inform der -in FILE turns it into that");
        } catch (IOException e) {
            throw new BoundedFile.Unfit("cannot be read (" + e.getMessage() + ")");
        }
    }
}
