package org.pbxfailover.probe;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the messages in what comes in over a connection: in whatever pieces, after the empty lines by which either side keeps a
 * connection alive (RFC 5626, 3.5.1), one behind the other, each with its body (RFC 3261, 18.3). Looks at every byte once, however small
 * the pieces are. For one thread.
 */
final class SipStream {
    /** Of all that is taken in; an answer that is not among it is none. */
    static final int CAP = 64 * 1024;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private final StringBuilder head = new StringBuilder();
    private int total;
    /** What is still to come of the body of the last message. */
    private int body;
    /** The end of the last line of the head that was looked at. */
    private int line;

    /** The rest of what came in and is not looked at yet. */
    private String more = "";

    void add(byte[] bytes, int length) {
        total += length;
        more += new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    /**
     * The next message whose head is complete; it is taken out, and its body is passed over as it comes in.
     *
     * @throws ProtocolException when what came in is no SIP
     */
    Optional<SipMessage> next() throws ProtocolException {
        int at = Math.min(body, more.length());
        body -= at;
        Optional<SipMessage> message = Optional.empty();
        while (at < more.length() && message.isEmpty()) {
            char c = more.charAt(at++);
            if (head.length() > 0 || (c != '\r' && c != '\n')) {
                head.append(c);
                message = c == '\n' ? line() : message;
            }
        }
        more = more.substring(at);
        if (message.isEmpty() && total >= CAP) {
            throw new ProtocolException("what answers there is no SIP");
        }
        return message;
    }

    /** One more line of the head is complete; the empty one is its end. */
    private Optional<SipMessage> line() throws ProtocolException {
        boolean first = line == 0;
        String text = head.substring(line);
        boolean empty = text.equals("\r\n") || text.equals("\n");
        line = head.length();
        if (!first && !empty) {
            return Optional.empty();
        }
        SipMessage message = SipMessage.parse(head.toString());
        if (!message.isSip()) {
            throw new ProtocolException("what answers there is no SIP");
        }
        if (first) {
            return Optional.empty();
        }
        String length = message.header("content-length").orElse("0");
        if (!LENGTH.matcher(length).matches()) {
            throw new ProtocolException("what answers there is no proper SIP: its Content-Length is no number");
        }
        body = Integer.parseInt(length);
        head.setLength(0);
        line = 0;
        return Optional.of(message);
    }
}
