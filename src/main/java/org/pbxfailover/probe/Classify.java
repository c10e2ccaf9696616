package org.pbxfailover.probe;

import static org.pbxfailover.core.FailureClass.NAME;
import static org.pbxfailover.core.FailureClass.OWN;
import static org.pbxfailover.core.FailureClass.PROTOCOL;
import static org.pbxfailover.core.FailureClass.REFUSED;
import static org.pbxfailover.core.FailureClass.RESET;
import static org.pbxfailover.core.FailureClass.ROUTE;
import static org.pbxfailover.core.FailureClass.TIMEOUT;
import static org.pbxfailover.core.FailureClass.TLS;
import static org.pbxfailover.core.FailureClass.UNREACHABLE;

import java.io.EOFException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Humane;

/** Says what an answer, or the lack of one, means, in a class and in words. Pure. */
public final class Classify {
    private static final Pattern ADDRESS = Pattern.compile("\\S+://\\S*");

    private Classify() {}

    /**
     * What an HTTP answer means.
     *
     * @param reason the words behind the status, if there were any
     * @param body its first 64 KiB
     * @param charset as declared by the answer
     */
    static Finding answer(
            Question question, int status, Optional<String> reason, byte[] body, Optional<Charset> charset) {
        String words = reason.filter(r -> !r.isBlank())
                .or(() -> Optional.ofNullable(EnglishReasonPhraseCatalog.INSTANCE.getReason(status, Locale.ROOT)))
                .map(r -> status + " " + Phrases.clean(r))
                .orElse("" + status);
        return question.rule().judge(new AnswerRule.Answer(status, words, body, charset));
    }

    /** The same for a request without secrets. */
    static Finding.Failed failure(Throwable failure, Duration timeout) {
        return failure(failure, timeout, UnaryOperator.identity());
    }

    /**
     * What it means that there was no complete answer.
     *
     * @param failure what Camel or the client threw
     * @param timeout the total deadline that was set
     * @param redact takes secrets out, before the detail is cut to its length: servers like to repeat what they were sent
     */
    public static Finding.Failed failure(Throwable failure, Duration timeout, UnaryOperator<String> redact) {
        Finding.Failed found = uncut(failure, timeout);
        return new Finding.Failed(found.failure(), Phrases.clean(redact.apply(found.detail())));
    }

    private static Finding.Failed uncut(Throwable failure, Duration timeout) {
        Throwable cause =
                failure instanceof ClientProtocolException && failure.getCause() != null ? failure.getCause() : failure;
        String within = "no answer within " + Humane.duration(timeout);
        if (cause instanceof DeadlineException && Attempt.NAME.equals(cause.getMessage())) {
            return failed(NAME, "no answer from the name service within " + Humane.duration(timeout));
        }
        if (cause instanceof DeadlineException && message(cause).startsWith(Attempt.NOTHING)) {
            return failed(OWN, "the robot was too busy to ask within " + Humane.duration(timeout));
        }
        if (cause instanceof DeadlineException && message(cause).startsWith(Attempt.UNREAD)) {
            return failed(OWN, "the robot was too busy to read the answer within " + Humane.duration(timeout));
        }
        if (cause instanceof DeadlineException) {
            return failed(TIMEOUT, within + " (" + cause.getMessage() + ")");
        }
        if (cause instanceof ConnectionRequestTimeoutException
                || cause instanceof BindException
                || cause instanceof OwnException) {
            return own(cause);
        }
        if (cause instanceof NoConnection none) {
            return failed(none.finding().failure(), none.finding().detail());
        }
        if (cause instanceof ConversationException conversation) {
            return failed(conversation.failure(), message(conversation));
        }
        if (timedOut(cause)) {
            return failed(TIMEOUT, within);
        }
        if (cause instanceof UnknownHostException) {
            return failed(NAME, message(cause));
        }
        if (cause instanceof TlsException) {
            return failed(TLS, TlsException.words(cause, message(cause)));
        }
        if (unreachable(cause)) {
            return failed(UNREACHABLE, "no route to the host");
        }
        if (cause instanceof PortUnreachableException || cause instanceof ConnectException) {
            return failed(REFUSED, "connection refused");
        }
        return later(cause);
    }

