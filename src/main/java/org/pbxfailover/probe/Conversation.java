package org.pbxfailover.probe;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/** One request and its answer on one connection. Thread-safe. */
final class Conversation extends HttpRequestExecutor {
    private static final Timeout A_MOMENT = Timeout.ofMilliseconds(1);

    /** Nobody compresses more often; each time costs memory and, when it is read, a bit of the stack. */
    private static final int CODINGS = 2;

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback information,
            HttpContext context)
            throws IOException, HttpException {
        Attempt attempt = Attempt.of(context);
        if (!attempt.fresh() && speaks(connection)) {
            // A second answer to an earlier request, or a goodbye. It was said before we asked, so it must not pass for
            // our answer: the server may have died since.
            throw new NoHttpResponseException("the kept connection speaks unasked");
        }
        attempt.listens(connection);
        ClassicHttpResponse response = super.execute(request, connection, information, context);
        if (response.getCode() == HttpStatus.SC_REQUEST_TIMEOUT && !attempt.fresh()) {
            // A goodbye that crossed our request: it is about the time in which nothing was asked (RFC 9110, section
            // 15.5.9). Another connection tells whether the server is well.
            throw new NoHttpResponseException("the kept connection was given up");
        }
        int codings = 0;
        for (Header header : response.getHeaders(HttpHeaders.CONTENT_ENCODING)) {
            codings += header.getValue().split(",", CODINGS + 2).length;
        }
        if (codings > CODINGS) {
            throw new ProtocolException("the answer is compressed many times over");
        }
        return response;
    }

    /** A plain socket knows at once; behind TLS only reading tells. */
    private static boolean speaks(HttpClientConnection kept) throws IOException {
        Socket socket = kept instanceof ManagedHttpClientConnection managed ? managed.getSocket() : null;
        return (socket == null || socket instanceof SSLSocket)
                ? kept.isDataAvailable(A_MOMENT)
                : socket.getInputStream().available() > 0;
    }
}
