package org.pbxfailover.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Rules;

class SituationReaderTest {
    private static final String STORY = "about: a test\nactivation: { reload: {} }\nstory:\n";

    @TempDir
    Path directory;

    private SituationReader.Reading read(String text) throws IOException {
        return SituationReader.read(Path.of("s.yaml"), Files.writeString(directory.resolve("s.yaml"), text));
    }

    private List<String> problems(String text) throws IOException {
        SituationReader.Reading reading = read(text);
        assertThat(reading).isInstanceOf(SituationReader.Invalid.class);
        return ((SituationReader.Invalid) reading)
                .problems().stream().map(Object::toString).toList();
    }

    private Situation valid(String text) throws IOException {
        SituationReader.Reading reading = read(text);
        assertThat(reading).as("%s", reading).isInstanceOf(SituationReader.Valid.class);
        return ((SituationReader.Valid) reading).situation();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    prob: timeout                        | unknown key 'prob' in story[1], did you mean 'probe'?
                    outside d: answers                   | unknown key 'outside d' in story[1], did you mean 'outside a'?
                    reloat: begins                       | unknown key 'reloat' in story[1], did you mean 'reload'?
                    probe: timout                        | story[1].probe must be 'answers', a status such as 200 OK, or a failure such as timeout or: tls, the certificate has expired, not 'timout', did you mean 'timeout'?
                    probe: 503 No                        | story[1].probe must be 'answers', a status such as 200 OK, or a failure such as timeout or: tls, the certificate has expired, not '503 No': write 'status, 503 No' where it counts as a failure, or 'denied, 503 No' where somebody refuses
                    probe:                               | story[1].probe has no value: write 'answers', a status such as 200 OK, or a failure such as timeout or: tls, the certificate has expired
                    at: soon                             | story[1].at must be the time since the beginning such as 8s, or a time of the day such as 03:00:08.5, not 'soon'
                    order: fail-over by anna             | story[1].order must be failover, failback, acknowledge, maintenance 30m or maintenance off, and by whom, such as failover by anna, not 'fail-over by anna', did you mean 'failover'?
                    order: failover                      | story[1].order must be failover, failback, acknowledge, maintenance 30m or maintenance off, and by whom, such as failover by anna, not 'failover'
                    order: maintenance long by anna      | story[1].order must be maintenance with a duration, such as maintenance 30m by anna, not 'maintenance long'
                    gap: long                            | story[1].gap must be a duration such as 3m, not 'long'
                    reload: done                         | story[1].reload must be begins, accepted, failed, broken off, unanswered, seen, not seen or unknown, with details after a comma such as failed, 503 Service Unavailable, not 'done'
                    took: 3s                             | story[1].took has no meaning here: it belongs to probe or last probe, leave it out
                    probe: 200 OK, gap: 3m               | story[1].gap is a second event in one step, after 'probe': give it a step of its own
                    then: { stat: blind }                | unknown key 'stat' in story[1].then, did you mean 'state'?
                    then: { state: blnd }                | story[1].then.state must be watching, suspect, blind, activating, active, failing-back, maintenance or hold, not 'blnd', did you mean 'blind'?
                    then: { alarms: [stale] }            | story[1].then.alarms[1] must be unclear, booting, flaps, confirmed in shadow, cut off, seen alive, undecided, stalled, pass failed or answers, not 'stale', did you mean 'stalled'?
                    then: { next: { reload: run } }      | story[1].then.next.reload must be call 1, verify, wait 2s or pass, not 'run'
                    then: { next: { relod: verify } }    | unknown key 'relod' in story[1].then.next, did you mean 'reload'?
                    then: { failures: many }             | story[1].then.failures must be a whole number from 0 to 100, not 'many'
                    then: suspect                        | story[1].then must be a section of keys, not 'suspect'
                    """)
    void a_mistake_in_a_step_is_one_sentence_with_its_line(String step, String sentence) throws IOException {
        assertThat(problems(STORY + "  - { " + step + " }\n")).containsExactly("s.yaml:4: " + sentence);
    }

    @Test
    void all_mistakes_are_reported_at_once() throws IOException {
        assertThat(problems("""
                        abut: x
                        begins: yesterday
                        rules: { failures: 0, hosts: [a], needed: 2, mode: life, count-also: [tsl], grace: never }
                        activation: { gap: {}, reload: { attempt: 3, verify: { in: 3s } } }
                        story:
                          - { at: 5s, probe: refused }
                          - { at: 4s, probe: refused }
                        """))
                .containsExactly(
                        "s.yaml:1: the situation lacks the key 'about': say in a sentence what happens",
                        "s.yaml:1: unknown key 'abut' in the situation, did you mean 'about'?",
                        "s.yaml:2: begins must be a date and time such as 2026-11-23T03:00:00Z",
                        "s.yaml:3: rules.count-also[1] must be refused, unreachable, timeout, reset, status, body, protocol, name, tls, denied, sip, route or own, not 'tsl', did you mean 'tls'?",
                        "s.yaml:3: rules.failures must be a whole number from 1 to 100, not 0",
                        "s.yaml:3: rules.grace must be a duration such as 2m, not 'never'",
                        "s.yaml:3: rules.mode must be live or shadow, not 'life', did you mean 'live'?",
                        "s.yaml:3: rules.needed must be a whole number from 1 to 1, not 2",
                        "s.yaml:4: activation.gap cannot be the name of a stage here: give it another, of one word",
                        "s.yaml:4: unknown key 'attempt' in activation.reload, did you mean 'attempts'?",
                        "s.yaml:4: unknown key 'in' in activation.reload.verify: known are within and every",
                        "s.yaml:7: story[2].at is before the step above it: write the steps in the order of time");
    }

    @Test
    void a_file_that_is_no_situation_says_what_it_should_be() throws IOException {
        assertThat(problems("about: x\n"))
                .containsExactly(
                        "s.yaml:1: the situation has no story: list its steps, such as story: [{ at: 5s, probe: timeout }]");
        assertThat(problems(""))
                .containsExactly("s.yaml: the situation file is empty: tell a story, as docs/situations.md shows");
        assertThat(problems("a: [")).hasSize(1).first().asString().startsWith("s.yaml:1: this is no YAML");
        Path nowhere = directory.resolve("nowhere.yaml");
        assertThat(((SituationReader.Invalid) SituationReader.read(nowhere, nowhere))
                        .problems()
                        .get(0)
                        .sentence())
                .isEqualTo("the situation file does not exist: create it, or name another");
    }

    @Test
    void what_is_left_out_is_as_in_the_configuration() throws IOException {
        Situation situation = valid(STORY + "  - { probe: 200 OK }\n");
        assertThat(situation.rules())
                .isEqualTo(new Rules(
                        "acme",
                        3,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        Set.of(),
                        Duration.ZERO,
                        3,
                        2,
                        Duration.ofSeconds(2),
                        0,
                        false,
                        false,
                        Duration.ofMinutes(2)));
        assertThat(situation.activation().get("reload"))
                .containsExactly(new ActionRules(true, 3, Duration.ofSeconds(2), false, Duration.ZERO, Duration.ZERO));
        assertThat(situation.failback()).isEmpty();
        assertThat(situation.clock()).isFalse();
    }

    @Test
    void what_is_written_holds() throws IOException {
        Situation situation = valid("""
                about: a test
                begins: 2026-03-14T02:40:00+01:00
                rules: { failures: 2, every: 10s, timeout: 1s, count-also: [tls, sip], grace: 1m, hosts: [a, b], needed: 1,
                         outside-timeout: 4s, opinions: [x, y], mode: shadow, when-back: stand-down, stable-for: 3m }
                activation: { reload: [{ required: false, attempts: 1, backoff: 1s }, { verify: { within: 9s } }] }
                story: [{ at: "02:41:00.5", probe: timeout }]
                """);
        assertThat(situation.rules())
                .isEqualTo(new Rules(
                        "acme",
                        2,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Set.of(FailureClass.TLS, FailureClass.SIP),
                        Duration.ofMinutes(1),
                        2,
                        1,
                        Duration.ofSeconds(4),
                        2,
                        true,
                        true,
                        Duration.ofMinutes(3)));
        assertThat(situation.activation().get("reload"))
                .containsExactly(
                        new ActionRules(false, 1, Duration.ofSeconds(1), false, Duration.ZERO, Duration.ZERO),
                        new ActionRules(
                                true, 3, Duration.ofSeconds(2), true, Duration.ofSeconds(9), Duration.ofSeconds(1)));
        assertThat(situation.begins()).isEqualTo(OffsetDateTime.parse("2026-03-14T02:40:00+01:00"));
        assertThat(situation.story().get(0).at()).hasMillis(60_500);
    }
}
