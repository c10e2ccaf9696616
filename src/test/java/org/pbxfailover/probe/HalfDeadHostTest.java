package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.NAME;
import static org.pbxfailover.core.FailureClass.OWN;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.ROUTE;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.UNREACHABLE;
import static org.pbxfailover.probe.Asker.get;
import static org.pbxfailover.probe.Asker.pinned;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.Vacant;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** Names with several addresses, of which some do not answer (fault 7), and names and addresses that lead nowhere. */
class HalfDeadHostTest {
    private static final Vacant VACANT = new Vacant(0);

    private static final int LONG = 10_000;
    private static final CountDownLatch CLOSED = new CountDownLatch(1);
    private static Asker asker;

    @BeforeAll
    static void open() throws Exception {
        asker = new Asker(HalfDeadHostTest::lookup, Trust.with(List.of()));
    }

    @AfterAll
    static void close() {
        CLOSED.countDown();
        asker.close();
    }

    /** The name {@code localhost} stands for a host with two addresses; others that mean loopback are lies of the name service. */
    private static InetAddress[] lookup(String name) throws UnknownHostException {
        return switch (name) {
            case "localhost" -> addresses("127.0.0.2", "127.0.0.1");
            case "six.localhost" -> addresses("::1", "127.0.0.1");
            case "sunk.example" -> addresses("127.0.0.1");
            case "blocked.example" -> addresses("0.0.0.0");
            case "slow.localhost" -> {
                waits();
                yield addresses("127.0.0.1");
            }
            default -> throw new UnknownHostException(name);
        };
    }

    private static InetAddress[] addresses(String... addresses) throws UnknownHostException {
        InetAddress[] all = new InetAddress[addresses.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(addresses[i]);
        }
        return all;
    }

    private static void waits() {
        try {
            CLOSED.await(700, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Question tcp(String host, int port, int millis) {
        URI uri = URI.create("tcp://" + host + ":" + port);
        return Question.of(new OutsideHost(uri, StatusRange.parse("200"), Optional.empty()), Duration.ofMillis(millis));
    }

    private static Finding ask(String scheme, String host, int port) {
        return asker.ask(scheme.equals("tcp") ? tcp(host, port, LONG) : get("http://" + host + ":" + port + "/", LONG))
                .finding();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void an_answer_says_which_address_of_the_host_refused(String scheme) throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            for (int i = 0; i < 2; i++) { // also on a kept connection
                assertThat(ask(scheme, "localhost", peer.port()))
                        .isInstanceOf(Finding.Alive.class)
                        .extracting(Finding::phrase)
                        .asString()
                        .endsWith("; 127.0.0.2: connection refused");
            }
        }
    }

    /** {@code primary.address} may be a name as well: one dead address of it is no dead server. */
    @Test
    void a_configured_name_stands_for_all_of_its_addresses() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            for (int i = 0; i < 2; i++) {
                assertThat(asker.ask(pinned(get("http://pbx.example:" + peer.port() + "/", LONG), "localhost"))
                                .finding()
                                .phrase())
                        .endsWith("; 127.0.0.2: connection refused");
            }
        }
    }

    @Test
    void an_answer_no_longer_mentions_an_address_that_answers_again() throws Exception {
        try (Peer one = new Peer((self, socket) -> {
            self.request(socket);
            Peer.write(socket, Peer.ok("hello"));
        })) {
            assertThat(ask("http", "localhost", one.port()).phrase()).contains("127.0.0.2");
            try (Peer other =
                    new Peer(new ServerSocket(one.port(), 10, InetAddress.getByName("127.0.0.2")), (self, socket) -> {
                        self.request(socket);
                        Peer.write(socket, Peer.ok("hello"));
                    })) {
                assertThat(ask("http", "localhost", one.port())).isEqualTo(new Finding.Alive("200 OK"));
                assertThat(other.connections).hasValue(1);
            }
        }
    }

