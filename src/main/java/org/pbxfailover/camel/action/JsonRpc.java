package org.pbxfailover.camel.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.probe.Deadline;

/**
 * Beans {@code kamailio} and {@code opensips}: JSON-RPC 2.0 as their modules {@code jsonrpcs} and {@code mi_http} speak it. A result is a
 * success, an {@code error} is none, whatever the HTTP status. Results stay out of the message: they hold the passwords of trunks.
 */
public final class JsonRpc {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METHOD = "rpc-method";
    private static final String OPTIONAL = "rpc-optional";
    private static final String OTHER = "rpc-other";

    /** Of the specification: there is no such method. */
    private static final int UNKNOWN = -32601;

    private static final String RESULT = "rpc-result";

    /** Bits of {@code flags} of {@code uac.reg_info}, from {@code uac_reg.c}. */
    private static final int DISABLED = 1;

    private static final int ONGOING = 2;
    private static final int ONLINE = 4;

    private final String who;

    /** @param who answers, in sentences */
    public JsonRpc(String who) {
        this.who = who;
    }

    /**
     * The message holds a method and its parameters, a word each; a word of digits is a number, unless {@code s:} before it says otherwise.
     * A method after a {@code ?} is called if there is one; of two with a {@code |} between them the second one if there is no first one.
     */
    public void ask(Exchange exchange) throws JsonProcessingException {
        List<String> words = List.of(exchange.getMessage().getBody(String.class).split(" "));
        String[] names = words.get(0).replaceFirst("^[?]", "").split("[|]", 2);
        String method = names[0];
        exchange.removeProperty(OTHER);
        if (names.length > 1) {
            String parameters = exchange.getMessage()
                    .getBody(String.class)
                    .substring(words.get(0).length());
            exchange.setProperty(OTHER, names[1] + parameters);
        }
        exchange.setProperty(OPTIONAL, words.get(0).startsWith("?"));
        ObjectNode call = JSON.createObjectNode()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put("id", 1);
        ArrayNode parameters = JSON.createArrayNode();
        words.stream().skip(1).forEach(word -> {
            if (word.matches("[0-9]{1,9}")) {
                parameters.add(Integer.parseInt(word));
            } else {
                parameters.add(word.replaceFirst("^s:", ""));
            }
        });
        if (!parameters.isEmpty()) {
            call.set("params", parameters);
        }
        exchange.setProperty(METHOD, method);
        Exchanged.beginChange(exchange, "POST", "");
        exchange.setProperty(Deadline.LONG_ANSWER, true); // some hundred bytes for each record
        Exchanged.basic(exchange);
        Exchanged.body(exchange, "application/json", JSON.writeValueAsString(call));
    }

    /** Keeps the result. */
    public void answered(Exchange exchange) throws Refused {
        String text = ActionUrl.body(exchange);
        JsonNode answer = Exchanged.json(text);
        String method = exchange.getProperty(METHOD, "", String.class);
        if (answer.has("error") && !answer.get("error").isNull()) {
            JsonNode error = answer.get("error");
            boolean unknown = error.path("code").asInt() == UNKNOWN
                    || error.path("message").asText().equalsIgnoreCase("Method not found");
            if (unknown && exchange.getProperty(OTHER) != null) {
                exchange.getMessage().setBody(exchange.getProperty(OTHER));
                return;
            }
            if (unknown && exchange.getProperty(OPTIONAL, false, Boolean.class)) {
                Exchanged.done(exchange, "");
                return;
            }
            throw new Refused(who + " refuses " + method + ": "
                    + error.path("message").asText(error.asText()) + " ("
                    + error.path("code").asText("no code") + ")");
        }
        exchange.removeProperty(OTHER);
        Exchanged.answer(exchange, who);
        if (!answer.has("result")) {
            throw new Refused("what answers at " + Exchanged.setting(exchange, "url") + " is no JSON-RPC of " + who);
        }
        exchange.setProperty(RESULT, answer.get("result"));
        Exchanged.done(exchange, "");
    }

