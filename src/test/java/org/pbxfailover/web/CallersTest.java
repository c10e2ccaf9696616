package org.pbxfailover.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallersTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int server(int most, Duration patience) {
        Callers callers = new Callers(most, patience);
        Vertx bounded = callers.on(vertx);
        Router router = Router.router(bounded);
        router.route().handler(callers.before(exchange -> exchange.response().end()));
        return bounded.createHttpServer(new HttpServerOptions())
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    @Test
    void one_that_drips_its_headers_is_ended() throws Exception {
        try (Caller caller = new Caller(server(10, Duration.ofSeconds(1)))) {
            caller.say("GET / HTTP/1.1\r\nX: ");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                caller.say("x");
                return caller.isEnded();
            });
        }
    }

    @Test
    void one_that_drips_its_body_is_ended() throws Exception {
        try (Caller caller = new Caller(server(10, Duration.ofSeconds(1)))) {
            caller.say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
            assertThat(caller.hears()).contains("200");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                caller.say("x");
                return caller.isEnded();
            });
        }
    }

    @Test
    void one_that_says_nothing_is_ended() throws Exception {
        try (Caller caller = new Caller(server(10, Duration.ofMillis(200)))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(caller::isEnded);
        }
    }

    /** Servers admit on several threads: between the choice and the end of the one that makes room, the next one chooses. */
    @Test
    void nobody_makes_room_twice() {
        Callers callers = new Callers(2, Duration.ofMinutes(1));
        List<HttpConnection> came =
                Stream.generate(CallersTest::connection).limit(4).toList();

        List<List<HttpConnection>> ended = came.stream().map(callers::admit).toList();

        assertThat(ended).containsExactly(List.of(), List.of(), List.of(came.get(0)), List.of(came.get(1)));
    }

    /** Browsers open and leave connections all day; whoever is still there must not make room for those who have gone. */
    @Test
    void one_that_has_gone_takes_up_no_room() {
        Callers callers = new Callers(2, Duration.ofMinutes(1));
        List<Handler<Void>> gone = new ArrayList<>();
        HttpConnection stays = connection();
        callers.opened(stays);
        callers.opened(connection(gone::add));

        gone.get(0).handle(null);

        assertThat(callers.admit(connection())).isEmpty();
        assertThat(callers.admit(connection())).containsExactly(stays);
    }

    private static HttpConnection connection() {
        return connection(gone -> {});
    }

    /** @param left is told by whom an end has to be heard of */
    private static HttpConnection connection(Consumer<Handler<Void>> left) {
        return (HttpConnection) Proxy.newProxyInstance(
                CallersTest.class.getClassLoader(),
                new Class<?>[] {HttpConnection.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "closeHandler" -> {
                        left.accept((Handler<Void>) arguments[0]);
                        yield self;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "a connection";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void one_that_goes_on_asking_stays() throws Exception {
        Duration patience = Duration.ofSeconds(3);
        int port = server(10, patience);
        try (Caller asks = new Caller(port);
                Caller silent = new Caller(port)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                asks.say(REQUEST);
                assertThat(asks.hears()).contains("200");
                return silent.isEnded();
            });
            asks.say(REQUEST);
            assertThat(asks.hears()).contains("200");
        }
    }

    @Test
    void when_there_are_too_many_the_longest_silence_makes_room() throws Exception {
        int port = server(2, Duration.ofMinutes(1));
        try (Caller first = new Caller(port);
                Caller second = new Caller(port)) {
            second.say(REQUEST);
            assertThat(second.hears()).contains("200");
            first.say(REQUEST);
            assertThat(first.hears()).contains("200");
            try (Caller third = new Caller(port)) {
                third.say(REQUEST);
                assertThat(third.hears()).contains("200");

                Awaitility.await().atMost(Duration.ofSeconds(20)).until(second::isEnded);
                first.say(REQUEST);
                assertThat(first.hears()).contains("200");
            }
        }
    }

    /** One connection. */
    private static final class Caller implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private boolean refused;

        Caller(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        void say(String what) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(what.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException e) {
                refused = true;
            }
        }

        /** The first line of an answer; its other lines are read, too. */
        String hears() throws IOException {
            socket.setSoTimeout(20_000);
            String status = String.valueOf(in.readLine());
            String line = status;
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            return status;
        }

        boolean isEnded() throws IOException {
            if (refused) {
                return true;
            }
            socket.setSoTimeout(50);
            try {
                return in.read() < 0;
            } catch (SocketTimeoutException open) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
