package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** What services for DNS are asked beside the change proves nothing by itself, and holds up nothing when nobody answers. */
class DnsDetoursTest {
    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";
    private static final String AWS =
            "action: route53, access-key: AKIDEXAMPLE, secret-key: " + DnsServices.SECRET + ", zone-id: Z1";
    private static final Function<Zone, Service> ROUTE_53 = zone -> DnsServices.route53(zone, new AtomicInteger());

    @TempDir
    static Path temp;

    private static final Map<String, Zone> ZONES = new LinkedHashMap<>();
    private static final Map<String, Service> SERVICES = new LinkedHashMap<>();
    private static final CountDownLatch END = new CountDownLatch(1);

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        pair("desec", DnsServices::desec, "action: desec, zone: acme.example, token: " + DnsServices.SECRET, "20s");
        pair(
                "pdns",
                DnsServices::powerDns,
                "action: powerdns, zone: acme.example, api-key: " + DnsServices.SECRET,
                "2m"); // longer than anybody waits here
        pair("aws-hangs", ROUTE_53, AWS, "3s");
        pair("aws-lags", ROUTE_53, AWS, "20s");
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    private static void pair(String pair, Function<Zone, Service> made, String settings, String timeout) {
        Zone zone = new Zone(pair).set("A", OLD);
        Service service = made.apply(zone);
        ZONES.put(pair, zone);
        SERVICES.put(pair, service);
        String dns = "dns: { " + settings + ", url: \"" + service.url() + "\", " + zone.settings() + ", timeout: "
                + timeout + ", attempts: 1, backoff: 100ms, verify: { within: 2s, every: 100ms } }\n";
        town.pair(pair, "", dns, dns);
    }

    @AfterAll
    static void stop() {
        END.countDown();
        process.close();
        town.close();
        SERVICES.values().forEach(Service::close);
        ZONES.values().forEach(Zone::close);
    }

    private static Zone zone(String pair) {
        return Objects.requireNonNull(ZONES.get(pair));
    }

    private static Service service(String pair) {
        return Objects.requireNonNull(SERVICES.get(pair));
    }

    private static void switchover(String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
    }

    private static void alarms(String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> robot.alarms(pair), alarms -> alarms.stream().anyMatch(alarm -> alarm.contains(part)));
    }

    private static String detail(String pair) {
        return robot.history(pair).at("/0/stages/0/detail").asText();
    }

    /** Until the end of all stories; what comes then is of no use to anybody. */
    private static Optional<Service.Reply> never() {
        try {
            END.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(Service.CUT);
    }

    @Story
    void a_change_that_desec_answers_with_other_addresses_is_no_success() {
        service("desec")
                .answers(
                        "PATCH",
                        200,
                        "[{\"name\":\"desec.acme.example.\",\"type\":\"A\",\"ttl\":60,\"records\":[\"192.0.2.9\"]}]");
        switchover("desec");
        alarms("desec", "the service took something else: [{");
        service("desec").isWell();
        robot.until("desec", "active");
    }

    @Story
    void a_powerdns_that_hangs_while_it_is_to_notify_its_secondaries_holds_up_nothing_and_hides_no_answer() {
        service("pdns").troubled(request -> {
            if (request.path().endsWith("/notify")) {
                return never();
            }
            if (request.method().equals("PATCH")) {
                zone("pdns").ttl(60).set("A", NEW);
                return Optional.of(new Service.Reply(201, ""));
            }
            return Optional.empty();
        });
        switchover("pdns");
        robot.until("pdns", "active");
        assertThat(service("pdns").of("PUT")).hasSize(1);
        assertThat(detail("pdns")).startsWith("201 pdns.acme.example: " + OLD + " → " + NEW);
    }

    @Story
    void a_route_53_that_hangs_when_it_is_asked_for_a_change_leaves_the_servers_time_to_answer() {
        service("aws-hangs").troubled(request -> request.path().contains("/change/") ? never() : Optional.empty());
        switchover("aws-hangs");
        robot.until("aws-hangs", "active");
        assertThat(detail("aws-hangs")).endsWith("; Route 53 did not say whether the change is everywhere");
    }

    @Story
    void a_route_53_that_has_said_that_a_change_is_everywhere_is_not_asked_again() {
        zone("aws-lags").secondLags(true);
        switchover("aws-lags");
        alarms("aws-lags", zone("aws-lags").second.address() + " answers " + OLD);
        zone("aws-lags").secondLags(false);
        robot.until("aws-lags", "active");
        assertThat(service("aws-lags").requests)
                .extracting(Service.Request::path)
                .filteredOn(path -> path.contains("/change/"))
                .isEqualTo(List.of("/2013-04-01/change/C1"));
        assertThat(detail("aws-lags")).endsWith("all 2 authoritative servers answer " + NEW);
    }
}
