package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.journal.Samples.acknowledged;
import static org.pbxfailover.journal.Samples.journal;
import static org.pbxfailover.journal.Samples.opened;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.Entry;

class SqliteJournalTest {
    private static final String LARGE = "x".repeat(400_000);

    @TempDir
    Path temp;

    private StateDirectory state;
    private SqliteJournal journal;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void open() {
        state = opened(temp.resolve("state"));
        journal = journal(state);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        state.close();
    }

    @Test
    void keeps_every_entry_in_order_over_a_restart() {
        List<Entry> acme = Samples.oneOfEachKind("acme");
        acme.forEach(entry -> {
            journal.append(List.of(entry));
            journal.append(List.of(acknowledged("other", "bob")));
        });
        reopen();
        assertThat(journal.entries("acme")).isEqualTo(acme);
        assertThat(journal.entries("other")).hasSize(acme.size());
        assertThat(journal.entries("nobody")).isEmpty();
    }

    /** Nobody can pull the plug here: a test process that is killed loses nothing that only the operating system has. */
    @Test
    void waits_for_the_disk_at_every_commit_and_lets_nobody_else_in() throws Exception {
        state.close();
        try (Connection own = JournalSchema.write(state.path().resolve(JournalFiles.DATABASE));
                Statement statement = own.createStatement()) {
            Map<String, String> expected = Map.of(
                    "synchronous", "3", // EXTRA: the directory, too
                    "fullfsync", "1",
                    "journal_mode", "persist",
                    "locking_mode", "exclusive",
                    "trusted_schema", "0");
            for (Map.Entry<String, String> one : expected.entrySet()) {
                try (ResultSet value = statement.executeQuery("PRAGMA " + one.getKey())) {
                    assertThat(value.getString(1)).as(one.getKey()).isEqualTo(one.getValue());
                }
            }
        }
    }

    @Test
    void goes_on_with_the_chain_after_a_restart() {
        journal.append(List.of(acknowledged("acme", "first")));
        reopen();
        journal.append(List.of(acknowledged("acme", "second")));
        reopen();
        assertThat(journal.entries("acme"))
                .containsExactly(acknowledged("acme", "first"), acknowledged("acme", "second"));
    }

    @Test
    void keeps_texts_that_databases_and_encodings_stumble_over() {
        List<Entry> entries = List.of(
                acknowledged("ä'; DROP TABLE entry; --", "\u0000 \n \ud83d\udcde \u2028"), acknowledged("é", LARGE));
        journal.append(entries);
        journal.append(List.of(acknowledged("half", "\ud83d")));
        reopen();
        entries.forEach(entry -> assertThat(journal.entries(entry.pair())).containsExactly(entry));
        assertThat(journal.entries("half")).hasSize(1);
    }

    @Test
    void refuses_all_entries_of_a_call_when_one_cannot_be_written() {
        assertThatThrownBy(() -> journal.append(List.of(acknowledged("acme", "good"), acknowledged("", "no pair"))))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("The journal " + journalFile() + " cannot be written: ");
        assertThat(journal.entries("acme")).isEmpty();
        journal.append(List.of(acknowledged("acme", "later")));
        reopen();
        assertThat(journal.entries("acme")).containsExactly(acknowledged("acme", "later"));
    }

    @Test
    void appends_that_come_together_share_a_transaction() throws Exception {
        long before = journal.commits();
        List<Future<?>> calls = together(
                List.of(),
                IntStream.range(0, 50)
                        .mapToObj(i -> List.of(acknowledged("pair" + i, "a"), acknowledged("pair" + i, "b")))
                        .toList());
        for (Future<?> call : calls) {
            call.get();
        }
        assertThat(journal.commits() - before).isLessThanOrEqualTo(2);
        reopen();
        for (int i = 0; i < 50; i++) {
            assertThat(journal.entries("pair" + i))
                    .containsExactly(acknowledged("pair" + i, "a"), acknowledged("pair" + i, "b"));
        }
    }

