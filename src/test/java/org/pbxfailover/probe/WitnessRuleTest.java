package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.FailureClass.BODY;
import static org.pbxfailover.core.FailureClass.STATUS;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pbxfailover.core.Finding;

/** What counts as another robot's word, and what does not (fault 2). */
class WitnessRuleTest {
    private static final URI PRIMARY = URI.create("https://pbx1.acme.example/");
    private static final String URL = "\"url\":\"https://pbx1.acme.example/\"";

    private static Finding judge(int status, String words, String body) {
        return new WitnessRule(PRIMARY)
                .judge(new AnswerRule.Answer(status, words, body.getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }

    @Test
    void a_witness_that_sees_it_alive_says_so_about_this_primary() {
        assertThat(judge(200, "200 OK", "{" + URL + ",\"alive\":true,\"phrase\":\"302 Found\",\"more\":[1]}"))
                .isEqualTo(new Finding.Alive("it sees the primary alive: 302 Found"));
    }

    @Test
    void a_witness_that_does_not_see_it_alive_is_none_for_its_life() {
        assertThat(judge(200, "200 OK", "{" + URL + ",\"alive\":false,\"phrase\":\"refused: connection refused\"}"))
                .isEqualTo(new Finding.Failed(
                        BODY, "it does not see the primary alive either: refused: connection refused"));
    }

    @Test
    void a_witness_that_would_switch_the_pair_itself_is_known_as_one() {
        String live = ",\"mode\":\"live\"";
        assertThat(judge(200, "200 OK", "{" + URL + live + ",\"alive\":true,\"phrase\":\"302 Found\"}"))
                .isEqualTo(new Finding.Alive("it sees the primary alive: 302 Found; " + WitnessRule.LIVE));
        assertThat(judge(200, "200 OK", "{" + URL + live + ",\"alive\":false,\"phrase\":\"refused\"}"))
                .isEqualTo(new Finding.Failed(
                        BODY, "it does not see the primary alive either: refused; " + WitnessRule.LIVE));
        assertThat(judge(200, "200 OK", "{" + URL + ",\"mode\":\"shadow\",\"alive\":true,\"phrase\":\"302 Found\"}"))
                .isEqualTo(new Finding.Alive("it sees the primary alive: 302 Found"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "true",
                "[]",
                "<html>\"alive\":true, log in here</html>",
                "{\"alive\":true}",
                "{\"url\":\"https://pbx2.acme.example/\",\"alive\":true}",
                "{\"url\":\"https://pbx1.acme.example/\"}",
                "{\"url\":\"https://pbx1.acme.example/\",\"alive\":\"true\"}",
                "{\"url\":\"https://pbx1.acme.example/\",\"alive\":1}",
                "{\"url\":\"https://pbx1.acme.example/\",\"alive\":null}",
                "{\"url\":\"https://pbx1.acme.example/\",\"alive\":false,\"alive\":true}",
                "{\"url\":\"https://pbx1.acme.example/\",\"alive\":true} {}",
                "{\"url\":\"https://pbx1.acme.example/\",\"alive\":true",
                "[{\"url\":\"https://pbx1.acme.example/\",\"alive\":true}]",
            })
    void what_is_no_word_of_a_witness_about_this_primary_says_nothing(String body) {
        assertThat(judge(200, "200 OK", body))
                .isEqualTo(new Finding.Failed(STATUS, "what answers there is no witness"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | 401 Unauthorized          | 401 Unauthorized: its token is not the one configured here",
                "404 | 404 Not Found             | 404 Not Found: it guards no primary with this URL",
                "429 | 429 Too Many Requests     | 429 Too Many Requests: too many ask it at the moment",
                "302 | 302 Found                 | 302 Found",
                "503 | 503 Service Unavailable   | 503 Service Unavailable",
                "201 | 201 Created               | 201 Created"
            })
    void nothing_but_200_is_a_word_whatever_the_body_says(int status, String words, String detail) {
        assertThat(judge(status, words, "{" + URL + ",\"alive\":true,\"phrase\":\"200 OK\"}"))
                .isEqualTo(new Finding.Failed(STATUS, detail));
    }

    @Test
    void its_words_stay_on_one_line_of_bounded_length() {
        String said = "a\\r\\nb" + "x".repeat(1000);
        Finding finding = judge(200, "200 OK", "{" + URL + ",\"alive\":true,\"phrase\":\"" + said + "\"}");
        assertThat(finding).isInstanceOf(Finding.Alive.class);
        assertThat(finding.phrase())
                .startsWith("it sees the primary alive: a\\u000d\\u000ab")
                .hasSizeLessThan(200);
    }
}
