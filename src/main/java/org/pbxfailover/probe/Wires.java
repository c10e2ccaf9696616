package org.pbxfailover.probe;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.io.Closer;
import org.pbxfailover.core.Finding;

/** Opens connections that end by a deadline, for protocols other than HTTP. Thread-safe. */
public final class Wires {
    private final SocketProbe sockets;
    private final Trust trust;
    private final ScheduledExecutorService clockThread;

    /**
     * @param trust as for HTTPS
     * @param clockThread cuts off at the deadline
     */
    Wires(SocketProbe sockets, Trust trust, ScheduledExecutorService clockThread) {
        this.sockets = sockets;
        this.trust = trust;
        this.clockThread = clockThread;
    }

    /** Makes TLS with servers whose certificates are trusted as for HTTPS. */
    public SSLSocketFactory trust() {
        return trust.sockets();
    }

    /**
     * Whether a server lets us in and shows a certificate that is trusted and is for its host; nothing is said to it afterwards.
     *
     * @param server its host and port
     */
    Finding handshake(URI server, long deadline) throws IOException {
        try (Wire wire = open(server.getHost(), server.getPort(), deadline)) {
            wire.tls(trust(), server.getHost().replaceAll("[\\[\\]]", ""));
            return new Finding.Alive("connected to port " + server.getPort() + ", with a certificate that is trusted");
        }
    }

    /**
     * A new connection, on the calling thread.
     *
     * @param host a name or an address
     * @param deadline total, from the look-up of the name to the end of the conversation, on the scale of {@link System#nanoTime()}
     * @throws IOException when nobody let us in, of a kind that {@link Classify} knows
     */
    public Wire open(String host, int port, long deadline) throws IOException {
        SocketProbe.Opened opened = sockets.open(host, port, deadline, Wire.Capped::new);
        Attempt attempt = new Attempt(
                deadline,
                () -> {
                    Closer.closeQuietly(opened.socket());
                    return true;
                },
                false);
        return new Wire(
                opened.socket(),
                attempt,
                clockThread.schedule(attempt, deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    }
}
