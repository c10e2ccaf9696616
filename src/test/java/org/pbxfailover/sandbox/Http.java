package org.pbxfailover.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests of a test. Every request has a connection of its own, as after a restart of the caller. */
final class Http {
    private Http() {}

    static HttpResponse<String> get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri), Duration.ofSeconds(2));
    }

    static HttpResponse<String> get(URI uri, Duration timeout) throws IOException {
        return send(HttpRequest.newBuilder(uri), timeout);
    }

    static HttpResponse<String> post(URI uri) throws IOException {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Idempotency-Key", "demo-1-stage-1")
                        .POST(HttpRequest.BodyPublishers.ofString("hello")),
                Duration.ofSeconds(2));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, Duration timeout) throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
