package org.pbxfailover.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Every way in which somebody who calls the robot may misbehave, each with the answers that are right. None of them may change anything. */
public enum HostileCaller {
    // Who they are.
    HAS_NO_TOKEN(Set.of(401), api("POST {failover} HTTP/1.1\r\n")),
    GUESSES_A_TOKEN(Set.of(401, 429), guess("POST {failover} HTTP/1.1\r\nAuthorization: Bearer guess\r\n")),
    HAS_AN_OVERLONG_TOKEN(
            Set.of(401, 429), guess("POST {failover} HTTP/1.1\r\nAuthorization: Bearer " + "x".repeat(6000) + "\r\n")),
    COMES_FROM_A_FOREIGN_PAGE(Set.of(403), api("POST {failover} HTTP/1.1\r\n{token}Origin: http://evil.example\r\n")),
    HAS_NO_PASSWORD(Set.of(401), console("GET /hawtio/jolokia HTTP/1.1\r\n")),
    GUESSES_A_PASSWORD(
            Set.of(401, 429),
            guessAtConsole("GET /hawtio/jolokia HTTP/1.1\r\nAuthorization: Basic YWRtaW46Z3Vlc3M=\r\n")),
    COMES_TO_THE_CONSOLE_FROM_A_FOREIGN_PAGE(
            Set.of(403), console("POST /hawtio/jolokia HTTP/1.1\r\nOrigin: http://evil.example\r\n")),

    // What they ask for.
    ORDERS_BY_GET(Set.of(405), api("GET {failover} HTTP/1.1\r\n{token}")),
    ORDERS_BY_PUT(Set.of(405), api("PUT {failover} HTTP/1.1\r\n{token}")),
    ASKS_FOR_WHAT_IS_NOT_THERE(Set.of(404), api("GET /api/nothing HTTP/1.1\r\n{token}")),
    ESCAPES_WRONGLY(Set.of(404), api("GET /api/pairs/%zz HTTP/1.1\r\n{token}")),
    ESCAPES_WRONGLY_WITHOUT_A_TOKEN(Set.of(401), api("GET /api/pairs/%zz HTTP/1.1\r\n")),
    CLIMBS_OUT(Set.of(404), api("GET /api/pairs/../../../etc/passwd HTTP/1.1\r\n{token}")),
    CLIMBS_OUT_OF_THE_CONSOLE(Set.of(401), console("GET /hawtio/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n")),
    STEERS_THE_ROUTE_BY_HEADERS(
            Set.of(200),
            api("GET /api/pairs/{pair} HTTP/1.1\r\n{token}CamelBeanMethodName: hold\r\nCamelHttpMethod: POST\r\n"
                    + "CamelHttpUri: http://127.0.0.1:1/\r\nCamelToEndpoint: direct:activate\r\n")),
    DECIDED_UPON_ANOTHER_EPOCH(Set.of(409), order("application/json", "{\"expected-epoch\":99}")),

    // What they send.
    SENDS_HALF_A_JSON(Set.of(400), order("application/json", "{\"reason\":")),
    SENDS_DEEP_JSON(Set.of(400), order("application/json", "[".repeat(8000))),
    SENDS_AN_UNKNOWN_KEY(Set.of(400), order("application/json", "{\"forse\":true}")),
    SENDS_XML(Set.of(415), order("text/xml", "<order/>")),
    SENDS_A_MEBIBYTE(Set.of(0, 413), order("application/json", "x".repeat(1 << 20))),
    SENDS_A_MEBIBYTE_WITHOUT_A_TOKEN(
            Set.of(0, 401), api("POST {failover} HTTP/1.1\r\nContent-Length: 1048576\r\n", "x".repeat(1 << 20))),
    SENDS_CHUNKS_WITHOUT_END(Set.of(0, 413), endless("{token}")),
    SENDS_CHUNKS_WITHOUT_END_AND_TOKEN(Set.of(0, 401), endless("")),
    GOES_IN_THE_BODY(Set.of(0), leaves("POST {failover} HTTP/1.1\r\n{token}Content-Length: 100\r\n")),

