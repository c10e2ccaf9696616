package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.core.Entry;

/** A drill whose route does not come to its verdict is gone on with. */
class DrillsTest {
    @TempDir
    Path temp;

    private final SetClock clock = SetClock.still();

    private static void ends(Exchange exchange) {
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
    }

    @Test
    void a_drill_whose_route_fails_is_gone_on_with_after_a_pause() throws Exception {
        Configuration configuration = Samples.configuration(temp, "");
        Pairs pairs = Samples.pairs(configuration, new MemoryJournal(), clock);
        Guarded acme = pairs.find("acme").orElseThrow();
        Drills drills = new Drills(
                pairs,
                new Preflights(new OutsideHosts(List.of(), 0), Redactor.of(configuration), clock),
                (pair, epoch, news) -> {},
                new Concerns(ReadinessSettings.usual(), List::of, new Freshness(List.of()), new Witnesses(Map.of())));
        pairs.drills().record(acme, new Entry.DrillBegan("acme", clock.get().wall(), 0, false, "anna"));

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange first = new DefaultExchange(context);
            first.getMessage().setBody(acme);
            assertThat(drills.due()).containsExactly(acme);
            drills.next(first);
            assertThat(drills.due()).as("under way").isEmpty();

            first.setException(new IllegalStateException("an edit that was a mistake"));
            ends(first);
            assertThat(drills.due()).as("paused").isEmpty();
            clock.goesBy(Duration.ofSeconds(10));
            assertThat(drills.due()).containsExactly(acme);

            Exchange second = new DefaultExchange(context);
            second.getMessage().setBody(acme);
            drills.next(second);
            drills.looks(second);
            drills.judge(second);
            ends(second);
            assertThat(acme.drill().orElseThrow().open()).isFalse();
            assertThat(drills.due()).isEmpty();
        }
    }
}
