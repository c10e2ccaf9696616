package org.pbxfailover.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.core.State;

/** What a replay does by itself, and that a wrong expectation is found whatever it is about. */
class ReplayTest {
    @TempDir
    Path directory;

    private StringBuilder text;

    @BeforeEach
    void begin() {
        text = new StringBuilder("""
                about: a test
                rules: { failures: 1, hosts: [a], opinions: [sip], when-back: stand-down, stable-for: 10s }
                activation: { reload: [{ attempts: 1 }, { verify: {} }], dns: {} }
                story:
                """);
    }

    private ReplayTest step(String step) {
        text.append("  - { ").append(step).append(" }\n");
        return this;
    }

    private List<Told> play() throws IOException {
        Path file = Files.writeString(directory.resolve("s.yaml"), text);
        SituationReader.Reading reading = SituationReader.read(file, file);
        assertThat(reading).as("%s", reading).isInstanceOf(SituationReader.Valid.class);
        return Replay.play(((SituationReader.Valid) reading).situation());
    }

    private Told last() throws IOException {
        List<Told> story = play();
        return story.get(story.size() - 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    state: blind                          | the state is 'suspect', not 'blind'
                    decision: run                         | the decision is 'confirm', not 'run'
                    failures: 2                           | the failures are '1', not '2'
                    sentence: all is well                 | the sentence is 'the primary does not answer (refused: no): 1 failures in a row; asking the outside hosts', not 'all is well'
                    alarms: [cut off]                     | the alarms are none, not 'cut off'
                    notifies: [blind]                     | the notifications are 'suspect', not 'blind'
                    notifies: []                          | the notifications are 'suspect', not none
                    entries: [epoch 1 opens (failover)]   | the entries are none, not 'epoch 1 opens (failover)'
                    next: { dns: call 1 }                 | the next for dns is 'nothing', not 'call 1'
                    changes: nothing                      | this changed something, and should have changed nothing
                    """)
    void a_wrong_expectation_is_found(String wrong, String sentence) throws IOException {
        Told told =
                step("at: 5s, probe: 'refused, no', then: { " + wrong + " }").last();
        assertThat(told.held()).isZero();
        assertThat(told.differs()).extracting(Told.Difference::sentence).containsExactly(sentence);
        assertThat(told.differs().get(0).expected().line()).isEqualTo(5);
    }

    @Test
    void alarms_may_be_listed_in_any_order_and_entries_in_theirs_only() throws IOException {
        Told told = step("order: failover by anna")
                .step("reload: begins")
                .step("reload: failed, then: { entries: [reload call 1 failed], alarms: [stalled] }")
                .step("probe: refused")
                .step("probe: answers, then: { alarms: [stalled, answers] }")
                .last();
        assertThat(told.differs()).isEmpty();
        assertThat(step("at: 1m, reload: begins")
                        .step("reload: accepted, then: { entries: [reload is done, reload call 2 is accepted] }")
                        .last()
                        .differs())
                .hasSize(1);
    }

    @Test
    void time_goes_by_for_the_core_between_two_steps() throws IOException {
        List<Told> story = step("order: maintenance 10m by anna")
                .step(
                        "at: 1h, probe: refused, then: { entries: ['maintenance ends (its time is up)'], state: suspect }")
                .play();
        assertThat(story)
                .extracting(Told::what)
                .containsExactly(
                        "order: maintenance 10m by anna", "time goes by", "probe: refused: connection refused");
        assertThat(story.get(1).at()).hasMinutes(10);
        assertThat(story.get(2).differs()).isEmpty();
    }

    @Test
    void a_time_out_began_before_it_ended() throws IOException {
        assertThat(step("at: 5s, probe: refused")
                        .step("at: 6s, outside a: answers, then: { decision: probe once more }")
                        .step("at: 6s, opinion sip: timeout")
                        .step("at: 8s, last probe: timeout, then: { changes: nothing }")
                        .step("at: 9s, last probe: timeout, then: { state: activating }")
                        .play())
                .allSatisfy(told -> assertThat(told.differs()).isEmpty());
    }

    @Test
    void every_action_of_every_stage_is_needed_until_the_epoch_ends() throws IOException {
        List<Told> story = step("order: failover by anna")
                .step("reload: begins")
                .step("reload: accepted, then: { next: { reload: pass, reload 2: call 1 } }")
                .step("reload 2: begins")
                .step("reload 2: accepted, then: { next: { reload 2: verify } }")
                .step("reload 2: seen")
                .step("dns: begins, then: { state: activating }")
                .step("dns: accepted, then: { state: active }")
                .play();
        assertThat(story).allSatisfy(told -> assertThat(told.differs()).isEmpty());
        assertThat(story.get(story.size() - 1).what()).isEqualTo("every stage is passed");
    }

    @Test
    void a_restart_keeps_what_the_journal_says_and_changes_the_rules_where_the_step_does() throws IOException {
        assertThat(step("order: maintenance 1h by anna")
                        .step("at: 1m, restart: kill, rules: { failures: 2 }, then: { state: maintenance }")
                        .step("at: 2m, order: maintenance off by anna")
                        .step("at: 3m, probe: refused, then: { decision: count on }")
                        .step("at: 4m, restart: kill, journal: broken, then: { state: hold, sentence: broken }")
                        .step("at: 5m, restart: repaired, then: { state: watching }")
                        .play())
                .allSatisfy(told -> assertThat(told.differs()).isEmpty());
    }

    @Test
    void what_expects_nothing_is_just_played() throws IOException {
        Told told = step("at: 5s, probe: 200 OK").last();
        assertThat(told.state().state()).isEqualTo(State.WATCHING);
        assertThat(told.held()).isZero();
        assertThat(told.differs()).isEmpty();
    }
}