    private static boolean timedOut(Throwable cause) {
        return cause instanceof SocketTimeoutException || "Connection timed out".equals(cause.getMessage());
    }

    /**
     * What it means that one address did not let us in. Only what the other side or the way to it said counts; whatever else the operating
     * system may have against a new connection is the robot's own (rule I9), in whatever language it says so.
     *
     * @param host whose address it is: a name, or the address itself
     * @param routed whether this machine has a route to an address
     */
    static Finding.Failed connecting(
            Throwable failure, String host, InetAddress address, Predicate<InetAddress> routed) {
        if (timedOut(failure)) {
            return failed(TIMEOUT, "no answer");
        }
        if (failure instanceof NoRouteToHostException || unreachable(failure)) {
            return routed.test(address)
                    ? failed(UNREACHABLE, "no route to the host")
                    : failed(ROUTE, "the robot itself has no route to " + address.getHostAddress());
        }
        if (failure instanceof ConnectException) {
            return refused(host, address);
        }
        return message(failure).contains("reset") ? failed(RESET, "connection reset") : own(failure);
    }

    /** A name that means the robot's own host is a name service that is wrong: of another host, nobody was asked. */
    private static Finding.Failed refused(String host, InetAddress address) {
        boolean itself = address.isLoopbackAddress() || address.isAnyLocalAddress();
        boolean meant = Names.literal(host) || host.equalsIgnoreCase("localhost");
        return itself && !meant
                ? failed(NAME, "the name service says that " + host + " is this host, where nobody listens")
                : failed(REFUSED, "connection refused");
    }

    /** Failures after the connection was there. */
    static Finding.Failed later(Throwable cause) {
        if (cause instanceof NoHttpResponseException) {
            return failed(RESET, "connection closed without an answer");
        }
        if (cause instanceof ConnectionClosedException || cause instanceof TruncatedChunkException) {
            return failed(RESET, "connection closed in the middle of the answer");
        }
        if (cause instanceof SSLException) {
            boolean cut = cause.getCause() instanceof EOFException || cause.getCause() instanceof SocketException;
            return cut ? failed(RESET, "connection closed in the TLS handshake") : behindTls(cause);
        }
        if (cause instanceof SocketException && !robots(cause)) {
            return failed(RESET, "connection reset");
        }
        if (cause instanceof MessageConstraintException) {
            return failed(PROTOCOL, "no HTTP: headers without end");
        }
        if (cause instanceof HttpException
                || cause instanceof MalformedChunkCodingException
                || cause instanceof ZipException
                || cause instanceof EOFException) {
            return failed(PROTOCOL, "no proper HTTP: " + message(cause));
        }
        return own(cause);
    }

    /** In TLS 1.3 the handshake ends for us before the server has looked at our part of it, such as at the certificate that we have not got. */
    private static Finding.Failed behindTls(Throwable cause) {
        return cause instanceof SSLHandshakeException
                ? failed(TLS, TlsException.words(cause, message(cause)))
                : failed(PROTOCOL, "broken TLS");
    }

    /** A failure that is the robot's own. */
    private static Finding.Failed own(Throwable cause) {
        return failed(OWN, "the probe could not be made: " + message(cause));
    }

    static boolean unreachable(Throwable cause) {
        return cause instanceof NoRouteToHostException
                || message(cause).toLowerCase(Locale.ROOT).contains("unreachable");
    }

    /** Socket errors that lie on this side. */
    private static boolean robots(Throwable cause) {
        return Stream.of(
                        "Too many open files",
                        "No buffer space",
                        "Network is down",
                        "Operation not permitted",
                        "Socket closed",
                        "Socket is closed",
                        "Closed by interrupt")
                .anyMatch(message(cause)::contains);
    }

    /** Without addresses: that of an action may hold a secret. */
    private static String message(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .filter(m -> !m.isBlank())
                .map(m -> m.contains("://") ? ADDRESS.matcher(m).replaceAll("(address)") : m)
                .orElse("no reason given");
    }

    private static Finding.Failed failed(FailureClass failure, String detail) {
        return new Finding.Failed(failure, detail);
    }
}
