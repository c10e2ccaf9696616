package org.pbxfailover.probe;

import static org.pbxfailover.core.FailureClass.BODY;
import static org.pbxfailover.core.FailureClass.DENIED;
import static org.pbxfailover.core.FailureClass.PROTOCOL;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.STATUS;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.TLS;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.pbxfailover.core.FailureClass;

/** Every way in which the other side of a request may misbehave, each with the class of failure that it is. */
public enum Hostile {
    // Silence and slowness: the deadline ends them.
    SAYS_NOTHING(TIMEOUT, Peer.SILENT),
    DRIPS_A_STATUS_LINE(TIMEOUT, (peer, socket) -> peer.drip(socket, "H", 50)),
    STOPS_AFTER_THE_STATUS_LINE(TIMEOUT, stops(Say.OK)),
    DRIPS_A_HEADER(TIMEOUT, drips(Say.OK + "X: ", "x", 50)),
    DRIPS_100_CONTINUE(TIMEOUT, drips("", "HTTP/1.1 100 Continue\r\n\r\n", 50)),
    STOPS_AFTER_THE_HEADERS(TIMEOUT, stops(Say.OK + "Content-Length: 1000\r\n\r\n")),
    STOPS_IN_THE_BODY(TIMEOUT, stops(Say.OK + "Content-Length: 1000\r\n\r\nwell")),
    STOPS_IN_A_CHUNK(TIMEOUT, stops(Say.OK + Say.CHUNKED + "9\r\nwell")),
    STOPS_IN_THE_TRAILERS(TIMEOUT, stops(Say.OK + Say.CHUNKED + "4\r\nwell\r\n0\r\nX: y\r\n")),
    DRIPS_A_BODY(TIMEOUT, drips(Say.OK + "Content-Length: 100000\r\n\r\n", "x", 50)),
    DRIPS_A_BODY_WITHOUT_LENGTH(TIMEOUT, drips(Say.OK + "\r\n", "x", 50)),
    DRIPS_CHUNKS(TIMEOUT, drips(Say.OK + Say.CHUNKED, "1\r\nx\r\n", 50)),
    // A gzip header with a file name, which never ends.
    DRIPS_WHAT_DECOMPRESSES_TO_NOTHING(
            TIMEOUT,
            drips(Say.OK + "Content-Encoding: gzip\r\n\r\n\u001f\u008b\b\b\0\0\0\0\0\0", "name".repeat(100), 1)),

    // Nobody there, or gone in the middle.
    REFUSES(REFUSED, Peer.SILENT),
    RESETS_AT_ONCE(RESET, (peer, socket) -> socket.setSoLinger(true, 0)),
    RESETS_AFTER_THE_REQUEST(RESET, asked((peer, socket) -> socket.setSoLinger(true, 0))),
    CLOSES_WITHOUT_AN_ANSWER(RESET, says("")),
    HALF_CLOSES_WITHOUT_AN_ANSWER(RESET, asked((peer, socket) -> {
        socket.shutdownOutput();
        Peer.SILENT.treat(peer, socket);
    })),
    CLOSES_AFTER_THE_STATUS_LINE(RESET, says(Say.OK)),
    CLOSES_IN_THE_STATUS_LINE(RESET, says("HTTP/1.1 200 OK")),
    CLOSES_BETWEEN_HEADERS(RESET, says(Say.OK + "Content-Type: text/plain\r\n")),
    CLOSES_IN_A_HEADER(RESET, says(Say.OK + "Content-Type: text/plain\r\nContent-Le")),
    CLOSES_IN_THE_BODY(RESET, says(Say.OK + "Content-Length: 1000\r\n\r\nwell")),
    CLOSES_IN_A_CHUNK(RESET, says(Say.OK + Say.CHUNKED + "9\r\nwell")),
    CLOSES_AFTER_100_CONTINUE(RESET, says("HTTP/1.1 100 Continue\r\n\r\n")),

