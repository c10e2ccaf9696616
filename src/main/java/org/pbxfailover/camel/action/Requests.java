package org.pbxfailover.camel.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.config.Durations;
import org.pbxfailover.config.Template;
import org.pbxfailover.probe.Deadline;

/** Bean {@code service}: one request to a service, as its route words it, and what must be true of the answer. Thread-safe; holds nothing. */
public final class Requests {
    private static final String WORDS = "words";
    private static final String HURRIED = "hurried";
    private static final Pattern WORD = Pattern.compile("\\{([a-z][a-z0-9-]*)\\}");

    /** Parts of an address that are more than one segment of it. */
    private static final Set<String> RAW = Set.of("url", "path");

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Lays out a request before {@code http:}. The body of the message is its body. Words in braces are the settings of the action and what
     * is known of the change; in the address they are percent-encoded, except {@code {url}}.
     *
     * @param header such as {@code X-API-Key: {api-key}}; {@code {basic}} is made of {@code username} and {@code password}
     */
    public void lay(Exchange exchange, String method, String address, String header) throws Refused {
        Map<String, String> words = words(exchange);
        Message message = exchange.getMessage();
        String type = message.getHeader(Exchange.CONTENT_TYPE, "application/json", String.class);
        Object body = message.getBody();
        String kept = body == null ? "" : String.valueOf(body);
        Exchanged.fresh(exchange).setBody(kept.isEmpty() ? null : kept);
        message.setHeader(
                Exchange.HTTP_URI,
                filled(address, words, word -> RAW.contains(word) ? text -> text : Template::percentEncode));
        message.setHeader(Exchange.HTTP_METHOD, method);
        if (!kept.isEmpty()) {
            message.setHeader(Exchange.CONTENT_TYPE, type);
        }
        if (!method.equals("GET")) {
            Exchanged.keyed(exchange);
        }
        header(message, filled(header, words, word -> text -> text));
    }

    private static void header(Message message, String line) throws Refused {
        int colon = line.indexOf(':');
        if (colon > 0) {
            String value = line.substring(colon + 1).strip();
            if (value.chars().anyMatch(c -> c < ' ')) {
                throw new Refused("the credential holds a line break: store it on one line");
            }
            message.setHeader(line.substring(0, colon), value);
        }
    }

    static Map<String, String> words(Exchange exchange) {
        Map<String, String> words = new HashMap<>();
        ActionUrl.settings(exchange).forEach((key, value) -> words.put(String.valueOf(key), String.valueOf(value)));
        words.computeIfPresent("url", (key, url) -> url.replaceFirst("/+$", ""));
        if (words.containsKey("username")) {
            words.put("basic", Exchanged.credentials(words.get("username"), words.getOrDefault("password", "")));
        }
        Optional.ofNullable(exchange.getProperty(Records.CHANGE, Change.class))
                .ifPresent(change -> words.putAll(change.words()));
        words.putAll(added(exchange));
        return words;
    }

    /** Words that answers before have brought. */
    private static Map<String, String> added(Exchange exchange) {
        Map<String, String> words = new HashMap<>();
        Map<?, ?> added = exchange.getProperty(WORDS, Map.of(), Map.class);
        added.forEach((word, value) -> words.put(String.valueOf(word), String.valueOf(value)));
        return words;
    }

    /** @param encode how the value of a word is written at this place */
    static String filled(String template, Map<String, String> words, Function<String, UnaryOperator<String>> encode)
            throws Refused {
        Matcher word = WORD.matcher(template);
        StringBuilder text = new StringBuilder();
        while (word.find()) {
            String value = words.get(word.group(1));
            if (value == null) {
                throw new Refused("the setting '" + word.group(1) + "' is missing: write " + word.group(1) + ": …");
            }
            word.appendReplacement(
                    text, Matcher.quoteReplacement(encode.apply(word.group(1)).apply(value)));
        }
        return word.appendTail(text).toString();
    }

    /** What comes next proves nothing by itself, and must leave time for what does: at most half of it, and no more than this. */
    public void hurry(Exchange exchange, String most) {
        long now = System.nanoTime();
        long end = Deadline.of(exchange);
        exchange.setProperty(HURRIED, end);
        long limit = Durations.parse(most).orElseThrow().toNanos();
        exchange.setProperty(Deadline.PROPERTY, now + Math.max(0, Math.min((end - now) / 2, limit)));
    }

    /** After {@link #hurry}, however that went: all the time that is left to the action again, and nothing has failed. */
    public void unhurried(Exchange exchange) {
        Object end = exchange.removeProperty(HURRIED);
        if (end != null) {
            exchange.setProperty(Deadline.PROPERTY, end);
        }
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT); // it would count as that of the action
    }

    /** After {@code http:}: another status than 2xx is a refusal, in the words of the service. */
    public void accepted(Exchange exchange) throws Refused {
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String body = body(exchange);
        if (status == null || status < 200 || status > 299) {
            throw new Refused(status + Exchanged.redirect(exchange) + " " + body);
        }
        exchange.getMessage().setBody(body);
    }

    /**
     * What must stand in the JSON of the answer.
     *
     * @param pointer RFC 6901, such as {@code /data/status}
     * @param value in the same words; upper and lower case are the same
     */
    public void must(Exchange exchange, String pointer, String value) throws Refused {
        String found = found(exchange, pointer);
        if (!found.equalsIgnoreCase(value)) {
            throw new Refused(pointer.substring(1).replace('/', '.') + " is '" + found + "', not '" + value + "'");
        }
    }

    /** For the conditions of routes: another value than this stands in the JSON of the answer; upper and lower case are the same. */
    public boolean isnt(Exchange exchange, String pointer, String value) throws Refused {
        return !found(exchange, pointer).equalsIgnoreCase(value);
    }

    /** What must be in a list in the JSON of the answer, if there is one. */
    public void offers(Exchange exchange, String pointer, String value) throws Refused {
        JsonNode list = json(body(exchange)).at(pointer);
        List<String> offered = new ArrayList<>();
        list.forEach(one -> offered.add(one.asText()));
        if (list.isArray() && !offered.contains(value)) {
            throw new Refused(value + " is not among what is offered: "
                    + pointer.substring(1).replace('/', '.') + " has " + String.join(", ", offered));
        }
    }

    /** Keeps a part of the answer as a word for the next requests; nothing there is a refusal. */
    public void keep(Exchange exchange, String pointer, String word) throws Refused {
        String found = found(exchange, pointer);
        if (found.isEmpty()) {
            throw new Refused("the answer has no " + pointer.substring(1).replace('/', '.') + ": "
                    + exchange.getMessage().getBody(String.class));
        }
        if (RAW.contains(word) && !found.startsWith("/")) { // it would lead to another server
            throw new Refused(pointer.substring(1).replace('/', '.') + " is '" + found + "', which is no path");
        }
        word(exchange, word, found);
    }

    /** Adds a word for the next requests. */
    public void word(Exchange exchange, String word, String value) {
        Map<String, String> words = added(exchange);
        words.put(word, value);
        exchange.setProperty(WORDS, words);
    }

    private static String found(Exchange exchange, String pointer) throws Refused {
        JsonNode found = json(body(exchange)).at(pointer);
        return found.isValueNode() ? found.asText() : found.isMissingNode() ? "" : found.toString();
    }

    static JsonNode json(String text) throws Refused {
        if (text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refused("the answer is no JSON: " + text);
        }
    }

    static String body(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        return body == null ? "" : body.strip();
    }
}
