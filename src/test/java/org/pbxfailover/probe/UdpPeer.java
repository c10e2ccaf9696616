package org.pbxfailover.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The other side of a SIP probe over UDP: answers the n-th request, counted from 1, with as many datagrams as it is told. */
final class UdpPeer implements AutoCloseable {
    @FunctionalInterface
    interface Treatment {
        List<String> answers(int n, String request) throws Exception;
    }

    static final Treatment SILENT = (n, request) -> List.of();

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket;
    /** Of whoever asked last. */
    volatile SocketAddress asker;

    UdpPeer(Treatment treatment) throws IOException {
        this(new DatagramSocket(0, InetAddress.getLoopbackAddress()), treatment);
    }

    UdpPeer(DatagramSocket socket, Treatment treatment) {
        this.socket = socket;
        this.asker = socket.getLocalSocketAddress();
        Thread thread = new Thread(() -> serve(treatment), "udp-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers every request at once. */
    static UdpPeer answering(String status) throws IOException {
        return new UdpPeer((n, request) -> List.of(answer(request, status)));
    }

    /** The answer that RFC 3261 demands (8.2.6.2): the request's own Via, From, To, Call-ID and CSeq. */
    static String answer(String request, String status) {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        request.lines()
                .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                .forEach(line -> answer.append(line).append("\r\n"));
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    private void serve(Treatment treatment) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
                socket.receive(packet);
                asker = packet.getSocketAddress();
                requests.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1));
                for (String answer : treatment.answers(requests.size(), requests.get(requests.size() - 1))) {
                    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (Exception e) {
            // Closed, or the treatment has nothing more to say.
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
