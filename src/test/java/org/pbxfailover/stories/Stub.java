package org.pbxfailover.stories;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.pbxfailover.Vacant;

/** A server on loopback that behaves as it is told; every request that arrives goes into the chronicle. */
final class Stub implements AutoCloseable {

    /** What becomes of one request. */
    interface Behaviour {
        void treat(HttpExchange request) throws Exception;
    }

    /** The attribute of a request that has its body, which can be read only once. */
    static final String BODY = "body";

    /** Ends with the test's process: the threads are daemons. */
    static final Behaviour SILENT = request -> new CountDownLatch(1).await();

    /** The answer breaks off in the middle of its body. */
    static final Behaviour CUT = request -> {
        request.sendResponseHeaders(200, 1000);
        request.getResponseBody().write("PB".getBytes(StandardCharsets.UTF_8));
        request.getResponseBody().flush();
        request.close();
    };

    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stub");
        thread.setDaemon(true);
        return thread;
    });

    private final String name;
    private final Chronicle chronicle;
    private final int port;
    private final Map<String, Behaviour> special = new ConcurrentHashMap<>();
    private volatile Behaviour usual = answers(200, "PBX ok");
    private Optional<HttpServer> server;
    private Optional<Vacant> vacant = Optional.empty();

    Stub(String name, Chronicle chronicle) throws IOException {
        this.name = name;
        this.chronicle = chronicle;
        HttpServer first = listen(0);
        this.server = Optional.of(first);
        this.port = first.getAddress().getPort();
    }

    static Behaviour answers(int status, String body) {
        return request -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            request.getResponseBody().write(bytes);
            request.close();
        };
    }

    /** First one for some requests, then the other for ever. */
    static Behaviour first(int requests, Behaviour one, Behaviour other) {
        AtomicInteger left = new AtomicInteger(requests);
        return request -> (left.getAndDecrement() > 0 ? one : other).treat(request);
    }

    /** Does its work only when the gate is open. */
    static Behaviour behind(CountDownLatch gate, Behaviour then) {
        return request -> {
            gate.await();
            then.treat(request);
        };
    }

    private HttpServer listen(int wanted) throws IOException {
        HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
        fresh.setExecutor(THREADS);
        fresh.createContext("/", this::treat);
        fresh.start();
        return fresh;
    }

    private void treat(HttpExchange request) throws IOException {
        String body = new String(request.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        request.setAttribute(BODY, body);
        String path = request.getRequestURI().toString();
        chronicle.add(new Chronicle.Call(
                name,
                request.getRequestMethod(),
                path,
                Optional.ofNullable(request.getRequestHeaders().getFirst("Idempotency-Key"))
                        .orElse(""),
                body));
        try {
            special.getOrDefault(request.getRequestURI().getPath(), usual).treat(request);
        } catch (IOException e) {
            request.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    Stub is(Behaviour behaviour) {
        usual = behaviour;
        return this;
    }

    /** For one path. */
    Stub at(String path, Behaviour behaviour) {
        special.put(path, behaviour);
        return this;
    }

    /** From now on its port refuses. */
    synchronized void dies() {
        if (server.isPresent()) {
            server.get().stop(0);
            server = Optional.empty();
            vacant = Optional.of(new Vacant(port));
        }
    }

    /** It listens again, where it was. */
    synchronized void lives() {
        if (server.isEmpty()) {
            vacant.ifPresent(Vacant::close);
            server = Optional.of(Awaitility.await("the port to be free again")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(BindException.class)
                    .until(() -> listen(port), running -> true));
        }
    }

    String name() {
        return name;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        dies();
        vacant.ifPresent(Vacant::close);
    }
}
