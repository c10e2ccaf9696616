package org.pbxfailover.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.pbxfailover.probe.Wire;
import org.pbxfailover.probe.Wires;

/**
 * Bean {@code mailSender}: sends a {@link Letter} within its deadline, over a connection of its own, and keeps nothing. camel-mail's own
 * sender has its server and password in the endpoint, where JMX shows them, and only time-outs for each read. Thread-safe.
 */
public final class SmtpSender extends DefaultJavaMailSender {
    private static final String SMTP = "mail.smtp.";

    private final Wires wires;

    public SmtpSender(Wires wires) {
        this.wires = wires;
    }

    /**
     * @param message a {@link Letter}
     * @throws MessagingException whose cause is what {@link org.pbxfailover.probe.Classify} knows
     */
    @Override
    public void send(MimeMessage message) throws MessagingException {
        Letter letter = (Letter) message;
        MailSettings settings = letter.settings();
        try (Wire wire = wires.open(settings.host(), settings.port(), letter.deadline())) {
            wire.phase("connected, waiting for the greeting of the mail server");
            Socket socket = settings.tls() == MailSettings.Tls.AT_ONCE
                    ? wire.tls(wires.trust(), settings.host())
                    : wire.socket();
            converse(letter, wire, socket);
        } catch (IOException e) {
            throw new MessagingException("the mail was not sent", e);
        }
    }

    private void converse(Letter letter, Wire wire, Socket socket) throws IOException {
        MailSettings settings = letter.settings();
        SMTPTransport transport = new SMTPTransport(session(settings, socket), server(settings, socket));
        try {
            wire.phase("connected, in the greetings of the mail server");
            transport.connect(socket);
            wire.phase("connected, handing over the mail");
            letter.saveChanges();
            transport.sendMessage(letter, letter.getAllRecipients());
            letter.answer(transport.getLastServerResponse());
        } catch (SendFailedException e) {
            if (e.getValidSentAddresses() == null || e.getValidSentAddresses().length == 0) {
                throw wire.failure(SmtpFailure.of(e, transport.getLastServerResponse()));
            }
            // Those who got it must not get it again and again because of the others.
            letter.refused(
                    String.valueOf(
                            SmtpFailure.of(e, transport.getLastServerResponse()).getMessage()),
                    e.getValidSentAddresses().length);
        } catch (MessagingException e) {
            throw wire.failure(SmtpFailure.of(e, transport.getLastServerResponse()));
        } finally {
            close(transport);
        }
    }

    /** Says good-bye without waiting for an answer; whatever goes wrong now, the mail has been taken or not. */
    private static void close(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // The connection is closed in any case.
        }
    }

    /** By address: the library would ask the name service for a host name, with no end in time. */
    private static URLName server(MailSettings settings, Socket socket) {
        return new URLName(
                "smtp",
                socket.getInetAddress().getHostAddress(),
                socket.getPort(),
                null,
                settings.login().map(MailSettings.Login::username).orElse(null),
                settings.login().map(MailSettings.Login::password).orElse(null));
    }

    private Session session(MailSettings settings, Socket socket) {
        Properties properties = new Properties();
        properties.put(SMTP + "localhost", literal(socket.getLocalAddress()));
        properties.put(SMTP + "from", settings.from());
        properties.put(SMTP + "quitwait", "false");
        properties.put(SMTP + "sendpartial", "true");
        properties.put(SMTP + "auth", String.valueOf(settings.login().isPresent()));
        properties.put(SMTP + "auth.mechanisms", "PLAIN LOGIN");
        boolean starttls =
                settings.tls() == MailSettings.Tls.REQUIRED || settings.tls() == MailSettings.Tls.WHEN_OFFERED;
        properties.put(SMTP + "starttls.enable", String.valueOf(starttls));
        properties.put(SMTP + "starttls.required", String.valueOf(settings.tls() == MailSettings.Tls.REQUIRED));
        if (settings.tls() == MailSettings.Tls.WHEN_OFFERED) {
            // Better than in the clear, which would do as well here (RFC 7435).
            properties.put(SMTP + "ssl.trust", "*");
            properties.put(SMTP + "ssl.checkserveridentity", "false");
        } else {
            properties.put(SMTP + "ssl.socketFactory", wires.trust());
            properties.put(SMTP + "ssl.checkserveridentity", "true");
        }
        return Session.getInstance(properties);
    }

    /** Who greets, as RFC 5321, 4.1.3 allows it: the host name would have to be looked up. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
    }
}
