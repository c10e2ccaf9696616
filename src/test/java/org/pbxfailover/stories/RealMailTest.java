package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.probe.Certificates;
import org.pbxfailover.real.Exim;
import org.slf4j.LoggerFactory;

/** A robot tells of a failover through Exim, the mail server of Debian. */
@Tag("real")
class RealMailTest {
    @TempDir
    Path temp;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
        }
    };
    private SSLContext before;

    @BeforeEach
    void trust() throws Exception {
        before = SSLContext.getDefault();
        SSLContext.setDefault(Certificates.shared().trust());
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void trustAsBefore() {
        root.detachAppender(appender);
        SSLContext.setDefault(before);
    }

    @Test
    void exim_delivers_what_the_robot_tells_and_what_it_refuses_is_said_in_one_sentence() throws Exception {
        try (Exim exim = new Exim(temp, Certificates.shared().pem("good", temp));
                Exim stranger = new Exim(temp, Certificates.shared().pem("strangers", temp));
                Town town = new Town(temp)) {
            town.also("notify:\n")
                    .also(mail(exim, Exim.PASSWORD, "noc@example.net", ""))
                    .also(mail(exim, "not-the-password", "oncall@example.net", "events: [active], "))
                    .also(mail(exim, Exim.PASSWORD, "gone@example.net", "events: [active], "))
                    .also(mail(exim, Exim.PASSWORD, "gone@example.net, oncall@example.net", "events: [active], "))
                    .also(mail(stranger, Exim.PASSWORD, "noc@example.net", "events: [active], "));
            town.pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("one", "failover", "");
                robot.until("one", "active");

                Map<String, MimeMessage> mails =
                        exim.mails(3).stream().collect(Collectors.toMap(RealMailTest::envelope, Function.identity()));
                String active = "[one] active: the secondary is in service, epoch 1; going back is a person's decision";
                assertThat(mails)
                        .containsOnlyKeys(
                                "noc@example.net [one] activating: switchover ordered by API from 127.0.0.1: activating"
                                        + " the secondary, epoch 1",
                                "noc@example.net " + active,
                                "gone@example.net, oncall@example.net " + active);
                assertThat(Objects.requireNonNull(mails.get("noc@example.net " + active))
                                .getContent()
                                .toString())
                        .startsWith(
                                "one: the secondary is in service, epoch 1; going back is a person's decision\n\nState: active, epoch 1\n")
                        .contains("./pbx-failover failback one\n\nReport: " + temp.resolve("state/reports"))
                        .endsWith("More: docs/runbook.md#active\n\n");
                soon("the refusals").until(() -> refusals().size() >= 4);
                assertThat(refusals())
                        .containsExactlyInAnyOrder(
                                "its receiver: denied: the mail server refuses the login: 535 Incorrect authentication data",
                                "its receiver: denied: the mail server refuses the mail: 550 no such mailbox here",
                                "everybody: taken for 1 of 2 addresses: the mail server refuses the mail: 550 no such"
                                        + " mailbox here",
                                "its receiver: tls: the certificate is not trusted (robot.trust can name it)");
                assertThat(stranger.log()).doesNotContain("A=plain");
            }
        }
    }

    private static String mail(Exim server, String password, String to, String more) {
        return "  - { action: email, server: \"smtp://localhost:" + server.port() + "\", from: robot@example.net, to: ["
                + to + "], username: " + Exim.USER + ", password: " + password + ", " + more + "attempts: 1 }\n";
    }

    private List<String> refusals() {
        return log.stream()
                .filter(line -> line.contains("' did not reach "))
                .map(line -> line.replaceFirst(".*' did not reach ", ""))
                .toList();
    }

    private static String envelope(MimeMessage mail) {
        try {
            return mail.getHeader("To", ", ") + " " + mail.getSubject();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
