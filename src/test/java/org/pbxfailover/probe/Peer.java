package org.pbxfailover.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The other side of a probe: a loopback server that treats every connection as it is told. */
final class Peer implements AutoCloseable {
    /** What is done with a connection, on a thread of its own; the connection is closed afterwards. */
    @FunctionalInterface
    interface Treatment {
        void treat(Peer peer, Socket socket) throws Exception;
    }

    /** Says nothing until the other side goes. */
    static final Treatment SILENT = (peer, socket) -> {
        while (socket.getInputStream().read() >= 0) {
            // Take in and say nothing.
        }
    };

    final AtomicInteger connections = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;

    Peer(Treatment treatment) throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), treatment);
    }

    Peer(ServerSocket server, Treatment treatment) {
        this.server = server;
        daemon(() -> accept(treatment));
    }

    /** Answers every request of every connection with the same text. */
    static Peer answering(String answer) throws IOException {
        return answering(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Peer answering(byte[] answer) throws IOException {
        return new Peer((peer, socket) -> {
            while (peer.request(socket)) {
                socket.getOutputStream().write(answer);
            }
        });
    }

    /** One good answer with a body. */
    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n"
                + body;
    }

    private void accept(Treatment treatment) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                daemon(() -> treat(treatment, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void treat(Treatment treatment, Socket socket) {
        try (socket) {
            treatment.treat(this, socket);
        } catch (Exception e) {
            // The other side has gone, which is what it should do.
        } finally {
            open.remove(socket);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads one request without a body; false at the end of the connection. */
    boolean request(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            head.write(c);
        }
        requests.add(head.toString(StandardCharsets.ISO_8859_1));
        return true;
    }

    /** Writes again and again, with a pause each time that ends early when the peer is closed. */
    void drip(Socket socket, String drop, int pauseMillis) throws Exception {
        do {
            socket.getOutputStream().write(drop.getBytes(StandardCharsets.ISO_8859_1));
        } while (pauseMillis == 0 || !closed.await(pauseMillis, java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    /** Connections that the other side still holds or that are still being treated. */
    int open() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
