package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pbxfailover.journal.Samples.acknowledged;
import static org.pbxfailover.journal.Samples.opened;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pbxfailover.core.Entry;
import org.pbxfailover.journal.StateDirectory.Held;
import org.pbxfailover.journal.StateDirectory.Opened;
import org.pbxfailover.journal.StateDirectory.Opening;

class DamagedJournalTest {
    private static final int PAGE = 4096;
    private static final List<Entry> ENTRIES = Samples.oneOfEachKind("acme");

    @TempDir
    Path directory;

    private Path database;

    @BeforeEach
    void write() {
        database = directory.resolve(JournalFiles.DATABASE);
        try (StateDirectory state = opened(directory)) {
            state.journal().append(ENTRIES);
        }
    }

    @Test
    void holds_an_empty_file() throws Exception {
        Files.write(database, new byte[0]);
        held("cannot be trusted: it is empty");
    }

    @Test
    void holds_a_file_that_is_no_database() throws Exception {
        Files.writeString(database, "hello".repeat(1000));
        held("it is not an SQLite database");
    }

    /** A pipe has no beginning until somebody writes into it, and whoever opens it waits for that. */
    @ParameterizedTest
    @CsvSource({"journal.db", "journal.db-journal", "journal.id"})
    @Timeout(60)
    void holds_what_is_no_regular_file_and_never_waits_for_it(String name) throws Exception {
        Path file = directory.resolve(name);
        Files.deleteIfExists(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        held("cannot be trusted: " + name + " is no regular file");
    }

    @Test
    void holds_a_file_cut_at_any_page_or_within_one() throws Exception {
        byte[] whole = Files.readAllBytes(database);
        for (int length = 1; length < whole.length; length += 1_024) {
            Files.write(database, Arrays.copyOf(whole, length));
            held("cannot be trusted: ");
        }
    }

    @Test
    void a_flipped_bit_anywhere_is_noticed_or_changes_nothing() throws Exception {
        byte[] whole = Files.readAllBytes(database);
        int noticed = 0;
        for (int offset = 0; offset < whole.length; offset += offset < 100 ? 1 : 37) {
            byte[] flipped = whole.clone();
            flipped[offset] ^= (byte) (1 << (offset % 8));
            Files.write(database, flipped);
            Opening opening = StateDirectory.open(directory, "standby");
            if (opening instanceof Held held) {
                noticed++;
                assertThat(Files.readAllBytes(database)).as("byte %d", offset).isEqualTo(flipped);
                held.directory().close();
            } else {
                try (StateDirectory state = ((Opened) opening).directory()) {
                    assertThat(state.journal().entries("acme"))
                            .as("byte %d", offset)
                            .isEqualTo(ENTRIES);
                }
            }
        }
        assertThat(noticed).isPositive();
    }

    @Test
    void holds_when_a_bit_of_a_row_is_flipped() throws Exception {
        byte[] whole = Files.readAllBytes(database);
        for (String content : List.of("3 probes failed", "acme", "all stages done", "204", "reload", "2026-11-23T03")) {
            byte[] flipped = whole.clone();
            int at = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf(content);
            assertThat(at).as(content).isPositive();
            flipped[at + 1] ^= 1;
            Files.write(database, flipped);
            held("cannot be trusted: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE entry SET detail = '{\"by\":\"bob\"}' WHERE id = (SELECT max(id) FROM entry) | was changed",
                "DELETE FROM entry WHERE id = 4 | row 4 is missing",
                "DELETE FROM entry WHERE id = (SELECT max(id) FROM entry) | rows are missing at its end",
                "DELETE FROM entry | rows are missing at its end",
                "DELETE FROM head | it does not say which row is its last",
                "DELETE FROM meta | it does not say its robot",
                "UPDATE meta SET value = 'x' WHERE key = 'journal' | it is not the journal that journal.id",
                "DROP INDEX entry_of_pair | its tables are not those of a journal",
                "PRAGMA user_version = 2 | a newer pbx-failover wrote it (schema 2, this one reads 1)",
                "PRAGMA user_version = 0 | its schema number is 0",
                "PRAGMA application_id = 1 | it is an SQLite database of another program",
                "PRAGMA journal_mode = WAL | another program changed its journal mode",
            })
    void holds_what_somebody_changed(String sql, String reason) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            String triggers = triggers(statement);
            statement.execute("DROP TRIGGER entry_stays");
            statement.execute("DROP TRIGGER entry_kept");
            statement.execute(sql);
            for (String trigger : triggers.split("\n", -1)) {
                statement.execute(trigger);
            }
        }
        held(reason);
    }

