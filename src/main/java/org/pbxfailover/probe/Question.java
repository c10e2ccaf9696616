package org.pbxfailover.probe;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.config.Internet.Witness;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.config.Template;

/**
 * What one probe asks.
 *
 * @param kind how it asks
 * @param uri {@code http:}, {@code https:}, {@code tcp://host:port}, {@code tls://host:port} or, for SIP, {@code udp://host:port},
 *     {@code tcp://…} or {@code tls://…}
 * @param headers sent to that address and nowhere else, their secrets looked up at each request; for HTTP only
 * @param timeout total: name, connect, TLS, headers, body; above zero
 * @param rule what a good answer is; for HTTP only
 * @param also asked within the same deadline after a good answer: a PBX is well when both of its sides are
 * @param pinned where to connect to, whatever the name in the URI says by then; the name in the request and in TLS stays that of the URI
 */
public record Question(
        Kind kind,
        URI uri,
        Map<String, Template> headers,
        Duration timeout,
        AnswerRule rule,
        Optional<String> pinned,
        Optional<Question> also) {

    public enum Kind {
        /** One GET. */
        HTTP,
        /** A connection that is accepted. */
        TCP,
        /** A connection that is accepted, and a TLS handshake with a certificate that is trusted as for HTTPS. */
        TLS,
        /** One SIP OPTIONS; any answer to it means alive. */
        SIP
    }

    /** SIP and TCP have no pages to judge. */
    private static final AnswerRule ANY = new PageRule(StatusRange.parse("100-599"), Optional.empty());

    /** Whether TLS is spoken, on any of the sides that are asked. */
    boolean secure() {
        return List.of("https", "tls").contains(uri.getScheme())
                || also.filter(Question::secure).isPresent();
    }

    /** How a primary or secondary is asked. */
    public static Question of(ProbeSettings probe, Optional<String> address) {
        return of(probe.url(), probe.timeout(), new PageRule(probe.status(), probe.contains()), address);
    }

    /** How an outside host is asked. */
    public static Question of(OutsideHost host, Duration timeout) {
        return of(host.uri(), timeout, new PageRule(host.status(), host.contains()), Optional.empty());
    }

    /** How another robot is asked about a primary. */
    public static Question of(Witness witness, URI primary, Duration timeout) {
        Map<String, Template> headers = witness.token()
                .map(token -> Map.of("Authorization", token.behind("Bearer ")))
                .orElse(Map.of());
        return new Question(
                Kind.HTTP,
                witness.about(primary),
                headers,
                timeout,
                new WitnessRule(primary),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Whether the server behind a URL accepts a connection, and for {@code https:} shows a certificate that is trusted; no request is sent to it.
     *
     * @return empty when the URL names no server
     */
    public static Optional<Question> reach(URI url, Duration timeout) {
        if (url.getHost() == null) {
            return Optional.empty();
        }
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        URI server = URI.create((secure ? "tls://" : "tcp://") + url.getHost() + ":" + port);
        Kind kind = secure ? Kind.TLS : Kind.TCP;
        return Optional.of(new Question(kind, server, Map.of(), timeout, ANY, Optional.empty(), Optional.empty()));
    }

    /** How the SIP side of a PBX is asked. */
    public static Question sip(URI uri, Duration timeout, Optional<String> address) {
        return new Question(Kind.SIP, uri, Map.of(), timeout, ANY, address, Optional.empty());
    }

    private static Question of(URI uri, Duration timeout, AnswerRule rule, Optional<String> pinned) {
        Kind kind = "tcp".equalsIgnoreCase(uri.getScheme()) ? Kind.TCP : Kind.HTTP;
        return new Question(kind, uri, Map.of(), timeout, rule, pinned, Optional.empty());
    }

    /** The same, without what is asked after a good answer. */
    public Question alone() {
        return new Question(kind, uri, headers, timeout, rule, pinned, Optional.empty());
    }

    /** The same, and its SIP side, too. */
    public Question and(Question sip) {
        return new Question(kind, uri, headers, timeout, rule, pinned, Optional.of(sip));
    }
}
