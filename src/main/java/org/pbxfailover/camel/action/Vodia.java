package org.pbxfailover.camel.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.probe.Deadline;

/**
 * Bean {@code vodia}: the trunks of a domain of Vodia (snom ONE) over its REST API. A credential that is no longer good is answered with
 * 200 and {@code false}; what a request to change something answers says nothing, so only the list of trunks counts.
 */
public final class Vodia {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHO = "Vodia";
    private static final String REGISTERED = "200";

    /** The request for the list of trunks. */
    public void list(Exchange exchange) {
        Exchanged.begin(exchange, "GET", path(exchange));
        exchange.setProperty(Deadline.LONG_ANSWER, true); // some kilobytes for each trunk
        Exchanged.basic(exchange);
    }

    /** The request for the trunk whose turn it is in a loop: switched off or on. */
    public void disable(Exchange exchange, boolean off) {
        Exchanged.beginChange(exchange, "POST", path(exchange) + "?trunk=" + encoded(turn(exchange)));
        Exchanged.basic(exchange);
        Exchanged.body(exchange, "application/json", "{\"dis\":\"" + off + "\"}");
    }

    private static String path(Exchange exchange) {
        return "/rest/domain/" + encoded(Exchanged.setting(exchange, "domain")) + "/domain_trunks";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** After a request to change something. */
    public void accepted(Exchange exchange) throws Refused {
        if (Exchanged.answer(exchange, WHO).strip().equals("false")) {
            throw refusal();
        }
        Exchanged.done(exchange, "");
    }

    private static Refused refusal() {
        return new Refused(
                "Vodia answers false: the credential is not accepted, or is not that of a system administrator");
    }

    /** After the list: every trunk is there. */
    public void known(Exchange exchange) throws Refused {
        trunks(exchange);
        done(exchange, "known");
    }

    /** After the list: every trunk is on, and the carrier has answered its registration with 200. */
    public void on(Exchange exchange) throws Refused {
        for (JsonNode trunk : trunks(exchange)) {
            String status = trunk.path("status1").asText();
            if (disabled(trunk) || !status.startsWith(REGISTERED)) {
                throw new Refused(spoken(trunk)
                        + (disabled(trunk)
                                ? "off"
                                : "on, and its registration says "
                                        + (status.isEmpty() ? "nothing" : "'" + status + "'")));
            }
        }
        done(exchange, "registered");
    }

    /** After the list: every trunk is off, and no registration is left. */
    public void off(Exchange exchange) throws Refused {
        for (JsonNode trunk : trunks(exchange)) {
            String status = trunk.path("status1").asText();
            if (!disabled(trunk) || status.startsWith(REGISTERED)) {
                throw new Refused(spoken(trunk) + (disabled(trunk) ? "off, but still registered" : "on"));
            }
        }
        done(exchange, "off");
    }

    private static String spoken(JsonNode trunk) {
        return "trunk " + trunk.path("id").asText() + " (" + trunk.path("name").asText() + ") is ";
    }

    private static boolean disabled(JsonNode trunk) {
        return trunk.path("disabled").asText().equals("true");
    }

    private static List<JsonNode> trunks(Exchange exchange) throws Refused {
        JsonNode list = list(Exchanged.answer(exchange, WHO));
        List<JsonNode> found = new ArrayList<>();
        for (String id : ids(exchange)) {
            JsonNode trunk = JSON.nullNode();
            for (JsonNode one : list) {
                trunk = one.path("id").asText().equals(id) ? one : trunk;
            }
            if (trunk.isNull()) {
                throw new Refused("Vodia has no trunk " + id + " in the domain " + Exchanged.setting(exchange, "domain")
                        + "; it has " + String.join(", ", list.findValuesAsText("id")));
            }
            found.add(trunk);
        }
        return found;
    }

    private static JsonNode list(String text) throws Refused {
        JsonNode list;
        try {
            list = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refused("what answers is no list of trunks: " + text);
        }
        if (list == null || !list.isArray()) {
            throw list != null && list.isBoolean()
                    ? refusal()
                    : new Refused("what answers is no list of trunks: " + text);
        }
        return list;
    }

    private static void done(Exchange exchange, String what) {
        Exchanged.done(exchange, what + ": trunk " + String.join(", ", ids(exchange)));
    }

    public void told(Exchange exchange, String what) {
        Exchanged.done(exchange, "told to be " + what + ": trunk " + String.join(", ", ids(exchange)));
    }

    private static String turn(Exchange exchange) {
        return ids(exchange).get(exchange.getProperty(Exchange.LOOP_INDEX, 0, Integer.class));
    }

    private static List<String> ids(Exchange exchange) {
        List<?> trunks =
                (List<?>) Objects.requireNonNull(ActionUrl.settings(exchange).get("trunks"));
        return trunks.stream().map(String::valueOf).toList();
    }
}
