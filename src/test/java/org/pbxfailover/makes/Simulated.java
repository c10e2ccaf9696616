package org.pbxfailover.makes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A PBX of some make on loopback, as far as an action speaks to it: built from what its maker documents, traps included. */
public abstract class Simulated implements AutoCloseable {

    /** One request that came in. */
    public record Asked(String method, String uri, Map<String, String> headers, String body) {}

    /** One answer. */
    protected record Reply(int status, Map<String, String> headers, String body) {
        static Reply of(int status, String type, String body) {
            return new Reply(status, Map.of("Content-Type", type), body);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated-make");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    protected Simulated() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Called by one thread at a time. */
    protected abstract Reply answer(Asked request);

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
        Asked request = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Reply reply;
        synchronized (this) {
            asked.add(request);
            reply = answer(request);
        }
        reply.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Everything that was asked so far. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    protected static boolean basic(Asked request, String user, String password) {
        String right = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return Optional.ofNullable(request.headers().get("authorization"))
                .filter(("Basic " + right)::equals)
                .isPresent();
    }

    /** Of {@code a=b&c=d}; names in lower case. */
    protected static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        Arrays.stream(text.split("&")).filter(field -> field.contains("=")).forEach(field -> {
            String[] parts = field.split("=", 2);
            fields.put(decoded(parts[0]).toLowerCase(), decoded(parts[1]));
        });
        return fields;
    }

    protected static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