    @Test
    void reads_a_history_of_many_pages() {
        List<Entry> many = IntStream.range(0, 1_300)
                .<Entry>mapToObj(i -> acknowledged("acme", "nr. " + i))
                .toList();
        for (int i = 0; i < many.size(); i += 130) {
            journal.append(many.subList(i, i + 130));
            journal.append(List.of(acknowledged("other", "between")));
        }
        assertThat(journal.entries("acme")).isEqualTo(many);
        journal.append(many.subList(0, 200));
        assertThat(journal.entries("acme")).hasSize(1_500);
    }

    @Test
    void a_disk_that_does_not_answer_keeps_nobody_who_only_reads() throws Exception {
        journal.alone(ledger -> {
            Future<?> reads = threads.submit(() -> journal.entries("acme"));
            assertThatThrownBy(() -> reads.get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(JournalException.class)
                    .hasMessage("The journal " + journalFile() + " cannot be read: its disk does not answer.");
        });
    }

    @Test
    void a_call_that_fails_takes_no_neighbour_with_it() throws Exception {
        List<Entry> bad = List.of(acknowledged("bad", "x"), acknowledged("", "no pair"));
        List<Future<?>> calls = together(
                bad,
                IntStream.range(0, 10)
                        .mapToObj(i -> List.of(acknowledged("good", String.valueOf(i))))
                        .toList());
        assertThatThrownBy(() -> calls.get(0).get()).hasCauseInstanceOf(JournalException.class);
        for (Future<?> call : calls.subList(1, calls.size())) {
            call.get();
        }
        reopen();
        assertThat(journal.entries("good")).hasSize(10);
        assertThat(journal.entries("bad")).isEmpty();
    }

    @Test
    void a_full_disk_refuses_what_does_not_fit_and_later_takes_it() throws Exception {
        List<Entry> large = List.of(acknowledged("acme", "small"), acknowledged("acme", LARGE));
        journal.alone(ledger -> ledger.limitGrowth(4));
        assertThatThrownBy(() -> journal.append(large))
                .isInstanceOf(JournalException.class)
                .hasMessage("The journal " + journalFile() + " cannot be written: the disk is full: free some space.");
        assertThat(journal.entries("acme")).isEmpty();
        journal.append(List.of(acknowledged("other", "fits")));
        journal.alone(ledger -> ledger.limitGrowth(0));
        journal.append(large);
        reopen();
        assertThat(journal.entries("acme")).isEqualTo(large);
        assertThat(journal.entries("other")).hasSize(1);
    }

    @Test
    void after_a_failure_all_is_well_only_when_there_is_room_for_more_than_a_touch() throws Exception {
        assertThat(journal.problem()).isEmpty();
        journal.alone(ledger -> ledger.limitGrowth(4));
        assertThat(journal.problem()).as("nothing has failed so far").isEmpty();
        assertThatThrownBy(() -> journal.append(List.of(acknowledged("acme", LARGE))))
                .isInstanceOf(JournalException.class);
        assertThat(journal.problem())
                .hasValue("The journal " + journalFile() + " cannot be written: the disk is full: free some space.");
        journal.alone(ledger -> ledger.limitGrowth(0));
        assertThat(journal.problem()).isEmpty();
        journal.alone(ledger -> ledger.limitGrowth(1));
        journal.append(List.of(acknowledged("acme", "x".repeat(30_000))));
        assertThat(journal.entries("acme")).as("in the room that was made").hasSize(1);
    }

    @Test
    void an_interrupted_thread_appends_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        try {
            journal.append(List.of(acknowledged("acme", "interrupted")));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        reopen();
        assertThat(journal.entries("acme")).hasSize(1);
    }

    @Test
    void is_not_writable_and_acknowledges_nothing_when_its_file_was_moved_away() throws Exception {
        assertThat(journal.problem()).isEmpty();
        Path away = temp.resolve("away.db");
        Files.move(journalFile(), away);
        assertThatThrownBy(() -> journal.append(List.of(acknowledged("acme", "lost"))))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no such file");
        assertThat(journal.problem()).isPresent();
        Files.move(away, journalFile());
        assertThat(journal.problem()).isEmpty();
        journal.append(List.of(acknowledged("acme", "kept")));
        reopen();
        assertThat(journal.entries("acme")).containsExactly(acknowledged("acme", "kept"));
    }

    @Test
    void acknowledges_nothing_when_another_file_took_its_place() throws Exception {
        Path copy = Files.copy(journalFile(), temp.resolve("copy.db"));
        Files.delete(journalFile());
        Files.move(copy, journalFile());
        assertThatThrownBy(() -> journal.append(List.of(acknowledged("acme", "lost"))))
                .hasMessageContaining("moved, removed or replaced");
    }

    @Test
    void opens_its_file_anew_after_a_failure_that_left_it_in_doubt() throws Exception {
        journal.append(List.of(acknowledged("acme", "before")));
        journal.alone(Ledger::close);
        assertThatThrownBy(() -> journal.append(List.of(acknowledged("acme", "in doubt"))))
                .isInstanceOf(JournalException.class);
        journal.append(List.of(acknowledged("acme", "after")));
        assertThat(journal.entries("acme"))
                .containsExactly(acknowledged("acme", "before"), acknowledged("acme", "after"));
    }

    @Test
    void rows_can_be_neither_changed_nor_removed() throws Exception {
        journal.append(List.of(acknowledged("acme", "anna")));
        state.close();
        try (var connection = JournalSchema.write(journalFile());
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DELETE FROM entry")).hasMessageContaining("only appended to");
            assertThatThrownBy(() -> statement.execute("UPDATE entry SET kind = 'x'"))
                    .hasMessageContaining("only appended to");
        }
    }

    /** A disk may hand out other bytes than it was given, also after the start at which all was well. */
    @Test
    void a_row_that_is_not_what_was_written_is_never_taken_for_it() throws Exception {
        journal.append(List.of(acknowledged("acme", "anna")));
        reopen();
        byte[] bytes = Files.readAllBytes(journalFile());
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("anna");
        bytes[at] ^= 1;
        Files.write(journalFile(), bytes);

        assertThatThrownBy(() -> journal.entries("acme"))
                .isInstanceOf(JournalException.class)
                .hasMessageEndingWith("cannot be read: row 1 was changed or damaged.");
    }

    @Test
    void says_that_it_is_closed() {
        journal.close();
        assertThatThrownBy(() -> journal.append(List.of(acknowledged("acme", "late"))))
                .isInstanceOf(JournalException.class)
                .hasMessageEndingWith("it is closed.");
        assertThat(journal.problem()).isPresent();
        assertThatCode(journal::close).doesNotThrowAnyException();
    }

    /** Calls that all wait while the file is busy: the first alone, then the others. */
    private List<Future<?>> together(List<Entry> first, List<? extends List<? extends Entry>> others) throws Exception {
        List<List<Entry>> all = new ArrayList<>();
        if (!first.isEmpty()) {
            all.add(first);
        }
        others.forEach(entries -> all.add(List.copyOf(entries)));
        List<Future<?>> calls = new ArrayList<>();
        journal.alone(ledger -> {
            Future<?> writing = threads.submit(() -> journal.append(List.of(acknowledged("somebody", "writes"))));
            await().until(() -> journal.waiting() == 0 && !writing.isDone() && journal.busy());
            all.forEach(entries -> calls.add(threads.submit(() -> journal.append(entries))));
            await().until(() -> journal.waiting() == all.size());
        });
        return calls;
    }

    private Path journalFile() {
        return state.file(JournalFiles.DATABASE);
    }

    private void reopen() {
        state.close();
        state = opened(temp.resolve("state"));
        journal = journal(state);
    }
}
