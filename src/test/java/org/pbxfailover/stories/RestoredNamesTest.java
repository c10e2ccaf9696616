package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.JournalAround;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.journal.JournalException;

/** What a name meant before an activation changed it is in the journal, and a fail-back puts it back. */
class RestoredNamesTest {
    private static final String PRIMARY = "127.0.0.1";
    private static final String SECONDARY = "127.0.0.2";
    private static final String OTHER = "192.0.2.3";

    @TempDir
    Path temp;

    private final Map<String, Zone> zones = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();

    private void pair(Town town, String pair, Function<Zone, Service> made, String settings, String... addresses) {
        Zone zone = new Zone(pair).set("A", addresses);
        zones.put(pair, zone);
        Service service = made.apply(zone);
        services.put(pair, service);
        zone.ttl(7200);
        String path = settings.contains("dyndns2") ? "/nic/update" : "";
        String dns = "dns: { " + settings + ", url: \"" + service.url() + path + "\", " + zone.settings()
                + ", timeout: 20s, backoff: 100ms, verify: { within: 20s, every: 100ms } }\n";
        town.pair(pair, "", dns, dns);
    }

    private void powerDns(Town town, String pair, String... addresses) {
        String settings = "action: powerdns, api-key: " + DnsServices.SECRET + ", zone: " + Zone.ZONE;
        pair(town, pair, DnsServices::powerDns, settings, addresses);
    }

    private void dynDns(Town town, String pair, String... addresses) {
        String settings = "action: dyndns2, username: robot, password: " + DnsServices.SECRET;
        pair(town, pair, DnsServices::dynDns, settings, addresses);
    }

    @AfterEach
    void close() {
        services.values().forEach(Service::close);
        zones.values().forEach(Zone::close);
    }

    private Zone zone(String pair) {
        return Objects.requireNonNull(zones.get(pair));
    }

    private static RobotClient client(InProcess process) {
        return new RobotClient(process.apiPort(), process.consolePort());
    }

    private void goesOver(RobotClient robot, String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
        robot.until(pair, "active");
        assertThat(zone(pair).get("A")).containsExactly(SECONDARY);
        long ttl = pair.equals("desec") ? 3600 : pair.startsWith("dyndns") ? 7200 : 60;
        assertThat(zone(pair).ttl()).as(pair).isEqualTo(ttl);
    }

    private static String goesBack(RobotClient robot, String pair) {
        assertThat(robot.order(pair, "failback", "{\"force\":true}").status()).isLessThan(300);
        robot.until(pair, "watching");
        return robot.history(pair).at("/0/stages/0/detail").asText();
    }

    @Test
    void a_name_gets_back_its_other_addresses_and_its_ttl_though_the_robot_was_started_anew_in_between() {
        String token = "token: " + DnsServices.SECRET;
        String keys = "access-key: AKIDEXAMPLE, secret-key: " + DnsServices.SECRET + ", zone-id: Z1";
        try (Town town = new Town(temp)) {
            powerDns(town, "pdns", PRIMARY, OTHER);
            pair(town, "desec", DnsServices::desec, "action: desec, zone: acme.example, " + token, PRIMARY, OTHER);
            pair(
                    town,
                    "aws",
                    zone -> DnsServices.route53(zone, new AtomicInteger()),
                    "action: route53, " + keys,
                    PRIMARY,
                    OTHER);
            pair(
                    town,
                    "cloudflare",
                    DnsServices::cloudflare,
                    "action: cloudflare, zone-id: 0123abc, " + token,
                    PRIMARY);
            Path file = town.write();
            try (InProcess process = InProcess.start(file, Town.routes())) {
                zones.keySet().forEach(pair -> goesOver(client(process), pair));
            }
            try (InProcess process = InProcess.start(file, Town.routes())) {
                for (String pair : zones.keySet()) {
                    assertThat(goesBack(client(process), pair)).contains(": " + SECONDARY + " → " + PRIMARY);
                    assertThat(zone(pair).ttl()).as(pair).isEqualTo(7200);
                    assertThat(zone(pair).get("A"))
                            .as(pair)
                            .containsExactlyInAnyOrderElementsOf(
                                    pair.equals("cloudflare") ? List.of(PRIMARY) : List.of(PRIMARY, OTHER));
                }
                assertThat(client(process)
                                .history("pdns")
                                .at("/0/stages/0/detail")
                                .asText())
                        .isEqualTo("204 pdns.acme.example: 127.0.0.2 → 127.0.0.1 and 192.0.2.3, as it was;"
                                + " answered all 2 authoritative servers answer 127.0.0.1 and 192.0.2.3");
            }
        }
    }

