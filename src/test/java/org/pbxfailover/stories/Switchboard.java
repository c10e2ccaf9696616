package org.pbxfailover.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The SIP side of a primary, over UDP on loopback: answers OPTIONS with 200 while it lives, and says nothing while it is dead. */
final class Switchboard implements AutoCloseable {
    private final DatagramSocket socket;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean alive = true;

    Switchboard() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "switchboard");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65536], 65536);
                socket.receive(packet);
                asked.incrementAndGet();
                if (alive) {
                    String request = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
                    String copied = request.lines()
                            .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq): .*"))
                            .map(line -> line + "\r\n")
                            .collect(Collectors.joining());
                    byte[] answer = ("SIP/2.0 200 OK\r\n" + copied + "Content-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    void lives(boolean now) {
        alive = now;
    }

    /** How many requests have come in. */
    int asked() {
        return asked.get();
    }

    String url() {
        return "udp://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() {
        socket.close();
    }
}
