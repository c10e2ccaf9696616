package org.pbxfailover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Every server that speaks for the name has to say the new address; one that does not is named with what it says. */
class AuthoritativeTest {
    private static final String NAME = "pbx.acme.example";
    private static final String OLD = "198.51.100.10";
    private static final String NEW = "203.0.113.7";

    private final NameServer one = new NameServer().has(NAME, "A", NEW);
    private final NameServer other = new NameServer().has(NAME, "A", NEW);

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private static long within(Duration patience) {
        return System.nanoTime() + patience.toNanos();
    }

    private static Wanted wanted(String... addresses) {
        Map<String, InetAddress> byType = new LinkedHashMap<>();
        for (String address : addresses) {
            String type = address.contains(":") ? "AAAA" : "A";
            byType.put(type, Wanted.address(type, address));
        }
        return Wanted.of(Wanted.name(NAME), Optional.empty(), byType, Duration.ofSeconds(60));
    }

    private Authoritative.Verdict look(String... addresses) {
        return look(wanted(addresses), Duration.ofSeconds(20));
    }

    private Authoritative.Verdict look(Wanted wanted, Duration patience) {
        return new Authoritative(List.of(one.address(), other.address()), List.of()).look(wanted, within(patience));
    }

    private void fails(String sentence) {
        Authoritative.Verdict verdict = look(NEW);
        assertThat(verdict.sentence()).isEqualTo(sentence);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void holds_when_all_of_them_answer_the_new_address() {
        assertThat(look(NEW))
                .isEqualTo(new Authoritative.Verdict(true, true, "all 2 authoritative servers answer " + NEW));
    }

    @Test
    void one_that_lags_is_named_with_what_it_says_and_for_how_long_others_may_keep_that() {
        other.has(NAME, "A", OLD).ttl(300);
        fails(other.address() + " answers " + OLD + " (TTL 300), not " + NEW);
    }

    @Test
    void the_old_address_beside_the_new_one_does_not_hold() {
        one.has(NAME, "A", OLD, NEW);
        fails(one.address() + " answers " + OLD + " and " + NEW + " (TTL 60), not " + NEW);
    }

    @Test
    void both_that_lag_are_counted() {
        one.has(NAME, "A", OLD);
        other.has(NAME, "A", OLD);
        fails(one.address() + " answers " + OLD + " (TTL 60), not " + NEW + "; so it is with 2 of 2 servers");
    }

    @Test
    void both_kinds_of_addresses_are_looked_at_and_their_spelling_does_not_matter() {
        one.has(NAME, "AAAA", "2001:DB8:0:0::7");
        other.has(NAME, "AAAA", "2001:db8::8");
        assertThat(look(NEW, "2001:db8::7").sentence())
                .isEqualTo(other.address() + " answers 2001:db8::8 (TTL 60), not 2001:db8::7");
        other.has(NAME, "AAAA", "2001:db8::7");
        assertThat(look(NEW, "2001:db8::7").sentence())
                .isEqualTo("all 2 authoritative servers answer " + NEW + " and 2001:db8::7");
    }

    @Test
    void an_address_of_the_other_kind_that_stays_is_mentioned() {
        one.has(NAME, "AAAA", "2001:db8::8");
        other.has(NAME, "AAAA", "2001:db8::8");
        assertThat(look(NEW).sentence()).endsWith("answer " + NEW + "; AAAA is still 2001:db8::8");
    }

    @Test
    void a_name_that_is_not_there_does_not_hold() {
        other.dies();
        try (NameServer empty = new NameServer()) {
            Authoritative.Verdict verdict = new Authoritative(List.of(empty.address()), List.of())
                    .look(wanted(NEW), within(Duration.ofSeconds(20)));
            assertThat(verdict.sentence()).isEqualTo(empty.address() + " answers no A record, not " + NEW);
        }
    }

    @ParameterizedTest
    @CsvSource({"REFUSED", "SERVFAIL", "NOTIMP"})
    void one_that_refuses_is_named_with_its_words(String rcode) {
        one.refusing(Rcode.value(rcode));
        fails(one.address() + " answers " + rcode);
    }

    @Test
    void one_that_only_repeats_what_it_heard_elsewhere_is_not_believed() {
        one.lame();
        fails(one.address() + " does not serve the zone");
    }

    @Test
    void an_alias_is_not_believed() {
        one.has(NAME, "A").has(NAME, "CNAME", "pbx.elsewhere.example");
        fails(one.address() + " says that the name is an alias of pbx.elsewhere.example");
    }

    @Test
    void what_an_answer_says_of_other_names_says_nothing_of_this_one() throws Exception {
        Record other = Record.fromString(Wanted.name("www.acme.example"), Type.A, DClass.IN, 60, NEW, Name.root);
        Record alias = Record.fromString(
                Wanted.name("www.acme.example"), Type.CNAME, DClass.IN, 60, "acme.example.", Name.root);
        one.twisted(answer -> {
            answer.addRecord(alias, Section.ANSWER);
            return answer;
        });
        assertThat(look(NEW).holds()).as("an alias of another name").isTrue();
        one.has(NAME, "A").twisted(answer -> {
            answer.addRecord(other, Section.ANSWER);
            return answer;
        });
        fails(one.address() + " answers no A record, not " + NEW);
    }

    @Test
    void an_answer_that_is_too_long_for_udp_is_asked_for_over_tcp() {
        one.onlyOverTcp();
        assertThat(look(NEW).holds()).isTrue();
    }

    @Test
    void one_that_is_silent_is_named_by_the_deadline_and_not_later() {
        one.silent(true);
        long begin = System.nanoTime();
        Authoritative.Verdict verdict = look(wanted(NEW), Duration.ofMillis(1500));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertThat(verdict.sentence()).isEqualTo(one.address() + " does not answer");
        assertThat(took).isBetween(1000L, 6000L);
        assertThat(one.asked())
                .as("twice over UDP, then over TCP, for each type")
                .isEqualTo(6);
    }

    @Test
    void one_that_is_dead_is_named_at_once() {
        one.dies();
        fails(one.address() + " does not answer (connection refused)");
    }

    @Test
    void silence_tells_nothing_of_the_effect_and_any_answer_does() {
        other.dies();
        assertThat(look(NEW).heard())
                .as("one answers as wanted, the other is dead")
                .isFalse();
        one.has(NAME, "A", OLD);
        assertThat(look(NEW).heard()).as("one has the old address").isTrue();
        one.refusing(Rcode.SERVFAIL);
        assertThat(look(NEW).heard()).as("one has words").isTrue();
        one.dies();
        assertThat(look(NEW).heard()).as("nobody says a word").isFalse();
    }

    @Test
    void without_a_resolver_that_answers_nobody_is_known() {
        other.dies();
        String resolver = other.address();
        Authoritative.Verdict verdict =
                new Authoritative(List.of(), List.of(resolver)).look(wanted(NEW), within(Duration.ofSeconds(20)));
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.heard()).isFalse();
        assertThat(verdict.sentence())
                .isEqualTo("the robot's own name service does not say who serves " + NAME + ": " + resolver
                        + " does not answer (connection refused)");
    }

