package org.pbxfailover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class SimulatedDnsTest {
    private static final String NAME = "pbx.sandbox.example";

    private final Chronicle chronicle = new Chronicle();
    private SimulatedDns dns;

    @BeforeEach
    void start() throws IOException {
        dns = new SimulatedDns("127.0.0.1", 0, 0, NAME, "192.0.2.1", chronicle);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void answersQueriesWithTheAddressOfTheLastUpdate() throws IOException {
        assertThat(lookUp(NAME)).containsExactly("192.0.2.1");

        assertThat(Http.get(update("192.0.2.2")).body()).isEqualTo("good 192.0.2.2\n");
        assertThat(lookUp(NAME)).containsExactly("192.0.2.2");

        assertThat(Http.post(update("192.0.2.3")).body()).isEqualTo("good 192.0.2.3\n");
        assertThat(lookUp(NAME)).containsExactly("192.0.2.3");
    }

    @Test
    void knowsNoOtherName() throws IOException {
        Message answer = ask("other.sandbox.example", Type.A);

        assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(Http.get(dns.uri("/update?name=other.sandbox.example&ip=192.0.2.2"))
                        .body())
                .isEqualTo("nohost\n");
        assertThat(lookUp(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void hasOnlyAnIpv4Address() throws IOException {
        assertThat(ask(NAME, Type.AAAA).getSection(Section.ANSWER)).isEmpty();
        assertThat(ask(NAME, Type.AAAA).getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void refusesWhatIsNoAddress() throws IOException {
        assertThat(Http.get(update("localhost")).body()).isEqualTo("badip\n");
        assertThat(lookUp(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void failsWithStatus200AsSuchServicesDo() throws IOException {
        dns.fail();
        assertThat(Http.get(update("192.0.2.2")).statusCode()).isEqualTo(200);
        assertThat(Http.get(update("192.0.2.2")).body()).isEqualTo("911\n");
        assertThat(lookUp(NAME)).containsExactly("192.0.2.1");

        dns.restore();
        assertThat(Http.get(update("192.0.2.2")).body()).isEqualTo("good 192.0.2.2\n");
    }

    @Test
    void goesOnAfterAPacketThatIsNoQuery() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, dns.queries()));
            socket.send(new DatagramPacket(new byte[12], 12, dns.queries()));
        }
        assertThat(lookUp(NAME)).containsExactly("192.0.2.1");
    }

    @Test
    void writesDownWhenAnAddressWasSetAndWhenItWasFirstAnswered() throws IOException {
        Http.get(update("192.0.2.2"));
        lookUp(NAME);
        lookUp(NAME);

        assertThat(chronicle.all().stream()
                        .filter(Story.change("dns", Seen.Kind.ADDRESS_SET, "192.0.2.2")
                                .or(Story.change("dns", Seen.Kind.ADDRESS_ANSWERED, "192.0.2.2")))
                        .map(line -> ((Seen.Change) line).kind()))
                .containsExactly(Seen.Kind.ADDRESS_SET, Seen.Kind.ADDRESS_ANSWERED);
    }

    @Test
    void aTelephoneFollowsTheAddressToAPbxThatAcceptsIt() throws IOException {
        SimulatedPbx.Pace pace = new SimulatedPbx.Pace(Duration.ofMillis(10), Duration.ofMillis(10));
        try (SimulatedPbx primary = new SimulatedPbx("primary", "127.0.0.1", 0, true, pace, chronicle);
                SimulatedPbx secondary = new SimulatedPbx("secondary", "127.0.0.1", 0, false, pace, chronicle);
                Telephone telephone = new Telephone(
                        NAME,
                        dns.queries(),
                        address -> (address.equals("192.0.2.1") ? primary : secondary).uri("/"),
                        chronicle)) {
            await().until(() -> telephone.registeredAt().equals("192.0.2.1"));

            Http.get(update("192.0.2.2"));
            await().until(() -> telephone.registeredAt().isEmpty());

            Http.post(secondary.uri("/reload"));
            await().until(() -> telephone.registeredAt().equals("192.0.2.2"));
        }
    }

    private URI update(String ip) {
        return URI.create(dns.updateUrl() + ip);
    }

    private List<String> lookUp(String name) throws IOException {
        return ask(name, Type.A).getSection(Section.ANSWER).stream()
                .map(record -> ((ARecord) record).getAddress().getHostAddress())
                .toList();
    }

    private Message ask(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(dns.queries());
        resolver.setTimeout(Duration.ofSeconds(2));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }
}
