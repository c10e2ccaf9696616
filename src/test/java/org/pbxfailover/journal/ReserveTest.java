package org.pbxfailover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.pbxfailover.journal.Samples.acknowledged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.Entry;

class ReserveTest {
    private static final String LARGE = "x".repeat(400_000);

    @TempDir
    Path temp;

    private StateDirectory state;
    private SqliteJournal journal;

    @BeforeEach
    void open() {
        state = Samples.opened(temp.resolve("state"));
        journal = Samples.journal(state);
    }

    @AfterEach
    void close() {
        state.close();
    }

    @Test
    void is_for_what_came_of_something_and_for_nothing_that_begins() {
        List<Entry> all = Samples.oneOfEachKind("acme");
        assertThat(all.stream().filter(entry -> Reserve.isFor(List.of(entry))).map(Entry::getClass))
                .containsExactlyInAnyOrderElementsOf(List.of(
                        Entry.CallAnswered.class,
                        Entry.AttemptFailed.class,
                        Entry.ActionDone.class,
                        Entry.ActionGivenUp.class,
                        Entry.EpochClosed.class,
                        Entry.OldValue.class,
                        Entry.DrillEnded.class));
        assertThat(Reserve.isFor(all)).isFalse();
    }

    @Test
    void is_there_from_the_first_start_on_for_nobody_else_and_stays_as_it_is() throws Exception {
        assertThat(Files.size(file())).isEqualTo(1 << 20);
        assertThat(PrivateFiles.openToOthers(file())).isFalse();
        FileTime longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file(), longAgo);
        state.close();
        open();
        journal.append(List.of(begun("")));
        assertThat(Files.getLastModifiedTime(file())).isEqualTo(longAgo);
    }

    @Test
    void is_given_up_for_a_result_and_put_aside_again_before_anything_begins() throws Exception {
        journal.alone(ledger -> ledger.limitGrowth(2));
        assertThatThrownBy(() -> journal.append(List.of(begun(LARGE)))).isInstanceOf(JournalException.class);
        assertThat(file()).as("not for what begins").exists();
        assertThatThrownBy(() -> journal.append(List.of(done(LARGE)))).isInstanceOf(JournalException.class);
        assertThat(file()).doesNotExist();
        journal.append(List.of(done("")));
        assertThat(file()).doesNotExist();
        journal.append(List.of(begun("")));
        assertThat(file()).exists();
    }

    @Test
    void of_the_robot_before_is_there_for_the_first_result() throws Exception {
        state.close();
        open();
        journal.alone(ledger -> ledger.limitGrowth(2));
        assertThatThrownBy(() -> journal.append(List.of(done(LARGE)))).isInstanceOf(JournalException.class);
        assertThat(file()).doesNotExist();
    }

    @Test
    void without_it_results_are_kept_and_nothing_begins() throws Exception {
        state.close();
        Files.delete(file());
        Files.createDirectories(file().resolve("in its place"));
        open();
        assertThatThrownBy(() -> journal.append(List.of(begun(""))))
                .isInstanceOf(JournalException.class)
                .hasMessage("The journal " + state.file(JournalFiles.DATABASE)
                        + " cannot be written: journal.reserve beside it is no regular file: remove it.");
        journal.append(List.of(done("")));
        assertThat(journal.entries("acme")).containsExactly(done(""));
        assertThat(journal.problem()).as("though something was written").isPresent();
        remove(file());
        assertThat(journal.problem()).isEmpty();
        journal.append(List.of(begun("")));
    }

    @Test
    void without_it_nothing_begins_in_one_transaction_with_results_either() throws Exception {
        state.close();
        Files.delete(file());
        Files.createDirectories(file().resolve("in its place"));
        open();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> calls = new ArrayList<>();
            journal.alone(ledger -> {
                threads.execute(() -> journal.append(List.of(done("first"))));
                await().until(() -> journal.waiting() == 0 && journal.busy());
                calls.add(threads.submit(() -> journal.append(List.of(begun("")))));
                calls.add(threads.submit(() -> journal.append(List.of(done("second")))));
                await().until(() -> journal.waiting() == 2);
            });
            assertThatThrownBy(calls.get(0)::get).hasMessageContaining("is no regular file");
            calls.get(1).get();
            assertThat(journal.entries("acme")).containsExactly(done("first"), done("second"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void is_put_back_when_somebody_removed_it() throws Exception {
        Files.delete(file());
        new Reserve(file()).keep();
        assertThat(Files.size(file())).isEqualTo(1 << 20);
    }

    private static Entry begun(String actions) {
        return new Entry.CallBegun("acme", acknowledged("acme", "x").at(), 1, "reload", 1, 1, actions);
    }

    private static Entry done(String detail) {
        return new Entry.ActionDone("acme", acknowledged("acme", "x").at(), 1, "reload", 1, detail);
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path one : files.toList()) {
                Files.delete(one);
            }
        }
        Files.delete(directory);
    }

    private Path file() {
        return state.path().resolve("journal.reserve");
    }
}
