package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.real.NameServers;
import org.pbxfailover.real.Pbx;
import org.pbxfailover.real.Telephone;

/**
 * Nothing of the company is simulated: telephones that find their PBX by DNS and have to come along by themselves, calls with voice, a trunk at
 * a carrier, two PBXs of which one is killed, and a robot that was told what docs/actions.md and docs/actions-dns.md say.
 */
@Tag("real")
class RealStoryTest {
    @TempDir
    Path temp;

    /** A company and the people in it. */
    private record Cast(RealCompany company, Telephone alice, Telephone bob, Telephone outsider) {
        static Cast of(RealCompany company) {
            return new Cast(
                    company,
                    company.telephone(
                            "alice", "127.0.10.11", company.names.addresses().get(0)),
                    company.telephone(
                            "bob", "127.0.10.12", company.names.addresses().get(1)),
                    company.outsider());
        }

        boolean at(Pbx pbx) {
            return pbx.knows("alice") && pbx.knows("bob");
        }

        /** Telephones, trunk and DNS are at this PBX, and calls go through, from inside and from outside. */
        void servedBy(Pbx pbx) {
            soon("the name to mean " + pbx.address()).until(() -> company.named(pbx));
            soon("telephones at " + pbx.address())
                    .atMost(Duration.ofSeconds(150))
                    .until(() -> at(pbx));
            company.trunkOnlyAt(pbx);
            assertThat(alice.calls(bob.number(), bob)).as("a call from alice").isTrue();
            assertThat(bob.calls(alice.number(), alice)).as("a call from bob").isTrue();
            assertThat(outsider.calls(company.carrier.number(), bob))
                    .as("a call from outside")
                    .isTrue();
        }
    }

    @Story
    void
            everything_goes_to_the_secondary_when_the_primary_is_killed_and_back_when_a_person_says_so_and_again_as_planned() {
        try (RealCompany company = new RealCompany(temp, NameServers::powerDnsFirst);
                Child robot = company.robot()) {
            Cast cast = Cast.of(company);
            killed(cast, robot, company.primary, company.secondary, "PowerDNS over its API, BIND follows");
            company.order(robot, "failover");
            cast.servedBy(company.secondary);
            company.order(robot, "failback");
            cast.servedBy(company.primary);
            assertThat(robot.client().history("acme").findValuesAsText("kind"))
                    .containsExactly("fail-back", "switchover", "fail-back", "failover");
        }
    }

    @Story
    void it_is_the_same_the_other_way_round_when_the_two_have_changed_their_roles() {
        try (RealCompany company = new RealCompany(temp, NameServers::bindFirst)) {
            Cast cast = Cast.of(company);
            try (Child robot = company.robot()) {
                robot.client().until("acme", "watching");
                cast.servedBy(company.primary);
                company.order(robot, "failover");
                cast.servedBy(company.secondary);
                robot.terminate();
                assertThat(robot.exit()).isZero();
            }
            company.primary.trunkAtStart(false);
            company.secondary.trunkAtStart(true);
            try (Child robot = company.robotOfChangedRoles()) {
                killed(
                        cast,
                        robot,
                        company.secondary,
                        company.primary,
                        "roles changed; BIND by RFC 2136, PowerDNS follows");
            }
        }
    }

    /** The PBX in service is killed, the other one takes over; the killed one is started again, and a person gives the service back to it. */
    private static void killed(Cast cast, Child child, Pbx serving, Pbx standby, String story) {
        RobotClient robot = child.client();
        robot.until("acme", "watching");
        cast.servedBy(serving);
        soon("the pair to be ready")
                .until(() -> robot.pair("acme").path("ready").asBoolean());

        RealMilestones passed = dies(cast, robot, serving, standby, story);
        cast.servedBy(standby);
        assertThat(robot.state("acme")).isEqualTo("active");
        assertThat(passed.of("decision")).isLessThan(passed.of("trunk"));

        serving.starts();
        soon("the alarm").until(() -> robot.alarms("acme").stream().anyMatch(alarm -> alarm.contains("answers again")));
        soon("the trunk of both").until(() -> cast.company.carrier.trunks().size() == 2);
        assertThat(cast.at(standby))
                .as("telephones stay until a person says so")
                .isTrue();
        assertThat(cast.company.named(standby)).isTrue();

        cast.company.order(child, "failback");
        cast.servedBy(serving);
        assertThat(robot.state("acme")).isEqualTo("watching");
        passed.write();
    }

    /** SIGKILL, when the telephones have just registered. */
    private static RealMilestones dies(Cast cast, RobotClient robot, Pbx serving, Pbx standby, String story) {
        RealCompany company = cast.company;
        cast.alice.untilRegistered();
        cast.bob.untilRegistered();
        RealMilestones passed = new RealMilestones(story);
        serving.dies();
        soon("the trunk from " + standby.address())
                .until(() -> company.carrier.trunks().contains(standby.address()));
        Instant trunk = Instant.now();
        soon("every server to name " + standby.address()).until(() -> company.named(standby));
        Instant dns = Instant.now();
        robot.until("acme", "active");
        passed.at(
                "decision", Instant.parse(robot.history("acme").at("/0/opened").asText()));
        passed.at("trunk", trunk);
        passed.at("DNS", dns);
        soon("a first call")
                .atMost(Duration.ofSeconds(150))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> cast.alice.calls(cast.bob.number(), cast.bob));
        passed.at("first call", Instant.now());
        return passed;
    }
}
