package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final int HOSTS = 1_000;

    private static void spread(List<HttpHost> hosts) {
        Map<Long, Long> bySecond = hosts.stream()
                .map(Connections::life)
                .collect(Collectors.groupingBy(life -> life.toSeconds(), Collectors.counting()));
        assertThat(bySecond.keySet()).allSatisfy(second -> assertThat(second).isBetween(15L, 29L));
        assertThat(bySecond.values()).allSatisfy(count -> assertThat(count).isBetween(HOSTS / 30L, HOSTS / 8L));
    }

    @Test
    void connections_that_began_in_one_moment_do_not_end_in_one_moment() {
        spread(IntStream.range(0, HOSTS)
                .mapToObj(i -> new HttpHost("http", "127.0.0.1", 20_000 + i))
                .toList());
        spread(IntStream.range(0, HOSTS)
                .mapToObj(i -> new HttpHost("https", "pbx-" + i + ".example.com", 443))
                .toList());
        spread(IntStream.range(0, HOSTS)
                .mapToObj(i -> new HttpHost("http", "10.0." + i / 250 + "." + (1 + i % 250), 80))
                .toList());
    }
}
