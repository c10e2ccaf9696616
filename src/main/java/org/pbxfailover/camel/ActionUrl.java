package org.pbxfailover.camel;

import jakarta.mail.MessagingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Template;
import org.pbxfailover.core.Reply;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.probe.Classify;
import org.pbxfailover.probe.Deadline;
import org.pbxfailover.probe.Unheard;

/** Bean {@code actionUrl}: an action's settings become a request, and the answer is held against what is expected. */
public final class ActionUrl {
    /** The same for every attempt of one action in one epoch, so that a server may recognise a repetition. */
    public static final String IDEMPOTENCY_KEY = "idempotency-key";

    private static final int SHOWN = 200;

    /** Somebody on the way got no proper answer (RFC 9110, 15.6.3). Most often nobody listens there, so a call is over; a look has found nothing out. */
    private static final int BAD_GATEWAY = 502;

    /** Somebody on the way got no answer in time (RFC 9110, 15.6.5): who was called may still be at it. */
    private static final int GATEWAY_TIMEOUT = 504;

    /** The methods with which a body is sent; camel-http would leave it out with others, without a word. */
    private static final Set<String> SENDING = Set.of("POST", "PUT", "PATCH");

    /** Hands an action's settings to its route: resolved, because secrets are looked up at the last moment and kept nowhere. */
    static void prepare(Exchange exchange, Action action, Map<String, String> placeholders) {
        Map<String, Object> settings = resolved(action.settings(), placeholders);
        Glue.OF_ONE_ACTION.forEach(exchange::removeProperty);
        exchange.setProperty(Glue.ACTION, action.action());
        exchange.setProperty(Glue.SETTINGS, settings);
        exchange.removeProperty(Deadline.LONG_ANSWER);
        Deadline.set(exchange, action.timeout()); // for all that its route does
        clear(exchange);
    }

