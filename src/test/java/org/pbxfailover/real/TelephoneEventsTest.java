package org.pbxfailover.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TelephoneEventsTest {
    private static final int EVENTS = 5_000;

    @Test
    void what_it_has_told_can_be_read_while_it_tells_more() throws IOException {
        try (ServerSocket telephone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TelephoneEvents events = new TelephoneEvents(telephone.getLocalPort());
                Socket told = telephone.accept()) {
            CompletableFuture<Void> telling = CompletableFuture.runAsync(() -> tell(told));
            int seen = 0;
            while (seen < EVENTS && !telling.isCompletedExceptionally()) {
                int since = events.since(0).size();
                assertThat(since).isGreaterThanOrEqualTo(seen);
                seen = since;
            }
            telling.join();
            assertThat(events.since(EVENTS - 1))
                    .containsExactly(new TelephoneEvents.Event("REGISTER_OK", Integer.toString(EVENTS)));
        }
    }

    private static void tell(Socket socket) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 1; i <= EVENTS; i++) {
                String event = "{\"event\":true,\"type\":\"REGISTER_OK\",\"param\":\"" + i + "\"}";
                out.write((event.length() + ":" + event + ",").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
