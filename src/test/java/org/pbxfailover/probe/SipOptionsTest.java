package org.pbxfailover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How addresses stand in a request. */
class SipOptionsTest {
    private static String request(String url, String local) throws Exception {
        InetSocketAddress from = new InetSocketAddress(InetAddress.getByName(local), 40_000);
        return new String(new SipOptions(URI.create(url), from).request(), StandardCharsets.US_ASCII);
    }

    @Test
    void an_ipv6_address_stands_in_brackets() throws Exception {
        assertThat(request("udp://[2001:db8::1]:5070", "2001:db8::9"))
                .startsWith("OPTIONS sip:[2001:db8::1]:5070 SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP [2001:db8:0:0:0:0:0:9]:40000;rport;branch=z9hG4bK")
                .contains(
                        "\r\nTo: <sip:[2001:db8::1]:5070>\r\n",
                        "\r\nFrom: <sip:pbx-failover@[2001:db8:0:0:0:0:0:9]:40000>;tag=",
                        "\r\nContact: <sip:pbx-failover@[2001:db8:0:0:0:0:0:9]:40000>\r\n");
    }

    @Test
    void the_scope_of_a_link_local_address_is_nobody_elses_business() throws Exception {
        InetAddress scoped = java.net.Inet6Address.getByAddress(
                "", InetAddress.getByName("fe80::9").getAddress(), 3);
        String request = new String(
                new SipOptions(URI.create("udp://[fe80::1]"), new InetSocketAddress(scoped, 40_000)).request(),
                StandardCharsets.US_ASCII);
        assertThat(request).contains("UDP [fe80:0:0:0:0:0:0:9]:40000;rport").doesNotContain("%");
    }

    @Test
    void a_port_that_was_not_written_is_not_sent_and_a_transport_other_than_udp_is() throws Exception {
        assertThat(request("tls://pbx.example", "192.0.2.9"))
                .startsWith("OPTIONS sip:pbx.example;transport=tls SIP/2.0\r\n"
                        + "Via: SIP/2.0/TLS 192.0.2.9:40000;rport;branch=z9hG4bK")
                .contains("\r\nContact: <sip:pbx-failover@192.0.2.9:40000;transport=tls>\r\n");
        assertThat(request("udp://pbx.example", "192.0.2.9")).startsWith("OPTIONS sip:pbx.example SIP/2.0\r\n");
    }
}