    // What is no HTTP.
    SPEAKS_SSH(PROTOCOL, stops("SSH-2.0-OpenSSH_9.2\r\n")),
    SPEAKS_HTTP_0_9(PROTOCOL, says("<html>well</html>\n")),
    SPEAKS_HTTP_2(RESET, says("\0\0\u0012\4\0\0\0\0\0\0\3\0\0\0\u0080\0\4\0\1\0\0")),
    SPEAKS_GARBAGE(PROTOCOL, says("\0\1\2\3\u00ff\u00fe\r\n\r\n")),
    SAYS_STATUS_ZERO(PROTOCOL, stops("HTTP/1.1 000 Zero\r\n\r\n")),
    SAYS_STATUS_99(PROTOCOL, stops("HTTP/1.1 099 Low\r\n\r\n")),
    SAYS_NO_STATUS(PROTOCOL, stops("HTTP/1.1 well OK\r\n\r\n")),
    SAYS_HTTP_9_9(PROTOCOL, stops("HTTP/9.9 200 OK\r\nContent-Length: 0\r\n\r\n")),
    SWITCHES_PROTOCOLS(PROTOCOL, stops("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")),
    HAS_A_NEGATIVE_LENGTH(PROTOCOL, stops(Say.OK + "Content-Length: -5\r\n\r\nwell")),
    HAS_TWO_LENGTHS(PROTOCOL, stops(Say.OK + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nwell")),
    HAS_A_HUGE_LENGTH(PROTOCOL, stops(Say.OK + "Content-Length: 99999999999999999999\r\n\r\nwell")),
    HAS_AN_UNKNOWN_TRANSFER_ENCODING(PROTOCOL, stops(Say.OK + "Transfer-Encoding: rot13\r\n\r\nwell")),
    HAS_BROKEN_CHUNKS(PROTOCOL, stops(Say.OK + Say.CHUNKED + "-5\r\nwell\r\n0\r\n\r\n")),
    HAS_A_HEADER_WITHOUT_COLON(PROTOCOL, stops(Say.OK + "well\r\nContent-Length: 0\r\n\r\n")),
    COMPRESSES_WRONGLY(PROTOCOL, stops(Say.OK + "Content-Encoding: gzip\r\nContent-Length: 11\r\n\r\nhello world")),
    COMPRESSES_TWO_THOUSAND_TIMES(
            PROTOCOL, stops(Say.OK + "Content-Encoding: " + "gzip, ".repeat(2000) + "gzip\r\n\r\nwell")),

    // Too much of something.
    FLOODS_WITH_100_CONTINUE(PROTOCOL, drips("", "HTTP/1.1 100 Continue\r\n\r\n".repeat(100), 0)),
    FLOODS_WITH_103_EARLY_HINTS(PROTOCOL, drips("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(100), 0)),
    HEADERS_WITHOUT_END(PROTOCOL, drips(Say.OK, "X: y\r\n".repeat(1000), 0)),
    A_HEADER_WITHOUT_END(PROTOCOL, drips(Say.OK + "X: ", "x".repeat(1000), 0)),
    A_STATUS_LINE_WITHOUT_END(PROTOCOL, drips("HTTP/1.1 200 ", "x".repeat(1000), 0)),
    EMPTY_LINES_WITHOUT_END(PROTOCOL, drips("", "\r\n".repeat(1000), 0)),
    TRAILERS_WITHOUT_END(PROTOCOL, drips(Say.OK + Say.CHUNKED + "4\r\nwell\r\n0\r\n", "X: y\r\n".repeat(1000), 0)),
    A_CHUNK_EXTENSION_WITHOUT_END(PROTOCOL, drips(Say.OK + Say.CHUNKED + "4;x=", "x".repeat(1000), 0)),
    A_BODY_WITHOUT_END(STATUS, drips(Say.ERROR + "\r\n", "x".repeat(1000), 0)),
    CHUNKS_WITHOUT_END(STATUS, drips(Say.ERROR + Say.CHUNKED, "1\r\nx\r\n".repeat(1000), 0)),
    A_GZIP_BOMB(STATUS, says(Say.ERROR + "Content-Encoding: gzip\r\n\r\n", bomb())),

    // Answers that are no success.
    REDIRECTS_TO_ITSELF(STATUS, says("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")),
    REDIRECTS_ELSEWHERE(
            STATUS, says("HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")),
    WANTS_US_BACK_AT_ONCE(STATUS, says("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")),
    WANTS_FEWER_REQUESTS(DENIED, says("HTTP/1.1 429 Slow down\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")),
    WANTS_A_PASSWORD(
            DENIED,
            says("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")),
    HAS_ANOTHER_PAGE(BODY, says(Peer.ok("It works!"))),
    NAMES_A_CHARSET_THAT_IS_NONE(
            BODY, says(Say.OK + "Content-Type: text/html; charset=nonsense\r\nContent-Length: 2\r\n\r\nno")),

    // TLS.
    EXPIRED_CERTIFICATE(TLS, "expired", answers()),
    CERTIFICATE_OF_TOMORROW(TLS, "early", answers()),
    CERTIFICATE_FOR_ANOTHER_NAME(TLS, "other", answers()),
    SELF_SIGNED_CERTIFICATE(TLS, "self", answers()),
    CERTIFICATE_OF_AN_UNKNOWN_AUTHORITY(TLS, "strangers", answers()),
    PLAIN_HTTP_ON_THE_TLS_PORT(TLS, Say.RAW, (peer, socket) -> {
        Peer.write(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        Peer.SILENT.treat(peer, socket);
    }),
    GARBAGE_INSTEAD_OF_A_HANDSHAKE(TLS, Say.RAW, (peer, socket) -> peer.drip(socket, "\u0099\0\1\2".repeat(100), 0)),
    ALERT_INSTEAD_OF_A_HANDSHAKE(TLS, Say.RAW, (peer, socket) -> {
        Peer.write(socket, "\u0015\3\3\0\2\2\50"); // fatal: handshake_failure
        Peer.SILENT.treat(peer, socket);
    }),
    STALLS_IN_THE_HANDSHAKE(TIMEOUT, Say.RAW, Peer.SILENT),
    DRIPS_A_HANDSHAKE(TIMEOUT, Say.RAW, (peer, socket) -> {
        Peer.write(socket, "\u0016\3\3\77\0"); // the head of a long handshake record
        peer.drip(socket, "\2", 50);
    }),
    CUTS_THE_HANDSHAKE(RESET, Say.RAW, (peer, socket) -> socket.getInputStream().read()),
    RESETS_THE_HANDSHAKE(RESET, Say.RAW, (peer, socket) -> {
        socket.getInputStream().read();
        socket.setSoLinger(true, 0);
    }),
    SAYS_NOTHING_BEHIND_TLS(TIMEOUT, "good", Peer.SILENT),
    DRIPS_A_BODY_BEHIND_TLS(TIMEOUT, "good", drips(Say.OK + "\r\n", "x", 50)),
    CLOSES_IN_THE_BODY_BEHIND_TLS(RESET, "good", says(Say.OK + "Content-Length: 1000\r\n\r\nwell")),
    SPEAKS_SSH_BEHIND_TLS(PROTOCOL, "good", stops("SSH-2.0-OpenSSH_9.2\r\n")),
    HEADERS_WITHOUT_END_BEHIND_TLS(PROTOCOL, "good", drips(Say.OK, "X: y\r\n".repeat(1000), 0));

    /** What a server says that is well; {@code contains} and {@code expect} ask for it. */
    public static final String WELL = "all is well";

    private final FailureClass failure;
    private final String certificate;
    private final Peer.Treatment treatment;

    Hostile(FailureClass failure, Peer.Treatment treatment) {
        this(failure, Say.PLAIN, treatment);
    }

    Hostile(FailureClass failure, String certificate, Peer.Treatment treatment) {
        this.failure = failure;
        this.certificate = certificate;
        this.treatment = treatment;
    }

    /** What a probe must find. */
    public FailureClass failure() {
        return failure;
    }

    /** Whether only the deadline ends it. */
    public boolean slow() {
        return failure == TIMEOUT;
    }

    public boolean tls() {
        return !certificate.equals(Say.PLAIN);
    }

    /** In words that may stand in the name of a pair or a path. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A server that behaves like this. */
    public Peer open() throws Exception {
        boolean encrypted = tls() && !certificate.equals(Say.RAW);
        Peer peer = new Peer(encrypted ? encrypted(certificate, treatment) : treatment);
        if (this == REFUSES) {
            peer.dies();
        }
        return peer;
    }

    /** Behaves like this on one connection of somebody else's server. */
    public void treat(Peer peer, Socket socket) throws Exception {
        treatment.treat(peer, socket);
    }

    /** The same server is well from now on. */
    public void heals(Peer peer) throws Exception {
        peer.becomes(tls() ? encrypted("good", answers()) : answers());
        if (this == REFUSES) {
            peer.lives();
        }
    }

    /** With the name that the certificates are for, where there is one. */
    public String url(Peer peer, String certified) {
        return tls() ? "https://" + certified + ":" + peer.port() + "/" : peer.url();
    }

    private static Peer.Treatment answers() {
        return (peer, socket) -> {
            while (peer.request(socket)) {
                Peer.write(socket, Peer.ok(WELL));
            }
        };
    }

    private static Peer.Treatment asked(Peer.Treatment then) {
        return (peer, socket) -> {
            if (peer.request(socket)) {
                then.treat(peer, socket);
            }
        };
    }

    /** Answers and closes. */
    private static Peer.Treatment says(String answer) {
        return asked((peer, socket) -> Peer.write(socket, answer));
    }

    /** Answers with a head and a body that is no text. */
    private static Peer.Treatment says(String head, byte[] body) {
        return asked((peer, socket) -> {
            Peer.write(socket, head);
            socket.getOutputStream().write(body);
        });
    }

    /** 100 MB of nothing, packed before anybody waits for it. */
    private static byte[] bomb() {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1_000_000]);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bomb.toByteArray();
    }

    /** Answers and says no more. */
    private static Peer.Treatment stops(String answer) {
        return asked((peer, socket) -> {
            Peer.write(socket, answer);
            Peer.SILENT.treat(peer, socket);
        });
    }

    private static Peer.Treatment drips(String first, String drop, int pauseMillis) {
        return asked((peer, socket) -> {
            Peer.write(socket, first);
            peer.drip(socket, drop, pauseMillis);
        });
    }

    private static Peer.Treatment encrypted(String certificate, Peer.Treatment inside) throws Exception {
        var factory = Certificates.shared().server(certificate).getSocketFactory();
        return (peer, socket) -> {
            try (Socket layered = factory.createSocket(socket, null, socket.getPort(), true)) {
                ((SSLSocket) layered).setUseClientMode(false);
                inside.treat(peer, layered);
            }
        };
    }

    /** What is said often. A class of its own, since the constants of an enum are made before its fields. */
    private static final class Say {
        static final String PLAIN = "";
        static final String RAW = "no TLS at all";
        static final String OK = "HTTP/1.1 200 OK\r\n";
        static final String ERROR = "HTTP/1.1 500 Out of order\r\n";
        static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    }
}
