package org.pbxfailover.notify;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.config.MailAddresses;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.probe.ConversationException;

/**
 * The settings of one {@code email} action with their values of this moment; the password lives as long as the call. Immutable.
 *
 * @param login when the server wants to know who we are
 * @param to at least one
 */
public record MailSettings(
        String host, int port, Tls tls, Optional<Login> login, String from, List<String> to, Optional<String> subject) {
    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;

    /** When a connection is secured: at once, or by STARTTLS. */
    enum Tls {
        AT_ONCE,
        REQUIRED,
        WHEN_OFFERED,
        NEVER
    }

    /** Never shown. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "login";
        }
    }

    /**
     * What a letter needs, out of the settings of its action.
     *
     * @param settings of the action, resolved
     * @throws IOException when a value that was found in a variable or file is no longer what it must be
     */
    public static MailSettings of(Map<?, ?> settings) throws IOException {
        URI server = server(text(settings, "server").orElse(""));
        boolean atOnce = "smtps".equalsIgnoreCase(server.getScheme());
        Optional<Login> login = text(settings, "username")
                .flatMap(user -> text(settings, "password").map(password -> new Login(user, password)));
        List<String> to = settings.get("to") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(text(settings, "to").orElse(""));
        for (String address : to) {
            check("to", address);
        }
        String from = text(settings, "from").orElse("");
        check("from", from);
        int standard = atOnce ? SUBMISSIONS : SUBMISSION;
        return new MailSettings(
                server.getHost(),
                server.getPort() > 0 ? server.getPort() : standard,
                atOnce ? Tls.AT_ONCE : tls(text(settings, "starttls"), login.isPresent()),
                login,
                from,
                to,
                text(settings, "subject"));
    }

    private static Tls tls(Optional<String> starttls, boolean password) {
        return starttls.map(word -> Tls.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .orElse(password ? Tls.REQUIRED : Tls.WHEN_OFFERED);
    }

    private static URI server(String text) throws IOException {
        try {
            URI server = new URI(text);
            if (server.getHost() != null) {
                return server;
            }
        } catch (URISyntaxException e) {
            // It is said below; the text itself may hold anything.
        }
        throw new ConversationException(FailureClass.OWN, "server is no address such as smtp://mail.example.net:587");
    }

    /** Line breaks, above all: they would begin another header or another command. */
    private static void check(String key, String address) throws IOException {
        if (!MailAddresses.valid(address)) {
            throw new ConversationException(
                    FailureClass.OWN, key + " holds what is no mail address of the form name@host");
        }
    }

    private static Optional<String> text(Map<?, ?> settings, String key) {
        return Optional.ofNullable(settings.get(key)).map(String::valueOf);
    }
}
