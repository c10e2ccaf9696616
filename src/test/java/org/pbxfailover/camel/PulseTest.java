package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;

/** A heartbeat says that somebody watches (fault 45), so there is none while nobody does. */
class PulseTest {
    @TempDir
    Path directory;

    private final SetClock clock = SetClock.still();
    private Pairs pairs;
    private Watch watch;
    private Pulse pulse;

    @BeforeEach
    void start() throws IOException {
        Configuration configuration =
                Samples.configuration(directory, "heartbeat: { url: \"http://127.0.0.1:9/beat\", every: 5s }\n");
        pairs = Samples.pairs(configuration, new MemoryJournal(), clock);
        watch = new Watch(pairs, Samples.questions(configuration), (late, alive) -> {});
        pulse = new Pulse(configuration, watch, pairs);
        watch.due();
    }

    private boolean beats() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        boolean due = pulse.due(exchange);
        assertThat(exchange.getProperties().containsKey(Glue.SETTINGS)).isEqualTo(due);
        return due;
    }

    private void goesBy(int seconds) {
        clock.goesBy(Duration.ofSeconds(seconds));
    }

    @Test
    void beats_at_once_and_then_in_its_rhythm() {
        assertThat(beats()).isTrue();
        goesBy(4);
        assertThat(beats()).isFalse();
        goesBy(1);
        assertThat(beats()).isTrue();
    }

    @Test
    void is_silent_while_the_watch_does_not_run() {
        goesBy(11);
        assertThat(beats()).isFalse();
        watch.due();
        assertThat(beats()).isTrue();
    }

    @Test
    void is_silent_while_no_poll_comes_back() {
        PollSchedule polls = pairs.find("acme").orElseThrow().primary;
        for (int poll = 0; poll < 2; poll++) {
            assertThat(beats()).isTrue();
            polls.cameBackEmpty();
            goesBy(5);
            watch.due();
        }
        assertThat(beats()).isFalse();
        polls.ended();
        assertThat(beats()).isTrue();
    }
}
