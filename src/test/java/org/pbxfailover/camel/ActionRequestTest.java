package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Action.Expect;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.config.Template;
import org.pbxfailover.core.Reply;
import org.pbxfailover.probe.Deadline;

/** What becomes of the settings of an action before it is called, and of what is no answer. */
class ActionRequestTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @TempDir
    Path temp;

    private final Exchange exchange =
            ExchangeBuilder.anExchange(new DefaultCamelContext()).build();

    private static Action action(Map<String, Object> settings) {
        return new Action(
                "http",
                true,
                1,
                Duration.ZERO,
                Duration.ofMinutes(7),
                new Expect(StatusRange.parse("200"), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                settings);
    }

    private Exchange request(Map<String, Object> settings, Object body) {
        ActionUrl.prepare(exchange, action(settings), Map.of());
        exchange.getMessage().setBody(body);
        new ActionUrl().request(exchange);
        return exchange;
    }

    private Object header(String name) {
        return Optional.ofNullable(exchange.getMessage().getHeader(name)).orElse("");
    }

    /** A reason is a sentence, and none of its characters may end the address or begin another parameter. */
    @Test
    void what_is_filled_in_is_percent_encoded_in_the_address_and_nowhere_else() {
        Action action = action(Map.of(
                "url", new Template("http://127.0.0.1/?why={reason}"),
                "body", new Template("why: {reason}"),
                "headers", Map.of("url", new Template("{reason}"))));
        ActionUrl.prepare(exchange, action, Map.of("reason", "no answer & 3 = \"three\""));
        assertThat(ActionUrl.settings(exchange))
                .isEqualTo(Map.of(
                        "url", "http://127.0.0.1/?why=no%20answer%20%26%203%20%3D%20%22three%22",
                        "body", "why: no answer & 3 = \"three\"",
                        "headers", Map.of("url", "no answer & 3 = \"three\"")));
    }

    @Test
    void all_that_the_route_of_an_action_asks_for_has_its_timeout_together() {
        long before = System.nanoTime();
        ActionUrl.prepare(exchange, action(Map.of()), Map.of());
        long first = Deadline.of(exchange);
        assertThat(Duration.ofNanos(first - before)).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
        assertThat(Deadline.of(exchange)).as("that of the next request").isEqualTo(first);
    }

    @Test
    void a_user_name_and_a_password_are_sent_by_HTTP_Basic() {
        request(Map.of("url", "http://127.0.0.1/", "username", "robot", "password", "se:cret"), Optional.empty());
        assertThat(header("Authorization")).isEqualTo("Basic cm9ib3Q6c2U6Y3JldA==");
    }

    @ParameterizedTest
    @CsvSource({"POST, yes", "PUT, yes", "PATCH, yes", "GET, ", "HEAD, ", "DELETE, ", "OPTIONS, "})
    void a_body_is_left_where_the_method_sends_one(String method, String sent) {
        request(Map.of("url", "http://127.0.0.1/", "method", method, "body", "yes"), Optional.empty());
        assertThat(exchange.getMessage().getBody()).isEqualTo(sent);
        assertThat(header(Exchange.HTTP_METHOD)).isEqualTo(method);
    }

    @Test
    void a_message_is_JSON_unless_the_operator_says_what_it_is() {
        request(Map.of("url", "http://127.0.0.1/"), "{}");
        assertThat(header(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
        request(Map.of("url", "http://127.0.0.1/", "method", "POST", "body", "reload=1"), "{}");
        assertThat(header(Exchange.CONTENT_TYPE)).isEqualTo("");
        Map<String, String> own = Map.of(Exchange.CONTENT_TYPE, "application/cloudevents+json");
        request(Map.of("url", "http://127.0.0.1/", "headers", own), "{}");
        assertThat(header(Exchange.CONTENT_TYPE)).isEqualTo("application/cloudevents+json");
    }

    @Test
    void a_fail_back_goes_the_other_way() throws Exception {
        Pair pair = Samples.configuration(
                        temp,
                        Samples.beta("live")
                                .replace(
                                        "primary: {",
                                        "secondary: { address: 192.0.2.2 }\n    primary: { address: 192.0.2.1,"))
                .pairs()
                .get(1);
        ActionUrl.direct(exchange, pair, false);
        assertThat(List.of(ActionUrl.from(exchange), ActionUrl.towards(exchange)))
                .containsExactly(Optional.of("192.0.2.1"), Optional.of("192.0.2.2"));
        ActionUrl.direct(exchange, pair, true);
        assertThat(List.of(ActionUrl.from(exchange), ActionUrl.towards(exchange)))
                .containsExactly(Optional.of("192.0.2.2"), Optional.of("192.0.2.1"));
    }

    private CallAnswer answer() {
        Action action = action(Map.of());
        return ActionUrl.answer(exchange, action, new Redactor(() -> List.of(SECRET)).of(action));
    }

    @Test
    void a_secret_in_where_a_redirect_leads_is_not_shown() {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 302);
        exchange.getMessage().setHeader("Location", "https://elsewhere.example/?token=" + SECRET);
        assertThat(answer().detail())
                .contains("a redirect to https://elsewhere.example/?token=[REDACTED], which is not followed")
                .doesNotContain(SECRET);
    }

    @Test
    void what_camel_mail_puts_around_a_failure_hides_neither_its_cause_nor_what_became_of_the_call() {
        Exception late = new SocketTimeoutException("Read timed out");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new MessagingException("failed", late));
        CallAnswer wrapped = answer();
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, late);
        assertThat(wrapped).isEqualTo(answer());
        assertThat(wrapped.reply()).isEqualTo(Reply.NONE);
    }
}
