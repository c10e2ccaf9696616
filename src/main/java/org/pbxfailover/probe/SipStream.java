package org.pbxfailover.probe;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the messages in what comes in over a connection: in whatever pieces, after the empty lines by which either side keeps a
 * connection alive (RFC 5626, 3.5.1), one behind the other, each with its body (RFC 3261, 18.3). For one thread.
 */
final class SipStream {
    /** Of all that is taken in; an answer that is not among it is none. */
    static final int CAP = 64 * 1024;

    private static final Pattern KEEP_ALIVE = Pattern.compile("[\r\n]+");
    private static final Pattern FIRST_LINE = Pattern.compile("([^\r\n]*)\r?\n");
    private static final Pattern HEAD = Pattern.compile("(.*?)\r?\n\r?\n", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private final StringBuilder rest = new StringBuilder();
    private int total;
    private int body;

    void add(byte[] bytes, int length) {
        total += length;
        rest.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    /**
     * The next message whose head is complete; it is taken out, and its body is passed over as it comes in.
     *
     * @throws ProtocolException when what came in is no SIP
     */
    Optional<SipMessage> next() throws ProtocolException {
        int passed = Math.min(body, rest.length());
        rest.delete(0, passed);
        body -= passed;
        Matcher empty = KEEP_ALIVE.matcher(rest);
        if (body == 0 && empty.lookingAt()) {
            rest.delete(0, empty.end());
        }
        Matcher first = FIRST_LINE.matcher(rest);
        Matcher head = HEAD.matcher(rest);
        if (first.lookingAt() && !SipMessage.parse(first.group(1)).isSip() || !head.lookingAt() && total >= CAP) {
            throw new ProtocolException("what answers there is no SIP");
        }
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        SipMessage message = SipMessage.parse(head.group(1));
        String length = message.header("content-length").orElse("0");
        if (!LENGTH.matcher(length).matches()) {
            throw new ProtocolException("what answers there is no proper SIP: its Content-Length is no number");
        }
        body = Integer.parseInt(length);
        rest.delete(0, head.end());
        return Optional.of(message);
    }
}
