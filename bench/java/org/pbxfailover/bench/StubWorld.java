package org.pbxfailover.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Everything that a robot talks to, on one event loop of this process: primaries, secondaries (one server for all), outside hosts. */
final class StubWorld implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<StubPrimary> primaries;
    private final HttpServer others;
    private final Map<String, Long> firstCalls = new ConcurrentHashMap<>();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private volatile long lastCall;

    StubWorld(int pairs) {
        primaries = IntStream.range(0, pairs)
                .mapToObj(i -> new StubPrimary(vertx))
                .toList();
        others = vertx.createHttpServer().requestHandler(this::answer);
        Future<?> all = Future.all(
                Future.all(primaries.stream().map(StubPrimary::listen).toList()), others.listen(0, "127.0.0.1"));
        try {
            all.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the simulated servers do not start: " + e.getMessage(), e);
        }
    }

    private void answer(HttpServerRequest request) {
        long now = System.nanoTime();
        firstCalls.putIfAbsent(request.path(), now);
        calls.merge(request.path(), 1, Integer::sum);
        if (request.path().startsWith(RobotConfiguration.RELOAD)) {
            lastCall = now;
        }
        request.response().end("registered");
    }

    List<StubPrimary> primaries() {
        return primaries;
    }

    /** A server that is always well, under any path. */
    String url(String path) {
        return "http://127.0.0.1:" + others.actualPort() + path;
    }

    /** When a path of it was asked for the first time, in monotonic nanoseconds of the machine. */
    Optional<Long> firstCall(String path) {
        return Optional.ofNullable(firstCalls.get(path));
    }

    /** How often a path of it was asked for. */
    int calls(String path) {
        return calls.getOrDefault(path, 0);
    }

    /** The first request of any confirmation or activation. */
    long firstCall() {
        return firstCalls.entrySet().stream().mapToLong(Map.Entry::getValue).min()
                .orElseThrow();
    }

    /** The last activation call of any pair. */
    long lastCall() {
        return lastCall;
    }

    void forget() {
        firstCalls.clear();
        calls.clear();
    }

    @Override
    public void close() {
        var unused = vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
