package org.pbxfailover.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.pbxfailover.Vacant;

/** The other side of a request: a loopback server that treats every connection as it is told, which may change. */
public final class Peer implements AutoCloseable {
    /** What is done with a connection, on a thread of its own; the connection is closed afterwards. */
    @FunctionalInterface
    public interface Treatment {
        void treat(Peer peer, Socket socket) throws Exception;
    }

    /** Says nothing until the other side goes. */
    public static final Treatment SILENT = (peer, socket) -> {
        while (socket.getInputStream().read() >= 0) {
            // Take in and say nothing.
        }
    };

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        return thread;
    });

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

    public final AtomicInteger connections = new AtomicInteger();
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Treatment treatment;
    private volatile ServerSocket server;
    private volatile Optional<Vacant> vacant = Optional.empty();

    public Peer(Treatment treatment) throws IOException {
        this(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), treatment);
    }

    public Peer(ServerSocket server, Treatment treatment) {
        this.port = server.getLocalPort();
        this.treatment = treatment;
        this.server = server;
        THREADS.execute(() -> accept(server));
    }

    /** From now on connections are treated like this, those that are there already included as far as their treatment asks. */
    public void becomes(Treatment now) {
        treatment = now;
    }

    /** From now on its port refuses. */
    public void dies() throws IOException {
        server.close();
        vacant = Optional.of(new Vacant(port));
    }

    /** It listens again, where it was, without TLS. */
    public void lives() {
        vacant.ifPresent(Vacant::close);
        server = Awaitility.await("the port to be free again")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> new ServerSocket(port, 100, InetAddress.getLoopbackAddress()), fresh -> true);
        ServerSocket fresh = server;
        THREADS.execute(() -> accept(fresh));
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
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n"
                + body;
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true); // what was said has arrived
                open.add(socket);
                connections.incrementAndGet();
                THREADS.execute(() -> treat(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void treat(Socket socket) {
        try (socket) {
            treatment.treat(this, socket);
        } catch (Exception e) {
            // The other side has gone, which is what it should do.
        } finally {
            open.remove(socket);
        }
    }

    /** Reads one request with its body; false at the end of the connection. */
    public boolean request(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        while (!said.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            said.write(c);
        }
        Matcher length = LENGTH.matcher(said.toString(StandardCharsets.ISO_8859_1));
        said.writeBytes(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        requests.add(said.toString(StandardCharsets.UTF_8));
        return true;
    }

    /** Writes again and again, with a pause each time that ends early when the peer is closed. */
    public void drip(Socket socket, String drop, int pauseMillis) throws Exception {
        do {
            socket.getOutputStream().write(drop.getBytes(StandardCharsets.ISO_8859_1));
        } while (pauseMillis == 0 || !closed.await(pauseMillis, java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Connections that the other side still holds or that are still being treated. */
    public int open() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        vacant.ifPresent(Vacant::close);
        for (Socket socket : open) {
            socket.close();
        }
    }
}
