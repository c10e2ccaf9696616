package org.pbxfailover.probe;

import java.io.IOException;

/** The TLS handshake failed while the server was there to fail it. */
final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    TlsException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
