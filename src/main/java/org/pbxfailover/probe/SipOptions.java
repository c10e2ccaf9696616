package org.pbxfailover.probe;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One SIP OPTIONS request (RFC 3261) and the recognition of its answer. */
final class SipOptions {
    private static final Pattern STATUS = Pattern.compile("SIP/2\\.0 [1-6][0-9][0-9][^\r\n]*");

    private final String transport;
    private final String host;
    private final String local;
    private final String callId = UUID.randomUUID().toString();
    private final Pattern ours =
            Pattern.compile("(?im)^(?:call-id|i)[ \t]*:[ \t]*" + Pattern.quote(callId) + "[ \t]*\r?$");

    SipOptions(String transport, String host, InetSocketAddress local) {
        this.transport = transport;
        this.host = host;
        String address = local.getAddress().getHostAddress().replaceFirst("%.*", "");
        this.local =
                (local.getAddress() instanceof Inet6Address ? "[" + address + "]" : address) + ":" + local.getPort();
    }

    byte[] request() {
        return String.join(
                        "\r\n",
                        "OPTIONS sip:" + host + " SIP/2.0",
                        "Via: SIP/2.0/" + transport + " " + local + ";rport;branch=z9hG4bK" + id(),
                        "Max-Forwards: 70",
                        "From: <sip:pbx-failover@" + local + ">;tag=" + id(),
                        "To: <sip:" + host + ">",
                        "Call-ID: " + callId,
                        "CSeq: 1 OPTIONS",
                        "Contact: <sip:pbx-failover@" + local + ";transport="
                                + transport.toLowerCase(java.util.Locale.ROOT) + ">",
                        "Accept: application/sdp",
                        "User-Agent: pbx-failover",
                        "Content-Length: 0",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The first line of our answer, or empty when this is not it, or not all of its headers yet. */
    Optional<String> statusLine(String received) {
        Matcher status = STATUS.matcher(received);
        return status.lookingAt() && ours.matcher(received).find() ? Optional.of(status.group()) : Optional.empty();
    }

    private static String id() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }
}
