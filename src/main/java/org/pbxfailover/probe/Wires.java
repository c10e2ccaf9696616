package org.pbxfailover.probe;

import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.io.Closer;

/** Opens connections that end by a deadline, for protocols other than HTTP. Thread-safe. */
public final class Wires {
    private final SocketProbe sockets;
    private final SSLSocketFactory trust;
    private final ScheduledExecutorService clockThread;

    /**
     * @param trust as for HTTPS
     * @param clockThread cuts off at the deadline
     */
    Wires(SocketProbe sockets, SSLSocketFactory trust, ScheduledExecutorService clockThread) {
        this.sockets = sockets;
        this.trust = trust;
        this.clockThread = clockThread;
    }

    /** Makes TLS with servers whose certificates are trusted as for HTTPS. */
    public SSLSocketFactory trust() {
        return trust;
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
