package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pbxfailover.real.Asked.answer;
import static org.pbxfailover.real.Asked.serial;
import static org.pbxfailover.real.Asked.ttl;
import static org.pbxfailover.stories.RobotClient.soon;
import static org.pbxfailover.stories.RobotClient.texts;
import static org.pbxfailover.stories.SignedUpdates.OTHER;
import static org.pbxfailover.stories.SignedUpdates.SECRET;
import static org.pbxfailover.stories.SignedUpdates.TIMES;
import static org.pbxfailover.stories.SignedUpdates.alarms;
import static org.pbxfailover.stories.SignedUpdates.switchover;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.dns.Authoritative;
import org.pbxfailover.dns.DynamicUpdate;
import org.pbxfailover.dns.Wanted;
import org.pbxfailover.real.Bind;
import org.pbxfailover.real.PowerDns;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** The actions for DNS against a real PowerDNS and a real BIND, each with two authoritative servers. */
@Tag("real")
class RealDnsTest {
    private static final String KEY = "key-of-the-api";
    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";

    @TempDir
    Path temp;

    private static String detail(RobotClient robot, String pair) {
        return robot.history(pair).at("/0/stages/0/detail").asText();
    }

    private static void ready(RobotClient robot, String pair) {
        soon(pair + " to be ready")
                .until(
                        () -> texts(robot.pair(pair).path("not-ready")),
                        reasons -> reasons.stream().noneMatch(why -> why.contains("the preflight of ")));
    }

    private static void failBack(RobotClient robot, String pair) {
        assertThat(robot.order(pair, "failback", "{\"force\":true}").status()).isLessThan(300);
        soon("the way back").atMost(Duration.ofSeconds(90)).until(() -> robot.state(pair), "watching"::equals);
    }

    /** Both servers share a database, and the second one keeps the old answer in its packet cache for a while. */
    @Test
    void powerdns_goes_there_and_back_at_both_servers() throws Exception {
        Path database = temp.resolve("pdns.sqlite3");
        try (PowerDns one = new PowerDns(temp, database, KEY);
                PowerDns other = new PowerDns(temp, database, KEY);
                Town town = new Town(temp).also("readiness: { every: 1s }\n")) {
            one.add("""
                    { "name": "acme.example.", "kind": "Native", "nameservers": ["ns1.acme.example.", "ns2.acme.example."],
                      "rrsets": [
                        { "name": "pbx.acme.example.", "type": "A", "ttl": 120, "records": [{ "content": "127.0.0.1", "disabled": false }] },
                        { "name": "pbx.acme.example.", "type": "AAAA", "ttl": 60, "records": [{ "content": "2001:db8::10", "disabled": false }] }] }
                    """);
            String dns = "dns: { action: powerdns, url: \"" + one.url() + "\", api-key: " + KEY
                    + ", zone: acme.example, name: pbx.acme.example, servers: [\"" + one.address() + "\", \""
                    + other.address() + "\"], " + TIMES;
            town.pair("acme", "", dns + ", ipv6: \"2001:db8::7\" }\n", dns + ", ipv6: \"2001:db8::10\" }\n");
            town.pair("key", "", dns.replace(KEY, "another") + " }\n", dns + " }\n");
            town.pair("zone", "", dns.replace("acme.example", "other.example") + " }\n", dns + " }\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                soon("the rehearsals")
                        .until(
                                () -> texts(robot.pair("key").path("not-ready")).toString(),
                                why -> why.contains("the preflight of stage dns fails (401 "));
                ready(robot, "acme");
                assertThat(answer(other.address(), "pbx.acme.example", Type.A)).containsExactly(OLD);

                switchover(robot, "acme");
                soon("the failover").atMost(Duration.ofSeconds(90)).until(() -> robot.state("acme"), "active"::equals);
                // The server that was changed has nothing to forget.
                assertThat(answer(one.address(), "pbx.acme.example", Type.A)).containsExactly(NEW);
                assertThat(ttl(one.address(), "pbx.acme.example", Type.A)).isEqualTo(60);
                assertThat(answer(one.address(), "pbx.acme.example", Type.AAAA)).containsExactly("2001:db8::7");
                untilForgotten(other.address(), Type.A, NEW);
                untilForgotten(other.address(), Type.AAAA, "2001:db8::7");
                assertThat(detail(robot, "acme"))
                        .isEqualTo("204 pbx.acme.example: 127.0.0.1 → 127.0.0.2, 2001:db8::10 → 2001:db8::7; answered"
                                + " all 2 authoritative servers answer 127.0.0.2 and 2001:db8::7");
                failBack(robot, "acme");
                assertThat(ttl(one.address(), "pbx.acme.example", Type.A)).isEqualTo(120);
                untilForgotten(other.address(), Type.A, OLD);
                untilForgotten(other.address(), Type.AAAA, "2001:db8::10");

                switchover(robot, "key");
                alarms(robot, "key", "401 ");
                switchover(robot, "zone");
                alarms(robot, "zone", "404 ");
            }
        }
    }

    /**
     * This test asks with the flag "recursion desired", the robot as resolvers do, without it; PowerDNS has a cached answer of its own for either, and
     * forgets each at its own time ({@code cache-ttl}, 20 s).
     */
    private static void untilForgotten(String server, int type, String address) {
        soon(server + " to answer " + address)
                .atMost(Duration.ofSeconds(40))
                .until(() -> answer(server, "pbx.acme.example", type), List.of(address)::equals);
    }