    @Test
    void takes_back_a_commit_that_a_crash_cut_short() throws Exception {
        Path crashed = crashedInTheMiddleOfACommit();
        try (StateDirectory state = opened(crashed)) {
            assertThat(state.journal().entries("acme")).isEqualTo(ENTRIES);
            state.journal().append(List.of(acknowledged("other", "afterwards")));
        }
        assertThat(crashed.resolve("inspection")).doesNotExist();
    }

    @Test
    void changes_nothing_when_the_journal_is_damaged_besides_a_commit_that_was_cut_short() throws Exception {
        Path crashed = crashedInTheMiddleOfACommit();
        Path rollback = crashed.resolve("journal.db-journal");
        byte[] pending = Files.readAllBytes(rollback);
        byte[] damaged = Files.readAllBytes(crashed.resolve(JournalFiles.DATABASE));
        damaged[new String(damaged, StandardCharsets.ISO_8859_1).lastIndexOf("standby")] ^= 2;
        Files.write(crashed.resolve(JournalFiles.DATABASE), damaged);
        Opening opening = StateDirectory.open(crashed, "standby");
        assertThat(opening).isInstanceOf(Held.class);
        assertThat(((Held) opening).reason()).contains("it belongs to the robot 'qtandby'");
        ((Held) opening).directory().close();
        assertThat(Files.readAllBytes(crashed.resolve(JournalFiles.DATABASE))).isEqualTo(damaged);
        assertThat(Files.readAllBytes(rollback)).isEqualTo(pending);
    }

