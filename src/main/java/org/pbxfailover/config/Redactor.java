package org.pbxfailover.config;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Takes secrets out of texts that come from elsewhere, such as the body of an error answer that repeats the request: the robot's own, and
 * those that were sent. Not those of all the other pairs: that would be the work of a thousand for each answer. Knows each secret as it is,
 * URL-encoded, in JSON (also with its slashes escaped, or in ASCII alone, as PHP writes it), in HTML, in base64, in HTTP Basic credentials
 * and in those of SMTP. Of an address that is a secret as a whole, it knows what follows the host, too: that is what servers repeat. Secrets
 * are looked up at each call and not kept; those of fewer than 4 characters are left alone. Safe for many threads.
 */
public final class Redactor {
    public static final String REDACTED = "[REDACTED]";
    private static final int SHORTEST = 4;

    private final Supplier<Collection<String>> secrets;

    /**
     * @param secrets the robot's own, asked for at each call
     */
    public Redactor(Supplier<Collection<String>> secrets) {
        this.secrets = secrets;
    }

    /** For what the robot itself is configured with. */
    public static Redactor of(Configuration configuration) {
        return new Redactor(() -> secretsOf(configuration));
    }

    /** Knows these as well: what was generated and is not in the configuration. */
    public Redactor and(Supplier<Collection<String>> more) {
        return new Redactor(
                () -> Stream.concat(secrets.get().stream(), more.get().stream()).toList());
    }

    /**
     * Without the secrets, those of the request included: servers like to repeat what they were sent.
     *
     * @param text what a server answered
     * @param sent to it
     */
    public String redact(String text, Action sent) {
        var all = new ArrayList<String>(secrets.get());
        collect(sent, all);
        return without(text, all);
    }

    /** The same as a function, for texts from whoever may have seen what was sent. */
    public UnaryOperator<String> of(Action sent) {
        return text -> redact(text, sent);
    }

    static String without(String text, Collection<String> secrets) {
        var forms = new TreeSet<String>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(Redactor::forms)
                .forEach(forms::add);
        String redacted = text;
        for (String form : forms) {
            redacted = redacted.replace(form, REDACTED);
        }
        return redacted;
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
        String slashed = json.replace("/", "\\/");
        String html = secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return Stream.of(
                secret,
                Template.percentEncode(secret),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                json,
                slashed,
                ascii(json),
                ascii(slashed),
                html,
                html.replace("'", "&#039;"),
                html.replace("'", "&#39;"),
                Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    /** As JSON that is to be ASCII alone. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 128 ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return ascii.toString();
    }

    private static Collection<String> secretsOf(Configuration configuration) {
        var found = new ArrayList<String>();
        RobotSettings robot = configuration.robot();
        robot.token().ifPresent(token -> found.addAll(token.secrets()));
        robot.password().ifPresent(password -> login(robot.user(), password, found));
        robot.monitorPassword().ifPresent(password -> login(RobotSettings.MONITOR, password, found));
        configuration.internet().witnesses().stream()
                .flatMap(witness -> witness.token().stream())
                .forEach(token -> found.addAll(token.secrets()));
        configuration
                .heartbeat()
                .ifPresent(heartbeat -> found.addAll(heartbeat.url().secrets()));
        return found;
    }

    private static void login(String user, Template password, List<String> found) {
        found.addAll(password.secrets());
        password.secrets().forEach(secret -> found.add(basic(user, secret)));
    }

    private static void collect(Action action, List<String> found) {
        collect((Object) action.settings(), found);
        if (action.settings().get("username") instanceof Template user
                && action.settings().get("password") instanceof Template password) {
            try {
                found.add(basic(user.resolve(Map.of()), password.resolve(Map.of())));
                String name = user.resolve(Map.of());
                found.add(plain("", name, password.resolve(Map.of())));
                found.add(plain(name, name, password.resolve(Map.of())));
            } catch (SecretException e) {
                // Without a value it was never sent.
            }
        }
        action.preflight().ifPresent(preflight -> collect(preflight, found));
        action.verify().ifPresent(verify -> collect(verify.call(), found));
    }

    private static void collect(Object setting, List<String> found) {
        if (setting instanceof Template template) {
            found.addAll(template.secrets());
        } else if (setting instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, found));
        } else if (setting instanceof List<?> list) {
            list.forEach(value -> collect(value, found));
        }
    }

    /** The one line of SASL PLAIN (RFC 4616); whom to act for is often left out. */
    private static String plain(String actsFor, String user, String password) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString((actsFor + "\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String basic(String user, String password) {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