    // What is no HTTP.
    SENDS_HUGE_HEADERS(Set.of(431), api("GET /api/pairs HTTP/1.1\r\nX: " + "x".repeat(1 << 16) + "\r\n")),
    ASKS_FOR_A_HUGE_PATH(Set.of(414), api("GET /" + "x".repeat(1 << 14) + " HTTP/1.1\r\n")),
    SAYS_A_WRONG_LENGTH(Set.of(0, 400), api("POST {failover} HTTP/1.1\r\n{token}Content-Length: -5\r\n")),
    SAYS_TWO_LENGTHS(
            Set.of(0, 400), api("POST {failover} HTTP/1.1\r\n{token}Content-Length: 0\r\nContent-Length: 90\r\n")),
    SPEAKS_TLS(Set.of(0, 400), api("\u0016\u0003\u0001\u0002\u0000\u0001\r\n")),
    SPEAKS_TLS_TO_THE_CONSOLE(Set.of(0, 400), console("\u0016\u0003\u0001\u0002\u0000\u0001\r\n"));

    /** Where guessing comes from: a whole address is slowed down for it. */
    private static final String GUESSING = "127.0.0.7";

    private static final String OTHERWISE = "127.0.0.8";
    private static final int PATIENCE_MILLIS = 20_000;

    /**
     * The robot that is called.
     *
     * @param pair which must not change
     */
    public record Target(int api, int console, String token, String pair) {
        private String filled(String head) {
            return head.replace("{failover}", "/api/pairs/" + pair + "/failover")
                    .replace("{pair}", pair)
                    .replace("{token}", "Authorization: Bearer " + token + "\r\n");
        }
    }

    /** Says what it has to say and returns the status of the answer, 0 for none. */
    @FunctionalInterface
    private interface Call {
        int on(Target target) throws IOException;
    }

    private final Set<Integer> right;
    private final Call call;

    HostileCaller(Set<Integer> right, Call call) {
        this.right = right;
        this.call = call;
    }

    /** Calls once, on a connection of its own; whether the answer was right. */
    public boolean isAnsweredRightly(Target target) throws IOException {
        int status = call.on(target);
        if (!right.contains(status)) {
            throw new IOException(name() + " was answered " + status + " instead of " + right);
        }
        return true;
    }

    private static Call api(String head) {
        return api(head, "");
    }

    private static Call api(String head, String body) {
        return target -> call(OTHERWISE, target.api(), target.filled(head), body);
    }

    private static Call order(String type, String body) {
        return api(
                "POST {failover} HTTP/1.1\r\n{token}Content-Type: " + type + "\r\nContent-Length: " + body.length()
                        + "\r\n",
                body);
    }

    private static Call guess(String head) {
        return target -> call(GUESSING, target.api(), target.filled(head), "");
    }

    private static Call console(String head) {
        return target -> call(OTHERWISE, target.console(), target.filled(head), "");
    }

    private static Call guessAtConsole(String head) {
        return target -> call(GUESSING, target.console(), target.filled(head), "");
    }

    private static Call endless(String credentials) {
        String head = "POST {failover} HTTP/1.1\r\n" + credentials
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        // As much as a robot that reads on and on would read, and never the last chunk.
        return api(head, chunk.repeat(256));
    }

    private static Call leaves(String head) {
        return target -> {
            try (Socket socket = connected(OTHERWISE, target.api())) {
                send(socket, target.filled(head) + "Host: x\r\n\r\n{");
                return 0;
            }
        };
    }

    /** A connection that says {@code GET} and never more, one letter at each call of {@link Slow#drip}. */
    public static Slow slow(int port) throws IOException {
        Socket socket = connected(OTHERWISE, port);
        send(socket, "GET /api/pairs HTTP/1.1\r\nX: ");
        return new Slow(socket);
    }

    /** Somebody who takes all the time in the world. */
    public record Slow(Socket socket) implements AutoCloseable {
        /** Whether the other side still listens. */
        public boolean drip() {
            try {
                send(socket, "x");
                return true;
            } catch (IOException gone) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Socket connected(String from, int port) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String what) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(what.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static int call(String from, int port, String head, String body) throws IOException {
        try (Socket socket = connected(from, port)) {
            try {
                send(socket, head + "Host: 127.0.0.1:" + port + "\r\n\r\n" + body);
            } catch (IOException refusedInTheMiddle) {
                // There may be an answer all the same.
            }
            return status(socket);
        }
    }

    private static int status(Socket socket) throws IOException {
        try {
            String line = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return line == null ? 0 : Integer.parseInt(line.split(" ", 3)[1]);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return 0;
        }
    }
}
