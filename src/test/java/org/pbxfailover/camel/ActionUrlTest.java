package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.core5.http.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Action.Expect;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.StatusRange;

/** What is made of the answer to a call, whatever the server puts into it. */
class ActionUrlTest {
    private static final String SECRET = "correct-horse-battery-staple";
    private static final Redactor REDACTOR = new Redactor(() -> List.of(SECRET));

    private static Exchange answered(byte[] body) {
        return ExchangeBuilder.anExchange(new DefaultCamelContext())
                .withBody(body)
                .withHeader(Exchange.HTTP_RESPONSE_CODE, 500)
                .withProperty(Glue.TIMEOUT, Duration.ofSeconds(1))
                .build();
    }

    private static Exchange answered(String body) {
        return answered(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Action expecting(String text) {
        return new Action(
                "http",
                true,
                1,
                Duration.ZERO,
                Duration.ofSeconds(1),
                new Expect(StatusRange.parse("200-599"), Optional.of(text)),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static String detail(Exchange answer) {
        return ActionUrl.answer(answer, expecting("never"), REDACTOR.of(expecting("never")))
                .detail();
    }

    /** A server that repeats the request in its error page must not get a part of the secret past the redaction, wherever it is cut. */
    @Test
    void a_secret_at_the_place_where_the_answer_is_cut_is_not_shown_in_part() {
        for (int before = 150; before < 210; before++) {
            assertThat(detail(answered("x".repeat(before) + SECRET + " was wrong")))
                    .doesNotContain(SECRET.substring(0, 4));
        }
    }

    @Test
    void a_secret_in_what_is_no_http_is_not_shown_in_part() {
        for (int before = 20; before < 120; before++) {
            Exchange failed = answered("");
            failed.setProperty(
                    Exchange.EXCEPTION_CAUGHT, new ProtocolException("it says '" + "x".repeat(before) + SECRET + "'"));
            assertThat(detail(failed)).startsWith("protocol: ").doesNotContain(SECRET.substring(0, 4));
        }
    }

    @Test
    void a_secret_with_odd_spaces_is_not_shown() {
        Redactor spaced = new Redactor(() -> List.of("open  \t sesame"));
        Exchange answer = answered("you said open  \t sesame");
        assertThat(ActionUrl.answer(answer, expecting("never"), spaced.of(expecting("never")))
                        .detail())
                .doesNotContain("sesame");
    }

    /** The next action of the stage begins with a message of its own, and what one server said is sent to no other. */
    @Test
    void nothing_of_an_answer_is_left_for_the_next_request() {
        Exchange answer = answered("session 4711");
        answer.getMessage().setHeader("Set-Cookie", "session=4711");
        detail(answer);
        assertThat(answer.getMessage().getHeaders()).isEmpty();
        assertThat(answer.getMessage().getBody()).isNull();
    }

    @Test
    void bytes_that_are_no_text_are_written_out() {
        assertThat(detail(answered("a\0b\u001b[31mc\u202ed\u0007")))
                .startsWith("500 a\\u0000b\\u001b[31mc\\u202ed\\u0007 (expected 'never' in the body)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "\u00e9'; ///", "x-no-such"})
    void a_charset_that_is_none_is_no_reason_to_fail_and_is_not_kept_for_the_next_request(String charset) {
        Exchange answer = answered("It works");
        answer.setProperty(Exchange.CHARSET_NAME, charset);

        assertThat(ActionUrl.answer(answer, expecting("It works"), REDACTOR.of(expecting("It works"))))
                .isEqualTo(CallAnswer.taken("500 It works"));
        assertThat(answer.getProperty(Exchange.CHARSET_NAME)).isNull();
    }

    @Test
    void a_charset_that_is_one_is_believed() {
        Exchange answer = answered("f\u00fcr".getBytes(StandardCharsets.UTF_16LE));
        answer.setProperty(Exchange.CHARSET_NAME, "UTF-16LE");

        assertThat(detail(answer)).startsWith("500 f\u00fcr ");
    }
}
