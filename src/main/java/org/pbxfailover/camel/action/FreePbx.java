package org.pbxfailover.camel.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;

/**
 * Bean {@code freepbx}: FreePBX's GraphQL with a token that is fetched for every call. An error comes with a status of 200, and a
 * reload that was accepted has only begun: it runs as a transaction that is asked for.
 */
public final class FreePbx {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHO = "FreePBX";
    private static final String TOKEN = "freepbx-token";
    private static final String DATA = "freepbx-data";
    /** While it is true, the transaction goes on. */
    private static final String PROCESSING = "processing";

    /** The request for a token. */
    public void credentials(Exchange exchange) {
        exchange.removeProperty(TOKEN);
        Exchanged.begin(exchange, "POST", "/admin/api/api/token");
        Exchanged.body(
                exchange,
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials&client_id=" + encoded(Exchanged.setting(exchange, "client-id"))
                        + "&client_secret=" + encoded(Exchanged.setting(exchange, "client-secret")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public void token(Exchange exchange) throws Refused {
        String token = Exchanged.json(Exchanged.answer(exchange, WHO))
                .path("access_token")
                .asText();
        Exchanged.done(exchange, "");
        if (token.isEmpty()) {
            throw new Refused("FreePBX gives no token for that client");
        }
        exchange.setProperty(TOKEN, token);
    }

    /** The message holds a query or mutation. */
    public void ask(Exchange exchange) throws JsonProcessingException {
        String query = exchange.getMessage().getBody(String.class);
        Exchanged.begin(exchange, "POST", "/admin/api/api/gql")
                .setHeader("Authorization", "Bearer " + exchange.getProperty(TOKEN, String.class));
        if (query.startsWith("mutation")) {
            Exchanged.keyed(exchange);
        }
        Exchanged.body(
                exchange,
                "application/json",
                JSON.writeValueAsString(JSON.createObjectNode().put("query", query)));
    }

    /** Keeps the data of an answer without errors. */
    public void answered(Exchange exchange) throws Refused {
        JsonNode answer = Exchanged.json(Exchanged.answer(exchange, WHO));
        Exchanged.done(exchange, "");
        if (!answer.path("errors").isEmpty()) {
            throw new Refused("FreePBX answers with an error: "
                    + answer.path("errors").path(0).path("message").asText("without a message"));
        }
        if (!answer.path("data").isObject()) {
            throw new Refused("what answers at " + Exchanged.setting(exchange, "url") + " is no GraphQL of FreePBX");
        }
        exchange.setProperty(DATA, answer.get("data"));
    }

    /** After {@code doreload}: the query for its transaction. */
    public String begun(Exchange exchange) throws Refused {
        JsonNode begun = data(exchange).path("doreload");
        String transaction = begun.path("transaction_id").asText();
        if (!begun.path("status").asText().equals("true") || transaction.isEmpty()) {
            throw new Refused(
                    "FreePBX has not begun to reload: " + begun.path("message").asText("it gives no reason"));
        }
        exchange.setProperty(PROCESSING, true);
        return "query{fetchApiStatus(txnId:" + JSON.getNodeFactory().textNode(transaction) + "){status message}}";
    }

    /** After {@code fetchApiStatus}: over, or going on, or failed. */
    public void progress(Exchange exchange) throws Refused {
        String message = data(exchange).path("fetchApiStatus").path("message").asText();
        exchange.setProperty(PROCESSING, message.equals("Processing"));
        if (!message.equals("Processing") && !message.equals("Executed")) {
            throw new Refused("FreePBX has not reloaded: " + (message.isEmpty() ? "it gives no reason" : message));
        }
    }

    /** After {@code system}: nothing is left to be reloaded. */
    public void current(Exchange exchange) throws Refused {
        if (data(exchange).path("system").path("needReload").asBoolean(true)) {
            throw new Refused("FreePBX says that it still needs a reload");
        }
        Exchanged.done(exchange, "no reload is needed");
    }

    /** After {@code system}: it may be asked. */
    public void known(Exchange exchange) throws Refused {
        if (!data(exchange).path("system").has("needReload")) {
            throw new Refused("FreePBX does not show its system to that client: it needs the scope gql:framework");
        }
        Exchanged.done(exchange, "the client is accepted");
    }

    private static JsonNode data(Exchange exchange) {
        return exchange.getProperty(DATA, JSON.nullNode(), JsonNode.class);
    }
}
