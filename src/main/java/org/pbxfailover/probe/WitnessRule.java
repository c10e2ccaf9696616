package org.pbxfailover.probe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;

/**
 * What another robot says of a primary (fault 2). It sees it alive only when it says so in a 200 answer that is the JSON of a witness
 * about this very primary; whatever else answers there, such as the page of a captive portal, has seen nothing.
 *
 * @param primary as it was asked about
 */
public record WitnessRule(URI primary) implements AnswerRule {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What ends the words about a witness that would switch the pair by itself. */
    public static final String LIVE = "it is live for this primary itself";

    /** What a person could do about it, by status. */
    private static final Map<Integer, String> HINTS = Map.of(
            401, ": its token is not the one configured here",
            404, ": it guards no primary with this URL",
            429, ": too many ask it at the moment");

    @Override
    public boolean readsBody() {
        return true;
    }

    @Override
    public Finding judge(Answer answer) {
        if (answer.status() != 200) {
            return silent(answer.words() + HINTS.getOrDefault(answer.status(), ""));
        }
        JsonNode said;
        try {
            said = JSON.readTree(answer.body());
        } catch (IOException e) {
            return silent("what answers there is no witness");
        }
        if (!said.path("url").asText().equals(primary.toString())
                || !said.path("alive").isBoolean()) {
            return silent("what answers there is no witness");
        }
        String phrase = Phrases.clean(said.path("phrase").asText())
                + (said.path("mode").asText().equals("live") ? "; " + LIVE : "");
        return said.path("alive").booleanValue()
                ? new Finding.Alive("it sees the primary alive: " + phrase)
                : new Finding.Failed(FailureClass.BODY, "it does not see the primary alive either: " + phrase);
    }

    private static Finding silent(String why) {
        return new Finding.Failed(FailureClass.STATUS, why);
    }
}
