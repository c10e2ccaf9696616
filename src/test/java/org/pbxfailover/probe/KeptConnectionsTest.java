package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.probe.Asker.containing;
import static org.pbxfailover.probe.Asker.get;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** Connections are kept between probes; what a dead server said earlier must never pass for an answer, nor its goodbye for its death. */
class KeptConnectionsTest {
    private static final int SHORT = 500;
    private static final int LONG = 10_000;
    private static final Finding ALIVE = new Finding.Alive("200 OK");
    private static Asker asker;
    private static SSLSocketFactory tls;

    @BeforeAll
    static void open() throws Exception {
        tls = Certificates.shared().server("good").getSocketFactory();
        asker = new Asker(
                name -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                Certificates.shared().trust());
    }

    @AfterAll
    static void close() {
        asker.close();
    }

    private static String url(Peer peer, boolean encrypted) {
        return encrypted ? "https://pbx.example:" + peer.port() + "/" : peer.url();
    }

    private static Peer.Treatment layered(boolean encrypted, Peer.Treatment inside) {
        return !encrypted
                ? inside
                : (peer, socket) -> {
                    SSLSocket layer = (SSLSocket) tls.createSocket(socket, null, socket.getPort(), true);
                    layer.setUseClientMode(false);
                    inside.treat(peer, layer);
                };
    }

    /** Answers the first request of its life with all of this, and nothing ever after. */
    private static Peer.Treatment saysAtOnceAndDies(String all, boolean encrypted) {
        return layered(encrypted, (peer, socket) -> {
            if (peer.connections.get() == 1 && peer.request(socket)) {
                Peer.write(socket, all);
            }
            Peer.SILENT.treat(peer, socket);
        });
    }

