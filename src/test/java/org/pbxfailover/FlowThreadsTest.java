package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;

class FlowThreadsTest {
    private static final int AT_ONCE = 20;

    @TempDir
    Path directory;

    @Test
    void probes_that_wait_do_not_wait_for_each_other() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            DryFlow.of(configuration()).bind(context);
            ExecutorService threads = context.getExecutorServiceManager().newThreadPool(this, "probes", "probes");
            CyclicBarrier everybody = new CyclicBarrier(AT_ONCE + 1);
            Stream<Future<Integer>> waiting =
                    Stream.generate(() -> threads.submit(() -> everybody.await())).limit(AT_ONCE).toList().stream();
            everybody.await(10, TimeUnit.SECONDS);
            assertThat(waiting)
                    .allSatisfy(
                            each -> assertThat(each.get(10, TimeUnit.SECONDS)).isBetween(0, AT_ONCE));
        }
    }

    private Configuration configuration() throws Exception {
        Path file = directory.resolve("failover.yaml");
        Files.writeString(file, """
                internet: { hosts: ["http://127.0.0.1:9/"], needed: 1 }
                pairs:
                  - name: acme
                    primary: { probe: { url: "http://127.0.0.1:9/" } }
                    activation:
                      reload: { action: http, url: "http://127.0.0.1:9/" }
                      trunks: { action: http, url: "http://127.0.0.1:9/" }
                      dns: { action: http, url: "http://127.0.0.1:9/" }
                """);
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        assertThat(reading).isInstanceOf(ConfigurationReader.Valid.class);
        return ((ConfigurationReader.Valid) reading).configuration();
    }
}