    /** The files as they are on the disk while a large transaction has written half of its pages. */
    private Path crashedInTheMiddleOfACommit() throws Exception {
        Path crashed = Files.createDirectory(directory.resolve("crashed"));
        try (Connection connection = JournalSchema.write(database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = 1");
            statement.execute("BEGIN");
            statement.execute(
                    "WITH RECURSIVE n(i) AS (SELECT max(id) + 1 FROM entry UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                            + " INSERT INTO entry SELECT i, 'acme', '', '', 1, '', 1, 1, hex(randomblob(99)), 1 FROM n");
            for (String name : List.of("journal.db", "journal.db-journal", "journal.id")) {
                Files.copy(directory.resolve(name), crashed.resolve(name));
            }
            statement.execute("COMMIT");
        }
        byte[] written = Files.readAllBytes(crashed.resolve("journal.db"));
        System.arraycopy(Files.readAllBytes(database), 0, written, 0, PAGE); // it speaks of all of them
        Files.write(crashed.resolve("journal.db"), written);
        assertThat(Files.size(crashed.resolve("journal.db"))).isGreaterThan(100_000);
        return crashed;
    }

    @Test
    void holds_a_kind_of_entry_that_it_does_not_know() throws Exception {
        TableRow later = new TableRow(
                "acme",
                Samples.AT.toString(),
                "witness-asked",
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                java.util.Optional.empty(),
                "{}");
        try (Ledger ledger = Ledger.open(database)) {
            ledger.append(List.of(later));
        }
        held("row " + (Samples.oneOfEachKind("acme").size() + 1)
                + " is not understood: the kind of entry 'witness-asked' is not known to this version");
    }

    @Test
    void holds_the_journal_of_another_robot() {
        Opening opening = StateDirectory.open(directory, "other");
        assertThat(opening).isInstanceOf(Held.class);
        ((Held) opening).directory().close();
        assertThat(((Held) opening).reason())
                .contains(
                        "it belongs to the robot 'standby' and this one is 'other'; was it renamed? Then write robot.name: standby again");
    }

    @Test
    void holds_when_the_journal_is_gone_and_its_marker_is_not() throws Exception {
        Files.delete(database);
        held("is missing, though journal.id shows that there was one");
        assertThat(database).doesNotExist();
        Files.delete(directory.resolve(JournalFiles.DATABASE + "-journal"));
        held("is missing, though journal.id shows that there was one");
        assertThat(database).doesNotExist();
    }

    /** After a failed write it is opened anew: a row that nobody was told of may have come to the disk all the same. */
    @Test
    void is_not_taken_up_again_when_it_ends_where_nobody_was_told_that_it_ends() throws Exception {
        JournalFiles files = new JournalFiles(directory, "standby");
        Head end;
        try (Ledger ledger = Ledger.open(database)) {
            end = ledger.head();
        }
        files.reopen(end).close();
        assertThatThrownBy(() -> files.reopen(new Head(end.id() - 1, end.checksum())))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("its last row is %d and not %d any more", end.id(), end.id() - 1);
    }

    /** Somebody removed it by name, or restored half of a backup: that is no directory in which there was never a journal. */
    @Test
    void holds_when_only_the_rollback_journal_is_left() throws Exception {
        Files.delete(database);
        Files.delete(directory.resolve(StateDirectory.MARKER));
        assertThat(directory.resolve(JournalFiles.DATABASE + "-journal")).exists();
        held("is missing, though a part of it is still there");
        assertThat(database).doesNotExist();
    }

    @Test
    void holds_the_journal_of_another_directory() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        opened(elsewhere).close();
        Files.delete(database);
        Files.move(elsewhere.resolve(JournalFiles.DATABASE), database);
        held("it is not the journal that journal.id beside it speaks of");
    }

    @Test
    void a_lost_marker_is_made_anew_for_a_sound_journal() throws Exception {
        Path marker = directory.resolve(StateDirectory.MARKER);
        String before = Files.readString(marker);
        Files.delete(marker);
        try (StateDirectory state = opened(directory)) {
            assertThat(state.journal().entries("acme")).isEqualTo(ENTRIES);
        }
        assertThat(Files.readString(marker)).isEqualTo(before);
    }

    @Test
    void a_lost_marker_does_not_make_a_damaged_journal_a_new_one() throws Exception {
        Files.delete(directory.resolve(StateDirectory.MARKER));
        byte[] flipped = Files.readAllBytes(database);
        flipped[new String(flipped, StandardCharsets.ISO_8859_1).lastIndexOf("reload")] ^= 1;
        Files.write(database, flipped);
        held("cannot be trusted: ");
        assertThat(directory.resolve(StateDirectory.MARKER)).doesNotExist();
        Files.write(database, new byte[0]);
        held("cannot be trusted: it is empty");
    }

    @Test
    void holds_a_journal_with_somebody_elses_log_beside_it() throws Exception {
        Files.writeString(directory.resolve("journal.db-wal"), "x");
        held("has a write-ahead log beside it");
    }

    @Test
    void begins_anew_when_everything_was_removed() throws Exception {
        Files.delete(database);
        Files.delete(directory.resolve(StateDirectory.MARKER));
        Files.deleteIfExists(directory.resolve("journal.db-journal"));
        try (StateDirectory state = opened(directory)) {
            assertThat(state.journal().entries("acme")).isEmpty();
        }
    }

    private void held(String reason) throws Exception {
        byte[] before = content();
        Opening opening = StateDirectory.open(directory, "standby");
        assertThat(opening).isInstanceOf(Held.class);
        try (StateDirectory state = ((Held) opening).directory()) {
            assertThat(((Held) opening).reason())
                    .startsWith("The journal " + database)
                    .contains(reason)
                    .endsWith(".");
            assertThat(state.journal().problem()).hasValue(((Held) opening).reason());
            assertThatThrownBy(() -> state.journal().append(List.of(acknowledged("acme", "x"))))
                    .hasMessage(((Held) opening).reason());
            assertThatThrownBy(() -> state.journal().entries("acme")).isInstanceOf(JournalException.class);
            assertThat(state.secret(StateDirectory.API_TOKEN)).isNotEmpty();
        }
        assertThat(content()).isEqualTo(before);
    }

    private byte[] content() throws IOException {
        return Files.isRegularFile(database) ? Files.readAllBytes(database) : new byte[0];
    }

    private static String triggers(Statement statement) throws Exception {
        try (var rows = statement.executeQuery(
                "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid)")) {
            return rows.getString(1);
        }
    }
}
