package org.pbxfailover.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a simulated server answers.
 *
 * @param after how long the answer takes
 * @param effect what happens just before it is sent; not when the server died meanwhile
 */
record SimulatedReply(int status, String type, String body, Duration after, Runnable effect) {
    static SimulatedReply text(int status, String body) {
        return new SimulatedReply(status, "text/plain; charset=utf-8", body, Duration.ZERO, () -> {});
    }

    SimulatedReply of(String otherType) {
        return new SimulatedReply(status, otherType, body, after, effect);
    }

    SimulatedReply after(Duration time, Runnable itsEffect) {
        return new SimulatedReply(status, type, body, time, itsEffect);
    }

    void send(HttpExchange exchange) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean bodiless = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
            if (!bodiless) {
                exchange.getResponseBody().write(bytes);
            }
        } catch (IOException e) {
            // The caller went away before its answer was complete: nobody is left to be told.
            exchange.close();
        }
    }
}
