package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.Effect;
import org.pbxfailover.core.Reply;

/** What an answer, or the lack of one, says to the core about a call and about a look. */
class CallAnswerTest {
    private static final Action ACTION = new Action(
            "http",
            true,
            1,
            Duration.ZERO,
            Duration.ofSeconds(1),
            new Action.Expect(StatusRange.parse("200-299"), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    private static CallAnswer status(int status) {
        return ActionUrl.answer(
                ExchangeBuilder.anExchange(new DefaultCamelContext())
                        .withHeader(Exchange.HTTP_RESPONSE_CODE, status)
                        .build(),
                ACTION,
                UnaryOperator.identity());
    }

    private static CallAnswer failure(Exception failure) {
        return ActionUrl.answer(
                ExchangeBuilder.anExchange(new DefaultCamelContext())
                        .withProperty(Exchange.EXCEPTION_CAUGHT, failure)
                        .build(),
                ACTION,
                UnaryOperator.identity());
    }

    @ParameterizedTest
    @CsvSource({"200, ACCEPTED", "404, REFUSED", "500, REFUSED", "502, REFUSED", "503, REFUSED", "504, NONE"})
    void only_who_says_that_it_waited_in_vain_leaves_a_call_open(int status, Reply reply) {
        assertThat(status(status).reply()).isEqualTo(reply);
    }

    @ParameterizedTest
    @CsvSource({"200, SEEN", "404, NOT_SEEN", "500, NOT_SEEN", "503, NOT_SEEN", "502, UNKNOWN", "504, UNKNOWN"})
    void a_look_that_did_not_come_through_says_nothing_of_the_effect(int status, Effect effect) {
        assertThat(status(status).effect()).isEqualTo(effect);
    }

    @Test
    void a_look_without_any_answer_says_nothing_of_the_effect_either() {
        assertThat(failure(new ConnectException("Connection refused")).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(failure(new SocketTimeoutException("Read timed out")).effect())
                .isEqualTo(Effect.UNKNOWN);
        assertThat(failure(new Refused("carrier-1 is Rejected")).effect()).isEqualTo(Effect.NOT_SEEN);
        assertThat(failure(new NoAnswer(Reply.NONE, "it did not end")).effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void what_became_of_a_call_without_an_answer_depends_on_how_far_it_came() {
        assertThat(failure(new ConnectException("Connection refused")).reply()).isEqualTo(Reply.REFUSED);
        assertThat(failure(new SocketException("Connection reset")).reply()).isEqualTo(Reply.BROKEN_OFF);
        assertThat(failure(new SocketTimeoutException("Read timed out")).reply())
                .isEqualTo(Reply.NONE);
        assertThat(failure(new Refused("carrier-1 is unknown")).reply()).isEqualTo(Reply.REFUSED);
        assertThat(failure(new NoAnswer(Reply.NONE, "it did not end")).reply()).isEqualTo(Reply.NONE);
    }
}
