package org.pbxfailover.camel.action;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.camel.Exchanged;
import org.pbxfailover.camel.Refused;

/**
 * Bean {@code freeswitch}: commands by {@code mod_xml_rpc}. It answers 200 whatever became of them, errors have no prefix in common, and
 * {@code reloadxml} puts even an error behind {@code +OK}; see {@code mod_sofia.c} and {@code mod_commands.c}.
 */
public final class FreeSwitch {
    private static final String WHO = "FreeSWITCH";
    private static final String COMMAND = "freeswitch-command";
    private static final Pattern RELOADED = Pattern.compile("(?:\\+OK|Reload XML) \\[([^\\]]*)]");
    private static final Pattern STATE = Pattern.compile("<state>([^<]*)</state>");

    /** The message holds a command; its words are parted by blanks. */
    public void ask(Exchange exchange) {
        String command = exchange.getMessage().getBody(String.class);
        exchange.setProperty(COMMAND, command);
        String[] parts = command.split(" ", 2);
        String arguments = parts.length < 2 ? "" : "?" + encoded(parts[1]);
        Exchanged.beginChange(exchange, "GET", "/txtapi/" + parts[0] + arguments);
        Exchanged.basic(exchange);
    }

    private static String encoded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** After a command that does something: only what says {@code +OK}, and nothing but success, is one. */
    public void accepted(Exchange exchange) throws Refused {
        String answer = Exchanged.answer(exchange, WHO).strip();
        Matcher reload = RELOADED.matcher(answer);
        boolean good = answer.lines().anyMatch(line -> line.startsWith("+OK")) && !answer.contains("-ERR");
        while (reload.find()) {
            good &= reload.group(1).equals("Success");
        }
        if (!good) {
            throw refusal(exchange, answer);
        }
        Exchanged.done(exchange, answer);
    }

    /** After {@code sofia xmlstatus profile}: there is one, and it runs. */
    public void runs(Exchange exchange) throws Refused {
        String answer = Exchanged.answer(exchange, WHO).strip();
        if (!answer.contains("<profile-info>")) {
            throw refusal(exchange, answer);
        }
        Exchanged.done(exchange, "profile " + Exchanged.setting(exchange, "profile") + " runs");
    }

    /** After {@code sofia xmlstatus gateway}: the state that it must be in, or any one that shows that it registers at all. */
    public void state(Exchange exchange, String wanted) throws Refused {
        String answer = Exchanged.answer(exchange, WHO).strip();
        Matcher state = STATE.matcher(answer);
        if (!state.find()) {
            throw refusal(exchange, answer);
        }
        String found = state.group(1);
        if (wanted.equals("any") ? found.equals("NOREG") : !found.equals(wanted)) {
            throw new Refused("gateway " + turn(exchange) + " is " + found
                    + (found.equals("NOREG") ? ": it has register = false and cannot be registered" : ""));
        }
        Exchanged.done(exchange, "");
    }

    private static Refused refusal(Exchange exchange, String answer) {
        return new Refused(WHO + " answers '" + exchange.getProperty(COMMAND, String.class) + "' with "
                + (answer.isEmpty() ? "nothing" : answer));
    }

    /** A command for the gateway whose turn it is in a loop. */
    public String each(Exchange exchange, String command) {
        return command + " " + turn(exchange);
    }

    /** The same within the profile of the settings. */
    public String within(Exchange exchange, String command) {
        return "sofia profile " + Exchanged.setting(exchange, "profile") + " " + command + " " + turn(exchange);
    }

    /** The end: all gateways with what is true of them. */
    public void all(Exchange exchange, String what) {
        Exchanged.done(exchange, what + ": " + String.join(", ", gateways(exchange)));
    }

    private static String turn(Exchange exchange) {
        return gateways(exchange).get(exchange.getProperty(Exchange.LOOP_INDEX, 0, Integer.class));
    }

    private static List<String> gateways(Exchange exchange) {
        List<?> names =
                (List<?>) Objects.requireNonNull(ActionUrl.settings(exchange).get("gateways"));
        return names.stream().map(String::valueOf).toList();
    }
}
