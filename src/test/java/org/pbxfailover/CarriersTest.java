package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

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

    /** With Java 24 and later; before, there is nothing to be set, and nothing happens. */
    @Test
    void this_java_takes_it() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("jdk.management:type=VirtualThreadScheduler");
        Carriers ofThisJava = Carriers.ofThisJava();
        Runnable calm = () -> IntStream.range(0, 1000).forEach(tick -> ofThisJava.suit());
        assertThat(server.isRegistered(name)).isEqualTo(Runtime.version().feature() >= 24);
        if (!server.isRegistered(name)) {
            calm.run();
            return;
        }
        Object before = server.getAttribute(name, "Parallelism");
        try {
            await("a calm moment of whatever else runs here").until(() -> {
                calm.run();
                return server.getAttribute(name, "Parallelism").equals(1);
            });
        } finally {
            server.setAttribute(name, new Attribute("Parallelism", before));
        }
    }
}
