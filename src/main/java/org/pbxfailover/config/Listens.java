package org.pbxfailover.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.pbxfailover.config.RobotSettings.Listen;

/** Where to listen, as people write it: {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
final class Listens {
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?):([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private Listens() {}

    /** Empty when the text is no host and port. */
    static Optional<Listen> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > HIGHEST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new Listen(form.group(1), Integer.parseInt(form.group(2))));
    }

    /** Whether it is every address of this host. */
    static boolean everywhere(Listen listen) {
        return listen.host().equals("0.0.0.0") || listen.host().equals("[::]");
    }

    /** Whether only this host can connect. A name counts as reachable from elsewhere, as nobody knows what it resolves to tomorrow. */
    static boolean loopback(Listen listen) {
        return listen.host().equals("localhost")
                || listen.host().matches("127(\\.[0-9]{1,3}){3}")
                || listen.host().equals("[::1]");
    }
}
