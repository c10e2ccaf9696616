package org.pbxfailover.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.pbxfailover.core.Entry;

/**
 * The journal in an SQLite file. Appends that come at the same time share one transaction; when it fails, each is tried alone, so that
 * one that cannot be written takes no other with it. Interrupting a thread neither breaks the journal nor cuts an append short.
 */
final class SqliteJournal implements Journal {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final JournalFiles files;
    private final GroupCommit<Append> group = new GroupCommit<>(this::commit);

    /** Guards everything below. */
    private final ReentrantLock access = new ReentrantLock();

    private final OpenFile file;
    private long commits;
    private long checkedAt;
    private volatile Optional<String> problem = Optional.empty();

    SqliteJournal(JournalFiles files, Ledger ledger) {
        this.files = files;
        this.file = new OpenFile(files, ledger);
        this.checkedAt = System.nanoTime() - FRESH.toNanos();
    }

    @Override
    public void append(List<Entry> entries) {
        List<TableRow> rows = entries.stream().map(EntryCodec::encode).toList();
        if (!rows.isEmpty()) {
            group.submit(new Append(rows, Reserve.isFor(entries)));
        }
    }

    /** @param results whether the reserve is for it */
    private record Append(List<TableRow> rows, boolean results) {}

    @Override
    public Set<String> pairs() {
        return read(Ledger::pairs);
    }

    /** Page by page, so that no commit waits for more than one of them. */
    @Override
    public List<Entry> entries(String pair) {
        List<Entry> entries = new ArrayList<>();
        long last = 0;
        do {
            long before = last;
            Ledger.Page page = read(open -> open.rows(pair, before));
            page.rows().stream().map(this::decoded).forEach(entries::add);
            last = page.last();
        } while (last > 0);
        return List.copyOf(entries);
    }

    private Entry decoded(TableRow row) {
        try {
            return EntryCodec.decode(row);
        } catch (JournalException e) {
            throw files.failure("cannot be read", String.valueOf(e.getMessage()), e);
        }
    }

    private <T> T read(Reading<T> reading) {
        try {
            if (!lockedInTime()) {
                throw new JournalException("its disk does not answer");
            }
            try {
                return reading.of(file.ledger());
            } finally {
                access.unlock();
            }
        } catch (SQLException e) {
            throw files.failure("cannot be read", Reasons.of(e), e);
        } catch (JournalException e) {
            throw files.failure("cannot be read", String.valueOf(e.getMessage()), e);
        }
    }

    private interface Reading<T> {
        T of(Ledger ledger) throws SQLException;
    }

    private boolean lockedInTime() {
        try {
            return access.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return access.tryLock();
        }
    }

    @Override
    public Optional<String> problem() {
        if (!lockedInTime()) {
            problem = Optional.of(files.sentence("cannot be written", "its disk does not answer"));
            return problem;
        }
        try {
            problem = look();
            return problem;
        } finally {
            access.unlock();
        }
    }

    private Optional<String> look() {
        if (file.closed()) {
            return Optional.of(files.sentence("cannot be written", "it is closed"));
        }
        Optional<String> room = files.noRoom();
        if (room.isPresent()) {
            return room;
        }
        boolean fresh = System.nanoTime() - checkedAt < FRESH.toNanos();
        return problem.isEmpty() && fresh && file.roomKept() ? problem : touched();
    }

    @Override
    public void close() {
        access.lock();
        try {
            file.close();
        } finally {
            access.unlock();
        }
    }

    /** For tests: how many transactions were made. */
    long commits() {
        return commits;
    }

    /** For tests: how many appends wait for their turn. */
    int waiting() {
        return group.waiting();
    }

    /** For tests: whether a thread with a batch waits for the file. */
    boolean busy() {
        return access.hasQueuedThreads();
    }

    /** For tests: something done with the file while every append waits. */
    void alone(Task task) throws SQLException {
        access.lock();
        try {
            task.run(file.ledger());
        } finally {
            access.unlock();
        }
    }

    interface Task {
        void run(Ledger ledger) throws SQLException;
    }

    private List<Optional<JournalException>> commit(List<Append> batch) {
        access.lock();
        try {
            Optional<JournalException> failure = write(batch);
            if (failure.isEmpty() || batch.size() == 1) {
                return Collections.nCopies(batch.size(), failure);
            }
            List<Optional<JournalException>> results = new ArrayList<>(batch.size());
            batch.forEach(one -> results.add(write(List.of(one))));
            return results;
        } finally {
            access.unlock();
        }
    }

    private Optional<JournalException> write(List<Append> appends) {
        boolean results = appends.stream().allMatch(Append::results);
        List<TableRow> rows =
                appends.stream().flatMap(append -> append.rows().stream()).toList();
        try {
            file.append(rows, results);
            commits++;
            checkedAt = System.nanoTime();
            problem = Optional.empty();
            return Optional.empty();
        } catch (SQLException e) {
            return failed(Reasons.of(e), e);
        } catch (IOException e) {
            return failed(Reasons.of(e), e);
        } catch (JournalException e) {
            return failed(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<JournalException> failed(String reason, Exception cause) {
        JournalException failure = files.failure("cannot be written", reason, cause);
        problem = Optional.of(String.valueOf(failure.getMessage()));
        file.releaseUnsound();
        return Optional.of(failure);
    }

    /** After a failure it has to be shown that there is room for more than a touch. */
    private Optional<String> touched() {
        try {
            file.keepRoom();
            if (problem.isPresent()) {
                file.ledger().makeRoom();
            }
            file.ledger().touch();
            checkedAt = System.nanoTime();
            return Optional.empty();
        } catch (SQLException e) {
            return failed(Reasons.of(e), e).map(Exception::getMessage);
        } catch (IOException e) {
            return failed(Reasons.of(e), e).map(Exception::getMessage);
        } catch (JournalException e) {
            return failed(String.valueOf(e.getMessage()), e).map(Exception::getMessage);
        }
    }
}
