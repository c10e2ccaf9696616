package org.pbxfailover.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A primary on a loopback port of its own: answers 200 until it is to die, and notes when it was asked. Thread-safe; it works on the one
 * event loop.
 */
final class StubPrimary {
    /** How a primary dies: nobody listens any more, or nobody answers any more. */
    enum Death {
        REFUSING,
        HANGING
    }

    private static final String PAGE = "<html><title>PBX</title></html>";

    private final Vertx vertx;
    private HttpServer server;
    private int port;
    private long[] asked = new long[64];
    private int count;
    private Optional<Death> planned = Optional.empty();
    private int pollsToLive;
    private long afterLastPoll;
    private boolean hanging;
    private long died;
    private long lastPoll;

    StubPrimary(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer().requestHandler(this::answer);
    }

    Future<HttpServer> listen() {
        return server.listen(0, "127.0.0.1").onSuccess(listening -> port = listening.actualPort());
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    private synchronized void answer(HttpServerRequest request) {
        long now = System.nanoTime();
        if (count == asked.length) {
            asked = Arrays.copyOf(asked, count * 2);
        }
        asked[count++] = now;
        if (hanging) {
            return;
        }
        request.response().end(PAGE);
        if (died == 0) {
            lastPoll = now;
        }
        if (died == 0 && planned.isPresent() && pollsToLive-- == 0) {
            vertx.setTimer(Math.max(1, afterLastPoll / 1_000_000), timer -> die(planned.get()));
        }
    }

    /** Dies at a phase of its own: so long after the answer to one of the next polls. */
    synchronized void dieAfter(Death how, int polls, long nanosAfterPoll) {
        planned = Optional.of(how);
        pollsToLive = polls;
        afterLastPoll = nanosAfterPoll;
    }

    void dieNow(Death how) {
        vertx.runOnContext(now -> die(how));
    }

    /** Listens again on its port, after it has refused. */
    synchronized void revive() {
        died = 0;
        planned = Optional.empty();
        server = vertx.createHttpServer().requestHandler(this::answer);
        var unused = server.listen(port, "127.0.0.1");
    }

    private synchronized void die(Death how) {
        died = System.nanoTime();
        if (how == Death.HANGING) {
            hanging = true;
        } else {
            server.close();
        }
    }

    /** Monotonic nanoseconds of the machine; 0 while it lives. */
    synchronized long died() {
        return died;
    }

    /** When the last poll arrived that it answered before it died. */
    synchronized long lastPoll() {
        return lastPoll;
    }

    /** When it was asked since {@link #forget}. */
    synchronized long[] asked() {
        return Arrays.copyOf(asked, count);
    }

    synchronized void forget() {
        count = 0;
    }
}
