package org.pbxfailover.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a simulated server was asked.
 *
 * @param path with its query
 * @param body its first 64 KiB
 */
record Call(String method, String path, Optional<String> query, String body) {
    private static final int BODY_LIMIT = 64 * 1024;

    static Call read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readNBytes(BODY_LIMIT), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        String path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        return new Call(exchange.getRequestMethod(), path, Optional.ofNullable(uri.getRawQuery()), body);
    }

    boolean is(String wantedMethod, String wantedPath) {
        return method.equals(wantedMethod) && isAt(wantedPath);
    }

    boolean isAt(String wantedPath) {
        return path.equals(wantedPath) || path.startsWith(wantedPath + "?");
    }
}