    @Test
    void the_servers_are_found_by_the_ns_records_of_the_nearest_zone() throws Exception {
        one.has(NAME, "NS")
                .has("acme.example", "NS", "ns2.acme.example.", "ns1.acme.example.")
                .has("ns1.acme.example", "A", "192.0.2.1")
                .has("ns1.acme.example", "AAAA", "2001:db8::53")
                .has("ns2.acme.example", "A", "192.0.2.2");
        List<Server> servers = new Servers(List.of(one.address()), within(Duration.ofSeconds(20)))
                .of(Wanted.name(NAME), Optional.empty());
        assertThat(servers.stream().map(Server::shown))
                .containsExactly("ns1.acme.example (192.0.2.1)", "ns2.acme.example (192.0.2.2)");
        assertThat(servers.get(0).addresses()).hasSize(2);
    }

    @Test
    void a_resolver_is_asked_for_what_others_know_and_an_authoritative_server_only_for_what_it_knows_itself()
            throws Exception {
        one.has("acme.example", "NS", "ns1.acme.example.").has("ns1.acme.example", "A", "192.0.2.1");
        one.onlyForRecursion(true);
        assertThat(new Servers(List.of(one.address()), within(Duration.ofSeconds(20)))
                        .of(Wanted.name(NAME), Optional.empty()))
                .extracting(Server::shown)
                .containsExactly("ns1.acme.example (192.0.2.1)");
        other.onlyForRecursion(false);
        assertThat(new Authoritative(List.of(other.address()), List.of())
                        .look(wanted(NEW), within(Duration.ofSeconds(20)))
                        .holds())
                .isTrue();
    }

