package org.pbxfailover.probe;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.Future;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.io.Closer;

/**
 * A TCP connection for one conversation in a protocol other than HTTP. The socket is closed when the deadline comes, which ends whatever
 * the thread that uses it waits for: a handshake, an answer byte by byte, a receiver that takes nothing. For one thread.
 */
public final class Wire implements Closeable {
    private final PlainSocket raw;
    private final Attempt attempt;
    private final Future<?> cut;

    /**
     * @param raw is closed with this, or at the deadline of the attempt
     * @param cut what would run the attempt at its deadline
     */
    Wire(PlainSocket raw, Attempt attempt, Future<?> cut) {
        this.raw = raw;
        this.attempt = attempt;
        this.cut = cut;
    }

    public Socket socket() {
        return raw;
    }

    /** How far the conversation has come, such as {@code "connected, logging in"}: said when the deadline comes. */
    public void phase(String now) {
        attempt.phase(now);
    }

    /** A question is about to be sent; until the next phase its answer is waited for, and one that nobody reads is no silence (rule I9). */
    void asks(String now) {
        attempt.waits(now, Turn.ofAnswer(raw.heard()));
    }

    /**
     * TLS over this connection.
     *
     * @param name whom the certificate must be for
     * @throws IOException when there is no agreement, of a kind that {@link Classify} knows
     */
    public SSLSocket tls(SSLSocketFactory factory, String name) throws IOException {
        attempt.shakesHands(raw);
        try {
            SSLSocket secured = (SSLSocket) factory.createSocket(raw, name, raw.getPort(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What a failure of the conversation really was: the deadline, or TLS, or what it says. */
    public IOException failure(IOException seen) {
        if (attempt.over()) {
            return attempt.late();
        }
        return TlsException.isOne(seen) ? new TlsException(seen) : seen;
    }

    /** Never waits: not for the other side to read, and not for its good-bye. */
    @Override
    public void close() {
        cut.cancel(false);
        Closer.closeQuietly(raw);
    }

    /** Hands over so much of what the other side says, and no more: an answer without end must not fill the memory. */
    static final class Capped extends PlainSocket {
        private static final int CAP = 256 * 1024;

        private int left = CAP;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    left -= Math.max(0, read);
                    if (left < 0) {
                        throw new IOException("an answer without end");
                    }
                    return read;
                }
            };
        }
    }
}
