package org.pbxfailover.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;

/** The TLS handshake failed while the server was there to fail it. */
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
}
