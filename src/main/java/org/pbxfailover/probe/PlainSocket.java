package org.pbxfailover.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * A socket whose failure to connect stays as the system tells it. The client would put an exception of its own around each, and copy the trace of
 * the first one into it: a twelfth of what the polls of a dead primary cost.
 */
final class PlainSocket extends Socket {
    @Override
    public void connect(SocketAddress to, int timeout) throws IOException {
        try {
            super.connect(to, timeout);
        } catch (ConnectException e) {
            throw new Unconnected(e);
        }
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
