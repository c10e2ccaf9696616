package org.pbxfailover.stories;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A service of somebody else, on loopback: what it answers is decided by its protocol, and by what a story puts before that. */
final class Service implements AutoCloseable {
    record Request(String method, URI uri, Map<String, String> headers, String body) {
        String path() {
            return uri.getPath();
        }

        /** Decoded; empty when it is not there. */
        String query(String key) {
            String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
            for (String part : query.split("&", -1)) {
                if (part.startsWith(key + "=")) {
                    return java.net.URLDecoder.decode(part.substring(key.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return "";
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** @param location where a redirect leads */
    record Reply(int status, String body, String location) {
        Reply(int status, String body) {
            this(status, body, "");
        }
    }

    /** No answer: the connection ends. */
    static final Reply CUT = new Reply(0, "");

    interface Protocol {
        Reply answer(Request request) throws Exception;
    }

    /** Something in its way: empty lets the request through. */
    interface Trouble {
        Optional<Reply> instead(Request request);
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Protocol protocol;
    private final AtomicReference<Trouble> trouble = new AtomicReference<>(request -> Optional.empty());

    Service(Protocol protocol) {
        this.protocol = protocol;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Stub.THREADS);
        server.createContext("/", this::treat);
        server.start();
    }

    private void treat(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        Reply reply;
        try {
            Optional<Reply> instead = trouble.get().instead(request);
            if (instead.filter(CUT::equals).isPresent()) {
                exchange.close();
                return;
            }
            reply = instead.isPresent() ? instead.get() : protocol.answer(request);
        } catch (Exception e) {
            reply = new Reply(599, "the simulator itself failed: " + e);
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            exchange.getResponseHeaders().set("Content-Type", type(reply.body()));
        }
        if (!reply.location().isEmpty()) {
            exchange.getResponseHeaders().set("Location", reply.location());
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Without a charset, as most say it: who guesses one must not write it to the next request. */
    private static String type(String body) {
        return body.startsWith("<") ? "text/xml" : body.matches("(?s)[\\[{].*") ? "application/json" : "text/plain";
    }

    /** Requests of this method are answered so, until it is well again. */
    Service answers(String method, int status, String body) {
        return troubled(
                request -> request.method().equals(method) ? Optional.of(new Reply(status, body)) : Optional.empty());
    }

    Service troubled(Trouble by) {
        trouble.set(by);
        return this;
    }

    Service isWell() {
        return troubled(request -> Optional.empty());
    }

    List<Request> of(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
