package org.pbxfailover.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.notify.Notices.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.core.Moment;

class WordsTest {
    private static Notice.Digest digest() {
        Moment now = new Moment(0, Instant.EPOCH);
        Backlog backlog = new Backlog(1, Duration.ofSeconds(1));
        IntStream.rangeClosed(0, 953).forEach(i -> backlog.add(notice("p" + i, "suspect"), now));
        backlog.add(notice("p7", "stalled", "activating", "stage dns is stalled: 503"), now);
        backlog.next(now);
        return (Notice.Digest) backlog.next(now.plus(Duration.ofSeconds(1))).orElseThrow();
    }

    @Test
    void a_mail_says_what_happened_what_was_done_and_what_to_do() {
        assertThat(Words.mail(notice("acme", "active", "active", "the secondary is in service, epoch 1")))
                .isEqualTo("""
                        acme: the secondary is in service, epoch 1

                        State: active, epoch 1
                        When: 2026-11-24 03:12:07 UTC
                        Robot: standby-dc2

                        What the robot has done:
                        It has put the secondary into service. It never goes back by itself, unless stand-down is configured.

                        What to do now:
                        Make a test call. Repair the primary; when it answers steadily, go back:
                        ./pbx-failover failback acme

                        More: docs/runbook.md#active
                        """);
    }

    @Test
    void a_mail_about_many_shows_the_rarest_first_and_ten_of_each() {
        String mail = Words.mail(digest());

        assertThat(mail)
                .startsWith("954 notifications about 953 pairs: 1 stalled, 953 suspect\n")
                .contains("stalled (1), more: docs/runbook.md#stalled\n- p7: stage dns is stalled: 503\n")
                .contains("- p10: the primary does not answer", "- and 943 more\n")
                .doesNotContain("- p11:");
        assertThat(mail.indexOf("stalled (1)")).isLessThan(mail.indexOf("suspect (953)"));
    }

    @ParameterizedTest
    @CsvSource({
        "activating, suspect, shadow mode, explain acme",
        "activating, activating, is putting, status acme",
        "primary-returned, watching, abandoned, explain acme",
        "primary-returned, activating, finishes, status acme",
        "primary-returned, active, until a person decides, failback acme",
        "something-new, watching, See what the robot knows, explain acme"
    })
    void the_advice_fits_the_state(String event, String state, String done, String command) {
        assertThat(Words.mail(notice("acme", event, state, "x"))).contains(done, "./pbx-failover " + command + "\n");
    }

    @Test
    void what_a_server_said_cannot_wake_a_channel_or_begin_a_line() {
        String said = "503 <!channel> & <https://evil.example|click>\r\nBcc: all@example.net";
        Notice notice = notice("acme", "stalled", "activating", said);

        assertThat(Words.slack(notice))
                .contains("503 &lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;\\r\\nBcc:")
                .doesNotContain("<", "\r");
        assertThat(Words.slack(notice).lines()).hasSize(3);
        assertThat(Words.mail(notice).lines().filter(line -> line.startsWith("Bcc")))
                .isEmpty();
        assertThat(Words.subject(notice.headline())).doesNotContain("\r", "\n").contains("click> Bcc: all");
    }

    @Test
    void a_subject_is_no_longer_than_a_telephone_shows() {
        assertThat(Words.subject("x".repeat(5000))).hasSize(160);
        assertThat(Words.subject("x".repeat(158) + "\uD83D\uDCDE\uD83D\uDCDE"))
                .hasSizeLessThan(170)
                .endsWith("…");
    }
}
