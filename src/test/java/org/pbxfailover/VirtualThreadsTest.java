package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    private final Properties system = new Properties();

    @Test
    void there_are_none_before_java_25() {
        VirtualThreads.wherePossible(system, 17, 2);
        VirtualThreads.wherePossible(system, 24, 2);
        assertThat(system).isEmpty();
    }

    @Test
    void one_that_waits_for_the_disk_never_holds_up_the_others() {
        VirtualThreads.wherePossible(system, 25, 1);
        assertThat(system)
                .containsOnly(
                        entry("camel.threads.virtual.enabled", "true"),
                        entry("jdk.virtualThreadScheduler.parallelism", "2"));
    }

    @Test
    void every_processor_is_used() {
        VirtualThreads.wherePossible(system, 25, 8);
        assertThat(system).containsEntry("jdk.virtualThreadScheduler.parallelism", "8");
    }

    @Test
    void what_a_person_has_set_stays() {
        system.setProperty("camel.threads.virtual.enabled", "false");
        VirtualThreads.wherePossible(system, 25, 2);
        assertThat(system).containsEntry("camel.threads.virtual.enabled", "false");
    }
}