    @Test
    void an_automatic_ttl_of_cloudflare_is_put_back_as_one() {
        try (Town town = new Town(temp)) {
            String settings = "action: cloudflare, zone-id: 0123abc, token: " + DnsServices.SECRET;
            pair(town, "cloudflare", DnsServices::cloudflare, settings, PRIMARY);
            zone("cloudflare").ttl(1);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                goesOver(client(process), "cloudflare");
                assertThat(goesBack(client(process), "cloudflare")).contains("127.0.0.2 → 127.0.0.1, as it was");
                assertThat(zone("cloudflare").ttl()).isEqualTo(1);
            }
        }
    }

    @Test
    void what_the_robot_itself_wrote_before_an_answer_was_lost_is_not_taken_for_what_was_there() {
        AtomicBoolean lost = new AtomicBoolean();
        try (Town town = new Town(temp)) {
            powerDns(town, "pdns", PRIMARY, OTHER);
            Objects.requireNonNull(services.get("pdns")).troubled(request -> {
                if (!request.method().equals("PATCH") || lost.getAndSet(true)) {
                    return Optional.empty();
                }
                zone("pdns").ttl(60).set("A", SECONDARY); // it is done, and nobody hears of it
                return Optional.of(Service.CUT);
            });
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                goesOver(client(process), "pdns");
                assertThat(lost).isTrue();
                goesBack(client(process), "pdns");
                assertThat(zone("pdns").get("A")).containsExactly(PRIMARY, OTHER);

                zone("pdns").set("A", PRIMARY);
                goesOver(client(process), "pdns");
                goesBack(client(process), "pdns");
                assertThat(zone("pdns").get("A"))
                        .as("what was there before the newest activation")
                        .containsExactly(PRIMARY);
            }
        }
    }

    @Test
    void what_would_lead_users_elsewhere_is_not_put_back() {
        try (Town town = new Town(temp)) {
            powerDns(town, "strange", OTHER);
            powerDns(town, "both", PRIMARY, SECONDARY);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                for (String pair : zones.keySet()) {
                    goesOver(client(process), pair);
                    assertThat(goesBack(client(process), pair))
                            .contains(" → 127.0.0.1; before the activation it was ", ", which is not put back");
                    assertThat(zone(pair).get("A")).containsExactly(PRIMARY);
                }
            }
        }
    }

    @Test
    void a_dyndns2_service_is_sent_one_address_and_what_else_there_was_is_said() {
        try (Town town = new Town(temp)) {
            dynDns(town, "dyndns", PRIMARY);
            dynDns(town, "dyndns-more", PRIMARY, OTHER);
            Path file = town.write();
            try (InProcess process = InProcess.start(file, Town.routes())) {
                zones.keySet().forEach(pair -> goesOver(client(process), pair));
            }
            try (InProcess process = InProcess.start(file, Town.routes())) {
                assertThat(goesBack(client(process), "dyndns")).contains(": 127.0.0.2 → 127.0.0.1, as it was");
                assertThat(goesBack(client(process), "dyndns-more"))
                        .contains(": 127.0.0.2 → 127.0.0.1; before the activation it was 127.0.0.1 and 192.0.2.3,"
                                + " which is not put back");
                zones.values().forEach(zone -> assertThat(zone.get("A")).containsExactly(PRIMARY));
            }
        }
    }

    /** The third entry of the pair is what was there before; it is refused until the disk has room again. */
    private record Full(AtomicBoolean full) implements JournalAround.Appends {
        @Override
        public void before(String pair, int number) {
            if (number >= 3 && full.get()) {
                throw new JournalException("the disk is full");
            }
        }
    }

    @Test
    void nothing_is_replaced_before_the_journal_has_taken_what_it_was() {
        Full full = new Full(new AtomicBoolean(true));
        try (Town town = new Town(temp)) {
            powerDns(town, "pdns", PRIMARY, OTHER);
            try (InProcess process = InProcess.start(
                    town.write(), Town.routes(), Clock.SYSTEM, journal -> new JournalAround(journal, full))) {
                RobotClient robot = client(process);
                assertThat(robot.order("pdns", "failover", "{}").status()).isLessThan(300);
                Service service = Objects.requireNonNull(services.get("pdns"));
                soon("the look at what was there")
                        .until(() -> !service.of("GET").isEmpty());
                soon("the complaint")
                        .until(() -> robot.pair("pdns").toString(), text -> text.contains("the disk is full"));
                assertThat(service.of("PATCH")).isEmpty();
                full.full().set(false);
                robot.until("pdns", "active");
                goesBack(robot, "pdns");
                assertThat(zone("pdns").get("A")).containsExactly(PRIMARY, OTHER);
            }
        }
    }

    /** The runbook's "staying there": the old primary is to be the standby from now on. */
    @Test
    void when_the_roles_are_changed_the_way_back_leaves_the_name_where_it_is_and_the_next_failover_leads_to_the_other()
            throws IOException {
        try (Town town = new Town(temp)) {
            powerDns(town, "pdns", PRIMARY, OTHER);
            Path file = town.write();
            try (InProcess process = InProcess.start(file, Town.routes())) {
                goesOver(client(process), "pdns");
            }
            String changed = Files.readString(file)
                    .replace("address: " + PRIMARY, "address: new")
                    .replace("address: " + SECONDARY, "address: " + PRIMARY)
                    .replace("address: new", "address: " + SECONDARY);
            Files.writeString(file, changed);
            try (InProcess process = InProcess.start(file, Town.routes())) {
                RobotClient robot = client(process);
                assertThat(robot.state("pdns")).isEqualTo("active");
                goesBack(robot, "pdns");
                assertThat(zone("pdns").get("A")).containsExactly(SECONDARY);

                assertThat(robot.order("pdns", "failover", "{}").status()).isLessThan(300);
                robot.until("pdns", "active");
                assertThat(zone("pdns").get("A")).containsExactly(PRIMARY);
            }
        }
    }
}
