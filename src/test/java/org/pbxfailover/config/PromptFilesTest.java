package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PromptFilesTest {
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger reads = new AtomicInteger();
    private final PromptFiles files = new PromptFiles(this::read, Duration.ofMillis(200));

    private String read(String name) {
        reads.incrementAndGet();
        if (name.equals("hangs")) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return name + reads;
    }

    @Test
    void a_mount_that_hangs_holds_nobody_up_and_keeps_one_thread() {
        for (int time = 0; time < 3; time++) {
            assertThatThrownBy(() -> files.text("hangs"))
                    .isInstanceOf(SecretException.class)
                    .hasMessage("the file hangs does not answer: look at the disk or mount that it is on");
        }
        assertThat(reads).hasValue(1);
        assertThat(files.text("well")).isEqualTo("well2");

        answers.countDown();
        await().untilAsserted(() -> assertThat(files.text("hangs")).startsWith("hangs"));
    }

    @Test
    void nothing_is_kept_and_what_is_wrong_is_told_as_it_is() {
        assertThat(files.text("a")).isEqualTo("a1");
        await().untilAsserted(() -> assertThat(files.text("a")).isNotEqualTo("a1"));
        PromptFiles none = new PromptFiles(
                name -> {
                    throw new SecretException("the file " + name + " does not exist");
                },
                Duration.ofMinutes(1));
        assertThatThrownBy(() -> none.text("x")).hasMessage("the file x does not exist");
    }
}
