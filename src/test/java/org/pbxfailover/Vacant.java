package org.pbxfailover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A loopback port that refuses: it is bound, so that no other test is given it meanwhile, and nobody listens. */
public final class Vacant implements AutoCloseable {
    private final Socket bound = new Socket();

    /**
     * @param port where a server was until now; 0: any
     */
    public Vacant(int port) {
        try {
            bound.setReuseAddress(true); // connections to the server may linger there
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