    /** Fault 23. */
    @Test
    void a_resolver_that_is_silent_leaves_time_for_the_next_one() throws Exception {
        one.silent(true);
        other.has("acme.example", "NS", "ns1.acme.example.").has("ns1.acme.example", "A", "192.0.2.1");
        assertThat(new Servers(List.of(one.address(), other.address()), within(Duration.ofSeconds(12)))
                        .of(Wanted.name("acme.example"), Optional.of(Wanted.name("acme.example"))))
                .extracting(Server::shown)
                .containsExactly("ns1.acme.example (192.0.2.1)");
    }

    /** They know nothing of the name but who serves its zone, and would never say the new address. */
    @Test
    void the_servers_of_a_top_level_domain_are_never_those_of_the_name() {
        one.has("example", "NS", "a.nic.example.").has("a.nic.example", "A", "127.0.0.1");
        assertThat(new Authoritative(List.of(), List.of(one.address()))
                        .look(wanted(NEW), within(Duration.ofSeconds(20)))
                        .sentence())
                .isEqualTo("no NS records are found for pbx.acme.example and what is above it");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.53, 192.0.2.53:53",
        "192.0.2.53:5353, 192.0.2.53:5353",
        "2001:db8::53, 2001:db8::53:53",
        "[2001:db8::53], 2001:db8::53:53",
        "[2001:db8::53]:5353, 2001:db8::53:5353",
        "ns1.example.org, none",
        "ns1.example.org:5353, none"
    })
    void an_address_may_be_written_with_and_without_a_port(String written, String meant) {
        assertThat(Servers.endpoint(written)
                        .map(at -> Wanted.text(at.getAddress()) + ":" + at.getPort())
                        .orElse("none"))
                .isEqualTo(meant);
    }

    /** Whoever may write into a zone must not make the robot ask half the world. */
    @Test
    void of_a_zone_with_servers_and_addresses_without_end_so_many_are_asked() throws Exception {
        String[] hosts = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> "ns%02d.acme.example.".formatted(i))
                .toArray(String[]::new);
        one.has("acme.example", "NS", hosts);
        one.has("ns01.acme.example", "A", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5");
        Servers finder = new Servers(List.of(one.address()), within(Duration.ofSeconds(20)));
        List<Server> found = finder.of(Wanted.name(NAME), Optional.empty());
        assertThat(found).hasSize(16);
        assertThat(found.get(0).addresses()).hasSize(4);
        assertThat(finder.named(Collections.nCopies(20, "192.0.2.1"))).hasSize(16);
    }

    @Test
    void a_zone_without_ns_records_is_said_to_be_wrong() {
        Authoritative.Verdict verdict =
                new Authoritative(List.of(), List.of(one.address())).look(wanted(NEW), within(Duration.ofSeconds(20)));
        assertThat(verdict.sentence()).isEqualTo("no NS records are found for pbx.acme.example and what is above it");
    }

    @ParameterizedTest
    @CsvSource({"REFUSED", "SERVFAIL"})
    void a_resolver_that_refuses_to_say_is_no_answer_and_the_next_one_is_asked(String rcode) throws Exception {
        one.refusing(Rcode.value(rcode));
        other.has(NAME, "NS").has("acme.example", "NS", "ns1.acme.example.").has("ns1.acme.example", "A", "192.0.2.1");
        List<Server> servers = new Servers(List.of(one.address(), other.address()), within(Duration.ofSeconds(20)))
                .of(Wanted.name(NAME), Optional.empty());
        assertThat(servers.stream().map(Server::shown)).containsExactly("ns1.acme.example (192.0.2.1)");
    }

    @Test
    void resolvers_that_all_refuse_to_say_are_not_taken_for_a_zone_without_servers() {
        one.refusing(Rcode.SERVFAIL);
        Authoritative.Verdict verdict =
                new Authoritative(List.of(), List.of(one.address())).look(wanted(NEW), within(Duration.ofSeconds(20)));
        assertThat(verdict.sentence())
                .isEqualTo("the robot's own name service does not say who serves " + NAME + ": " + one.address()
                        + " answers SERVFAIL");
    }

    @Test
    void a_server_whose_name_nobody_can_resolve_is_named_and_the_others_are_asked_all_the_same() {
        one.refusing(Rcode.SERVFAIL);
        Authoritative finder = new Authoritative(List.of("ns1.acme.example", other.address()), List.of(one.address()));
        assertThat(finder.look(wanted(NEW), within(Duration.ofSeconds(20))).sentence())
                .isEqualTo(
                        "ns1.acme.example is not found: the robot's own name service does not say where ns1.acme.example is: "
                                + one.address()
                                + " answers SERVFAIL");
        assertThat(finder.now(Wanted.name(NAME), Optional.empty(), within(Duration.ofSeconds(20)))
                        .records())
                .isPresent();
    }

    @Test
    void a_server_has_the_addresses_that_can_be_found_out_also_when_those_of_the_other_kind_cannot() throws Exception {
        one.has("ns1.acme.example", "A", "192.0.2.1").twisted(answer -> {
            if (answer.getQuestion().getType() == Type.AAAA) {
                answer.getHeader().setRcode(Rcode.SERVFAIL);
            }
            return answer;
        });
        assertThat(new Servers(List.of(one.address()), within(Duration.ofSeconds(20)))
                        .named(List.of("ns1.acme.example")))
                .extracting(Server::shown)
                .containsExactly("ns1.acme.example (192.0.2.1)");
    }

    @Test
    void a_server_that_is_written_by_its_name_may_be_one_of_the_hosts_file_alone() {
        String port = other.address().replaceFirst(".*:", "");
        one.dies();
        Authoritative finder = new Authoritative(List.of("localhost:" + port), List.of(one.address()));
        assertThat(finder.look(wanted(NEW), within(Duration.ofSeconds(20))).sentence())
                .isEqualTo("the authoritative server answers " + NEW);
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:7, 2001:db8::7",
        "::, ::",
        "::1, ::1",
        "fe80::, fe80::",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
    })
    void ipv6_has_one_spelling(String written, String shown) {
        assertThat(Wanted.text(Wanted.address("AAAA", written))).isEqualTo(shown);
    }

    @Test
    void a_zone_of_one_label_has_name_servers_when_it_is_the_one_that_is_configured() {
        one.has("lan", "NS", "ns.lan.").has("ns.lan", "A", "127.0.0.1");
        List<String> troubles = new Authoritative(List.of(), List.of(one.address()))
                .troubles(Wanted.name("pbx.lan"), Optional.of(Wanted.name("lan")), within(Duration.ofSeconds(1)));
        assertThat(troubles).singleElement().asString().startsWith("authoritative server ns.lan");
    }
}
