package org.pbxfailover.camel.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.pbxfailover.camel.Refused;

/** When a dyndns2 service is told what it may have been told already. */
class DynDnsTest {
    private final AtomicLong now = new AtomicLong();
    private final DynDns dyndns = new DynDns(now::get);

    private static Exchange change(String address) throws Refused {
        Exchange exchange = ExchangeBuilder.anExchange(new DefaultCamelContext())
                .withProperty(
                        "settings",
                        Map.of("url", "https://dyn.example/nic/update", "name", "pbx.acme.example", "address", address))
                .build();
        new Records((now, of, value) -> {}).begin(exchange);
        return exchange;
    }

    private void told(String address) throws Refused {
        Exchange exchange = change(address);
        exchange.getMessage().setBody("good " + address);
        dyndns.judge(exchange);
    }

    @Test
    void not_again_for_some_minutes() throws Refused {
        assertThat(dyndns.needed(change("203.0.113.7"))).isTrue();
        told("203.0.113.7");
        assertThat(dyndns.needed(change("203.0.113.7"))).isFalse();
        now.addAndGet(DynDns.PATIENCE.toNanos());
        assertThat(dyndns.needed(change("203.0.113.7"))).isTrue();
    }

    @Test
    void at_once_when_it_is_another_address_as_in_a_fail_back() throws Refused {
        told("203.0.113.7");
        assertThat(dyndns.needed(change("198.51.100.10"))).isTrue();
        told("198.51.100.10");
        assertThat(dyndns.needed(change("203.0.113.7"))).isTrue();
    }

    @Test
    void again_when_its_servers_had_it_and_have_it_no_longer() throws Refused {
        told("203.0.113.7");
        dyndns.arrived(change("203.0.113.7"));
        assertThat(dyndns.needed(change("203.0.113.7"))).isTrue();
    }
}
