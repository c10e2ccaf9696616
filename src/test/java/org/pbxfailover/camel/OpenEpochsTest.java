package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.Reply;

/** Who looks at a pair reads its open epoch from memory, and sees what the journal would tell. */
class OpenEpochsTest {
    private static final Instant AT = Instant.parse("2026-11-23T03:00:00Z");

    @TempDir
    Path temp;

    private final MemoryJournal journal = new MemoryJournal();
    private final OpenEpochs epochs = new OpenEpochs();

    private static List<Entry> epoch(long number) {
        return List.of(
                new Entry.EpochOpened("acme", AT, number, EpochKind.SWITCHOVER, "ordered", Evidence.NONE),
                new Entry.CallBegun("acme", AT, number, "reload", 1, 1, "http"),
                new Entry.CallAnswered("acme", AT, number, "reload", 1, 1, Reply.ACCEPTED, "200 OK"),
                new Entry.ActionDone("acme", AT.plusSeconds(1), number, "reload", 1, "200 OK"),
                new Entry.CallBegun("acme", AT.plusSeconds(2), number, "trunks", 1, 1, "http"),
                new Entry.CallAnswered("acme", AT.plusSeconds(3), number, "trunks", 1, 1, Reply.REFUSED, "503 no"),
                new Entry.CallBegun("acme", AT.plusSeconds(4), number, "trunks", 1, 2, "http"));
    }

    private void looksLikeTheJournal() {
        assertThat(epochs.stages("acme"))
                .hasSize(2)
                .isEqualTo(History.of(journal.entries("acme")).get(0).stages());
    }

    @Test
    void the_stages_of_an_open_epoch_are_those_of_the_journal_as_it_grows() {
        epoch(1).forEach(entry -> {
            journal.append(List.of(entry));
            epochs.accept(entry);
        });
        looksLikeTheJournal();
        assertThat(epochs.stages("other")).isEmpty();
        Entry closed = new Entry.EpochClosed("acme", AT, 1, Entry.Outcome.COMPLETED, "in service");
        epochs.accept(closed);
        assertThat(epochs.stages("acme")).isEmpty();
    }

    @Test
    void after_a_restart_they_are_those_that_the_journal_has_kept() throws Exception {
        journal.append(epoch(1));
        journal.append(List.of(new Entry.EpochClosed("acme", AT, 1, Entry.Outcome.ABANDONED, "turned round")));
        journal.append(epoch(2));
        Pairs pairs = Samples.pairs(Samples.configuration(temp, ""), journal, SetClock.still());
        new OperatorDesk(
                "test",
                pairs,
                new Concerns(ReadinessSettings.usual(), List::of, new Freshness(List.of()), new Witnesses(Map.of())),
                epochs);
        looksLikeTheJournal();
        assertThat(pairs.find("acme").orElseThrow().state().run()).isPresent();
    }
}
