package org.pbxfailover.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** The TLS handshake failed while the server was there to fail it; and what that means, in words. */
final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    TlsException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether TLS failed because of what was said in it, rather than because nobody was there any more. */
    static boolean isOne(IOException failure) {
        boolean cutOff = failure.getCause() instanceof EOFException || failure.getCause() instanceof SocketException;
        return failure instanceof SSLException && !cutOff;
    }

    /**
     * Why there was no agreement, for people.
     *
     * @param text of the failure, fit to be shown
     */
    static String words(Throwable failure, String text) {
        List<Throwable> causes = Stream.<Throwable>iterate(failure, c -> c != null, Throwable::getCause)
                .limit(10)
                .toList();
        if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
            return "the certificate has expired by the robot's clock";
        }
        if (causes.stream().anyMatch(CertificateNotYetValidException.class::isInstance)) {
            return "the certificate is not valid yet by the robot's clock";
        }
        if (text.contains("No name matching") || text.contains("No subject alternative")) {
            return "the certificate is for another name";
        }
        boolean certificate = causes.stream().anyMatch(CertificateException.class::isInstance) || text.contains("PKIX");
        return certificate ? "the certificate is not trusted (robot.trust can name it)" : "handshake failed: " + text;
    }
}
