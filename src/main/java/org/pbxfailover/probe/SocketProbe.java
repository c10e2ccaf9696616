package org.pbxfailover.probe;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** Probes without HTTP, on the calling thread: every wait of theirs takes no longer than what is left. */
final class SocketProbe {
    private static final int SIP_PORT = 5060;
    private static final int CAP = 64 * 1024;

    /** SIP over UDP repeats a request that gets no answer, first after this time and then after twice as long each (RFC 3261, T1). */
    private static final int FIRST_REPEAT_MILLIS = 500;

    private static final String UDP_WAIT = "waiting for a SIP answer";
    private static final String TCP_WAIT = "connected, waiting for a SIP answer";

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

    /** Whether SIP OPTIONS is answered, by whatever status. */
    Finding options(Question question, long deadline) throws IOException {
        int port = question.uri().getPort() > 0 ? question.uri().getPort() : SIP_PORT;
        Optional<String> line = "tcp".equalsIgnoreCase(question.uri().getScheme())
                ? overTcp(question, port, deadline)
                : overUdp(question, port, deadline);
        return line.<Finding>map(l -> new Finding.Alive("SIP " + Phrases.clean(l.substring("SIP/2.0 ".length()))))
                .orElseGet(() -> new Finding.Failed(FailureClass.SIP, "what answers there is no SIP"));
    }

    private Optional<String> overUdp(Question question, int port, long deadline) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(addresses(question, deadline).get(0), port));
            SipOptions sip =
                    new SipOptions("UDP", question.uri().getHost(), (InetSocketAddress) socket.getLocalSocketAddress());
            byte[] request = sip.request();
            DatagramPacket answer = new DatagramPacket(new byte[CAP], CAP);
            int pause = FIRST_REPEAT_MILLIS;
            while (true) {
                socket.send(new DatagramPacket(request, request.length));
                long until = Math.min(deadline, System.nanoTime() + pause * 1_000_000L);
                Optional<String> line = receive(socket, answer, sip, until);
                if (line.isPresent()) {
                    return line;
                }
                Deadline.millis(deadline, 1, UDP_WAIT);
                pause *= 2;
            }
        }
    }

    private static Optional<String> receive(DatagramSocket socket, DatagramPacket answer, SipOptions sip, long until)
            throws IOException {
        try {
            while (System.nanoTime() < until) {
                socket.setSoTimeout(Deadline.millis(until, 1, UDP_WAIT));
                answer.setLength(CAP);
                socket.receive(answer);
                Optional<String> line = sip.statusLine(
                        new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1));
                if (line.isPresent()) {
                    return line;
                }
            }
            return Optional.empty();
        } catch (SocketTimeoutException | DeadlineException e) {
            return Optional.empty();
        }
    }

    private Optional<String> overTcp(Question question, int port, long deadline) throws IOException {
        try (Opened opened = open(question, port, deadline)) {
            Socket socket = opened.socket();
            SipOptions sip =
                    new SipOptions("TCP", question.uri().getHost(), (InetSocketAddress) socket.getLocalSocketAddress());
            socket.getOutputStream().write(sip.request());
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (got.size() < CAP) {
                socket.setSoTimeout(Deadline.millis(deadline, 1, TCP_WAIT));
                int read = read(in, buffer);
                if (read < 0) {
                    throw new NoHttpResponseException("closed");
                }
                got.write(buffer, 0, read);
                Optional<String> line = sip.statusLine(got.toString(StandardCharsets.ISO_8859_1));
                if (line.isPresent()) {
                    return line;
                }
            }
            return Optional.empty();
        }
    }

    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException e) {
            throw new DeadlineException(TCP_WAIT);
        }
    }

    /** Tries the addresses in turn, within shares of the time that is left. */
    private Opened open(Question question, int port, long deadline) throws IOException {
        long began = System.nanoTime();
        List<InetAddress> addresses = addresses(question, deadline);
        long lookup = System.nanoTime() - began;
        Tries tries = new Tries(host(question), addresses.size() > 1);
        for (int i = 0; i < addresses.size(); i++) {
            String phase = Attempt.CONNECT + tries.aside();
            Socket socket = new Socket();
            try {
                int share = Deadline.millis(deadline, addresses.size() - i, phase);
                socket.connect(new InetSocketAddress(addresses.get(i), port), share);
                return new Opened(socket, tries.aside());
            } catch (IOException e) {
                socket.close();
                if (e instanceof InterruptedIOException && i == addresses.size() - 1) {
                    throw Names.late(lookup, deadline - began).orElseGet(() -> new DeadlineException(phase));
                }
                tries.failed(addresses.get(i), e);
            }
        }
        throw tries.failure();
    }

    /**
     * A connection.
     *
     * @param aside which addresses of the host did not let us in before, to be put behind another phrase; often empty
     */
    private record Opened(Socket socket, String aside) implements Closeable {
        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private List<InetAddress> addresses(Question question, long deadline) throws IOException {
        return names.resolve(host(question), deadline);
    }

    private static String host(Question question) {
        return question.pinned().orElse(question.uri().getHost());
    }
}
