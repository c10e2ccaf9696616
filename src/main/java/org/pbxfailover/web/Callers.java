package org.pbxfailover.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The connections that others hold to the robot's servers: how many there may be, and how long one may be silent or dawdle. Vert.x
 * counts none, and its idle time begins anew with every byte, so that one byte a minute would hold a connection for ever. Safe for use
 * by many threads.
 */
public final class Callers {
    /** To all servers together. The robot's files and memory stay bounded by it, whoever calls. */
    public static final int MOST = 256;

    /** From one request to the next, or from the connection to its first request. Hawtio asks every few seconds. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int most;
    private final long patience;

    /** With the moment of the last request, that of the longest silence first. */
    private final Map<HttpConnection, Long> open = new LinkedHashMap<>();

    public Callers() {
        this(MOST, PATIENCE);
    }

    Callers(int most, Duration patience) {
        this.most = most;
        this.patience = patience.toNanos();
    }

    /**
     * The same Vert.x; of the servers it makes, connections are counted and ended here. Camel makes the options of its servers by
     * itself and lets nobody change them, so this is the only place before a port is open.
     *
     * @param vertx looks four times per {@link #PATIENCE} until it is closed
     */
    public Vertx on(Vertx vertx) {
        vertx.setPeriodic(Math.max(1, patience / 4_000_000), timer -> close(dawdlers()));
        return (Vertx) Proxy.newProxyInstance(
                Callers.class.getClassLoader(), new Class<?>[] {VertxInternal.class}, (proxy, method, arguments) -> {
                    try {
                        if (arguments != null && arguments[0] instanceof HttpServerOptions options) {
                            // Otherwise Vert.x tells of a connection only when its first request is complete.
                            options.setHttp2ClearTextEnabled(false);
                        }
                        Object made = method.invoke(vertx, arguments);
                        return made instanceof HttpServer server
                                ? Escapes.mended(server.connectionHandler(this::opened))
                                : made;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The same gate; a request that comes to it gives its connection new time. */
    Gate before(Gate gate) {
        return exchange -> {
            asked(exchange.request().connection());
            gate.handle(exchange);
        };
    }

    void opened(HttpConnection connection) {
        connection.closeHandler(closed -> forget(connection));
        close(admit(connection));
    }

    /**
     * Whoever has been silent for longest makes room, for somebody with an order does not wait that long.
     *
     * @return those who are to be ended; they are not known here any more, so that nobody is chosen twice
     */
    synchronized List<HttpConnection> admit(HttpConnection connection) {
        open.put(connection, System.nanoTime());
        List<HttpConnection> surplus =
                open.keySet().stream().limit(Math.max(0, open.size() - most)).toList();
        surplus.forEach(open::remove);
        return surplus;
    }

    private synchronized void asked(HttpConnection connection) {
        // Not where it has been ended already.
        if (open.remove(connection) != null) {
            open.put(connection, System.nanoTime());
        }
    }

    private synchronized List<HttpConnection> dawdlers() {
        List<HttpConnection> late = new ArrayList<>();
        long now = System.nanoTime();
        for (Map.Entry<HttpConnection, Long> one : open.entrySet()) {
            if (now - one.getValue() < patience) {
                break;
            }
            late.add(one.getKey());
        }
        late.forEach(open::remove);
        return late;
    }

    private synchronized void forget(HttpConnection connection) {
        open.remove(connection);
    }

    /** Without the lock: a close may call {@link #forget} at once. */
    private static void close(List<HttpConnection> connections) {
        connections.forEach(HttpConnection::close);
    }
}
