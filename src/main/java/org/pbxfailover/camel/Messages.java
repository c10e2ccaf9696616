package org.pbxfailover.camel;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.pbxfailover.notify.Letter;
import org.pbxfailover.notify.MailSettings;
import org.pbxfailover.notify.Notice;
import org.pbxfailover.notify.Words;
import org.pbxfailover.probe.Deadline;

/** Bean {@code messages}: what is told, in the form that a receiver takes; for the routes of the actions that tell people. */
public final class Messages {
    private final Clock clock;

    Messages(Clock clock) {
        this.clock = clock;
    }

    /** Before the mail server: the body becomes a mail. */
    public void mail(Exchange exchange) throws MessagingException, IOException {
        MailSettings settings = MailSettings.of(exchange.getProperty(Glue.SETTINGS, Map.class));
        exchange.getMessage()
                .setBody(new Letter(
                        notice(exchange),
                        settings,
                        Deadline.of(exchange),
                        clock.get().wall()));
    }

    /** After the mail server: what it said is the answer. */
    public void mailed(Exchange exchange) {
        Letter letter = exchange.getMessage().getBody(Letter.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(letter.answer());
        if (!letter.refusal().isEmpty()) {
            exchange.setProperty(Glue.PARTLY, letter.refusal());
        }
    }

    /** Before an incoming webhook of Slack: the body becomes what it takes. */
    public void slack(Exchange exchange) {
        exchange.getMessage().setBody(Map.of("text", Words.slack(notice(exchange))));
    }

    private static Notice notice(Exchange exchange) {
        return exchange.getProperty(Glue.NOTICE, Notice.class);
    }
}
