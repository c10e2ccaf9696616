package org.pbxfailover.probe;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.config.StatusRange;

/**
 * What one probe asks.
 *
 * @param kind how it asks
 * @param uri {@code http:}, {@code https:}, {@code tcp://host:port} or, for SIP, {@code udp://host:port}, {@code tcp://…} or
 *     {@code tls://…}
 * @param timeout total: name, connect, TLS, headers, body; above zero
 * @param status what counts as alive; for HTTP only
 * @param contains text that must be in the first 64 KiB of the body; for HTTP only
 * @param also asked within the same deadline after a good answer: a PBX is well when both of its sides are
 * @param pinned where to connect to, whatever the name in the URI says by then; the name in the request and in TLS stays that of the URI
 */
public record Question(
        Kind kind,
        URI uri,
        Duration timeout,
        StatusRange status,
        Optional<String> contains,
        Optional<String> pinned,
        Optional<Question> also) {

    public enum Kind {
        /** One GET. */
        HTTP,
        /** A connection that is accepted. */
        TCP,
        /** One SIP OPTIONS; any answer to it means alive. */
        SIP
    }

    private static final StatusRange ANY = StatusRange.parse("100-599");

    /** How a primary or secondary is asked. */
    public static Question of(ProbeSettings probe, Optional<String> address) {
        return of(probe.url(), probe.timeout(), probe.status(), probe.contains(), address);
    }

    /** How an outside host is asked. */
    public static Question of(OutsideHost host, Duration timeout) {
        return of(host.uri(), timeout, host.status(), host.contains(), Optional.empty());
    }

    /**
     * Whether the server behind a URL accepts a connection; nothing is sent to it.
     *
     * @return empty when the URL names no server
     */
    public static Optional<Question> reach(URI url, Duration timeout) {
        if (url.getHost() == null) {
            return Optional.empty();
        }
        int port = url.getPort() > 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        URI server = URI.create("tcp://" + url.getHost() + ":" + port);
        return Optional.of(of(server, timeout, ANY, Optional.empty(), Optional.empty()));
    }

    /** How the SIP side of a PBX is asked. */
    public static Question sip(URI uri, Duration timeout, Optional<String> address) {
        return new Question(Kind.SIP, uri, timeout, ANY, Optional.empty(), address, Optional.empty());
    }

    private static Question of(
            URI uri, Duration timeout, StatusRange status, Optional<String> contains, Optional<String> pinned) {
        Kind kind = "tcp".equalsIgnoreCase(uri.getScheme()) ? Kind.TCP : Kind.HTTP;
        return new Question(kind, uri, timeout, status, contains, pinned, Optional.empty());
    }

    /** The same, and its SIP side, too. */
    public Question and(Question sip) {
        return new Question(kind, uri, timeout, status, contains, pinned, Optional.of(sip));
    }
}
