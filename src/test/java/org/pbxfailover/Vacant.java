package org.pbxfailover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A loopback port that refuses: it is bound, so that no other test is given it meanwhile, and nobody listens. */
public final class Vacant implements AutoCloseable {
    private final Socket bound;

    /**
     * @param port where a server was until now, whose listening ends only when the thread that accepts has woken up; 0: any
     */
    public Vacant(int port) {
        bound = Awaitility.await("the port to be left by its server")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> bound(port), Socket::isBound);
    }

    private static Socket bound(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true); // connections to the server may linger there
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public int port() {
        return bound.getLocalPort();
    }

    /** Somebody may listen there again. */
    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
