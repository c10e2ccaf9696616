package org.pbxfailover.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** Whether the SIP side of a PBX answers OPTIONS, by whatever status; over UDP, TCP or TLS, on the calling thread. Thread-safe. */
final class SipProbe {
    private static final int PORT = 5060;
    private static final int TLS_PORT = 5061;

    /** Over UDP a request that gets no answer is repeated, first after this time, then after twice as long each (RFC 3261, T1). */
    private static final int FIRST_REPEAT_MILLIS = 500;

    /** But never after more than this (RFC 3261, T2). */
    private static final int LONGEST_REPEAT_MILLIS = 4000;

    private static final String UDP_WAIT = "waiting for a SIP answer";
    private static final String STREAM_WAIT = "connected, waiting for a SIP answer";

    private final SocketProbe sockets;
    private final Wires wires;

    SipProbe(SocketProbe sockets, Wires wires) {
        this.sockets = sockets;
        this.wires = wires;
    }

    /** Asks once, within the deadline. */
    Finding options(Question question, long deadline) throws IOException {
        boolean udp = "udp".equalsIgnoreCase(question.uri().getScheme());
        try {
            String status = udp ? overUdp(question, deadline) : overStream(question, deadline);
            return new Finding.Alive("SIP " + Phrases.clean(status));
        } catch (ProtocolException e) {
            return new Finding.Failed(FailureClass.PROTOCOL, Phrases.clean(String.valueOf(e.getMessage())));
        }
    }

    /** The written one; otherwise that of the transport (RFC 3261, 19.1.2). */
    static int port(Question question) {
        int standard = isTls(question) ? TLS_PORT : PORT;
        return question.uri().getPort() > 0 ? question.uri().getPort() : standard;
    }

    private static boolean isTls(Question question) {
        return question.uri().getScheme().toLowerCase(Locale.ROOT).equals("tls");
    }

    /** Asks the addresses in turn, within shares of the time that is left, as it is done over TCP (fault 7). */
    private String overUdp(Question question, long deadline) throws IOException {
        List<InetAddress> addresses = sockets.addresses(question, deadline);
        IOException failure = new ConnectException("no address");
        for (int i = 0; i < addresses.size(); i++) {
            try {
                int share = Deadline.millis(deadline, addresses.size() - i, UDP_WAIT);
                return ask(
                        question,
                        new InetSocketAddress(addresses.get(i), port(question)),
                        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(share));
            } catch (IOException e) {
                boolean nobodyAsked = failure instanceof ConversationException || Classify.unreachable(failure);
                failure = i == 0 || nobodyAsked ? e : failure;
            }
        }
        throw failure;
    }

    /**
     * The socket is connected, so that a closed port is said at once, and so that only the address and port that were asked can answer:
     * that is what {@code rport} demands of them (RFC 3581, 4).
     */
    private static String ask(Question question, InetSocketAddress address, long deadline) throws IOException {
        try (DatagramSocket socket = connected(address)) {
            SipOptions sip = new SipOptions(question.uri(), (InetSocketAddress) socket.getLocalSocketAddress());
            byte[] request = sip.request();
            int pause = FIRST_REPEAT_MILLIS;
            while (true) {
                socket.send(new DatagramPacket(request, request.length));
                long until = Math.min(deadline, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause));
                Optional<String> status = receive(socket, sip, until);
                if (status.isPresent()) {
                    return status.get();
                }
                Deadline.millis(deadline, 1, UDP_WAIT);
                pause = Math.min(2 * pause, LONGEST_REPEAT_MILLIS);
            }
        }
    }

    /** Asks nobody but this machine, so that it is the robot's own fault when there is no way out (rule I9). */
    private static DatagramSocket connected(InetSocketAddress address) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            socket.connect(address);
            return socket;
        } catch (SocketException e) {
            socket.close();
            throw new ConversationException(
                    FailureClass.ROUTE,
                    "this machine sends nothing to " + address.getAddress().getHostAddress() + " (" + e.getMessage()
                            + ")");
        }
    }

    private static Optional<String> receive(DatagramSocket socket, SipOptions sip, long until) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[SipStream.CAP], SipStream.CAP);
        try {
            do { // what has come is read, however late the robot is (rule I9)
                socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
                packet.setLength(SipStream.CAP);
                socket.receive(packet);
                SipMessage message = SipMessage.parse(
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
                if (sip.answeredBy(message)) {
                    return message.status();
                }
            } while (until - System.nanoTime() > 0);
        } catch (SocketTimeoutException e) {
            // Nothing has come.
        }
        return Optional.empty();
    }

    /** The certificate must be for the name in the URI, wherever the connection leads. */
    private String overStream(Question question, long deadline) throws IOException {
        String where = question.pinned().orElse(question.uri().getHost());
        try (Wire wire = wires.open(where, port(question), deadline)) {
            try {
                Socket socket =
                        isTls(question) ? wire.tls(wires.trust(), question.uri().getHost()) : wire.socket();
                wire.asks(STREAM_WAIT);
                return converse(socket, question);
            } catch (IOException e) {
                throw wire.failure(e);
            }
        }
    }

    private static String converse(Socket socket, Question question) throws IOException {
        SipOptions sip = new SipOptions(question.uri(), (InetSocketAddress) socket.getLocalSocketAddress());
        socket.getOutputStream().write(sip.request());
        InputStream in = socket.getInputStream();
        SipStream received = new SipStream();
        byte[] buffer = new byte[4096];
        while (true) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new NoHttpResponseException("closed");
            }
            received.add(buffer, read);
            Optional<SipMessage> message = received.next();
            while (message.isPresent()) {
                if (sip.answeredBy(message.get())) {
                    return message.get().status().orElseThrow();
                }
                message = received.next();
            }
        }
    }
}
