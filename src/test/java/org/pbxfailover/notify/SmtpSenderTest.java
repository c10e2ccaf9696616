package org.pbxfailover.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.notify.Notices.notice;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.probe.Certificates;
import org.pbxfailover.probe.Classify;
import org.pbxfailover.probe.TestWires;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** Mail over real connections, to a real mail server and to servers that no mail server should be. */
class SmtpSenderTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Notice NOTICE =
            notice("acme", "active", "active", "the secondary is in service für acme, epoch 1");

    private final List<byte[]> arrived = new CopyOnWriteArrayList<>();
    private TestWires wires;
    private Optional<SMTPServer> server = Optional.empty();

    @BeforeEach
    void connect() throws Exception {
        wires = new TestWires(Certificates.shared().trust());
    }

    @AfterEach
    void disconnect() {
        server.ifPresent(SMTPServer::stop);
        wires.close();
    }

    private SMTPServer.Builder real() {
        return SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .messageHandler((context, from, to, data) -> arrived.add(data))
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!password.equals("hunter22")) {
                        throw new LoginFailedException("Authentication failed for " + user + " with " + password);
                    }
                }));
    }

    private int started(SMTPServer.Builder builder) {
        SMTPServer running = builder.build();
        running.start();
        server = Optional.of(running);
        return running.getPortAllocated();
    }

    private static Map<String, Object> to(String url, Object... more) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("server", url, "from", "robot@example.net", "to", List.of("noc@example.net")));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(String.valueOf(more[i]), more[i + 1]);
        }
        return settings;
    }

    private Letter send(Map<String, Object> settings) throws MessagingException, IOException {
        return send(settings, NOTICE, LONG);
    }

    private Letter send(Map<String, Object> settings, Notice notice, Duration timeout)
            throws MessagingException, IOException {
        Letter letter =
                new Letter(notice, MailSettings.of(settings), System.nanoTime() + timeout.toNanos(), Instant.EPOCH);
        new SmtpSender(wires.wires()).send(letter);
        return letter;
    }

    private String failure(Map<String, Object> settings, Duration timeout) throws IOException {
        try {
            send(settings, NOTICE, timeout);
            return "taken";
        } catch (MessagingException e) {
            return Classify.failure(e.getCause(), timeout, UnaryOperator.identity())
                    .phrase();
        } finally {
            assertThat(wires.open()).as("connections left behind").isZero();
        }
    }

    private MimeMessage mail(int number) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(arrived.get(number)));
    }

    @Test
    void a_mail_server_takes_a_mail_that_a_person_can_read() throws Exception {
        int port = started(real());

        send(to("smtp://localhost:" + port));

        MimeMessage mail = mail(0);
        assertThat(mail.getSubject()).isEqualTo("[acme] active: the secondary is in service für acme, epoch 1");
        assertThat(mail.getContentType()).startsWith("text/plain");
        assertThat(mail.getContent().toString().replace("\r\n", "\n")).isEqualTo(Words.mail(NOTICE));
        assertThat(mail.getHeader("From")).containsExactly("standby-dc2 <robot@example.net>");
        assertThat(mail.getHeader("To")).containsExactly("noc@example.net");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getSentDate().toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(mail.getMessageID()).endsWith("@example.net>").doesNotContain(System.getProperty("user.name"));
    }

    @Test
    void a_mail_that_is_sent_again_has_the_same_message_id_and_another_mail_has_another() throws Exception {
        int port = started(real());

        send(to("smtp://localhost:" + port));
        send(to("smtp://localhost:" + port));
        send(to("smtp://localhost:" + port), notice("other", "active"), LONG);

        assertThat(mail(1).getMessageID()).isEqualTo(mail(0).getMessageID());
        assertThat(mail(2).getMessageID()).isNotEqualTo(mail(0).getMessageID());
    }

    @Test
    void what_a_server_said_begins_no_header_of_a_mail() throws Exception {
        int port = started(real());
        Notice evil = notice("acme", "stalled", "activating", "503\r\nBcc: all@example.net\r\n\r\n.\r\nRSET");

        send(to("smtp://localhost:" + port), evil, LONG);
        send(to("smtp://localhost:" + port, "subject", "x\r\nBcc: all@example.net"), evil, LONG);

        assertThat(mail(0).getHeader("Bcc")).isNull();
        assertThat(mail(0).getSubject()).isEqualTo("[acme] stalled: 503 Bcc: all@example.net . RSET");
        assertThat(mail(0).getContent().toString()).contains("503\\r\\nBcc:");
        assertThat(mail(1).getHeader("Bcc")).isNull();
        assertThat(mail(1).getSubject()).isEqualTo("x Bcc: all@example.net");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noc@example.net\r\nRCPT TO:<all@example.net>", "noc", "a@b, c@d", "\"x\"@y", "<x@y>"})
    void what_is_no_address_is_not_sent_to(String address) throws Exception {
        int port = started(real());

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> send(to("smtp://localhost:" + port, "to", address))))
                .hasMessage("to holds what is no mail address of the form name@host");
        assertThat(arrived).isEmpty();
    }

    @Test
    void a_login_goes_over_tls_and_is_accepted_or_not() throws Exception {
        int port = started(real().enableTLS()
                .startTlsSocketFactory(Certificates.shared().server("good"))
                .requireTLS()
                .requireAuth());
        String url = "smtp://localhost:" + port;

        send(to(url, "username", "robot", "password", "hunter22"));
        assertThat(arrived).hasSize(1);
        assertThat(failure(to(url, "username", "robot", "password", "hunter2222"), LONG))
                .startsWith("denied: the mail server refuses the login: 535 ");
        assertThat(failure(to(url), LONG)).startsWith("denied: the mail server refuses the mail: 530 ");
        assertThat(arrived).hasSize(1);
    }

    @Test
    void smtps_begins_with_tls() throws Exception {
        int port = started(real().serverSocketFactory(Certificates.shared().server("good")));

        send(to("smtps://localhost:" + port, "username", "robot", "password", "hunter22"));

        assertThat(arrived).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "expired, the certificate has expired by the robot's clock",
        "strangers, the certificate is not trusted (robot.trust can name it)",
        "other, the certificate is for another name"
    })
    void no_password_goes_to_a_server_with_a_wrong_certificate(String certificate, String why) throws Exception {
        for (String scheme : List.of("smtp", "smtps")) {
            SMTPServer.Builder builder = scheme.equals("smtp")
                    ? real().enableTLS()
                            .startTlsSocketFactory(Certificates.shared().server(certificate))
                    : real().serverSocketFactory(Certificates.shared().server(certificate));
            int port = started(builder);
            String url = scheme + "://localhost:" + port;

            assertThat(failure(to(url, "username", "robot", "password", "hunter22"), LONG))
                    .as(scheme)
                    .isEqualTo("tls: " + why);
            assertThat(arrived).isEmpty();
            server.ifPresent(SMTPServer::stop);
        }
    }

    @Test
    void where_starttls_is_required_and_not_offered_nothing_is_said() throws Exception {
        try (ScriptedSmtp plain = new ScriptedSmtp(Map.of())) {
            String url = "smtp://localhost:" + plain.port();

            assertThat(failure(to(url, "username", "robot", "password", "hunter22"), LONG))
                    .isEqualTo("tls: the mail server does not offer STARTTLS");
            assertThat(failure(to(url, "starttls", "required"), LONG))
                    .isEqualTo("tls: the mail server does not offer STARTTLS");
            assertThat(plain.heard()).allMatch(line -> line.startsWith("EHLO [") || line.equals("QUIT"));
        }
    }

    @Test
    void a_server_that_offers_starttls_and_then_refuses_it_gets_no_password() throws Exception {
        try (ScriptedSmtp refusing = new ScriptedSmtp(
                Map.of("EHLO", "250-localhost\r\n250 STARTTLS", "STARTTLS", "454 4.7.0 TLS not available just now"))) {
            String url = "smtp://localhost:" + refusing.port();

            assertThat(failure(to(url, "username", "robot", "password", "hunter22"), LONG))
                    .isEqualTo("tls: the mail server refuses STARTTLS: 454 4.7.0 TLS not available just now");
            assertThat(refusing.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void the_same_number_in_answer_to_a_recipient_or_a_login_is_no_matter_of_tls() throws Exception {
        for (String command : List.of("RCPT", "AUTH")) {
            try (ScriptedSmtp refusing = new ScriptedSmtp(Map.of(command, "454 4.7.1 not just now"))) {
                assertThat(failure(login(refusing), LONG))
                        .as(command)
                        .startsWith("denied: the mail server refuses the ")
                        .contains("454 4.7.1 not just now");
            }
        }
    }

    @Test
    void a_relay_nearby_is_taken_as_it_is() throws Exception {
        int port = started(
                real().enableTLS().startTlsSocketFactory(Certificates.shared().server("self")));

        send(to("smtp://localhost:" + port));
        send(to("smtp://localhost:" + port, "starttls", "never"));

        assertThat(arrived).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."})
    void whenever_a_server_falls_silent_or_drips_the_call_ends_in_time(String command) throws Exception {
        for (String way : List.of(ScriptedSmtp.SILENCE, ScriptedSmtp.DRIP)) {
            try (ScriptedSmtp slow = new ScriptedSmtp(Map.of(command, way))) {
                assertThat(failure(login(slow), SHORT)).as(way).startsWith("timeout: no answer within 1 s (connected");
            }
        }
    }

    private static Map<String, Object> login(ScriptedSmtp server) {
        return to(
                "smtp://127.0.0.1:" + server.port(), "starttls", "never", "username", "robot", "password", "hunter22");
    }

    @Test
    void a_server_that_says_no_goodbye_has_taken_the_mail_all_the_same() throws Exception {
        try (ScriptedSmtp rude = new ScriptedSmtp(Map.of("QUIT", ScriptedSmtp.SILENCE))) {
            assertThat(send(login(rude)).answer()).isEqualTo("250 so be it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "."})
    void a_connection_that_is_closed_is_said_to_be(String command) throws Exception {
        try (ScriptedSmtp gone = new ScriptedSmtp(Map.of(command, ScriptedSmtp.CLOSE))) {
            assertThat(failure(login(gone), LONG)).startsWith("reset: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 554 go away, denied: the mail server refuses to talk: 554 go away",
        "GREETING, HTTP/1.1 400 Bad Request, protocol: no mail server: it greets with HTTP/1.1 400 Bad Request",
        "AUTH, 535 5.7.8 wrong, denied: the mail server refuses the login: 535 5.7.8 wrong",
        "MAIL, 451 try later, denied: the mail server refuses the mail: 451 try later",
        "RCPT, 550 5.1.1 no such user, denied: the mail server refuses the mail: 550 5.1.1 no such user",
        "DATA, 554 no, denied: the mail server refuses the mail: 554 no",
        "., 552 too big, denied: the mail server refuses the mail: 552 too big"
    })
    void what_the_server_says_is_repeated(String command, String answer, String phrase) throws Exception {
        try (ScriptedSmtp refusing = new ScriptedSmtp(Map.of(command, answer))) {
            assertThat(failure(login(refusing), LONG)).startsWith(phrase);
        }
    }

    @Test
    void an_answer_without_end_does_not_fill_the_memory() throws Exception {
        try (ScriptedSmtp flood = new ScriptedSmtp(Map.of("EHLO", ScriptedSmtp.FLOOD))) {
            assertThat(failure(login(flood), LONG)).contains("an answer without end");
        }
    }

    @Test
    void one_wrong_address_keeps_the_mail_from_nobody_else() throws Exception {
        int port = started(SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .messageHandlerFactory(context -> new Picky()));
        Letter letter = send(to("smtp://localhost:" + port, "to", List.of("noc@example.net", "gone@example.net")));
        assertThat(letter.refusal()).startsWith("taken for 1 of 2 addresses: ").contains("550");
    }

    /** Knows everybody but one. */
    private static final class Picky implements org.subethamail.smtp.MessageHandler {
        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws org.subethamail.smtp.RejectException {
            if (recipient.startsWith("gone")) {
                throw new org.subethamail.smtp.RejectException(550, "no such user");
            }
        }

        @Override
        public String data(java.io.InputStream data) throws IOException {
            data.readAllBytes();
            return "250 queued";
        }

        @Override
        public void done() {}
    }

    @Test
    void nobody_there_is_said_as_for_any_other_connection() throws Exception {
        ScriptedSmtp dead = new ScriptedSmtp(Map.of());
        dead.close();
        assertThat(failure(to("smtp://localhost:" + dead.port()), LONG)).contains("connection refused");
        assertThat(failure(to("smtp://mail.invalid"), LONG)).startsWith("name: ");
    }
}
