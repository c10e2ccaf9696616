package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** After the failover: nothing but a person's order leads back, and orders happen once. */
class LatchTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour WELL = Stub.answers(200, "PBX ok");

    @TempDir
    static Path temp;

    private static Town town;
    private static Stub backup;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        List.of("back", "forced", "stale", "planned").forEach(pair -> town.pair(pair, "stable-for: 2s"));
        town.pair("unsteady", "stable-for: 1h");
        town.pair("standing", "stable-for: 1s\nwhen-back: stand-down");
        town.pair("repaired", "stable-for: 1s\nwhen-back: stand-down");
        town.pair("kept", "stable-for: 1s\nwhen-back: stand-down");
        town.pair("turned");
        town.pair("whole", "", stages("whole", ""), stages("whole", "-back"));
        backup = town.stub("secondary");
        town.secondary(backup).pair("unlucky");
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
    }

    private static String stages(String pair, String way) {
        return Town.ORDER.stream()
                .map(stage -> stage + ": " + town.action(pair, stage + way, "") + "\n")
                .collect(Collectors.joining());
    }

    private static void failsOver(String pair) {
        robot.until(pair, "watching");
        town.primary(pair).is(DOWN);
        robot.until(pair, "active");
    }

    private static void polled(String pair, int times) {
        int mark = town.chronicle.now();
        soon(times + " polls of " + pair)
                .until(() -> town.chronicle.of(town.primary(pair), mark).size() >= times);
    }

    @Story
    void a_primary_that_comes_back_is_an_alarm_once_and_no_switch() {
        failsOver("back");
        town.primary("back").is(WELL);
        soon("the alarm").until(() -> robot.alarms("back").size() == 1);
        polled("back", 4);
        assertThat(robot.state("back")).isEqualTo("active");
        assertThat(robot.alarms("back")).singleElement().asString().contains("answers again");
        assertThat(robot.order("back", "acknowledge", "").sentence())
                .startsWith("acknowledged by API from 127.0.0.1: ")
                .contains("answers again");
        assertThat(robot.alarms("back")).isEmpty();
        town.primary("back").is(DOWN);
        polled("back", 6);
        assertThat(robot.state("back")).isEqualTo("active");
        assertThat(town.chronicle.stages("back")).isEqualTo(Town.ORDER);

        assertThat(robot.order("back", "failback", "").status()).isEqualTo(409);
        town.primary("back").is(WELL);
        soon("a steady primary").until(() -> robot.order("back", "failback", "").status() == 200);
        robot.until("back", "watching");
        assertThat(town.chronicle.stages("back")).containsExactly("reload", "trunks", "dns", "dns-back");
        assertThat(robot.history("back")).hasSize(2);
        assertThat(robot.order("back", "failback", "").status()).isEqualTo(409);
    }

    /** Users first, while the secondary still has the trunks: otherwise they would be where nothing rings. */
    @Story
    void a_fail_back_has_its_stages_in_the_order_of_its_route() {
        robot.until("whole", "watching");
        robot.order("whole", "failover", "");
        robot.until("whole", "active");
        int mark = town.chronicle.now();
        robot.order("whole", "failback", "{\"force\":true}");
        robot.until("whole", "watching");
        assertThat(town.chronicle.stages("whole", mark)).containsExactly("dns-back", "trunks-back", "reload-back");
    }

    @Story
    void a_second_death_after_a_fail_back_is_a_second_epoch() {
        failsOver("forced");
        town.primary("forced").is(WELL);
        robot.order("forced", "failback", "{\"force\":true}");
        robot.until("forced", "watching");
        failsOver("forced");
        assertThat(robot.epoch("forced")).isEqualTo(3);
        assertThat(town.chronicle.keys("forced", "dns")).containsExactly("forced-1-dns-1", "forced-3-dns-1");
    }

    @Story
    void going_back_to_a_primary_that_is_not_steady_is_refused_unless_forced() {
        failsOver("unsteady");
        RobotClient.Answer refused = robot.order("unsteady", "failback", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.sentence())
                .startsWith("the primary of unsteady is not steady at present: ")
                .contains("stable-for", "force");
        assertThat(town.chronicle.stages("unsteady")).isEqualTo(Town.ORDER);
        town.primary("unsteady").is(WELL);
        assertThat(robot.order("unsteady", "failback", "{\"force\":true}").status())
                .isEqualTo(200);
        robot.until("unsteady", "watching");
    }

    @Story
    void an_order_that_expects_another_epoch_changes_nothing() {
        failsOver("stale");
        int mark = town.chronicle.now();
        RobotClient.Answer stale = robot.order("stale", "failback", "{\"force\":true,\"expected-epoch\":0}");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.sentence()).contains("stale", "epoch 0", "epoch 1");
        polled("stale", 3);
        assertThat(robot.state("stale")).isEqualTo("active");
        assertThat(town.chronicle.stages("stale", mark)).isEmpty();
    }

    @Story
    void a_planned_switchover_happens_once_however_often_it_is_ordered() {
        robot.until("planned", "watching");
        CountDownLatch gate = new CountDownLatch(1);
        town.services.at("/planned/trunks", Stub.behind(gate, Stub.answers(200, "")));
        assertThat(robot.order("planned", "failover", "{\"expected-epoch\":0}").status())
                .isEqualTo(200);
        assertThat(robot.order("planned", "failover", "{\"expected-epoch\":0}").status())
                .isEqualTo(409);
        assertThat(robot.order("planned", "failover", "").status()).isEqualTo(409);
        assertThat(robot.order("planned", "maintenance", "{\"for\":\"1h\"}").sentence())
                .isEqualTo("planned is activating, and in this state it takes only failback; nothing was changed");
        assertThat(robot.endMaintenance("planned").sentence())
                .isEqualTo("planned is not in maintenance, but activating; nothing was changed");
        polled("planned", 2);
        gate.countDown();
        robot.until("planned", "active");
        assertThat(robot.order("planned", "failover", "").status()).isEqualTo(409);
        assertThat(town.chronicle.stages("planned")).isEqualTo(Town.ORDER);
        assertThat(robot.history("planned")).hasSize(1);
        assertThat(robot.alarms("planned")).isEmpty();
    }

    @Story
    void who_works_on_the_primary_keeps_the_robot_from_going_back_and_from_failing_over_again() {
        failsOver("repaired");
        assertThat(robot.order("repaired", "maintenance", "{\"for\":\"1h\"}").sentence())
                .contains("the secondary stays in service", "not during the maintenance");
        town.primary("repaired").is(WELL);
        soon("the alarm").until(() -> robot.alarms("repaired").size() == 1);
        soon("a steady primary")
                .until(() -> robot.pair("repaired")
                        .at("/failback-preconditions/0/holds")
                        .asBoolean());
        polled("repaired", 4);
        assertThat(robot.state("repaired")).isEqualTo("active");
        assertThat(robot.order("repaired", "failback", "").status()).isEqualTo(200);
        robot.until("repaired", "maintenance");
        assertThat(town.chronicle.stages("repaired")).containsExactly("reload", "trunks", "dns", "dns-back");
        town.primary("repaired").is(DOWN);
        polled("repaired", 6);
        assertThat(robot.state("repaired")).isEqualTo("maintenance");
        assertThat(robot.pair("repaired").has("maintenance-until")).isTrue();
        assertThat(robot.endMaintenance("repaired").status()).isEqualTo(200);
        robot.until("repaired", "active");
    }

    @Story
    void who_holds_a_pair_in_service_has_to_release_it_before_anything_is_switched() {
        failsOver("kept");
        assertThat(robot.order("kept", "hold", "").sentence()).contains("until somebody releases the pair");
        town.primary("kept").is(WELL);
        soon("the alarm").until(() -> robot.alarms("kept").size() == 1);
        assertThat(robot.pair("kept").path("on-hold").asBoolean()).isTrue();
        assertThat(robot.pair("kept").path("suspended-by").asText()).isEqualTo("API from 127.0.0.1");
        assertThat(robot.pair("kept").at("/failback-preconditions/0/name").asText())
                .isEqualTo("no hold");
        for (String order : List.of("failback", "failover", "hold")) {
            assertThat(robot.order("kept", order, "").sentence())
                    .isEqualTo("kept is on hold, and its secondary serves: release it first; nothing was changed");
        }
        assertThat(robot.order("kept", "acknowledge", "").status()).isEqualTo(200);
        polled("kept", 8);
        assertThat(robot.state("kept")).isEqualTo("active");
        assertThat(robot.order("kept", "release", "").status()).isEqualTo(200);
        robot.until("kept", "watching");
    }

    @Story
    void where_it_is_configured_the_primary_gets_the_service_back_once_it_is_steady() {
        failsOver("standing");
        polled("standing", 4);
        assertThat(robot.state("standing")).isEqualTo("active");
        town.primary("standing").is(WELL);
        robot.until("standing", "watching");
        assertThat(town.chronicle.stages("standing")).containsExactly("reload", "trunks", "dns", "dns-back");
    }

    @Story
    void a_person_may_turn_an_activation_around_while_a_stage_is_stuck() {
        robot.until("turned", "watching");
        CountDownLatch gate = new CountDownLatch(1);
        town.services.at("/turned/trunks", Stub.behind(gate, Stub.answers(200, "")));
        robot.order("turned", "failover", "");
        soon("trunks").until(() -> town.chronicle.stages("turned").contains("trunks"));
        assertThat(robot.order("turned", "failback", "{\"force\":true}").status())
                .isEqualTo(200);
        gate.countDown();
        robot.until("turned", "watching");
        assertThat(town.chronicle.stages("turned")).containsExactly("reload", "trunks", "dns-back");
        assertThat(robot.history("turned").at("/1/outcome").asText()).isEqualTo("abandoned");
    }

    /** Fault 54. */
    @Story
    void a_second_failure_after_a_failover_is_for_a_person() {
        failsOver("unlucky");
        int mark = town.chronicle.now();
        backup.dies();
        soon("the secondary to be missed")
                .until(() -> notReady("unlucky").contains("and it is in service: telephones may be dead"));
        town.primary("unlucky").is(WELL);
        soon("the alarm").until(() -> robot.alarms("unlucky").size() == 1);
        polled("unlucky", 3);
        town.primary("unlucky").dies();
        polledInVain("unlucky");
        assertThat(robot.state("unlucky")).isEqualTo("active");
        assertThat(town.chronicle.stages("unlucky", mark)).isEmpty();
        assertThat(robot.history("unlucky")).hasSize(1);

        backup.lives();
        soon("the secondary to be seen").until(() -> !notReady("unlucky").contains("the secondary does not answer"));
        assertThat(robot.state("unlucky")).isEqualTo("active");
    }

    private static String notReady(String pair) {
        return String.join("\n", RobotClient.texts(robot.pair(pair).path("not-ready")));
    }

    /** Refused connections leave no trace at the stub: more failures in a row than a confirmation takes, as the robot counts them. */
    private static void polledInVain(String pair) {
        soon("failures of " + pair)
                .until(() -> robot.pair(pair).path("failures").asInt() >= 3);
        String last = robot.pair(pair).at("/primary/at").asText();
        soon("another poll of " + pair)
                .until(() -> !robot.pair(pair).at("/primary/at").asText().equals(last));
    }
}