    @Test
    void a_host_whose_version_six_is_dead_is_alive_and_says_so() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            assertThat(ask("http", "six.localhost", peer.port()).phrase()).startsWith("200 OK; 0:0:0:0:0:0:0:1: ");
        }
    }

    @Test
    void a_silent_address_leaves_time_for_the_next_one_and_is_named() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
                Peer peer = new Peer(
                        new ServerSocket(full.getLocalPort(), 50, InetAddress.getByName("127.0.0.1")),
                        (self, socket) -> {
                            self.request(socket);
                            Peer.write(socket, Peer.ok("hello"));
                        })) {
            List<Socket> waiting = Asker.fill(full);
            assertThat(asker.ask(get("http://localhost:" + peer.port() + "/", 2000))
                            .finding())
                    .isEqualTo(new Finding.Alive("200 OK; 127.0.0.2: no answer"));
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void when_every_address_refuses_each_is_named(String scheme) throws Exception {
        assertThat(ask(scheme, "localhost", VACANT.port()))
                .isEqualTo(new Finding.Failed(REFUSED, "127.0.0.2: connection refused; 127.0.0.1: connection refused"));
    }

    @Test
    void when_the_time_is_up_the_addresses_that_failed_before_are_named() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<Socket> waiting = Asker.fill(full);
            for (Question question : List.of(
                    get("http://localhost:" + full.getLocalPort() + "/", 500),
                    tcp("localhost", full.getLocalPort(), 500))) {
                assertThat(asker.ask(question).finding())
                        .isEqualTo(new Finding.Failed(
                                TIMEOUT, "no answer within 500 ms (connecting; 127.0.0.2: connection refused)"));
            }
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Somebody filters names, or the robot's name service is wrong: the primary was never asked (fault 33, rule I9). */
    @ParameterizedTest
    @ValueSource(strings = {"sunk.example", "blocked.example"})
    void a_name_that_is_said_to_be_the_robots_own_host_is_no_dead_server(String name) throws Exception {
        for (String scheme : List.of("http", "tcp")) {
            Finding finding = ask(scheme, name, VACANT.port());

            assertThat(finding)
                    .isEqualTo(new Finding.Failed(
                            NAME, "the name service says that " + name + " is this host, where nobody listens"));
        }
    }

    /** Where a person says where the primary is, such as behind a tunnel, no name service has said anything. */
    @Test
    void a_configured_address_that_is_the_robots_own_host_and_refuses_is_refused() throws Exception {
        assertThat(asker.ask(pinned(get("http://pbx.example:" + VACANT.port() + "/", LONG), "127.0.0.1"))
                        .finding())
                .isEqualTo(new Finding.Failed(REFUSED, "connection refused"));
    }

    @Test
    void a_name_that_is_said_to_be_the_robots_own_host_and_answers_is_alive() throws Exception {
        try (Peer peer = Peer.answering(Peer.ok("hello"))) {
            assertThat(ask("http", "sunk.example", peer.port())).isEqualTo(new Finding.Alive("200 OK"));
        }
    }

    /** Its own name service used up the time, so nothing is known of the other side. */
    @Test
    void a_slow_lookup_that_leaves_too_little_time_is_no_dead_server() throws Exception {
        try (Peer peer = new Peer(Peer.SILENT)) {
            for (Question question : List.of(
                    get("http://slow.localhost:" + peer.port() + "/", 1000),
                    pinned(get("http://pbx.example:" + peer.port() + "/", 1000), "slow.localhost"))) {
                assertThat(asker.ask(question).finding()).isInstanceOfSatisfying(Finding.Failed.class, failed -> {
                    assertThat(failed.failure()).isEqualTo(NAME);
                    assertThat(failed.detail()).startsWith("the name service took ");
                });
            }
            assertThat(asker.ask(get("http://slow.localhost:" + peer.port() + "/", 3000))
                            .finding())
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(TIMEOUT));
        }
    }

    /** The kernel refuses to connect to a broadcast address with the same word as to a network that routers cannot reach. */
    @Test
    void a_network_that_is_unreachable_behind_our_own_route_counts() {
        for (String scheme : List.of("http", "tcp")) {
            assertThat(ask(scheme, "127.255.255.255", 9))
                    .isEqualTo(new Finding.Failed(UNREACHABLE, "no route to the host"));
        }
    }

    @Test
    void an_address_that_the_robots_own_kernel_cannot_take_says_nothing_about_the_other_side() {
        for (String scheme : List.of("http", "tcp")) {
            assertThat(ask(scheme, "[fe80::1]", 9)) // link-local without its zone
                    .isInstanceOfSatisfying(
                            Finding.Failed.class,
                            failed -> assertThat(failed.failure()).isEqualTo(OWN));
        }
    }

    private static final InetAddress SOMEWHERE = InetAddress.getLoopbackAddress();

    /** Faults 1 and 7: without a route nothing was sent to anybody. The kernel's words are those seen in a network namespace of its own. */
    @Test
    void a_robot_without_a_route_of_its_own_says_nothing_about_the_other_side() {
        for (IOException failure : List.of(
                new java.net.SocketException("Network is unreachable"),
                new java.net.NoRouteToHostException("No route to host"))) {
            assertThat(Classify.connecting(failure, "192.0.2.1", SOMEWHERE, address -> false))
                    .isEqualTo(new Finding.Failed(ROUTE, "the robot itself has no route to 127.0.0.1"));
            assertThat(Classify.connecting(failure, "192.0.2.1", SOMEWHERE, address -> true))
                    .isEqualTo(new Finding.Failed(UNREACHABLE, "no route to the host"));
        }
    }

    @Test
    void what_the_operating_system_has_against_a_new_connection_is_the_robots_own_in_whatever_language() {
        for (IOException failure : List.of(
                new java.net.SocketException("Too many open files"),
                new java.net.SocketException("Zu viele offene Dateien"),
                new java.net.SocketException("Protocol family unavailable"),
                new java.net.SocketException("Operation not permitted"),
                new java.net.BindException("Cannot assign requested address"),
                new java.net.SocketException())) {
            assertThat(connecting(failure)).isEqualTo(OWN);
        }
        assertThat(connecting(new java.net.ConnectException("Verbindungsaufbau abgelehnt")))
                .isEqualTo(REFUSED);
        assertThat(connecting(new java.net.SocketException("Connection reset by peer")))
                .isEqualTo(RESET);
        assertThat(connecting(new java.net.SocketTimeoutException("Connect timed out")))
                .isEqualTo(TIMEOUT);
    }

    private static FailureClass connecting(IOException failure) {
        return Classify.connecting(failure, "127.0.0.1", SOMEWHERE, address -> true)
                .failure();
    }
}
