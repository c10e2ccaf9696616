package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** The actions for DNS services, called by their routes in a stage, with servers that answer as the makers document it, and worse. */
class DnsActionsTest {
    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";
    private static final String OLD6 = "2001:db8::10";
    private static final String NEW6 = "2001:db8::7";
    private static final String TIMES = "timeout: 20s, backoff: 100ms, verify: { within: 40s, every: 100ms }";

    /** Gives up soon, so that the alarm comes soon. */
    private static final String HASTY =
            "attempts: 1, timeout: 20s, backoff: 100ms, verify: { within: 2s, every: 100ms }";

    @TempDir
    static Path temp;

    private static final Map<String, Zone> ZONES = new LinkedHashMap<>();
    private static final Map<String, Service> SERVICES = new LinkedHashMap<>();
    private static final AtomicInteger PENDING = new AtomicInteger(3);
    private static final AtomicInteger FOR_EVER = new AtomicInteger(Integer.MAX_VALUE);

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        powerDns("pdns", TIMES);
        powerDns("outage", HASTY);
        powerDns("lag", HASTY);
        powerDns("key", HASTY);
        powerDns("wrong-zone", HASTY);
        powerDns("twice", HASTY);
        powerDns("deaf", HASTY);
        powerDns("moved", HASTY);
        powerDns("disabled", TIMES);
        String token = "token: " + DnsServices.SECRET;
        for (String pair :
                new String[] {"cloudflare", "cloudflare-no", "cloudflare-other", "cloudflare-two", "cloudflare-alias"
                }) {
            pair(
                    pair,
                    DnsServices::cloudflare,
                    "cloudflare",
                    token + ", zone-id: 0123abc",
                    pair.length() > 10 ? HASTY : TIMES);
        }
        pair("desec", DnsServices::desec, "desec", token + ", zone: acme.example", TIMES);
        pair("desec-busy", DnsServices::desec, "desec", token + ", zone: acme.example", HASTY);
        for (String pair : new String[] {
            "dyndns", "dyndns-bad", "dyndns-key", "dyndns-other", "dyndns-same", "dyndns-dark", "dyndns-slow"
        }) {
            pair(
                    pair,
                    DnsServices::dynDns,
                    "dyndns2",
                    "username: robot, password: " + DnsServices.SECRET,
                    pair.length() > 6 ? HASTY : TIMES);
        }
        String keys = "access-key: AKIDEXAMPLE, secret-key: " + DnsServices.SECRET + ", zone-id: Z1";
        pair("aws", zone -> DnsServices.route53(zone, PENDING), "route53", keys, TIMES);
        pair("aws-pending", zone -> DnsServices.route53(zone, FOR_EVER), "route53", keys, HASTY);
        pair(
                "aws-key",
                zone -> DnsServices.route53(zone, new AtomicInteger()),
                "route53",
                keys.replace(DnsServices.SECRET, "another"),
                HASTY);
        pair("aws-mute", zone -> DnsServices.route53(zone, new AtomicInteger()), "route53", keys, HASTY);
        pair("aws-policy", zone -> DnsServices.route53(zone, new AtomicInteger()), "route53", keys, HASTY);
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    private static void powerDns(String pair, String times) {
        pair(
                pair,
                DnsServices::powerDns,
                "powerdns",
                "api-key: " + DnsServices.SECRET + ", zone: " + (pair.equals("wrong-zone") ? "example" : Zone.ZONE),
                times);
    }

