package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
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
}
