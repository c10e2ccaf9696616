package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.probe.Asker.containing;
import static org.pbxfailover.probe.Asker.get;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/** What is still a head that says how long its body is, and what is none. */
class AnswerHeadTest {
    private static final int LONG = 5000;

    private static Finding ask(String lengths) throws Exception {
        return ask(lengths, "well");
    }

    private static Finding ask(String lengths, String body) throws Exception {
        String answer = "HTTP/1.1 200 OK\r\n" + lengths + "\r\n\r\n" + body;
        try (Asker asker = new Asker();
                Peer peer = Peer.answering(answer)) {
            Finding first = asker.ask(containing(get(peer.url(), LONG), "well")).finding();
            Finding second =
                    asker.ask(containing(get(peer.url(), LONG), "well")).finding();
            assertThat(second).isEqualTo(first);
            return second;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4",
                "Content-Length: 4\r\nContent-Length: 4",
                "content-length: 4\r\nServer: old\r\nContent-Length:  4 ",
                "Content-Length: 4, 4"
            })
    void a_length_that_is_said_twice_is_one_length(String lengths) throws Exception {
        assertThat(ask(lengths)).isEqualTo(new Finding.Alive("200 OK"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: identity\r\nContent-Length: 4",
                "Content-Length: 4\r\ntransfer-encoding:  Identity "
            })
    void a_body_that_is_sent_as_it_is_is_understood(String lengths) throws Exception {
        assertThat(ask(lengths)).isEqualTo(new Finding.Alive("200 OK"));
    }

    /** As behind a proxy that says itself what it hands on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: Chunked",
                "Transfer-Encoding: chunked, chunked"
            })
    void chunks_that_are_said_twice_are_chunks(String encodings) throws Exception {
        assertThat(ask(encodings, "4\r\nwell\r\n0\r\n\r\n")).isEqualTo(new Finding.Alive("200 OK"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Transfer-Encoding: identity, rot13", "Transfer-Encoding: identity\r\nTransfer-Encoding: rot13"})
    void a_body_that_is_also_sent_otherwise_is_not(String lengths) throws Exception {
        assertThat(ask(lengths))
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(FailureClass.PROTOCOL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nContent-Length: 5",
                "Content-Length: 4, 5",
                "Content-Length: 4\r\nContent-Length: ",
                "Content-Length: ,"
            })
    void two_lengths_are_none(String lengths) throws Exception {
        assertThat(ask(lengths))
                .isInstanceOfSatisfying(
                        Finding.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(FailureClass.PROTOCOL));
    }
}
