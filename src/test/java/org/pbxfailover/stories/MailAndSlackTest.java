package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.notify.ScriptedSmtp;
import org.slf4j.LoggerFactory;

/** A failover is told by mail and in Slack: in order, again when it was not taken, and without a secret in anything that is shown. */
class MailAndSlackTest {
    private static final String PASSWORD = "hunter2-hunter2";
    private static final String KEY = "T0000/B0000/hunter3hunter3";

    @TempDir
    Path temp;

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
        }
    };

    @Test
    void a_failover_is_told_by_mail_and_in_slack_and_what_servers_repeat_shows_no_secret() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        appender.start();
        root.addAppender(appender);
        try (Town town = new Town(temp);
                ScriptedSmtp mail = new ScriptedSmtp(
                        Map.of("MAIL", ScriptedSmtp.ONCE + "451 4.7.1 greylisted, try later", ".", "250 queued"));
                ScriptedSmtp parrot = new ScriptedSmtp(Map.of("AUTH", "535 5.7.8 no: " + ScriptedSmtp.HEARD))) {
            Stub slack = town.stub("slack").is(Stub.first(1, busy(), Stub.answers(200, "ok")));
            Stub gone = town.stub("gone").is(Stub.answers(404, "no_service for /services/" + KEY));
            Stub page = town.stub("page").is(Stub.answers(200, "Welcome to the hotel's network"));
            town.also("notify:\n")
                    .also(mail(mail, "starttls: never, backoff: 50ms"))
                    .also(mail(parrot, "starttls: never, attempts: 1"))
                    .also(slack(slack, "backoff: 50ms"))
                    .also(slack(gone, "attempts: 1"))
                    .also(slack(page, "attempts: 1"));
            town.pair("one");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                robot.order("one", "failover", "");
                robot.until("one", "active");
                soon("the mails").until(() -> subjects(mail).size() >= 2);
                soon("the messages").until(() -> town.chronicle.of(slack).size() >= 3);
                soon("the failures").until(() -> lost().size() >= 6);

                assertThat(subjects(mail)).hasSize(2);
                assertThat(subjects(mail).get(0)).startsWith("Subject: [one] activating: switchover ordered");
                assertThat(subjects(mail).get(1)).startsWith("Subject: [one] active: the secondary is in service");
                // A dot at the beginning of a line is doubled on its way (RFC 5321, 4.5.2).
                assertThat(mail.heard()).contains("../pbx-failover failback one", "More: docs/runbook.md#active");
                List<String> told = town.chronicle.of(slack).stream()
                        .map(Chronicle.Call::body)
                        .toList();
                assertThat(told.get(0))
                        .startsWith("{\"text\":\"[one] activating: ")
                        .isEqualTo(told.get(1));
                assertThat(told.get(2)).startsWith("{\"text\":\"[one] active: ");
                assertThat(lost().toString())
                        .contains("denied: the mail server refuses the login: 535 5.7.8 no: AUTH PLAIN [REDACTED]")
                        .contains("404 no_service for [REDACTED]")
                        .contains("Welcome to the hotel's network (expected 'ok' in the body)");
                String shown = log
                        + robot.pair("one").toString()
                        + robot.history("one")
                        + robot.health().body()
                        + beans();
                assertThat(shown).contains("smtp://mail", "direct:slack");
                for (String secret : List.of(PASSWORD, KEY, base64(PASSWORD), base64("robot\0robot\0" + PASSWORD))) {
                    assertThat(shown.contains(secret)).as(secret).isFalse();
                }
            }
        } finally {
            root.detachAppender(appender);
        }
    }

    private static Stub.Behaviour busy() {
        return request -> {
            request.getResponseHeaders().set("Retry-After", "1");
            Stub.answers(429, "rate_limited").treat(request);
        };
    }

    private static String mail(ScriptedSmtp server, String more) {
        return "  - { action: email, server: \"smtp://127.0.0.1:" + server.port() + "\", from: robot@example.net,"
                + " to: [noc@example.net], username: robot, password: " + PASSWORD
                + ", events: [activating, active], " + more + " }\n";
    }

    private static String slack(Stub server, String more) {
        return "  - { action: slack, url: \"" + server.url("/services/" + KEY) + "\", events: [activating, active], "
                + more + " }\n";
    }

    private static List<String> subjects(ScriptedSmtp mail) {
        return mail.heard().stream()
                .filter(line -> line.startsWith("Subject: "))
                .toList();
    }

    private List<String> lost() {
        return log.stream()
                .filter(line -> line.contains("did not reach its receiver"))
                .toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Every attribute that Camel's beans and ours show, and the routes as they are dumped. */
    private static String beans() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName name : server.queryNames(null, null)) {
            if (!name.getDomain().startsWith("java") && !name.getDomain().startsWith("com.sun")) {
                all.append(name);
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    all.append(value(server, name, attribute.getName()));
                }
                if ("routes".equals(name.getKeyProperty("type"))) {
                    all.append(server.invoke(
                            name, "dumpRouteAsXml", new Object[] {true}, new String[] {boolean.class.getName()}));
                }
            }
        }
        return all.toString();
    }

    private static String value(MBeanServer server, ObjectName name, String attribute) {
        try {
            return " " + server.getAttribute(name, attribute);
        } catch (JMException | RuntimeException e) {
            return ""; // what cannot be read shows nothing
        }
    }
}
