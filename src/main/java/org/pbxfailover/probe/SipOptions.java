package org.pbxfailover.probe;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** One SIP OPTIONS request (RFC 3261, 11.1) and the recognition of its answer. Immutable. */
final class SipOptions {
    private static final String METHOD = "OPTIONS";
    private static final int NUMBER = 1;
    private static final Pattern SEQUENCE = Pattern.compile("0*" + NUMBER + "[ \t]+" + METHOD);

    private final String transport;
    private final String target;
    private final String local;
    private final String callId = UUID.randomUUID().toString();
    /** With the letters that say that it is unique in the world (RFC 3261, 8.1.1.7). */
    private final String branch = "z9hG4bK" + id();

    /**
     * @param uri {@code udp://host:port}, {@code tcp://…} or {@code tls://…}; the port may be left out
     * @param local this end of the socket that sends the request
     */
    SipOptions(URI uri, InetSocketAddress local) {
        this.transport = uri.getScheme().toLowerCase(Locale.ROOT);
        this.target = "sip:" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + transport(transport);
        String address = local.getAddress().getHostAddress().replaceFirst("%.*", "");
        this.local =
                (local.getAddress() instanceof Inet6Address ? "[" + address + "]" : address) + ":" + local.getPort();
    }

    private static String transport(String transport) {
        return transport.equals("udp") ? "" : ";transport=" + transport;
    }

    /** The same bytes each time: over UDP a request that is repeated is still the same one. */
    byte[] request() {
        return String.join(
                        "\r\n",
                        METHOD + " " + target + " SIP/2.0",
                        // rport: answer to where this came from, whatever address a NAT has put in between (RFC 3581).
                        "Via: SIP/2.0/" + transport.toUpperCase(Locale.ROOT) + " " + local + ";rport;branch=" + branch,
                        "Max-Forwards: 70",
                        "From: <sip:pbx-failover@" + local + ">;tag=" + callId.substring(0, 8),
                        "To: <" + target + ">",
                        "Call-ID: " + callId,
                        "CSeq: " + NUMBER + " " + METHOD,
                        "Contact: <sip:pbx-failover@" + local + transport(transport) + ">",
                        "Accept: application/sdp",
                        "User-Agent: pbx-failover",
                        "Content-Length: 0",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Whether the message is an answer to this very request: its topmost Via has our branch, its CSeq our method (RFC 3261, 17.1.3), and
     * its Call-ID is ours. Whatever the status: also a provisional one, and a refusal, is said by somebody who is there. A late answer to
     * an earlier request is none, and neither is a request of the peer's own.
     */
    boolean answeredBy(SipMessage message) {
        return message.status().isPresent()
                && message.viaParameter("branch")
                        .filter(branch::equalsIgnoreCase)
                        .isPresent()
                && message.header("call-id").filter(callId::equals).isPresent()
                && message.header("cseq")
                        .filter(value -> SEQUENCE.matcher(value).matches())
                        .isPresent();
    }

    private static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
