package org.pbxfailover.camel.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.dns.RecordSet;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What an update demands to be there before it changes anything. */
class UpdatesTest {
    private static final String PRIMARY = "198.51.100.10";
    private static final String SECONDARY = "203.0.113.7";

    /** What the update that moves the name demands, when its A record is this. */
    private static List<String> demands(String before, Map<String, Object> more) throws Exception {
        return sent(before, more, Updates::replace).getSection(Section.PREREQ).stream()
                .map(Record::rdataToString)
                .toList();
    }

    /** Which records the rehearsal pretends to delete. */
    private static List<String> tries(Map<String, Object> more) throws Exception {
        return sent(PRIMARY, more, Updates::rehearse).getSection(Section.UPDATE).stream()
                .map(record -> Type.string(record.getType()) + " " + record.rdataToString())
                .toList();
    }

    private interface Step {
        void on(Updates updates, Exchange exchange) throws Refused;
    }

    private static Message sent(String before, Map<String, Object> more, Step step) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Message> update = CompletableFuture.supplyAsync(() -> taken(server));
            Map<String, Object> settings = new LinkedHashMap<>(Map.of(
                    "server", "127.0.0.1:" + server.getLocalPort(),
                    "zone", "acme.example",
                    "name", "pbx.acme.example",
                    "ipv6", "2001:db8::7"));
            settings.putAll(more);
            settings.values().removeIf(""::equals);
            Exchange exchange = ExchangeBuilder.anExchange(new DefaultCamelContext())
                    .withProperty("settings", settings)
                    .withProperty("towards", SECONDARY)
                    .withProperty("from", PRIMARY)
                    .build();
            new Records((now, of, value) -> {}).begin(exchange);
            Records.change(exchange).found("A", new RecordSet(List.of(before), Optional.empty()), Map.of());
            Records.change(exchange).found("AAAA", new RecordSet(List.of("2001:db8::10"), Optional.empty()), Map.of());
            step.on(new Updates(), exchange);
            return update.get(10, TimeUnit.SECONDS);
        }
    }

    private static Message taken(ServerSocket server) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] bytes = new byte[in.readUnsignedShort()];
            in.readFully(bytes);
            Message update = new Message(bytes);
            Message answer = new Message(update.getHeader().getID());
            answer.getHeader().setOpcode(update.getHeader().getOpcode());
            answer.getHeader().setFlag(Flags.QR);
            answer.addRecord(update.getQuestion(), Section.QUESTION);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] wire = answer.toWire();
            out.writeShort(wire.length);
            out.write(wire);
            out.flush();
            return update;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void the_other_sides_address_so_that_nobody_who_moved_the_users_is_overruled() throws Exception {
        assertThat(demands(PRIMARY, Map.of())).containsExactly(PRIMARY);
        assertThat(demands("192.0.2.99", Map.of())).containsExactly(PRIMARY);
    }

    @Test
    void what_is_there_when_a_person_has_moved_a_half_already() throws Exception {
        assertThat(demands(SECONDARY, Map.of())).containsExactly(SECONDARY);
    }

    @Test
    void nothing_without_compare() throws Exception {
        assertThat(demands(PRIMARY, Map.of("compare", false))).isEmpty();
    }

    @Test
    void the_rehearsal_asks_for_the_right_to_change_every_type_that_is_to_change() throws Exception {
        assertThat(tries(Map.of())).containsExactly("A 0.0.0.0", "AAAA 0:0:0:0:0:0:0:0");
        assertThat(tries(Map.of("ipv6", ""))).containsExactly("A 0.0.0.0");
    }
}
