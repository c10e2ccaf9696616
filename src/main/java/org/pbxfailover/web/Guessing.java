package org.pbxfailover.web;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Slows down who guesses tokens or passwords (fault 58). A wrong one is answered after a pause, and while {@value #AT_ONCE} wrong ones of
 * one address wait for their answers, nothing else from there is looked at, not even what may be right: so an address has at most that many
 * guesses in a pause. Others are not concerned, and no thread waits. Thread-safe.
 */
public final class Guessing {
    /** Wrong ones of one address that may wait at the same time. */
    public static final int AT_ONCE = 10;

    private static final long PAUSE_MILLIS = 500;

    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    /** Whether this request comes from an address that is guessing just now; it is to be refused with status 429. */
    public boolean tooMany(RoutingContext exchange) {
        return waiting.getOrDefault(address(exchange), 0) >= AT_ONCE;
    }

    /** The credentials were wrong: {@code refuse} is called after the pause. */
    public void wrong(RoutingContext exchange, Runnable refuse) {
        String address = address(exchange);
        waiting.merge(address, 1, Integer::sum);
        exchange.vertx().setTimer(PAUSE_MILLIS, timer -> {
            waiting.computeIfPresent(address, (known, number) -> number == 1 ? null : number - 1);
            refuse.run();
        });
    }

    private static String address(RoutingContext exchange) {
        return exchange.request().remoteAddress().hostAddress();
    }
}
