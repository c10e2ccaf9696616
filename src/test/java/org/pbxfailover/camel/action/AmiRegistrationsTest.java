package org.pbxfailover.camel.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.pbxfailover.camel.Refused;

/** How long a registration counts as one from before it was told to register. */
class AmiRegistrationsTest {
    private final AtomicLong now = new AtomicLong();
    private final AmiRegistrations registrations = new AmiRegistrations(now::get);

    private static Exchange list(String status) {
        return ExchangeBuilder.anExchange(new DefaultCamelContext())
                .withProperty("settings", Map.of("url", "http://127.0.0.1:8088", "registrations", List.of("carrier")))
                .withProperty(
                        Ami.PACKETS,
                        List.of(
                                Map.of(
                                        "event",
                                        "OutboundRegistrationDetail",
                                        "objectname",
                                        "carrier",
                                        "status",
                                        status),
                                Map.of("event", "OutboundRegistrationDetailComplete")))
                .build();
    }

    private static int stale(Exchange exchange) {
        return exchange.getProperty("stale", List.class).size();
    }

    @Test
    void it_does_until_it_was_seen_without_whatever_exchange_sees_it() throws Refused {
        Exchange call = list("Registered");
        registrations.remember(call);
        assertThat(stale(call)).isEqualTo(1);
        assertThatThrownBy(() -> registrations.registered(list("Registered"))).hasMessageContaining("from before");
        assertThatThrownBy(() -> registrations.registered(list("Rejected"))).hasMessage("carrier is Rejected");
        registrations.registered(list("Registered"));
    }

    @Test
    void it_does_no_longer_than_asterisk_can_take_to_end_it() throws Refused {
        registrations.remember(list("Registered"));
        now.addAndGet(AmiRegistrations.OLDEST.toNanos() / 2);
        registrations.remember(list("Registered"));
        assertThatThrownBy(() -> registrations.registered(list("Registered"))).hasMessageContaining("from before");
        now.addAndGet(AmiRegistrations.OLDEST.toNanos() / 2 + 1);
        registrations.registered(list("Registered"));
    }

    @Test
    void what_was_left_of_another_night_does_not_make_it_fresh() throws Refused {
        registrations.remember(list("Registered"));
        now.addAndGet(AmiRegistrations.OLDEST.toNanos() * 100);
        registrations.remember(list("Registered"));
        assertThatThrownBy(() -> registrations.registered(list("Registered"))).hasMessageContaining("from before");
    }

    @Test
    void one_that_had_none_before_is_fresh_at_once() throws Refused {
        Exchange call = list("Unregistered");
        registrations.remember(call);
        assertThat(stale(call)).isZero();
        registrations.registered(list("Registered"));
    }
}