    private Bind bind() {
        String key = "key \"robot\" { algorithm hmac-sha256; secret \"" + SECRET
                + "\"; };\nkey \"reader\" { algorithm hmac-sha256; secret \"" + SECRET + "\"; };\n";
        String policy = "update-policy { grant robot subdomain acme.example. A AAAA; };";
        return new Bind(
                temp,
                "acme.example",
                key,
                policy,
                "pbx 120 A 127.0.0.1\npbx AAAA 2001:db8::10\nmoved A 192.0.2.99\nalready A 127.0.0.2\nplain A 127.0.0.1\n");
    }

    private static SignedUpdates updates(Bind bind) {
        return new SignedUpdates(bind.address(), bind.secondaryAddress());
    }

    @Test
    void bind_goes_there_and_back_at_primary_and_secondary_and_a_rehearsal_changes_nothing() throws Exception {
        try (Bind bind = bind();
                Town town = new Town(temp).also("readiness: { every: 1s }\n")) {
            String dns = updates(bind).dns("pbx", "robot", SECRET);
            town.pair("acme", "", dns + ", ipv6: \"2001:db8::7\" }\n", dns + ", ipv6: \"2001:db8::10\" }\n");
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                ready(robot, "acme");
                assertThat(serial(bind.address(), "acme.example")).isEqualTo(1);

                bind.secondaryHangs();
                soon("the rehearsal")
                        .until(
                                () -> texts(robot.pair("acme").path("not-ready"))
                                        .toString(),
                                why -> why.contains(
                                        "authoritative server " + bind.secondaryAddress() + " does not answer"));
                assertThat(serial(bind.address(), "acme.example")).isEqualTo(1);
                switchover(robot, "acme");
                soon("the change at the primary")
                        .until(() -> answer(bind.address(), "pbx.acme.example", Type.A), List.of(NEW)::equals);
                assertThat(robot.state("acme")).isEqualTo("activating");
                bind.secondaryGoesOn();
                soon("the failover").atMost(Duration.ofSeconds(90)).until(() -> robot.state("acme"), "active"::equals);
                for (String server : List.of(bind.address(), bind.secondaryAddress())) {
                    assertThat(answer(server, "pbx.acme.example", Type.A)).containsExactly(NEW);
                    assertThat(ttl(server, "pbx.acme.example", Type.A)).isEqualTo(60);
                    assertThat(answer(server, "pbx.acme.example", Type.AAAA)).containsExactly("2001:db8::7");
                }
                assertThat(detail(robot, "acme"))
                        .startsWith("answered pbx.acme.example: 127.0.0.1 → 127.0.0.2, 2001:db8::10 → 2001:db8::7");
                failBack(robot, "acme");
                assertThat(answer(bind.secondaryAddress(), "pbx.acme.example", Type.A))
                        .containsExactly(OLD);
                assertThat(ttl(bind.secondaryAddress(), "pbx.acme.example", Type.A))
                        .isEqualTo(120);
                assertThat(answer(bind.secondaryAddress(), "pbx.acme.example", Type.AAAA))
                        .containsExactly("2001:db8::10");
            }
        }
    }

    @Test
    void what_bind_refuses_is_a_sentence_and_changes_nothing() throws Exception {
        try (Bind bind = bind();
                Town town = new Town(temp)) {
            SignedUpdates updates = updates(bind);
            updates.pair(town, "sig", "pbx", "robot", OTHER);
            updates.pair(town, "key", "pbx", "nobody", SECRET);
            updates.pair(town, "already", "already", "robot", SECRET);
            updates.pair(town, "reader", "pbx", "reader", SECRET);
            updates.pair(town, "moved", "moved", "robot", SECRET);
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                RobotClient robot = new RobotClient(process.apiPort(), process.consolePort());
                List.of("sig", "key", "reader", "moved").forEach(pair -> switchover(robot, pair));
                alarms(robot, "sig", "does not accept the TSIG signature (BADSIG): correct tsig-secret");
                alarms(robot, "key", "does not know the TSIG key, or does not let it update (BADKEY)");
                alarms(robot, "reader", "refuses updates of pbx.acme.example by this key (REFUSED)");
                alarms(
                        robot,
                        "moved",
                        "changes nothing (NXRRSET): moved.acme.example is not what it must be before the change; it was 192.0.2.99");
                switchover(robot, "already");
                robot.until("already", "active");
                assertThat(detail(robot, "already"))
                        .startsWith("answered already.acme.example: 127.0.0.2 → 127.0.0.2;");
                assertThat(serial(bind.address(), "acme.example")).isEqualTo(1);
            }
            assertThatThrownBy(() -> direct(bind, "acme.example", Clock.offset(Clock.systemUTC(), Duration.ofHours(1))))
                    .hasMessageContaining("(BADTIME): the clocks of server and robot must agree");
            assertThatThrownBy(() -> direct(bind, "other.example", Clock.systemUTC()))
                    .hasMessageContaining("does not serve the zone other.example (NOTAUTH)");
        }
    }

    private static void direct(Bind bind, String zone, Clock clock) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        TSIG key = new TSIG(
                TSIG.HMAC_SHA256,
                Wanted.name("robot"),
                new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA256"),
                clock);
        Wanted wanted = Wanted.of(
                Wanted.name("pbx." + zone),
                Optional.empty(),
                Map.of("A", Wanted.address("A", NEW)),
                Duration.ofSeconds(60));
        DynamicUpdate.to(
                        bind.address(),
                        new Authoritative(List.of(), List.of()),
                        Wanted.name(zone),
                        Optional.of(key),
                        deadline)
                .rehearse(wanted, deadline);
    }
}
