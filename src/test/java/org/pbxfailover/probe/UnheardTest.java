package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Reply;

class UnheardTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                what(Reply.REFUSED, new DeadlineException(Attempt.NOTHING)),
                what(Reply.REFUSED, new DeadlineException(Attempt.NAME)),
                what(Reply.REFUSED, new DeadlineException(Attempt.CONNECT + "; 192.0.2.1 refused")),
                what(Reply.REFUSED, new DeadlineException(Attempt.TLS)),
                what(Reply.NONE, new DeadlineException(Attempt.HEADERS)),
                what(Reply.NONE, new DeadlineException("got status 200, waiting for the end of the body")),
                what(Reply.NONE, new DeadlineException(Attempt.LATER)),
                what(Reply.BROKEN_OFF, new DeadlineException(Attempt.UNREAD)),
                what(Reply.REFUSED, new NoConnection(new Finding.Failed(FailureClass.TIMEOUT, "no answer"))),
                what(Reply.REFUSED, new NoConnection(new Finding.Failed(FailureClass.RESET, "connection reset"))),
                what(Reply.REFUSED, new ConnectException("Connection refused")),
                what(Reply.REFUSED, new UnknownHostException("pbx.example.org")),
                what(Reply.NONE, new SocketTimeoutException("Read timed out")),
                what(Reply.BROKEN_OFF, new SocketException("Connection reset")),
                what(Reply.BROKEN_OFF, new NoHttpResponseException("closed")),
                what(Reply.BROKEN_OFF, new EOFException()),
                what(Reply.BROKEN_OFF, new SSLHandshakeException("Received fatal alert: certificate_required")),
                what(Reply.REFUSED, new TlsException(new SSLHandshakeException("no trust"))),
                what(Reply.BROKEN_OFF, new IOException("something else")));
    }

    private static Arguments what(Reply reply, Throwable failure) {
        return Arguments.of(reply, failure);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whether_a_call_may_have_been_done_is_told_by_how_far_it_came(Reply reply, Throwable failure) {
        assertThat(Unheard.reply(failure)).isEqualTo(reply);
    }
}
