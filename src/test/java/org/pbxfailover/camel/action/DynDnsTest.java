package org.pbxfailover.camel.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
    private final DynDns dyndns = new DynDns(now::get, () -> Instant.ofEpochSecond(0, now.get()));

    private static Exchange change(String address) throws Refused {
        return change(address, "s3cret");
    }

    private static Exchange change(String address, String password) throws Refused {
        Exchange exchange = ExchangeBuilder.anExchange(new DefaultCamelContext())
                .withProperty(
                        "settings",
                        Map.of(
                                "url", "https://dyn.example/nic/update",
                                "name", "pbx.acme.example",
                                "address", address,
                                "username", "robot",
                                "password", password))
                .build();
        new Records((now, of, value) -> {}).begin(exchange);
        return exchange;
    }

    private void told(String address) throws Refused {
        Exchange exchange = change(address);
        exchange.getMessage().setBody("good " + address);
        dyndns.judge(exchange);
    }

    private void answers(String answer) throws Refused {
        Exchange exchange = change("203.0.113.7");
        exchange.getMessage().setBody(answer);
        assertThatThrownBy(() -> dyndns.judge(exchange)).hasMessageStartingWith("the service answers " + answer);
    }

    @Test
    void what_only_a_person_can_mend_is_not_asked_again_for_some_minutes() throws Refused {
        for (String answer :
                new String[] {"badauth", "!donator", "notfqdn", "nohost", "numhost", "abuse", "badagent"}) {
            answers(answer);
            now.addAndGet(DynDns.HELD.toNanos() - 1);
            assertThatThrownBy(() -> dyndns.spare(change("198.51.100.10")))
                    .hasMessageMatching(
                            "the service answers " + answer + ": .*; not asked again before 1970-01-01T00:.*Z");
            now.addAndGet(1);
            dyndns.spare(change("203.0.113.7"));
        }
    }

    @Test
    void it_is_asked_at_once_with_another_credential_and_where_it_is_its_own_error() throws Refused {
        answers("badauth");
        dyndns.spare(change("203.0.113.7", "an0ther"));
        now.addAndGet(DynDns.HELD.toNanos());
        answers("911");
        answers("dnserr");
        dyndns.spare(change("203.0.113.7"));
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
