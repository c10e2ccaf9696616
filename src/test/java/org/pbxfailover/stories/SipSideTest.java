package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** A primary of which only one half is dead (faults 9 and 10): one robot, one pair for each story. */
class SipSideTest {
    private static final int FAILURES = 3;
    /** Long enough for both sides on a busy machine. */
    private static final String PROBING = "every: 1s, recheck: 150ms, timeout: 1s";

    @TempDir
    static Path temp;

    private static final Map<String, Switchboard> SIP = List.of("web-dead", "no-veto", "sip-dead", "counted").stream()
            .collect(Collectors.toMap(name -> name, name -> new Switchboard()));
    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp).probing(PROBING);
        pair("web-dead", "");
        pair("no-veto", "sip-veto: false\n");
        pair("sip-dead", "");
        town.probing(PROBING + ", count-also: [sip]");
        pair("counted", "");
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    private static void pair(String name, String settings) {
        town.pair(name, "sip: \"" + sip(name).url() + "\"\n" + settings);
    }

    private static Switchboard sip(String pair) {
        return Objects.requireNonNull(SIP.get(pair));
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
        SIP.values().forEach(Switchboard::close);
    }

    private static void polled(String pair, int times) {
        int mark = town.chronicle.now();
        soon(times + " polls of " + pair)
                .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= times);
    }

    private static void alarmed(String pair, String words) {
        soon("an alarm of " + pair + ": " + words)
                .until(() -> robot.alarms(pair).stream().anyMatch(alarm -> alarm.contains(words)));
    }

    @Story
    void a_dead_web_server_whose_sip_side_answers_is_no_failover_until_that_is_silent_too() {
        robot.until("web-dead", "watching");
        polled("web-dead", 2);
        town.primary("web-dead").is(Stub.answers(500, ""));
        alarmed("web-dead", "), but its SIP side answers (SIP 200 OK): no failover; look at the primary");
        polled("web-dead", 3 * FAILURES);
        assertThat(robot.state("web-dead")).isEqualTo("suspect");
        assertThat(town.chronicle.stages("web-dead")).isEmpty();

        sip("web-dead").lives(false);
        robot.until("web-dead", "active");
        assertThat(town.chronicle.stages("web-dead")).isEqualTo(Town.ORDER);
        assertThat(robot.history("web-dead").at("/0/evidence/opinions/0/by").asText())
                .isEqualTo("its SIP side");
        assertThat(robot.history("web-dead").at("/0/evidence/opinions/0/alive").asBoolean(true))
                .isFalse();
    }

    @Story
    void where_it_has_no_veto_the_web_server_alone_decides() {
        robot.until("no-veto", "watching");
        polled("no-veto", 2);
        town.primary("no-veto").is(Stub.answers(500, ""));
        robot.until("no-veto", "active");
        assertThat(town.chronicle.stages("no-veto")).isEqualTo(Town.ORDER);
        assertThat(robot.history("no-veto").at("/0/evidence/opinions")).isEmpty();
        assertThat(sip("no-veto").asked())
                .as("asked while the web server answered")
                .isPositive();
    }

    @Story
    void a_dead_sip_side_whose_web_server_answers_is_an_alarm_and_no_failover() {
        robot.until("sip-dead", "watching");
        polled("sip-dead", 2);
        sip("sip-dead").lives(false);
        polled("sip-dead", 3 * FAILURES);
        alarmed("sip-dead", "this proves no death (sip: the web server answers (200 OK), but its SIP side does not: ");
        assertThat(robot.state("sip-dead")).isEqualTo("watching");
        assertThat(town.chronicle.stages("sip-dead")).isEmpty();

        sip("sip-dead").lives(true);
        soon("the end of the alarm").until(() -> robot.alarms("sip-dead").isEmpty());
    }

    @Story
    void where_it_counts_a_dead_sip_side_is_a_dead_primary() {
        robot.until("counted", "watching");
        polled("counted", 2);
        sip("counted").lives(false);
        robot.until("counted", "active");
        assertThat(town.chronicle.stages("counted")).isEqualTo(Town.ORDER);
        assertThat(robot.history("counted").at("/0/evidence/failed").findValuesAsText("failure"))
                .hasSize(FAILURES)
                .containsOnly("sip");
    }
}
