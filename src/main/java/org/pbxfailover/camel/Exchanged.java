package org.pbxfailover.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.config.StatusRange;

/** One of the requests of an action, and its answer; what the beans of the makes share. Nothing of the request before stays. */
public final class Exchanged {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StatusRange SUCCESS = StatusRange.parse("200-299");

    private Exchanged() {}

    /**
     * One of several requests begins: to this path of the server that the setting {@code url} names. It has no {@code Idempotency-Key}: whoever
     * honours that answers a request anew that only looks, or logs in, as it was answered before.
     */
    public static Message begin(Exchange exchange, String method, String path) {
        String server = setting(exchange, "url").replaceFirst("/+$", "");
        return at(exchange, method, server + path);
    }

    /** A request that changes something begins, in the same way. */
    public static Message beginChange(Exchange exchange, String method, String path) {
        Message message = begin(exchange, method, path);
        keyed(exchange);
        return message;
    }

    /** The request begins that an action consists of, or the first of those that change something. */
    public static Message beginAt(Exchange exchange, String method, String uri) {
        Message message = at(exchange, method, uri);
        keyed(exchange);
        return message;
    }

    /**
     * A message with nothing of what was before, not even the charset that Camel reads out of an answer and writes behind the
     * {@code Content-Type} of the next request, after that was signed.
     */
    public static Message fresh(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        exchange.removeProperty(Exchange.CHARSET_NAME);
        return message;
    }

    private static Message at(Exchange exchange, String method, String uri) {
        Message message = fresh(exchange);
        message.setHeader(Exchange.HTTP_URI, uri);
        message.setHeader(Exchange.HTTP_METHOD, method);
        return message;
    }

    /**
     * The request of the message has the key of its action; those that follow in the same call have a number behind it, since a key stands for
     * one request. The same in each attempt.
     */
    public static void keyed(Exchange exchange) {
        Object key = exchange.getProperty(ActionUrl.IDEMPOTENCY_KEY);
        if (key != null) {
            int number = exchange.getProperty(Glue.REQUESTS, 0, Integer.class) + 1;
            exchange.setProperty(Glue.REQUESTS, number);
            exchange.getMessage().setHeader("Idempotency-Key", number == 1 ? key : key + "-" + number);
        }
    }

    /** The credentials of HTTP Basic, where the settings have any. */
    public static void basic(Exchange exchange) {
        if (!setting(exchange, "username").isEmpty()) {
            String credentials = credentials(setting(exchange, "username"), setting(exchange, "password"));
            exchange.getMessage().setHeader("Authorization", "Basic " + credentials);
        }
    }

    /** As HTTP Basic has them (RFC 7617). */
    public static String credentials(String username, String password) {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static void body(Exchange exchange, String type, String body) {
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
        exchange.getMessage().setBody(body);
    }

    /** An empty text when there is none. */
    public static String setting(Exchange exchange, String key) {
        Object value = ActionUrl.settings(exchange).get(key);
        return value == null ? "" : String.valueOf(value);
    }

    /**
     * The text of an answer.
     *
     * @param who answers, for the sentence about a status that is no success
     * @throws Refused when the status is not from 200 to 299
     */
    public static String answer(Exchange exchange, String who) throws Refused {
        String body = ActionUrl.body(exchange);
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (!SUCCESS.contains(status)) {
            throw new Refused((who + " answers " + status + redirect(exchange) + " " + body).strip());
        }
        return body;
    }

    /** Behind the status of an answer: where it leads, if it is a redirect; else nothing. */
    public static String redirect(Exchange exchange) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String to = exchange.getMessage().getHeader("Location", "", String.class);
        return status >= 300 && status <= 399 && !to.isBlank()
                ? " (a redirect to " + to + ", which is not followed: correct url)"
                : "";
    }

    /** The action has come to its end with this sentence, which is what people read of it. */
    public static void done(Exchange exchange, String sentence) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(sentence);
    }

    /** What an answer holds as JSON; the null node when that is none, or nothing. */
    public static JsonNode json(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read == null ? JSON.nullNode() : read;
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }
}
