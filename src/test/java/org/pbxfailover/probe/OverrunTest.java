package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** A robot that is overrun comes too late to answers that are there. That must not pass for a silence of the other side (rule I9). */
class OverrunTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Attempt attempt = new Attempt(System.nanoTime() + TIMEOUT.toNanos(), () -> true, false);
    private ManagedHttpClientConnection connection;
    private ServerSocket server;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        connection = ManagedHttpClientConnectionFactory.INSTANCE.createConnection(null);
        connection.bind(new Socket(server.getInetAddress(), server.getLocalPort()));
        peer = server.accept();
        attempt.begin();
        attempt.opening(connection);
        attempt.listens(connection);
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        connection.close();
        server.close();
    }

    private void says(String text) throws IOException {
        peer.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        await("it to arrive")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> connection.getSocket().getInputStream().available() > 0);
    }

    private Finding.Failed cutOff() {
        attempt.run();
        return Classify.failure(attempt.late(), TIMEOUT);
    }

    @Test
    void an_answer_that_nobody_has_read_says_that_the_robot_is_overrun() throws IOException {
        says("HTTP/1.1 200 OK\r\n");
        assertThat(cutOff())
                .isEqualTo(
                        new Finding.Failed(FailureClass.OWN, "the robot was too busy to read the answer within 2 s"));
    }

    @Test
    void the_last_of_many_requests_that_share_one_time_says_nothing_about_the_robot() throws IOException {
        Attempt last = new Attempt(attempt.deadline(), () -> true, true);
        last.begin();
        last.opening(connection);
        last.listens(connection);
        says("HTTP/1.1 200 OK\r\n");
        last.run();
        assertThat(Classify.failure(last.late(), TIMEOUT).failure()).isEqualTo(FailureClass.TIMEOUT);
    }

    @Test
    void silence_is_the_other_sides() {
        assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
    }

    @Test
    void who_drips_is_silent_however_much_of_it_waits_to_be_read() throws IOException {
        says("H");
        assertThat(connection.isDataAvailable(Timeout.ofSeconds(1))).isTrue(); // it is read
        says("T");
        assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
    }

    @Test
    void what_was_said_before_the_question_is_no_answer_to_it() throws IOException {
        says("HTTP/1.1 408 Request Timeout\r\n");
        assertThat(connection.isDataAvailable(Timeout.ofSeconds(1))).isTrue();
        attempt.begin();
        attempt.listens(connection);
        assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
    }

    /** As the SIP side is asked over TCP and TLS. */
    @Nested
    class OverAWire {
        private final Wire.Capped socket = new Wire.Capped();
        private Socket other;
        private Wire wire;

        @BeforeEach
        void connect() throws IOException {
            socket.connect(server.getLocalSocketAddress(), 0);
            other = server.accept();
            wire = new Wire(socket, attempt, new CompletableFuture<>());
        }

        @AfterEach
        void close() throws IOException {
            wire.close();
            other.close();
        }

        private void saysThere(String text) throws IOException {
            InputStream in = socket.getInputStream();
            other.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            await().atMost(10, TimeUnit.SECONDS).until(() -> in.available() > 0);
        }

        @Test
        void an_answer_that_nobody_has_read_says_that_the_robot_is_overrun() throws IOException {
            wire.asks("connected, waiting for a SIP answer");
            saysThere("SIP/2.0 200 OK");
            assertThat(cutOff().failure()).isEqualTo(FailureClass.OWN);
        }

        @Test
        void silence_is_the_other_sides_and_so_is_an_answer_without_end() throws IOException {
            wire.asks("connected, waiting for a SIP answer");
            assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
            wire.asks("connected, waiting for a SIP answer");
            saysThere("SIP");
            assertThat(socket.getInputStream().read()).isEqualTo('S');
            assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
        }

        @Test
        void what_is_said_in_another_phase_is_not_waited_for() throws IOException {
            wire.asks("connected, waiting for a SIP answer");
            wire.phase("connected, saying good-bye");
            saysThere("SIP/2.0 200 OK");
            assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
        }
    }

    /** The handshake of a robot that has nothing to do is waited for from its beginning to its end. */
    @Nested
    class InTheHandshake {
        private PlainSocket plain;
        private Socket other;

        @BeforeEach
        void connect() throws IOException {
            plain = new PlainSocket();
            plain.connect(server.getLocalSocketAddress(), 0);
            other = server.accept();
            attempt.shakesHands(plain);
        }

        @AfterEach
        void close() throws IOException {
            plain.close();
            other.close();
        }

        /** As the handshake does it, on a thread of its own. */
        private Thread reading() throws IOException {
            InputStream in = plain.getInputStream();
            Thread reader = new Thread(() -> {
                byte[] some = new byte[1024];
                try {
                    while (in.read(some) >= 0) {
                        // as long as something comes
                    }
                } catch (IOException e) {
                    // it was cut off
                }
            });
            reader.start();
            return reader;
        }

        private void waitsFor(Duration time) {
            await().atMost(10, TimeUnit.SECONDS).until(() -> plain.heard().waited() > time.toNanos());
        }

        @Test
        void what_came_and_was_not_read_says_that_the_robot_is_overrun() throws IOException {
            InputStream in = plain.getInputStream();
            other.getOutputStream().write(new byte[100]);
            await().atMost(10, TimeUnit.SECONDS).until(() -> in.available() > 0);
            assertThat(cutOff().failure()).isEqualTo(FailureClass.OWN);
        }

        @Test
        void a_robot_that_was_busy_most_of_the_time_has_itself_to_blame() throws Exception {
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            Thread reader = reading();
            waitsFor(Duration.ofMillis(20));
            assertThat(cutOff().failure()).isEqualTo(FailureClass.OWN);
            plain.close();
            reader.join();
        }

        @Test
        void who_says_nothing_is_silent() throws Exception {
            Thread reader = reading();
            waitsFor(Duration.ofMillis(1));
            attempt.shakesHands(plain);
            waitsFor(Duration.ofMillis(300));
            assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
            plain.close();
            reader.join();
        }

        @Test
        void who_never_stops_talking_is_to_blame_however_busy_that_makes_the_robot() throws Exception {
            Thread reader = reading();
            other.getOutputStream().write(new byte[70_000]);
            await().atMost(10, TimeUnit.SECONDS).until(() -> plain.heard().bytes() == 70_000);
            plain.close();
            reader.join();
            assertThat(cutOff().failure()).isEqualTo(FailureClass.TIMEOUT);
        }
    }
}
