package org.pbxfailover.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An API that answers what it was told to, to whoever has the token, and remembers what it was asked. */
final class FakeRobot implements AutoCloseable {
    static final String TOKEN = "correct-horse";

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new HashMap<>();

    /** Method, path and body of every request that was let in. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    FakeRobot() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Answers to the same request are given one after the other, the last of them for ever. */
    FakeRobot on(String request, int status, String body) {
        synchronized (answers) {
            answers.computeIfAbsent(request, any -> new ArrayDeque<>()).add(new Answer(status, body));
        }
        return this;
    }

    FakeRobot on(String request, String body) {
        return on(request, 200, body);
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        Answer answer;
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer = new Answer(401, "{\"title\":\"Unauthorized\"}");
        } else {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((request + " " + body).strip());
            answer = next(request);
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer next(String request) {
        synchronized (answers) {
            Deque<Answer> queue = answers.getOrDefault(request, new ArrayDeque<>());
            if (queue.isEmpty()) {
                return new Answer(404, "{\"title\":\"Not Found\",\"detail\":\"There is no " + request + ".\"}");
            }
            return queue.size() > 1 ? queue.remove() : queue.element();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
