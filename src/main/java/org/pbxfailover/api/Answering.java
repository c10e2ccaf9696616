package org.pbxfailover.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts an answer into the message that asked, in place of the request. */
final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answering() {}

    /** Whatever goes wrong inside the robot, nobody outside sees more of it than one sentence. */
    static void answer(Exchange exchange, Supplier<ApiAnswer> question) {
        String path = path(exchange);
        try {
            ApiAnswer answer = question.get();
            if (answer instanceof ApiAnswer.Ok ok) {
                send(exchange, 200, "application/json", JSON.writeValueAsString(ok.json()));
            } else if (answer instanceof ApiAnswer.Document document) {
                send(exchange, 200, "application/json", document.json());
            } else if (answer instanceof ApiAnswer.No no) {
                refuse(exchange, no.status(), no.sentence(), path);
            }
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.error("The API could not answer {}.", path, e);
            refuse(exchange, 500, "The robot could not answer; its log says why.", path);
        }
    }

    static String path(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
    }

    private static void refuse(Exchange exchange, int status, String sentence, String path) {
        send(exchange, status, Refusal.CONTENT_TYPE, new Refusal(status, sentence, path).json());
    }

    private static void send(Exchange exchange, int status, String type, String body) {
        Message message = exchange.getMessage();
        // The request's headers would otherwise come back with the answer, the token among them.
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setHeader("Cache-Control", "no-store");
        message.setBody(body.getBytes(StandardCharsets.UTF_8));
    }
}