    /**
     * Settings with their secrets and placeholders filled in.
     *
     * @throws org.pbxfailover.config.SecretException when a secret cannot be had now
     */
    static Map<String, Object> resolved(Map<String, Object> settings, Map<String, String> placeholders) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        settings.forEach((key, value) -> resolved.put(key, resolve(value, placeholders, "url".equals(key))));
        return resolved;
    }

    private static Object resolve(Object value, Map<String, String> placeholders, boolean url) {
        if (value instanceof Template template) {
            return url ? template.resolveUrl(placeholders) : template.resolve(placeholders);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> resolved = new LinkedHashMap<>();
            map.forEach((key, inner) -> resolved.put(String.valueOf(key), resolve(inner, placeholders, false)));
            return resolved;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(inner -> resolve(inner, placeholders, false))
                    .toList();
        }
        return value;
    }

    /** The settings of the action that the exchange is about, resolved; empty when there are none. */
    public static Map<?, ?> settings(Exchange exchange) {
        return exchange.getProperty(Glue.SETTINGS, Map.of(), Map.class);
    }

    /** Other settings for the rest of the action. */
    public static void settings(Exchange exchange, Map<?, ?> settings) {
        exchange.setProperty(Glue.SETTINGS, settings);
    }

    /** The address of the PBX to which the run goes: the secondary in an activation, the primary in a fail-back. */
    public static Optional<String> towards(Exchange exchange) {
        return address(exchange, Glue.TOWARDS);
    }

    /** The address of the other one. */
    public static Optional<String> from(Exchange exchange) {
        return address(exchange, Glue.FROM);
    }

    private static Optional<String> address(Exchange exchange, String side) {
        return Optional.ofNullable(exchange.getProperty(side, String.class)).filter(text -> !text.isEmpty());
    }

    /** Tells the action's route which way the run goes. */
    static void direct(Exchange exchange, Pair pair, boolean back) {
        String primary = pair.primary().address().orElse("");
        String secondary = pair.secondary().address().orElse("");
        exchange.setProperty(Glue.TOWARDS, back ? primary : secondary);
        exchange.setProperty(Glue.FROM, back ? secondary : primary);
    }

    /**
     * In an action's route, before {@code http:}: sets address, method, headers and body of the request, and nothing else stays. Without the
     * setting {@code body} it is that of the message, which is JSON, unless the setting {@code headers} says otherwise.
     */
    public void request(Exchange exchange) {
        Map<?, ?> settings = exchange.getProperty(Glue.SETTINGS, Map.class);
        Message message = exchange.getMessage();
        boolean own = settings.containsKey("body");
        Object body = own ? settings.get("body") : message.getBody();
        String written = Exchanged.setting(exchange, "method");
        String method = written.isEmpty() ? (body == null ? "GET" : "POST") : written;
        boolean sent = body != null && SENDING.contains(method);
        Exchanged.beginAt(exchange, method, Exchanged.setting(exchange, "url"));
        if (sent && !own) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        }
        if (settings.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach((name, value) -> message.setHeader(String.valueOf(name), String.valueOf(value)));
        }
        Exchanged.basic(exchange);
        message.setBody(sent ? body : null);
    }

    /**
     * Holds the answer against {@code expect}; afterwards nothing of it is left for the next request, not even its charset.
     *
     * @param action with the answer that it expects
     * @param redact takes secrets out before the detail is cut to its length
     */
    static CallAnswer answer(Exchange exchange, Action action, UnaryOperator<String> redact) {
        CallAnswer answer = judge(exchange, action, redact);
        clear(exchange);
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        exchange.removeProperty(Exchange.CHARSET_NAME);
        exchange.removeProperty(Glue.SETTINGS);
        return answer;
    }

    private static CallAnswer judge(Exchange exchange, Action action, UnaryOperator<String> redact) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure instanceof Refused refused) {
            return CallAnswer.refused(excerpt(redact.apply(String.valueOf(refused.getMessage()))));
        }
        if (failure instanceof NoAnswer none) {
            return CallAnswer.unheard(none.reply(), excerpt(redact.apply(String.valueOf(none.getMessage()))));
        }
        if (failure != null) {
            Throwable bare = bare(failure);
            return CallAnswer.unheard(
                    Unheard.reply(bare),
                    Classify.failure(bare, action.timeout(), redact).phrase());
        }
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String body = body(exchange);
        String shown = (status == null ? "answered" : String.valueOf(status))
                + (body.isBlank() ? "" : " " + excerpt(redact.apply(body)));
        if (status != null && !action.expect().status().contains(status)) {
            String to = excerpt(redact.apply(Exchanged.redirect(exchange)));
            return new CallAnswer(
                    status == GATEWAY_TIMEOUT ? Reply.NONE : Reply.REFUSED,
                    status != GATEWAY_TIMEOUT && status != BAD_GATEWAY,
                    shown + (to.isEmpty() ? "" : " " + to) + " (expected status "
                            + action.expect().status() + ")",
                    retryAfter(exchange));
        }
        boolean found = action.expect().body().map(body::contains).orElse(true);
        return found
                ? CallAnswer.taken(shown)
                : CallAnswer.refused(
                        shown + " (expected '" + action.expect().body().orElse("") + "' in the body)");
    }

    /** In seconds; a date is passed over. */
    private static Optional<Duration> retryAfter(Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage().getHeader("Retry-After", String.class))
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /** Without what camel-mail's interface wants around every failure. */
    private static Throwable bare(Exception failure) {
        return failure instanceof MessagingException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The text of an answer, whatever charset it claims; empty when there is none. */
    public static String body(Exchange exchange) {
        if (!supported(exchange.getProperty(Exchange.CHARSET_NAME, String.class))) {
            exchange.removeProperty(Exchange.CHARSET_NAME);
        }
        String body = exchange.getMessage().getBody(String.class);
        return body == null ? "" : body;
    }

    /** Servers name charsets that there are not. */
    private static boolean supported(@Nullable String charset) {
        try {
            return charset != null && Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static String excerpt(String body) {
        String line = Printable.oneLine(body.strip().replaceAll("\\s+", " "));
        // Once more, since the cut may go through the middle of a character.
        return line.length() <= SHOWN ? line : Printable.oneLine(line.substring(0, SHOWN)) + "…";
    }

    private static void clear(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
    }
}
