package org.pbxfailover.camel.action;

import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Refused;

/** Bean {@code dyndns}: what an answer of the dyndns2 protocol means. Its errors come with a status of 200. Thread-safe; holds nothing. */
public final class DynDns {
    private static final Map<String, String> MEANINGS = Map.of(
            "badauth", "the credential is wrong",
            "!donator", "the account does not include this",
            "notfqdn", "the name is no full name",
            "nohost", "the account has no such name",
            "numhost", "too many names",
            "abuse", "the name is blocked for abuse",
            "badagent", "the robot is blocked as a client",
            "dnserr", "its DNS has an error",
            "911", "it is out of order");

    /** {@code good} and {@code nochg} are a success, if it is our address that they speak of. */
    public void judge(Exchange exchange) throws Refused {
        String answer = Requests.body(exchange);
        String[] words = answer.split("\\s+", -1);
        String word = words[0].toLowerCase(Locale.ROOT);
        if (!word.equals("good") && !word.equals("nochg")) {
            throw new Refused("the service answers " + (answer.isEmpty() ? "nothing" : answer)
                    + (MEANINGS.containsKey(word) ? ": " + MEANINGS.get(word) : ""));
        }
        String wanted = Records.change(exchange).words("A").getOrDefault("address", "");
        boolean other = words.length > 1 && words[1].matches("[0-9]+(\\.[0-9]+){3}") && !words[1].equals(wanted);
        if (other) {
            throw new Refused("the service took " + words[1] + " instead of " + wanted + ": " + answer);
        }
    }
}