    private static void isAliveOnceAndThenDead(Peer peer, boolean encrypted) {
        assertThat(asker.ask(get(url(peer, encrypted), LONG)).finding()).isInstanceOf(Finding.Alive.class);
        assertThat(asker.ask(get(url(peer, encrypted), SHORT)).finding())
                .isEqualTo(new Finding.Failed(
                        FailureClass.TIMEOUT, "no answer within 500 ms (connected, waiting for headers)"));
        assertThat(peer.connections)
                .as("asked again on a connection of its own")
                .hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_second_answer_is_never_the_answer_of_the_next_probe(boolean encrypted) throws Exception {
        try (Peer peer = new Peer(saysAtOnceAndDies(Peer.ok("one") + Peer.ok("two"), encrypted))) {
            isAliveOnceAndThenDead(peer, encrypted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void a_body_that_must_not_be_there_is_never_the_answer_of_the_next_probe(String status) throws Exception {
        String inside = Peer.ok("inside of a body");
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: " + inside.length() + "\r\n\r\n" + inside;
        try (Peer peer = new Peer(saysAtOnceAndDies(answer, false))) {
            isAliveOnceAndThenDead(peer, false);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_that_comes_between_two_probes_is_not_the_answer_of_the_second(boolean encrypted) throws Exception {
        CountDownLatch between = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        try (Peer peer = new Peer(layered(encrypted, (self, socket) -> {
            if (self.connections.get() == 1 && self.request(socket)) {
                Peer.write(socket, Peer.ok("one"));
                between.await();
                Peer.write(socket, Peer.ok("two"));
                said.countDown();
            }
            Peer.SILENT.treat(self, socket);
        }))) {
            assertThat(asker.ask(get(url(peer, encrypted), LONG)).finding()).isEqualTo(ALIVE);
            between.countDown();
            assertThat(said.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(asker.ask(get(url(peer, encrypted), SHORT)).finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(FailureClass.TIMEOUT));
        }
    }

    /** As some servers and load balancers do when they tire of an idle connection. */
    @Test
    void a_408_on_an_idle_connection_is_no_failure() throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("one"));
            idle.await();
            Peer.write(socket, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            socket.shutdownOutput();
            said.countDown();
        })) {
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
            idle.countDown();
            assertThat(said.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
            assertThat(peer.connections).hasValue(2);
        }
    }

    /** The same, in the moment in which the connection is used again: it answers no request, so another connection tells. */
    @Test
    void a_408_that_crosses_the_next_probe_is_no_failure() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("one"));
            self.request(socket);
            Peer.write(socket, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
            assertThat(peer.connections).hasValue(2);
        }
    }

    /** Who says it on a new connection means it. */
    @Test
    void a_408_on_a_new_connection_is_a_failure() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        })) {
            assertThat(asker.ask(get(peer.url(), LONG)).finding())
                    .isEqualTo(new Finding.Failed(FailureClass.STATUS, "408 Request Timeout"));
            assertThat(peer.connections).hasValue(1);
        }
    }

    /** The server gives up an idle connection in the moment in which it is used again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_connection_that_goes_stale_while_it_is_used_again_is_no_failure(boolean abruptly) throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("one"));
            self.request(socket);
            socket.setSoLinger(abruptly, 0);
        })) {
            for (int i = 1; i < 4; i++) {
                assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
                assertThat(peer.connections).hasValue(i);
            }
        }
    }

    @Test
    void a_restart_behind_many_kept_connections_is_no_failure() throws Exception {
        int many = 12;
        CyclicBarrier together = new CyclicBarrier(many);
        CountDownLatch restart = new CountDownLatch(1);
        ExecutorService askers = Executors.newFixedThreadPool(many);
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            if (restart.getCount() > 0) {
                together.await(10, TimeUnit.SECONDS);
            }
            Peer.write(socket, Peer.ok("one"));
            restart.await();
        })) {
            List<Callable<Finding>> probes = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                probes.add(() -> asker.ask(get(peer.url(), LONG)).finding());
            }
            for (Future<Finding> finding : askers.invokeAll(probes)) {
                assertThat(finding.get()).isEqualTo(ALIVE);
            }
            restart.countDown();
            await().until(() -> peer.open() == 0);

            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
        } finally {
            askers.shutdownNow();
        }
    }

    @Test
    void half_an_answer_on_a_kept_connection_is_a_failure() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("one"));
            self.request(socket);
            Peer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        })) {
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
            assertThat(asker.ask(get(peer.url(), LONG)).finding())
                    .isEqualTo(new Finding.Failed(FailureClass.RESET, "connection closed in the middle of the answer"));
        }
    }

    /** It says that it closes and does not: nothing is asked on that connection again. */
    @Test
    void a_server_that_only_says_that_it_closes_is_asked_on_another_connection() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\none");
            Peer.SILENT.treat(self, socket);
        })) {
            assertThat(asker.ask(containing(get(peer.url(), LONG), "one")).finding())
                    .isEqualTo(ALIVE);
            await("the robot to close it").until(() -> peer.open() == 0);
            assertThat(asker.ask(get(peer.url(), LONG)).finding()).isEqualTo(ALIVE);
            assertThat(peer.connections).hasValue(2);
        }
    }

    /** Also a server that answers each connection at once, before it was asked anything, is only believed once. */
    @Test
    void an_answer_before_the_request_is_believed_once() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            Peer.write(socket, self.connections.get() == 1 ? Peer.ok("one") + Peer.ok("two") : "");
            Peer.SILENT.treat(self, socket);
        })) {
            isAliveOnceAndThenDead(peer, false);
        }
    }

    @Test
    void two_pairs_on_one_server_never_get_each_others_answers() throws Exception {
        try (Peer peer = new Peer((self, socket) -> {
            while (self.request(socket)) {
                String request = self.requests.get(self.requests.size() - 1);
                String body = request.startsWith("GET /a ") ? "page a" : "page b";
                Peer.write(socket, Peer.ok(body) + Peer.ok("stale " + body));
            }
        })) {
            for (int i = 0; i < 6; i++) {
                String page = i % 2 == 0 ? "a" : "b";
                assertThat(asker.ask(containing(get(peer.url() + page, LONG), "page " + page))
                                .finding())
                        .isEqualTo(ALIVE);
            }
        }
    }
}