    /** A pair with two authoritative servers, whose name has both kinds of addresses. */
    private static void pair(String pair, Function<Zone, Service> made, String action, String settings, String times) {
        Zone zone = new Zone(pair).set("A", OLD).set("AAAA", OLD6);
        Service service = made.apply(zone);
        ZONES.put(pair, zone);
        SERVICES.put(pair, service);
        String common =
                "{ action: " + action + ", url: \"" + service.url() + (action.equals("dyndns2") ? "/nic/update" : "")
                        + "\", " + zone.settings() + ", " + settings + ", " + times;
        town.pair(
                pair,
                "",
                "dns: " + common + ", ipv6: \"" + NEW6 + "\" }\n",
                "dns: " + common + ", ipv6: \"" + OLD6 + "\" }\n");
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

    private static void switchover(String pair) {
        assertThat(robot.order(pair, "failover", "{}").status()).isLessThan(300);
    }

    private static String detail(String pair) {
        return robot.history(pair).at("/0/stages/0/detail").asText();
    }

    /** There and back: both kinds of addresses are changed, the history names the old ones, and the fail-back puts them back. */
    private static void thereAndBack(String pair, String answer) {
        switchover(pair);
        robot.until(pair, "active");
        assertThat(zone(pair).get("A")).containsExactly(NEW);
        assertThat(zone(pair).get("AAAA")).containsExactly(NEW6);
        assertThat(detail(pair))
                .isEqualTo(answer + " " + zone(pair).name + ": " + OLD + " → " + NEW + ", " + OLD6 + " → " + NEW6
                        + "; answered all 2 authoritative servers answer " + NEW + " and " + NEW6);
        assertThat(robot.order(pair, "failback", "{\"force\":true}").status()).isLessThan(300);
        robot.until(pair, "watching");
        assertThat(zone(pair).get("A")).containsExactly(OLD);
        assertThat(zone(pair).get("AAAA")).containsExactly(OLD6);
    }

    private static void alarms(String pair, String part) {
        soon(pair + " to say: " + part)
                .until(() -> robot.alarms(pair), alarms -> alarms.stream().anyMatch(alarm -> alarm.contains(part)));
        assertThat(robot.state(pair)).isEqualTo("activating");
        assertThat(robot.alarms(pair).toString()).doesNotContain(DnsServices.SECRET);
    }

    private static void getsThere(String pair) {
        robot.until(pair, "active");
        assertThat(zone(pair).get("A")).containsExactly(NEW);
    }

    @Story
    void powerdns_goes_there_and_back_in_one_request_each() {
        thereAndBack("pdns", "204");
        assertThat(service("pdns").of("PATCH")).hasSize(2);
        assertThat(service("pdns").of("PATCH").get(0).header("Idempotency-Key")).isEqualTo("pdns-1-dns-1");
    }

    @Story
    void powerdns_that_does_not_answer_to_the_notify_has_changed_the_records_all_the_same() {
        service("deaf")
                .troubled(request -> request.path().endsWith("/notify") ? Optional.of(Service.CUT) : Optional.empty());
        switchover("deaf");
        getsThere("deaf");
        assertThat(detail("deaf")).startsWith("204 ");
        assertThat(service("deaf").of("PUT")).hasSize(1);
    }

    @Story
    void records_of_powerdns_that_are_disabled_stay_so() {
        zone("disabled").disabled("A", "192.0.2.50", NEW);
        thereAndBack("disabled", "204");
        assertThat(zone("disabled").disabled("A")).containsExactly("192.0.2.50");
    }

    @Story
    void a_redirect_is_not_followed_and_said_with_where_it_leads() {
        service("moved").troubled(request -> Optional.of(new Service.Reply(308, "", "https://pdns.acme.example/api/")));
        switchover("moved");
        alarms("moved", "308 (a redirect to https://pdns.acme.example/api/, which is not followed: correct url)");
        service("moved").isWell();
        getsThere("moved");
    }

    @Story
    void a_service_that_is_out_of_order_for_a_while_raises_an_alarm_and_is_tried_until_it_is_well() {
        service("outage").answers("PATCH", 500, "Internal Server Error");
        switchover("outage");
        alarms("outage", "500 Internal Server Error");
        assertThat(zone("outage").get("A")).containsExactly(OLD);
        service("outage").isWell();
        getsThere("outage");
    }

    @Story
    void one_of_two_authoritative_servers_that_lags_is_waited_for_by_name() {
        zone("lag").secondLags(true);
        switchover("lag");
        alarms("lag", zone("lag").second.address() + " answers " + OLD + " (TTL 60), not " + NEW);
        zone("lag").secondLags(false);
        getsThere("lag");
    }

    @Story
    void a_wrong_key_is_said_and_not_shown() {
        service("key").troubled(request -> Optional.of(new Service.Reply(401, "no such key: " + DnsServices.SECRET)));
        switchover("key");
        alarms("key", "401 no such key: [REDACTED]");
        service("key").isWell();
        getsThere("key");
    }

    @Story
    void a_zone_that_the_service_does_not_have_is_said() {
        switchover("wrong-zone");
        alarms("wrong-zone", "404 Not Found");
        assertThat(zone("wrong-zone").get("A")).containsExactly(OLD);
    }

    @Story
    void other_records_that_a_replacement_drops_are_named_in_the_history() {
        zone("twice").set("A", "192.0.2.3", OLD);
        switchover("twice");
        getsThere("twice");
        assertThat(detail("twice")).contains(": " + OLD + " and 192.0.2.3 → " + NEW);
    }

    @Story
    void cloudflare_goes_there_and_back_record_by_record() {
        thereAndBack("cloudflare", "200");
        assertThat(service("cloudflare").of("PATCH"))
                .as("a key stands for one request")
                .extracting(request -> request.header("Idempotency-Key"))
                .containsExactly(
                        "cloudflare-1-dns-1", "cloudflare-1-dns-1-2", "cloudflare-2-dns-1", "cloudflare-2-dns-1-2");
    }

    @Story
    void an_answer_of_200_without_success_is_none() {
        service("cloudflare-no")
                .answers(
                        "PATCH",
                        200,
                        "{\"success\":false,\"errors\":[{\"code\":10000,\"message\":\"Authentication error\"}]}");
        switchover("cloudflare-no");
        alarms("cloudflare-no", "success is 'false', not 'true'");
        service("cloudflare-no").isWell();
        getsThere("cloudflare-no");
    }

    @Story
    void an_answer_with_another_address_is_no_success() {
        service("cloudflare-other").answers("PATCH", 200, "{\"success\":true,\"result\":{\"content\":\"192.0.2.9\"}}");
        switchover("cloudflare-other");
        alarms("cloudflare-other", "the service took '192.0.2.9' instead of " + NEW);
        service("cloudflare-other").isWell();
        getsThere("cloudflare-other");
    }

    @Story
    void two_records_where_one_is_expected_are_not_guessed_about() {
        zone("cloudflare-two").set("A", OLD, "192.0.2.3");
        switchover("cloudflare-two");
        alarms("cloudflare-two", "is 127.0.0.1 and 192.0.2.3, and there must be exactly one A record");
        assertThat(service("cloudflare-two").of("PATCH")).isEmpty();
        zone("cloudflare-two").set("A", OLD);
        getsThere("cloudflare-two");
    }

    @Story
    void an_alias_in_the_place_of_the_record_is_named() {
        String alias = "{\"success\":true,\"result\":[{\"id\":\"1\",\"name\":\"cloudflare-alias.acme.example\","
                + "\"type\":\"CNAME\",\"content\":\"host.acme.example\",\"proxied\":false,\"ttl\":1}]}";
        service("cloudflare-alias").answers("GET", 200, alias);
        switchover("cloudflare-alias");
        alarms(
                "cloudflare-alias",
                "cloudflare-alias.acme.example is an alias (CNAME) of host.acme.example: put an A record in its place");
        service("cloudflare-alias").isWell();
        getsThere("cloudflare-alias");
    }

    @Story
    void desec_goes_there_and_back_in_one_request_each() {
        thereAndBack("desec", "200");
        assertThat(service("desec").of("PATCH")).hasSize(2);
    }

    @Story
    void a_service_that_is_asked_too_often_is_asked_again_later() {
        service("desec-busy").answers("PATCH", 429, "{\"detail\":\"Request was throttled.\"}");
        switchover("desec-busy");
        alarms("desec-busy", "429 {\"detail\":\"Request was throttled.\"}");
        service("desec-busy").isWell();
        getsThere("desec-busy");
    }

    @Story
    void dyndns2_goes_there_and_back_in_one_request_each() {
        thereAndBack("dyndns", "200");
        assertThat(service("dyndns").of("GET")).hasSize(2);
    }

    @Story
    void errors_of_dyndns2_that_come_with_200_are_errors() {
        for (String error : new String[] {"911", "dnserr"}) {
            service("dyndns-bad").answers("GET", 200, error);
            if (robot.state("dyndns-bad").equals("watching")) {
                switchover("dyndns-bad");
            }
            alarms("dyndns-bad", "the service answers " + error + ": ");
        }
        service("dyndns-bad").isWell();
        getsThere("dyndns-bad");
    }

    @Story
    void a_dyndns2_service_is_not_asked_again_for_what_only_a_person_can_mend() {
        service("dyndns-key").answers("GET", 200, "badauth");
        switchover("dyndns-key");
        alarms("dyndns-key", "the service answers badauth: the credential is wrong");
        soon("another attempt")
                .until(
                        () -> robot.history("dyndns-key").toString(),
                        history -> history.contains(
                                "the service answers badauth: the credential is wrong; not asked again before "));
        assertThat(service("dyndns-key").requests).hasSize(1);
        zone("dyndns-key").set("A", NEW).set("AAAA", NEW6);
        getsThere("dyndns-key");
    }

    @Story
    void a_dyndns2_service_that_takes_the_address_of_the_caller_is_not_believed() {
        service("dyndns-other").answers("GET", 200, "good 192.0.2.9");
        switchover("dyndns-other");
        alarms("dyndns-other", "the service took 192.0.2.9 instead of " + NEW);
        service("dyndns-other").isWell();
        getsThere("dyndns-other");
    }

    @Story
    void a_dyndns2_service_is_not_told_again_what_its_servers_answer_already() {
        zone("dyndns-same").set("A", NEW).set("AAAA", NEW6);
        switchover("dyndns-same");
        getsThere("dyndns-same");
        assertThat(service("dyndns-same").requests).isEmpty();
        assertThat(detail("dyndns-same")).contains(NEW + " → " + NEW);
    }

    @Story
    void a_dyndns2_service_is_not_told_again_while_its_servers_are_slow() {
        zone("dyndns-slow").held(true);
        switchover("dyndns-slow");
        alarms("dyndns-slow", "answers 127.0.0.1 (TTL 60), not " + NEW);
        soon("another attempt")
                .until(() -> robot.history("dyndns-slow").toString(), history -> history.contains("is not told again"));
        zone("dyndns-slow").held(false);
        getsThere("dyndns-slow");
        assertThat(service("dyndns-slow").requests).hasSize(1);
    }

    @Story
    void servers_that_do_not_say_what_was_there_before_hold_up_no_change() {
        zone("dyndns-dark").first.silent(true);
        zone("dyndns-dark").second.silent(true);
        switchover("dyndns-dark");
        soon("the change").until(() -> zone("dyndns-dark").get("A"), List.of(NEW)::equals);
        alarms("dyndns-dark", "does not answer; so it is with 2 of 2 servers");
        zone("dyndns-dark").first.silent(false);
        zone("dyndns-dark").second.silent(false);
        getsThere("dyndns-dark");
    }

    @Story
    void route_53_is_waited_for_until_the_change_is_everywhere() {
        thereAndBack("aws", "200");
        assertThat(service("aws").of("POST")).hasSize(2);
        assertThat(service("aws").requests.stream()
                        .filter(request -> request.path().equals("/2013-04-01/change/C1")))
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Story
    void a_change_of_route_53_that_is_pending_for_ever_raises_an_alarm() {
        switchover("aws-pending");
        alarms("aws-pending", "Route 53 says PENDING of the change C1, not INSYNC");
        FOR_EVER.set(0);
        getsThere("aws-pending");
    }

    @Story
    void where_route_53_does_not_let_the_key_ask_for_changes_its_servers_decide() {
        service("aws-mute")
                .troubled(request -> request.path().contains("/change/")
                        ? Optional.of(new Service.Reply(403, "<Code>AccessDenied</Code>"))
                        : Optional.empty());
        switchover("aws-mute");
        getsThere("aws-mute");
        assertThat(detail("aws-mute"))
                .endsWith("all 2 authoritative servers answer " + NEW + " and " + NEW6
                        + "; Route 53 did not say whether the change is everywhere: 403 <Code>AccessDenied</Code>");
    }

    @Story
    void a_record_with_a_routing_policy_is_not_guessed_about() {
        service("aws-policy")
                .answers(
                        "GET",
                        200,
                        "<R><ResourceRecordSet><Name>" + zone("aws-policy").name
                                + ".</Name><Type>A</Type><SetIdentifier>paris</SetIdentifier><Weight>1</Weight><TTL>60</TTL>"
                                + "<ResourceRecords><ResourceRecord><Value>127.0.0.1</Value></ResourceRecord></ResourceRecords>"
                                + "</ResourceRecordSet></R>");
        switchover("aws-policy");
        alarms("aws-policy", "the A record of aws-policy.acme.example has a routing policy (record paris)");
        assertThat(service("aws-policy").of("POST")).isEmpty();
        service("aws-policy").isWell();
        getsThere("aws-policy");
    }

    @Story
    void a_signature_by_another_key_is_refused() {
        switchover("aws-key");
        alarms("aws-key", "403 <ErrorResponse><Error><Code>SignatureDoesNotMatch");
        assertThat(zone("aws-key").get("A")).containsExactly(OLD);
    }
}
