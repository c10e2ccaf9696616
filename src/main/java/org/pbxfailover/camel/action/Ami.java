package org.pbxfailover.camel.action;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.probe.Deadline;

/**
 * Bean {@code ami}: Asterisk's manager interface over HTTP, as {@code main/manager.c} speaks it. A status of 200 says nothing there: what
 * counts is the {@code Response} of the first packet.
 */
public final class Ami {
    private static final String WHO = "Asterisk";
    private static final String COOKIE = "ami-session";
    private static final String ACTION = "ami-action";
    /** Of the last answer, as {@link #packets} makes them. */
    static final String PACKETS = "ami-packets";

    private static final String LOGIN = "Login";
    private static final String GOODBYE = "Goodbye";
    /** Instead of names: every registration. */
    static final String ALL = "*all";

    /** The actions that do something; the others look, or are about the session. */
    private static final Set<String> CHANGES = Set.of("Reload", "PJSIPRegister", "PJSIPUnregister");

    private static final Pattern SESSION = Pattern.compile("mansession_id=\"?([0-9A-Fa-f]{1,16})");

    /** The message holds an action, {@code Name: value} a line; it becomes a form that is posted, so no secret is in a URL. */
    public void ask(Exchange exchange) {
        String action = exchange.getMessage().getBody(String.class);
        String name = action.lines().findFirst().orElse("").replaceFirst("^Action: *", "");
        exchange.setProperty(ACTION, name);
        if (name.equals(LOGIN)) {
            exchange.removeProperty(COOKIE); // of a session that an earlier action may have left
        }
        Message request = Exchanged.begin(exchange, "POST", "/rawman");
        if (CHANGES.contains(name)) {
            Exchanged.keyed(exchange);
        }
        exchange.setProperty(Deadline.LONG_ANSWER, true); // some kilobytes for each trunk
        String cookie = exchange.getProperty(COOKIE, String.class);
        if (cookie != null) {
            request.setHeader("Cookie", "mansession_id=\"" + cookie + "\"");
        }
        Exchanged.body(
                exchange,
                "application/x-www-form-urlencoded",
                action.lines().map(Ami::field).collect(Collectors.joining("&")));
    }

    private static String field(String line) {
        int colon = line.indexOf(": ");
        return encoded(line.substring(0, colon)) + "=" + encoded(line.substring(colon + 2));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Keeps the session and the packets of the answer; afterwards they are not in the message, since they hold the passwords of trunks. */
    public void answered(Exchange exchange) throws Refused {
        String session = exchange.getMessage().getHeader("Set-Cookie", "", String.class);
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status == 404) {
            throw new Refused("there is no AMI at " + Exchanged.setting(exchange, "url")
                    + "/rawman (404): manager.conf needs enabled = yes and webenabled = yes, and a prefix of http.conf"
                    + " belongs into url");
        }
        List<Map<String, String>> packets = packets(Exchanged.answer(exchange, WHO));
        String response = packets.get(0).getOrDefault("response", "");
        String message = packets.get(0).getOrDefault("message", "");
        String action = exchange.getProperty(ACTION, "", String.class);
        Exchanged.done(exchange, message);
        if (response.isEmpty()) {
            throw new Refused("what answers at " + Exchanged.setting(exchange, "url") + "/rawman is no AMI");
        }
        boolean good = response.equals("Success") || response.equals(GOODBYE);
        if (!good || message.startsWith("Failed")) {
            throw new Refused(WHO + " refuses " + action + ": " + (message.isEmpty() ? response : message)
                    + hint(message, lost(exchange, SESSION.matcher(session))));
        }
        Matcher matcher = SESSION.matcher(session);
        if (matcher.find()) {
            exchange.setProperty(COOKIE, matcher.group(1));
        }
        if (!response.equals(GOODBYE)) {
            exchange.setProperty(PACKETS, packets);
        }
    }

    /** To a session that it does not know Asterisk gives another one, which may do nothing before a login. */
    private static boolean lost(Exchange exchange, Matcher session) {
        return session.find() && !session.group(1).equals(exchange.getProperty(COOKIE, String.class));
    }

    private static String hint(String message, boolean lost) {
        return switch (message) {
            case "Permission denied" ->
                lost
                        ? " (the session was lost, as by a restart of Asterisk)"
                        : " (the user needs write = system in manager.conf)";
            case "Unable to retrieve registration entry" ->
                " (after all were unregistered at once, only registrations: [\"" + ALL + "\"] brings it back)";
            default -> "";
        };
    }

    /** Names in lower case; at least one packet. */
    static List<Map<String, String>> packets(String text) {
        List<Map<String, String>> packets = new ArrayList<>();
        for (String packet : text.strip().split("\r?\n[ \t]*\r?\n", -1)) {
            Map<String, String> fields = new LinkedHashMap<>();
            packet.lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            });
            packets.add(fields);
        }
        return packets;
    }

    /**
     * An action for the entry of a list among the settings whose turn it is in a loop.
     *
     * @param field that names the entry
     * @param setting the list
     */
    public String each(Exchange exchange, String action, String field, String setting) {
        int turn = exchange.getProperty(Exchange.LOOP_INDEX, 0, Integer.class);
        return "Action: " + action + "\n" + field + ": "
                + Settings.of(exchange).list(setting).get(turn);
    }

    /** What is left to say when every module of the settings was named in turn. */
    public void modulesRun(Exchange exchange) {
        Exchanged.done(
                exchange, "running: " + String.join(", ", Settings.of(exchange).list("modules")));
    }

    public void modulesReloaded(Exchange exchange) {
        Exchanged.done(
                exchange, "reloaded: " + String.join(", ", Settings.of(exchange).list("modules")));
    }
}
