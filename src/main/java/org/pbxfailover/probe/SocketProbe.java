package org.pbxfailover.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.pbxfailover.core.Finding;

/** Connections without HTTP, opened on the calling thread, which waits no longer than until the deadline. Thread-safe. */
final class SocketProbe {
    private final Names names;

    SocketProbe(Names names) {
        this.names = names;
    }

    /** Whether a connection is accepted. */
    Finding connect(Question question, long deadline) throws IOException {
        try (Socket socket = open(question, question.uri().getPort(), deadline)) {
            return new Finding.Alive("connected to port " + socket.getPort());
        }
    }

    /** Tries the addresses in turn, within shares of the time that is left. */
    Socket open(Question question, int port, long deadline) throws IOException {
        List<InetAddress> addresses = addresses(question, deadline);
        IOException failure = new ConnectException("no address");
        for (int i = 0; i < addresses.size(); i++) {
            Socket socket = new Socket();
            try {
                int share = Deadline.millis(deadline, addresses.size() - i, Attempt.CONNECT);
                socket.connect(new InetSocketAddress(addresses.get(i), port), share);
                return socket;
            } catch (SocketTimeoutException e) {
                socket.close();
                failure = new DeadlineException(Attempt.CONNECT);
            } catch (IOException e) {
                socket.close();
                failure = i == 0 || Classify.unreachable(failure) ? e : failure;
            }
        }
        throw failure;
    }

    /** Where to, whatever the name in the URI says by now. */
    List<InetAddress> addresses(Question question, long deadline) throws IOException {
        return names.resolve(question.pinned().orElse(question.uri().getHost()), deadline);
    }
}
