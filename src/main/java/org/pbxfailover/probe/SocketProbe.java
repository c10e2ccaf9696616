package org.pbxfailover.probe;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.pbxfailover.core.Finding;

/** Connections without HTTP, opened on the calling thread, which waits no longer than until the deadline. Thread-safe. */
final class SocketProbe {
    private final Names names;

    SocketProbe(Names names) {
        this.names = names;
    }

    /** Whether a connection is accepted. */
    Finding connect(Question question, long deadline) throws IOException {
        try (Opened opened = open(question, question.uri().getPort(), deadline)) {
            return new Finding.Alive("connected to port " + opened.socket().getPort() + opened.aside());
        }
    }

    /** Tries the addresses in turn, within shares of the time that is left. */
    Opened open(Question question, int port, long deadline) throws IOException {
        return open(host(question), port, deadline, PlainSocket::new);
    }

    /** The same to a host by its name or address, with a socket that the caller makes. */
    Opened open(String host, int port, long deadline, Supplier<? extends PlainSocket> sockets) throws IOException {
        long began = System.nanoTime();
        List<InetAddress> addresses = names.resolve(host, deadline);
        long lookup = System.nanoTime() - began;
        Tries tries = new Tries(host, addresses.size() > 1);
        for (int i = 0; i < addresses.size(); i++) {
            String phase = Attempt.CONNECT + tries.aside();
            PlainSocket socket = sockets.get();
            try {
                int share = Deadline.millis(deadline, addresses.size() - i, phase);
                socket.connect(new InetSocketAddress(named(host, addresses.get(i)), port), share);
                return new Opened(socket, tries.aside());
            } catch (IOException e) {
                socket.close();
                if (e instanceof InterruptedIOException && i == addresses.size() - 1) {
                    throw Names.late(lookup, deadline - began).orElseGet(() -> new DeadlineException(phase));
                }
                tries.failed(addresses.get(i), PlainSocket.told(e));
            }
        }
        throw tries.failure();
    }

    /** Knows what it was asked for by: whoever wants the name of a connection's other side would ask the name service otherwise, for ever. */
    private static InetAddress named(String host, InetAddress address) throws IOException {
        boolean zone = address instanceof Inet6Address six && six.getScopeId() != 0;
        return zone ? address : InetAddress.getByAddress(host, address.getAddress());
    }

    /**
     * A connection.
     *
     * @param aside which addresses of the host did not let us in before, to be put behind another phrase; often empty
     */
    record Opened(PlainSocket socket, String aside) implements Closeable {
        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Where to, whatever the name in the URI says by now. */
    List<InetAddress> addresses(Question question, long deadline) throws IOException {
        return names.resolve(host(question), deadline);
    }

    private static String host(Question question) {
        return question.pinned().orElse(question.uri().getHost());
    }
}
