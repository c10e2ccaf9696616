package org.pbxfailover.camel.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Refused;

/** Bean {@code bodies}: the bodies of requests, from the words of their routes. Thread-safe; holds nothing. */
public final class Bodies {
    /**
     * Repeats the body for each address of a type: their text is the word {@code {records}} for {@link #each}. A body that has the word
     * {@code {disabled}} is also repeated for those that are to stay so.
     */
    public void addresses(Exchange exchange) throws Refused {
        String template = Requests.body(exchange);
        Change change = Records.change(exchange);
        for (String type : change.wanted().types()) {
            List<String> texts = new ArrayList<>();
            for (String address : change.wanted().set(type).addresses()) {
                texts.add(record(template, address, false));
            }
            for (String address : template.contains("{disabled}") ? change.disabled(type) : List.<String>of()) {
                texts.add(record(template, address, true));
            }
            change.written(type, joined(template, texts));
        }
    }

    private static String record(String template, String address, boolean disabled) throws Refused {
        Map<String, String> words = Map.of("address", address, "disabled", String.valueOf(disabled));
        return Requests.filled(template, words, word -> text -> text);
    }

    /** Repeats the body for each type, its words filled in. */
    public void each(Exchange exchange) throws Refused {
        String template = Requests.body(exchange);
        Change change = Records.change(exchange);
        List<String> texts = new ArrayList<>();
        for (String type : change.wanted().types()) {
            Map<String, String> words = Requests.words(exchange);
            words.putAll(change.words(type));
            texts.add(Requests.filled(template, words, word -> text -> text));
        }
        exchange.getMessage().setBody(joined(template, texts));
    }

    /** Entries of JSON get commas between them, elements of XML need none. */
    private static String joined(String template, List<String> texts) {
        return String.join(template.startsWith("<") ? "" : ", ", texts);
    }

    /** Fills the words into the body. */
    public void fill(Exchange exchange) throws Refused {
        exchange.getMessage()
                .setBody(Requests.filled(Requests.body(exchange), Requests.words(exchange), word -> text -> text));
    }
}
