package org.pbxfailover.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSocket;

/**
 * A socket whose failure to connect stays as the system tells it, and that knows how long the other side was waited for. The client would put an
 * exception of its own around each failure, and copy the trace of the first one into it: a twelfth of what the polls of a dead primary cost. It is
 * read by one thread at a time, and may be asked by any.
 */
class PlainSocket extends Socket {
    /** What lies under TLS: its own socket tells nobody. */
    private static final Map<Socket, PlainSocket> UNDER = Collections.synchronizedMap(new WeakHashMap<>());

    private final Heard heard = new Heard();

    /** From now on {@link #under} knows what TLS was laid over. */
    static SSLSocket secured(SSLSocket secure, Socket plain) {
        if (plain instanceof PlainSocket known) {
            UNDER.put(secure, known);
        }
        return secure;
    }

    static Optional<PlainSocket> under(SSLSocket secure) {
        return Optional.ofNullable(UNDER.get(secure));
    }

    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
        try {
            super.connect(to, timeout);
        } catch (ConnectException e) {
            throw new Unconnected(e);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return heard.from(super.getInputStream());
    }

    Heard heard() {
        return heard;
    }

    /** What was thrown when the connection failed, whoever threw it. */
    static IOException told(IOException failure) {
        return failure instanceof Unconnected unconnected ? unconnected.told : failure;
    }

    /** Carries what the system said past the client. */
    private static final class Unconnected extends IOException {
        private static final long serialVersionUID = 1;

        private final ConnectException told;

        private Unconnected(ConnectException told) {
            super(told.getMessage(), told);
            this.told = told;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // the cause has one
        }
    }
}
