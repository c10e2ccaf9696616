package org.pbxfailover.camel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.pbxfailover.probe.Deadline;

/**
 * Bean {@code ami}: Asterisk's manager interface over HTTP, as {@code main/manager.c} speaks it. A status of 200 says nothing there: what
 * counts is the {@code Response} of the first packet.
 */
public final class Ami {
    private static final String WHO = "Asterisk";
    private static final String COOKIE = "ami-session";
    private static final String ACTION = "ami-action";
    private static final String PACKETS = "ami-packets";
    /** The registrations that were registered here before they were told to register. */
    private static final String STALE = "stale";

    private static final String LOGIN = "Login";
    private static final String GOODBYE = "Goodbye";
    private static final String ALL = "*all";
    private static final String REGISTERED = "Registered";
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
            throw new Refused(
                    WHO + " refuses " + action + ": " + (message.isEmpty() ? response : message) + hint(message));
        }
        Matcher matcher = SESSION.matcher(session);
        if (matcher.find()) {
            exchange.setProperty(COOKIE, matcher.group(1));
        }
        if (!response.equals(GOODBYE)) {
            exchange.setProperty(PACKETS, packets);
        }
    }

    private static String hint(String message) {
        return switch (message) {
            case "Permission denied" -> " (the user needs write = system in manager.conf)";
            case "Unable to retrieve registration entry" ->
                " (after all were unregistered at once, only registrations: [\"" + ALL + "\"] brings it back)";
            default -> "";
        };
    }

    /** Names in lower case; at least one packet. */
    static List<Map<String, String>> packets(String text) {
        List<Map<String, String>> packets = new ArrayList<>();
        for (String packet : text.strip().split("\r?\n[ \t]*\r?\n")) {
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
                + named(exchange, setting).get(turn);
    }

    /** What is left to say when every module of the settings was named in turn. */
    public void modulesRun(Exchange exchange) {
        Exchanged.done(exchange, "running: " + String.join(", ", named(exchange, "modules")));
    }

    public void modulesReloaded(Exchange exchange) {
        Exchanged.done(exchange, "reloaded: " + String.join(", ", named(exchange, "modules")));
    }

    /** After the list of registrations: those of the settings, with their status, of which there must be one. */
    public void configured(Exchange exchange) throws Refused {
        Exchanged.done(exchange, sentence(selected(exchange)));
    }

    /** After the list: every registration of the settings must be registered. */
    public void registered(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        judge(exchange, selected, selected.values().stream().allMatch(REGISTERED::equals));
    }

    /**
     * After the list: every one must be unregistered. {@code Rejected} is not gone: Asterisk tries that one again.
     */
    public void unregistered(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        judge(exchange, selected, selected.values().stream().allMatch("Unregistered"::equals));
    }

    private static void judge(Exchange exchange, Map<String, String> selected, boolean holds) throws Refused {
        if (!holds) {
            throw new Refused(sentence(selected));
        }
        Exchanged.done(exchange, sentence(selected));
    }

    private static String sentence(Map<String, String> selected) {
        return selected.entrySet().stream()
                .map(one -> one.getKey() + " is " + one.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * After the list, before registering: which named ones are registered now. Their status goes on saying so until the carrier has
     * answered that they are not, and proves nothing until then. With {@code *all} Asterisk makes them anew at once.
     */
    public void remember(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        exchange.setProperty(
                STALE,
                named(exchange, "registrations").stream()
                        .filter(name -> REGISTERED.equals(selected.get(name)))
                        .toList());
    }

    /** After the list: those are no longer stale that were seen without registration. */
    public void forget(Exchange exchange) throws Refused {
        Map<String, String> selected = selected(exchange);
        List<?> stale = exchange.getProperty(STALE, List.of(), List.class);
        exchange.setProperty(
                STALE,
                stale.stream()
                        .filter(name -> REGISTERED.equals(selected.get(name)))
                        .toList());
    }

    /** After the list: {@code *all} becomes the name of every registration. */
    public void expand(Exchange exchange) throws Refused {
        Map<Object, Object> settings = new LinkedHashMap<>(Exchanged.settings(exchange));
        settings.put("registrations", List.copyOf(selected(exchange).keySet()));
        exchange.setProperty(Glue.SETTINGS, settings);
    }

    public void told(Exchange exchange) {
        Exchanged.done(exchange, "told to register: " + String.join(", ", named(exchange, "registrations")));
    }

    public void toldToLeave(Exchange exchange) {
        Exchanged.done(exchange, "told to unregister: " + String.join(", ", named(exchange, "registrations")));
    }

    private static Map<String, String> selected(Exchange exchange) throws Refused {
        Map<String, String> all = registrations(exchange);
        List<String> wanted = named(exchange, "registrations");
        if (wanted.contains(ALL)) {
            if (all.isEmpty()) {
                throw new Refused("Asterisk has no outbound registration: pjsip.conf needs a section with type ="
                        + " registration");
            }
            return all;
        }
        Map<String, String> selected = new LinkedHashMap<>();
        for (String name : wanted) {
            String status = all.get(name);
            if (status == null) {
                throw new Refused("Asterisk has no registration '" + name + "'; it has "
                        + (all.isEmpty() ? "none" : String.join(", ", all.keySet())));
            }
            selected.put(name, status);
        }
        return selected;
    }

    private static Map<String, String> registrations(Exchange exchange) throws Refused {
        List<?> packets = exchange.getProperty(PACKETS, List.of(), List.class);
        Map<String, String> registrations = new LinkedHashMap<>();
        boolean complete = false;
        for (Object packet : packets) {
            Map<?, ?> fields = (Map<?, ?>) packet;
            String event = String.valueOf(fields.get("event"));
            complete |= event.equals("OutboundRegistrationDetailComplete");
            if (event.equals("OutboundRegistrationDetail")) {
                // Without a status it was ended together with all others, and Asterisk has forgotten it.
                registrations.put(
                        String.valueOf(fields.get("objectname")),
                        String.valueOf(Objects.requireNonNullElse(fields.get("status"), "Unregistered")));
            }
        }
        if (!complete) {
            throw new Refused(
                    "Asterisk's list of registrations has no end: it is longer than the 1 MiB that is read, or"
                            + " was cut off");
        }
        return registrations;
    }

    private static List<String> named(Exchange exchange, String setting) {
        List<?> names =
                (List<?>) Objects.requireNonNull(Exchanged.settings(exchange).get(setting));
        return names.stream().map(String::valueOf).toList();
    }
}
