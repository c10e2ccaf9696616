package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Pair.Synced;

class FreshnessTest {
    private static Synced copy(String file) {
        return new Synced(Path.of(file), Duration.ofMinutes(15));
    }

    @Test
    void mounts_that_hang_keep_nobody_from_asking_nor_the_robot_from_looking_at_others() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch hang = new CountDownLatch(3);
        Freshness copies = new Freshness(List.of(), synced -> {
            if (synced.file().startsWith("/hung")) {
                hang.countDown();
                uninterrupted(gate);
            }
            return Optional.of("looked at " + synced.file());
        });
        try {
            for (int i = 1; i <= 3; i++) {
                assertThat(copies.problem(copy("/hung/" + i))).isEmpty();
            }
            hang.await();
            await().until(() -> copies.problem(copy("/well")).isPresent());
            assertThat(copies.problem(copy("/hung/1"))).isEmpty();
            gate.countDown();
            await().until(() -> copies.problem(copy("/hung/1")).isPresent());
        } finally {
            gate.countDown();
        }
    }

    @Test
    void a_copy_counts_as_fresh_neither_when_it_is_too_old_nor_when_it_is_dated_too_far_in_the_future(
            @TempDir Path temp) throws Exception {
        Path file = Files.createFile(temp.resolve("synced"));
        Synced copy = new Synced(file, Duration.ofMinutes(15));
        Instant now = Instant.now();

        Files.setLastModifiedTime(file, FileTime.from(now.plus(Duration.ofMinutes(10))));
        assertThat(Freshness.now(copy)).isEmpty();
        Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofMinutes(16))));
        assertThat(Freshness.now(copy))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("the synchronised copy is 16 min")
                        .endsWith("and secondary.synced.max-age is 15 min"));
        Files.setLastModifiedTime(file, FileTime.from(now.plus(Duration.ofDays(3))));
        assertThat(Freshness.now(copy))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("the synchronised copy cannot be judged: " + file + " is dated ")
                        .endsWith(" in the future; look at the clocks of both servers"));
    }

    private static void uninterrupted(CountDownLatch gate) {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                // A mount that hangs cannot be interrupted.
            }
        }
    }
}
