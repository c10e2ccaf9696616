package org.pbxfailover.probe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads status line and headers, strictly: a head without its end is no answer (RFC 9112, section 8), though the client's own parser
 * takes one that was cut off for complete, and neither is anything that does not begin with a status line. For one connection.
 */
final class AnswerHead extends DefaultHttpResponseParser {
    private static final int FINAL = 200;

    /** So many heads may only inform (1xx) before the answer comes; a flood of them would keep a core busy until the deadline. */
    private static final int INFORMING = 20;

    private int informing;

    AnswerHead(Http1Config limits) {
        super(limits);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        if (buffer.length() > 0 && informing == 0) {
            throw new NoHttpResponseException("the kept connection holds the rest of an earlier answer");
        }
        ClassicHttpResponse head = super.parse(buffer, new Unbroken(in, buffer.length() > 0));
        informing = head != null && head.getCode() < FINAL ? informing + 1 : 0;
        if (informing > INFORMING) {
            throw new ProtocolException("it informs without end and does not answer");
        }
        if (head != null) {
            oneLength(head);
            oneEncoding(head);
        }
        return head;
    }

    /** A length that is said again, as some servers do, is one length (RFC 9112, section 6.3); the client refuses two of any kind. */
    private static void oneLength(ClassicHttpResponse head) {
        Set<String> lengths = values(head, HttpHeaders.CONTENT_LENGTH);
        if (lengths.size() == 1) {
            once(head, HttpHeaders.CONTENT_LENGTH, lengths.iterator().next());
        }
    }

    /**
     * Chunks that are said again are chunks, as behind a proxy that says itself what it hands on. "As it is" is what HTTP/1.1 had at first (RFC
     * 2616, section 3.6), and old servers say still. The client knows neither.
     */
    private static void oneEncoding(ClassicHttpResponse head) {
        Set<String> encodings = values(head, HttpHeaders.TRANSFER_ENCODING);
        if (encodings.equals(Set.of("chunked"))) {
            once(head, HttpHeaders.TRANSFER_ENCODING, "chunked");
        } else if (encodings.equals(Set.of("identity"))) {
            head.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        }
    }

    private static void once(ClassicHttpResponse head, String name, String value) {
        head.removeHeaders(name);
        head.addHeader(name, value);
    }

    private static Set<String> values(ClassicHttpResponse head, String name) {
        return Stream.of(head.getHeaders(name))
                .flatMap(header -> Stream.of(header.getValue().split(",", -1)))
                .map(value -> value.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Override
    protected ClassicHttpResponse createMessage(CharArrayBuffer line) throws IOException, HttpException {
        try {
            return super.createMessage(line);
        } catch (ParseException | IllegalArgumentException e) {
            throw new ProtocolException("it says '" + line + "'");
        }
    }

    /** An end before the first byte says that nobody answers; one after it, that the answer was cut off. */
    private static final class Unbroken extends FilterInputStream {
        private boolean begun;

        Unbroken(InputStream in, boolean begun) {
            super(in);
            this.begun = begun;
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return checked(super.read(bytes, offset, length));
        }

        private int checked(int read) throws ConnectionClosedException {
            if (read < 0 && begun) {
                throw new ConnectionClosedException("closed in the headers");
            }
            begun |= read >= 0;
            return read;
        }
    }
}
