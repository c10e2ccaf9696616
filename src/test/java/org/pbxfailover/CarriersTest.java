package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class CarriersTest {
    private final List<Integer> set = new ArrayList<>();
    private long queued;

    private final Carriers carriers = new Carriers(
            new Carriers.Scheduler() {
                @Override
                public long queued() {
                    return queued;
                }

                @Override
                public void carriers(int number) {
                    set.add(number);
                }
            },
            4);

    private void ticks(int number, long queuedNow) {
        queued = queuedNow;
        for (int i = 0; i < number; i++) {
            carriers.suit();
        }
    }

    @Test
    void after_a_calm_of_five_seconds_one_is_enough() {
        ticks(249, 0);
        assertThat(set).isEmpty();
        ticks(1000, 0);
        assertThat(set).containsExactly(1);
    }

    @Test
    void a_crowd_has_all_of_them_at_once() {
        ticks(300, 0);
        ticks(1, 20);
        assertThat(set).containsExactly(1, 4);
        ticks(1000, 20);
        assertThat(set).containsExactly(1, 4);
    }

    @Test
    void nobody_waits_for_one_that_waits_for_its_disk() {
        ticks(300, 0);
        ticks(2, 1);
        assertThat(set).as("it may have come just now").containsExactly(1);
        ticks(1, 1);
        assertThat(set).containsExactly(1, 4);
    }

    @Test
    void a_few_that_wait_now_and_then_are_no_crowd() {
        for (int i = 0; i < 300; i++) {
            ticks(1, i % 2);
        }
        assertThat(set).containsExactly(1);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void this_java_takes_it() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("jdk.management:type=VirtualThreadScheduler");
        Object before = server.getAttribute(name, "Parallelism");
        Carriers ofThisJava = Carriers.ofThisJava();
        try {
            for (int i = 0; i < 1000; i++) {
                ofThisJava.suit();
            }
            assertThat(server.getAttribute(name, "Parallelism")).isEqualTo(1);
        } finally {
            server.setAttribute(name, new javax.management.Attribute("Parallelism", before));
        }
    }
}
