package org.pbxfailover.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP server that can die, freeze and come back on the same port. Every request is written into the chronicle when it has arrived,
 * also when it is never answered. Safe for use by many threads.
 */
final class SimulatedServer implements AutoCloseable {

    /** How it is. */
    enum Mode {
        UP,
        /** Accepts connections and requests, never answers. */
        HANGING,
        /** Its port refuses connections. */
        DOWN
    }

    /** What it answers; called by many threads. */
    interface Answers {
        SimulatedReply answer(Call call);
    }

    private static final int THREADS = 4;

    private final String name;
    private final InetSocketAddress address;
    private final Answers answers;
    private final Chronicle chronicle;
    private final ScheduledExecutorService executor;
    private final List<HttpExchange> unanswered = new ArrayList<>();
    private Optional<HttpServer> server = Optional.empty();
    /** One thing after the other: an answer never tells of what was seen later than its question. Taken before this object's own lock. */
    private final Object turn = new Object();

    private Mode mode = Mode.DOWN;
    private int life;

    /**
     * Starts to listen at once.
     *
     * @throws IOException when it cannot listen there; the message names the address
     */
    SimulatedServer(String name, String host, int port, Answers answers, Chronicle chronicle) throws IOException {
        this.name = name;
        this.answers = answers;
        this.chronicle = chronicle;
        this.executor = Executors.newScheduledThreadPool(THREADS, task -> daemon("simulated-" + name, task));
        try {
            InetAddress wanted = InetAddress.getByName(host);
            HttpServer first = listen(new InetSocketAddress(wanted, port));
            this.address = new InetSocketAddress(wanted, first.getAddress().getPort());
        } catch (IOException e) {
            executor.shutdownNow();
            throw new IOException(
                    "the simulated " + name + " cannot listen on " + host + ":" + port + " (" + e.getMessage()
                            + "): a free port of this machine would be right",
                    e);
        }
        chronicle.change(name, Seen.Kind.STARTED, "listens on " + host + ":" + address.getPort());
    }

    String name() {
        return name;
    }

    int port() {
        return address.getPort();
    }

    URI uri(String path) {
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
    }

    synchronized Mode mode() {
        return mode;
    }

    /** The process is gone: its port refuses, its connections are cut. */
    synchronized void kill() {
        if (mode == Mode.DOWN) {
            return;
        }
        chronicle.change(name, Seen.Kind.KILLED, "is dead: its port refuses connections");
        stop();
    }

    /** The process is frozen: it accepts and never answers. */
    synchronized void hang() {
        if (mode == Mode.UP) {
            mode = Mode.HANGING;
            chronicle.change(name, Seen.Kind.HUNG, "is frozen: it accepts connections and answers nothing");
        }
    }

    /**
     * Starts again on the same port, with a new life.
     *
     * @throws UncheckedIOException when its port was taken meanwhile
     */
    synchronized void revive() {
        if (mode == Mode.UP) {
            return;
        }
        stop();
        try {
            listen(address);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the simulated " + name + " cannot come back on port " + address.getPort() + " (" + e.getMessage()
                            + "): end the program that took it meanwhile",
                    e);
        }
        chronicle.change(name, Seen.Kind.REVIVED, "is back: it answers again");
    }

    /** Runs a task later, unless the server has died by then. */
    synchronized void later(Duration time, Runnable task) {
        int thisLife = life;
        var unused = executor.schedule(
                () -> {
                    synchronized (turn) {
                        if (isLife(thisLife)) {
                            task.run();
                        }
                    }
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        stop();
        executor.shutdownNow();
    }

    private synchronized boolean isLife(int thatLife) {
        return life == thatLife && mode != Mode.DOWN;
    }

    private synchronized HttpServer listen(InetSocketAddress where) throws IOException {
        HttpServer created = HttpServer.create(where, 0);
        created.createContext("/", this::handle);
        created.setExecutor(executor);
        created.start();
        server = Optional.of(created);
        mode = Mode.UP;
        return created;
    }

    private synchronized void stop() {
        mode = Mode.DOWN;
        life++;
        unanswered.clear();
        server.ifPresent(running -> running.stop(0));
        server = Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Call call = Call.read(exchange);
        SimulatedReply reply;
        synchronized (turn) {
            if (!call.isAt("/sandbox/seen")) {
                Optional<String> key =
                        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                chronicle.request(name, call.method(), call.path(), key, call.body());
            }
            synchronized (this) {
                if (mode == Mode.HANGING) {
                    // Kept, so that its connection stays open until this life ends.
                    unanswered.add(exchange);
                    return;
                }
            }
            reply = answers.answer(call);
        }
        if (reply.after().isZero()) {
            reply.effect().run();
            reply.send(exchange);
        } else {
            later(reply.after(), () -> {
                reply.effect().run();
                reply.send(exchange);
            });
        }
    }

    private static Thread daemon(String threadName, Runnable task) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        return thread;
    }
}
