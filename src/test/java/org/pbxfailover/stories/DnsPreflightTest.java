package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** What would be wrong with a change of DNS is said beforehand, and saying it changes nothing. */
class DnsPreflightTest {
    private static final String OLD = "127.0.0.1";

    @TempDir
    static Path temp;

    private static final Map<String, Zone> ZONES = new LinkedHashMap<>();
    private static final Map<String, Service> SERVICES = new LinkedHashMap<>();

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp).also("readiness: { every: 1s }\n");
        for (String pair :
                List.of("key", "none", "ttl", "left", "strange", "silent", "proxied", "own", "short", "dyndns")) {
            Zone zone = new Zone(pair).set("A", OLD);
            Service service = service(pair, zone);
            ZONES.put(pair, zone);
            SERVICES.put(pair, service);
            String credentials = switch (pair) {
                        case "proxied" -> "action: cloudflare, zone-id: 0123abc, max-ttl: 2m, token: ";
                        case "dyndns" -> "action: dyndns2, username: robot, password: ";
                        case "short" -> "action: desec, zone: acme.example, ttl: 5m, token: ";
                        default -> "action: powerdns, zone: acme.example, api-key: ";
                    }
                    + DnsServices.SECRET;
            String action =
                    "{ " + credentials + ", url: \"" + service.url() + "\", timeout: 5s, " + zone.settings() + " }\n";
            String own = action.replace("{ action", "{ address: 192.0.2.77, action");
            town.pair(
                    pair,
                    "",
                    "dns: " + (pair.equals("own") ? own : action),
                    "dns: " + (pair.equals("own") ? own : action));
        }
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    private static Service service(String pair, Zone zone) {
        return switch (pair) {
            case "proxied" -> DnsServices.cloudflare(zone);
            case "short" -> DnsServices.desec(zone);
            case "dyndns" -> DnsServices.dynDns(zone);
            default -> DnsServices.powerDns(zone);
        };
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
        SERVICES.values().forEach(Service::close);
        ZONES.values().forEach(Zone::close);
    }

    private static Zone zone(String pair) {
        return Optional.ofNullable(ZONES.get(pair)).orElseThrow();
    }

    private static Service service(String pair) {
        return Optional.ofNullable(SERVICES.get(pair)).orElseThrow();
    }

    /** Of the preflights; a busy machine has other reasons, too. */
    private static List<String> notReady(String pair) {
        return texts(robot.pair(pair).path("not-ready")).stream()
                .filter(why -> why.contains("the preflight of "))
                .toList();
    }

    private static void ready(String pair) {
        soon("a preflight of " + pair).until(() -> !service(pair).of("GET").isEmpty());
        soon(pair + " to be ready").until(() -> notReady(pair), List::isEmpty);
    }

    private static void says(String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> notReady(pair), reasons -> reasons.stream().anyMatch(why -> why.contains(part)));
        assertThat(notReady(pair).toString()).doesNotContain(DnsServices.SECRET);
        assertThat(service(pair).of("PATCH")).isEmpty();
        assertThat(service(pair).of("POST")).isEmpty();
    }

    @Story
    void a_key_that_is_not_taken() {
        ready("key");
        service("key").answers("GET", 401, "Unauthorized");
        says("key", "the preflight of stage dns fails (401 Unauthorized)");
        service("key").isWell();
        ready("key");
    }

    @Story
    void a_record_that_is_not_there() {
        ready("none");
        zone("none").set("A");
        says("none", "none.acme.example has no A record: create it once");
        service("none")
                .answers(
                        "GET",
                        200,
                        "{\"rrsets\":[{\"name\":\"none.acme.example.\",\"type\":\"CNAME\",\"ttl\":60,"
                                + "\"records\":[{\"content\":\"host.acme.example.\",\"disabled\":false}]}]}");
        says("none", "none.acme.example is an alias (CNAME) of host.acme.example: put an A record in its place");
        service("none").isWell();
        zone("none").set("A", OLD);
        ready("none");
    }

    @Story
    void a_record_that_others_keep_too_long() {
        ready("ttl");
        zone("ttl").ttl(3600);
        says("ttl", "the TTL of the A record of ttl.acme.example is 1h, so users would keep the old address so long");
        zone("ttl").ttl(300);
        ready("ttl");
    }

    @Story
    void an_ipv6_address_that_would_stay() {
        ready("left");
        zone("left").set("AAAA", "2001:db8::10");
        says("left", "left.acme.example also has the AAAA record 2001:db8::10, which would stay");
    }

    @Story
    void an_ipv6_address_of_which_a_service_decides_by_itself() {
        zone("dyndns").set("AAAA", "2001:db8::10");
        says(
                "dyndns",
                "dyndns.acme.example also has the AAAA record 2001:db8::10, which the service may keep or delete when it is"
                        + " left out: write ipv6: with the new address, or remove the record");
        assertThat(service("dyndns").requests).isEmpty();
    }

    @Story
    void an_address_that_a_fail_back_would_not_restore() {
        ready("strange");
        zone("strange").set("A", "192.0.2.99");
        says("strange", "strange.acme.example is 192.0.2.99, neither 127.0.0.2 nor the other side's 127.0.0.1");
        zone("strange").set("A", "127.0.0.2");
        ready("strange");
    }

    @Story
    void an_action_with_an_address_of_its_own_is_not_held_against_those_of_the_pair() {
        zone("own").set("A", "192.0.2.99");
        int asked = service("own").of("GET").size();
        soon("two more preflights").until(() -> service("own").of("GET").size() >= asked + 4);
        ready("own");
        zone("own").ttl(3600);
        says("own", "the TTL of the A record of own.acme.example is 1h");
    }

    @Story
    void an_authoritative_server_that_would_be_waited_for() {
        ready("silent");
        zone("silent").second.silent(true);
        says("silent", "authoritative server " + zone("silent").second.address() + " does not answer");
        zone("silent").second.silent(false);
        ready("silent");
    }

    @Story
    void a_record_that_is_proxied() {
        ready("proxied");
        String record =
                "{\"success\":true,\"result\":[{\"id\":\"1\",\"name\":\"proxied.acme.example\",\"type\":\"A\",\"content\":\"127.0.0.1\",\"ttl\":1,\"proxied\":true}]}";
        service("proxied").answers("GET", 200, record.replace("true}", "false}"));
        says("proxied", "the TTL of the A record of proxied.acme.example is 5m, so users would keep");
        service("proxied").answers("GET", 200, record.replace("\"ttl\":1", "\"ttl\":60"));
        says("proxied", "the A record of proxied.acme.example is proxied, and SIP does not pass the proxy");
    }

    @Story
    void a_ttl_that_the_service_would_not_take() {
        says("short", "ttl is 5m, and the service takes no less than 1h for acme.example: write ttl: 1h, or more");
        service("short")
                .troubled(request -> request.path().equals("/domains/acme.example/")
                        ? Optional.of(new Service.Reply(200, "{\"name\":\"acme.example\"}"))
                        : Optional.empty());
        ready("short");
        service("short").isWell();
        says("short", "the service takes no less than 1h");
        service("short") // a token that may change the record, and see nothing else
                .troubled(request -> request.path().equals("/domains/acme.example/")
                        ? Optional.of(new Service.Reply(403, "{\"detail\":\"Insufficient token permissions.\"}"))
                        : Optional.empty());
        ready("short");
    }
}
