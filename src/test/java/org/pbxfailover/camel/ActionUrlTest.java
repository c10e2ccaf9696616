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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Action.Expect;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.Reply;
import org.pbxfailover.probe.Deadline;

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

    @Test
    void a_secret_in_what_an_action_says_of_its_failure_is_not_shown() {
        for (Exception failure :
                List.of(new Refused("no such key " + SECRET), new NoAnswer(Reply.NONE, "silent about " + SECRET))) {
            Exchange failed = answered("");
            failed.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
            assertThat(detail(failed)).contains("[REDACTED]").doesNotContain(SECRET);
        }
    }

    /** A failure that is left would be that of the next action, too, however well it goes. */
    @Test
    void neither_a_failure_nor_the_settings_are_left_for_the_next_action() {
        Exchange failed = answered("");
        failed.setProperty(Exchange.EXCEPTION_CAUGHT, new Refused("no"));
        failed.setProperty(Glue.SETTINGS, Map.of("password", SECRET));
        detail(failed);
        assertThat(failed.getProperty(Exchange.EXCEPTION_CAUGHT)).isNull();
        assertThat(ActionUrl.settings(failed)).isEmpty();
    }

    @Test
    void an_action_begins_with_nothing_of_the_one_before_it() {
        Exchange exchange = answered("session 4711");
        exchange.getMessage().setHeader("Cookie", "session=4711");
        exchange.setProperty(Deadline.LONG_ANSWER, true);
        Glue.OF_ONE_ACTION.forEach(property -> exchange.setProperty(property, "of the one before"));
        ActionUrl.prepare(exchange, expecting("never"), Map.of());
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(exchange.getProperty(Deadline.LONG_ANSWER)).isNull();
        assertThat(Glue.OF_ONE_ACTION)
                .isNotEmpty()
                .allSatisfy(
                        property -> assertThat(exchange.getProperty(property)).isNotEqualTo("of the one before"));
    }

    /** Whatever a server writes there, the answer is judged: a stage whose answers cannot be read would never end. */
    @ParameterizedTest
    @CsvSource({
        "2, PT2S",
        "999999999, PT277777H46M39S",
        "99999999999999999999, ",
        "-1, ",
        "soon, ",
        "'Wed, 21 Oct 2026 07:28:00 GMT', "
    })
    void a_time_to_be_left_alone_is_one_in_seconds_or_none(String written, @Nullable Duration understood) {
        Exchange answer = answered("busy");
        answer.getMessage().setHeader("Retry-After", written);
        Action strict = new Action(
                "http",
                true,
                1,
                Duration.ZERO,
                Duration.ofSeconds(1),
                new Expect(StatusRange.parse("200"), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        assertThat(ActionUrl.answer(answer, strict, REDACTOR.of(strict)).retryAfter())
                .isEqualTo(Optional.ofNullable(understood));
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
