package org.pbxfailover.notify;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;

/** One mail, with where it goes and by when it must be there. For one thread. */
public final class Letter extends MimeMessage {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final MailSettings settings;
    private final long deadline;
    private final String id;
    private String answer = "";
    private String refusal = "";

    /**
     * @param deadline for the whole call, on the scale of {@link System#nanoTime()}
     * @param now for the header {@code Date}
     */
    public Letter(Notice notice, MailSettings settings, long deadline, Instant now) throws MessagingException {
        super(Session.getInstance(new Properties()));
        this.settings = settings;
        this.deadline = deadline;
        this.id = id(notice, settings.from());
        setFrom(sender(settings.from(), notice.robot()));
        for (String address : settings.to()) {
            addRecipient(Message.RecipientType.TO, new InternetAddress(address));
        }
        setSubject(Words.subject(settings.subject().orElseGet(notice::headline)), UTF_8);
        setSentDate(Date.from(now));
        // RFC 3834: nobody's holiday greeting is to come back.
        setHeader("Auto-Submitted", "auto-generated");
        setText(Words.mail(notice), UTF_8);
    }

    private static InternetAddress sender(String address, String robot) throws MessagingException {
        try {
            return new InternetAddress(address, robot, UTF_8);
        } catch (UnsupportedEncodingException e) {
            throw new MessagingException("UTF-8 is missing", e);
        }
    }

    /** The same for each attempt, so that a mail that was taken though the answer got lost is known again; asks no name service. */
    private static String id(Notice notice, String from) {
        byte[] said = notice.json().toString().getBytes(StandardCharsets.UTF_8);
        return "<" + UUID.nameUUIDFromBytes(said) + from.substring(from.indexOf('@')) + ">";
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    MailSettings settings() {
        return settings;
    }

    long deadline() {
        return deadline;
    }

    /** What the mail server said in the end. */
    public String answer() {
        return answer;
    }

    void answer(String said) {
        answer = said.strip();
    }

    /** Whom it did not reach, though it reached others; often empty. */
    public String refusal() {
        return refusal;
    }

    void refused(String why, int sent) {
        answer = "taken for " + sent + " of " + settings.to().size() + " addresses";
        refusal = answer + ": " + why;
    }
}
