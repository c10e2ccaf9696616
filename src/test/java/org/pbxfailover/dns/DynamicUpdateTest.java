package org.pbxfailover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** At which of its addresses a server is sent an update: at the first that can be reached, and never at two. */
class DynamicUpdateTest {
    private static final String SERVER = "ns1.acme.example";

    private final NameServer resolver = new NameServer();
    private final NameServer primary = new NameServer().refusing(Rcode.NOERROR);
    private final String port = primary.address().replaceFirst(".*:", "");

    @AfterEach
    void close() {
        resolver.close();
        primary.close();
    }

    private static long within(long seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    private void rehearse(String server, long seconds) throws IOException {
        Authoritative finder = new Authoritative(List.of(), List.of(resolver.address()));
        Wanted wanted = Wanted.of(
                Wanted.name("pbx.acme.example"),
                Optional.empty(),
                Map.of("A", Wanted.address("A", "203.0.113.7")),
                Duration.ofSeconds(60));
        DynamicUpdate.to(server + ":" + port, finder, Wanted.name("acme.example"), Optional.empty(), within(seconds))
                .rehearse(wanted, within(seconds));
    }

    @Test
    void one_whose_first_address_refuses_connections_is_sent_it_at_the_next() throws Exception {
        resolver.has(SERVER, "A", "127.0.0.2", "127.0.0.1");
        rehearse(SERVER, 20);
        assertThat(primary.asked()).isEqualTo(1);
    }

    @Test
    void one_that_takes_the_connection_and_is_silent_may_have_heard_it_and_is_not_sent_it_again() {
        resolver.has(SERVER, "A", "127.0.0.1", "127.0.0.2");
        primary.silent(true);
        assertThatThrownBy(() -> rehearse(SERVER, 2))
                .hasMessage(SERVER + " (" + primary.address() + ") does not answer");
        assertThat(primary.asked()).isEqualTo(1);
    }

    @Test
    void one_that_no_address_reaches_is_named_with_the_last() {
        resolver.has(SERVER, "A", "127.0.0.2", "127.0.0.3");
        assertThatThrownBy(() -> rehearse(SERVER, 20))
                .hasMessage(SERVER + " (127.0.0.3:" + port + ") does not answer (connection refused)");
    }

    @Test
    void one_without_an_address_is_named() {
        assertThatThrownBy(() -> rehearse(SERVER, 20))
                .hasMessage("the server ns1.acme.example:" + port + " has no address");
    }

    @Test
    void one_of_the_hosts_file_and_one_that_is_an_address_need_no_name_service() throws Exception {
        resolver.dies();
        rehearse("localhost", 20);
        rehearse("127.0.0.1", 20);
        assertThat(primary.asked()).isEqualTo(2);
    }
}
