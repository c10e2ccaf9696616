package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answer to a call that changes something is not thrown away because the robot itself came too late to it (faults 37 and 48). */
class CutTest {
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private ManagedHttpClientConnection connection;
    private ServerSocket server;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        clock.setRemoveOnCancelPolicy(true);
        server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        connection = ManagedHttpClientConnectionFactory.INSTANCE.createConnection(null);
        connection.bind(new Socket(server.getInetAddress(), server.getLocalPort()));
        peer = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        clock.shutdownNow();
        peer.close();
        connection.close();
        server.close();
    }

    private Attempt attempt(long left, TimeUnit unit) throws IOException {
        Attempt attempt = new Attempt(System.nanoTime() + unit.toNanos(left), () -> true, false);
        attempt.begin();
        attempt.opening(connection);
        attempt.listens(connection);
        return attempt;
    }

    private void answers() throws IOException {
        peer.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
        await("it to arrive")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> connection.getSocket().getInputStream().available() > 0);
    }

    @Test
    void a_robot_that_was_away_at_the_deadline_gets_a_moment_to_read_what_lies_there() throws IOException {
        Attempt attempt = attempt(-5, TimeUnit.SECONDS);
        Cut cut = Cut.at(attempt, clock, true);

        await("the deadline to be noticed").until(() -> clock.getCompletedTaskCount() > 0);
        assertThat(attempt.over()).isFalse();
        assertThat(connection.isOpen()).isTrue();
        cut.cancel();
        assertThat(clock.getQueue()).isEmpty();
    }

    @Test
    void so_does_one_that_was_away_in_the_middle_of_an_answer() throws IOException {
        Attempt attempt = attempt(-5, TimeUnit.SECONDS);
        attempt.gotHeaders(200);
        Cut.at(attempt, clock, true);

        await("the deadline to be noticed").until(() -> clock.getCompletedTaskCount() > 0);
        assertThat(attempt.over()).isFalse();
    }

    @Test
    void an_answer_that_lies_there_unread_gets_the_moment_too() throws IOException {
        answers();
        Attempt attempt = attempt(0, TimeUnit.SECONDS);
        Cut.at(attempt, clock, true);

        await("the deadline to be noticed").until(() -> clock.getCompletedTaskCount() > 0);
        assertThat(attempt.over()).isFalse();
    }

    @Test
    void there_is_one_such_moment_and_no_other() throws IOException {
        answers();
        Attempt attempt = attempt(-5, TimeUnit.SECONDS);
        Cut.at(attempt, clock, true);

        await("the end of it").atMost(10, TimeUnit.SECONDS).until(attempt::over);
        assertThat(connection.isOpen()).isFalse();
        assertThat(clock.getQueue()).isEmpty();
    }

    @Test
    void what_was_not_sent_by_its_deadline_is_not_sent_afterwards() throws IOException {
        Attempt attempt = new Attempt(System.nanoTime() - TimeUnit.SECONDS.toNanos(5), () -> true, false);
        attempt.begin();
        attempt.opening(connection);
        Cut.at(attempt, clock, true);

        await("the deadline to be noticed").until(() -> clock.getCompletedTaskCount() > 0);
        assertThat(attempt.over()).isTrue();
    }

    @Test
    void a_probe_ends_at_its_deadline_whoever_was_late() throws IOException {
        answers();
        Attempt attempt = attempt(-5, TimeUnit.SECONDS);
        Cut.at(attempt, clock, false);

        await("the deadline").atMost(10, TimeUnit.SECONDS).until(attempt::over);
        assertThat(clock.getQueue()).isEmpty();
        assertThat(clock.getCompletedTaskCount()).isLessThanOrEqualTo(1);
    }

    @Test
    void silence_ends_at_the_deadline() throws IOException {
        Attempt attempt = attempt(200, TimeUnit.MILLISECONDS);
        Cut.at(attempt, clock, true);

        await("the deadline").atMost(10, TimeUnit.SECONDS).until(attempt::over);
        assertThat(clock.getQueue()).isEmpty();
    }

    /** Its connection may serve somebody else by now. */
    @Test
    void what_has_ended_is_not_cut_off_by_a_clock_that_was_already_on_its_way() throws IOException {
        Attempt attempt = attempt(1, TimeUnit.HOURS);
        Cut cut = Cut.at(attempt, clock, true);
        cut.cancel();
        cut.run();
        assertThat(attempt.over()).isFalse();
        assertThat(connection.isOpen()).isTrue();
    }
}
