package org.pbxfailover.config;

import java.util.Locale;

/** The rules between the keys of an {@code email} action. */
final class MailRules {
    private final Section mail;

    MailRules(Section mail) {
        this.mail = mail;
    }

    void check() {
        together("username", "password");
        together("password", "username");
        boolean tls = mail.text("server")
                .filter(server -> server.toLowerCase(Locale.ROOT).startsWith("smtps:"))
                .isPresent();
        if (tls && mail.has("starttls")) {
            mail.complain(
                    "starttls",
                    mail.path("starttls")
                            + " has no meaning for an smtps: server, where TLS is there from the beginning:"
                            + " leave the key out, or write server: smtp://…");
        }
        if (!tls
                && mail.has("password")
                && mail.text("starttls").filter("when-offered"::equals).isPresent()) {
            mail.complain(
                    "starttls",
                    mail.path("starttls") + " is when-offered, which tells the password to whoever gets in between and"
                            + " offers nothing: write starttls: required");
        }
    }

    private void together(String key, String other) {
        if (mail.has(key) && !mail.has(other) && !mail.doubtful(other)) {
            mail.complain(
                    key,
                    mail.path(key) + " has no meaning without " + other + ": write both, such as "
                            + "username: robot, password: \"{{env:MAIL_PASSWORD}}\""
                            + ", or none");
        }
    }
}