    /**
     * A method for the registration whose turn it is in a loop.
     *
     * @param method with the parameters before the name
     */
    public String each(Exchange exchange, String method) {
        return method + " s:" + turn(exchange);
    }

    /** After {@code uac.reg_info}: registered, and to be renewed. */
    public void registered(Exchange exchange) throws Refused {
        int flags = flags(exchange);
        if ((flags & ONLINE) == 0 || (flags & DISABLED) != 0) {
            throw new Refused(turn(exchange) + " is " + spoken(flags));
        }
    }

    /**
     * After {@code uac.reg_info}: the carrier was told that the registration ends, has answered, and is not told anything else. Kamailio calls
     * the record online when the carrier names any contact of its name, as that of a primary with the same records; a lifetime of 0 says
     * that it is not its own.
     */
    public void unregistered(Exchange exchange) throws Refused {
        int flags = flags(exchange);
        boolean ended =
                (flags & ONLINE) == 0 || result(exchange).path("expires").asInt(-1) == 0;
        if ((flags & DISABLED) == 0 || (flags & ONGOING) != 0 || !ended) {
            throw new Refused(turn(exchange) + " is " + spoken(flags));
        }
    }

    private static String spoken(int flags) {
        return ((flags & ONLINE) != 0 ? "registered" : "not registered")
                + ((flags & DISABLED) != 0 ? " and disabled" : " and enabled")
                + ((flags & ONGOING) != 0 ? ", and the carrier has not answered yet" : "") + " (flags " + flags + ")";
    }

    private static int flags(Exchange exchange) throws Refused {
        JsonNode flags = result(exchange).path("flags");
        if (!flags.isInt()) {
            throw new Refused("the answer about " + turn(exchange) + " holds no flags");
        }
        return flags.asInt();
    }

    /** After {@code uac.reg_dump}: there must be a record. */
    public void loaded(Exchange exchange) throws Refused {
        int records = result(exchange).size();
        if (records == 0) {
            throw new Refused(who + " has no record of a registration: its table uacreg is empty or was not read");
        }
        Exchanged.done(exchange, records + (records == 1 ? " record" : " records") + " of registrations");
    }

    /** The settings from here on: {@code url} is what another setting says. */
    public void at(Exchange exchange, String other) {
        Map<Object, Object> settings = new LinkedHashMap<>(ActionUrl.settings(exchange));
        settings.put("url", Exchanged.setting(exchange, other));
        ActionUrl.settings(exchange, settings);
    }

    /**
     * After {@code clusterer_list_shtags}: the state of the tag of the settings, {@code NAME/CLUSTER}.
     *
     * @param wanted {@code active}, {@code backup} or {@code any}
     */
    public void tag(Exchange exchange, String wanted) throws Refused {
        String name = Exchanged.setting(exchange, "tag");
        for (JsonNode tag : result(exchange)) {
            if (name.equals(tag.path("Tag").asText() + "/" + tag.path("Cluster").asText())) {
                String state = tag.path("State").asText();
                if (!wanted.equals("any") && !state.equals(wanted)) {
                    throw new Refused("the tag " + name + " is " + state);
                }
                Exchanged.done(exchange, "the tag " + name + " is " + state);
                return;
            }
        }
        throw new Refused(who + " has no sharing tag " + name + ": write its name and its cluster, such as vip/1");
    }

    /** The end: all registrations of the settings with what is true of them. */
    public void all(Exchange exchange, String what) {
        Exchanged.done(exchange, what + ": " + String.join(", ", names(exchange)));
    }

    private static JsonNode result(Exchange exchange) {
        return exchange.getProperty(RESULT, JSON.nullNode(), JsonNode.class);
    }

    private static String turn(Exchange exchange) {
        return names(exchange).get(exchange.getProperty(Exchange.LOOP_INDEX, 0, Integer.class));
    }

    private static List<String> names(Exchange exchange) {
        List<?> names =
                (List<?>) Objects.requireNonNull(ActionUrl.settings(exchange).get("registrations"));
        return names.stream().map(String::valueOf).toList();
    }
}
