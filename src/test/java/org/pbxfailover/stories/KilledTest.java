package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at the worst moments. One kill hits several pairs, each at another place of its way. */
@Tag("long")
class KilledTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour WELL = Stub.answers(200, "PBX ok");
    private static final Stub.Behaviour OK = Stub.answers(200, "");

    @TempDir
    Path temp;

    @Test
    void a_robot_killed_in_the_middle_of_anything_carries_on_there() {
        try (Town town = new Town(temp)) {
            CountDownLatch gate = new CountDownLatch(1);
            Stub.Behaviour stuck = Stub.behind(gate, OK);
            town.patience("2m").pair("fine").pair("done");
            for (String stage : Town.ORDER) {
                town.pair("in-" + stage);
                town.services.at("/in-" + stage + "/" + stage, stuck);
            }
            town.pair("going-back");
            town.services.at("/going-back/dns-back", stuck);
            verified(town, "looking");
            town.services.at("/looking/effect", Stub.behind(gate, Stub.answers(200, "holds")));
            verified(town, "unanswered");
            town.services.at("/unanswered/trunks", stuck).at("/unanswered/effect", Stub.answers(200, "holds"));
            Path file = town.write();

            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                robot.order("going-back", "failover", "");
                robot.until("going-back", "active");
                robot.order("going-back", "failback", "{\"force\":true}");
                List.of("done", "in-reload", "in-trunks", "in-dns", "looking", "unanswered")
                        .forEach(pair -> town.primary(pair).is(DOWN));
                robot.until("done", "active");
                called(town, "in-reload", "reload");
                called(town, "in-trunks", "trunks");
                called(town, "in-dns", "dns");
                called(town, "looking", "effect");
                called(town, "unanswered", "trunks");
                called(town, "going-back", "dns-back");
                child.kill();
            }
            gate.countDown();
            int restart = town.chronicle.now();

            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                List.of("in-reload", "in-trunks", "in-dns", "looking", "unanswered")
                        .forEach(pair -> {
                            robot.until(pair, "active");
                            assertThat(robot.epoch(pair)).as(pair).isEqualTo(1);
                        });
                robot.until("going-back", "watching");
                soon("polls after the restart")
                        .until(() ->
                                town.chronicle.of(town.primary("done"), restart).size() >= 6);
                assertThat(robot.state("done")).isEqualTo("active");
                assertThat(robot.state("fine")).isEqualTo("watching");
                child.terminate();
                assertThat(child.exit()).isZero();
            }
            Chronicle seen = town.chronicle;
            assertThat(seen.stages("done", restart)).isEmpty();
            assertThat(seen.stages("fine")).isEmpty();
            assertThat(seen.stages("in-reload")).containsExactly("reload", "reload", "trunks", "dns");
            assertThat(seen.keys("in-reload", "reload")).containsOnly("in-reload-1-reload-1");
            assertThat(seen.stages("in-trunks")).containsExactly("reload", "trunks", "trunks", "dns");
            assertThat(seen.keys("in-trunks", "trunks")).containsOnly("in-trunks-1-trunks-1");
            assertThat(seen.stages("in-dns")).containsExactly("reload", "trunks", "dns", "dns");
            assertThat(seen.keys("in-dns", "dns")).containsOnly("in-dns-1-dns-1");
            assertThat(seen.stages("looking")).isEqualTo(Town.ORDER);
            assertThat(seen.stages("unanswered")).isEqualTo(Town.ORDER);
            assertThat(seen.keys("going-back", "dns-back"))
                    .containsOnly("going-back-2-dns-1")
                    .hasSize(2);
        }
    }

    private static void verified(Town town, String pair) {
        String verify =
                "verify: { url: \"" + town.services.url("/" + pair + "/effect") + "\", body: holds, within: 20s }";
        town.pair(
                pair,
                "",
                "reload: " + town.action(pair, "reload", "") + "\ntrunks: " + town.action(pair, "trunks", verify)
                        + "\ndns: " + town.action(pair, "dns", "") + "\n",
                "dns: " + town.action(pair, "dns-back", "") + "\n");
    }

    private static void called(Town town, String pair, String what) {
        soon(pair + " to call " + what)
                .until(() -> town.chronicle.since(0).stream()
                        .anyMatch(call -> call.path().equals("/" + pair + "/" + what)));
    }

    @Test
    void however_often_it_is_killed_every_pair_gets_one_activation_in_order() {
        try (Town town = new Town(temp)) {
            List<String> pairs =
                    IntStream.range(0, 12).mapToObj(i -> "pair" + i).toList();
            pairs.forEach(town::pair);
            Path file = town.write();
            for (int calls : new int[] {5, 20}) {
                try (Child child = new Child(file, Town.routes())) {
                    RobotClient robot = child.client();
                    if (calls == 5) {
                        robot.until("pair0", "watching");
                        pairs.forEach(pair -> town.primary(pair).is(DOWN));
                    }
                    soon(calls + " calls")
                            .until(() -> town.chronicle.of(town.services).size() >= calls);
                    child.kill();
                }
            }
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                pairs.forEach(pair -> robot.until(pair, "active"));
                pairs.forEach(pair -> assertThat(robot.history(pair)).as(pair).hasSize(1));
            }
            for (String pair : pairs) {
                assertThat(town.chronicle.sequence(pair)).as(pair).isEqualTo(Town.ORDER);
                Town.ORDER.forEach(stage ->
                        assertThat(town.chronicle.keys(pair, stage)).containsOnly(pair + "-1-" + stage + "-1"));
            }
        }
    }

    @Test
    void after_a_switchover_a_killed_robot_knows_that_the_primary_went_away() {
        try (Town town = new Town(temp)) {
            town.pair("asking", "stable-for: 1s").pair("standing", "stable-for: 1s\nwhen-back: stand-down");
            town.pair("there", "stable-for: 1s\nwhen-back: stand-down");
            Path file = town.write();
            List<String> went = List.of("asking", "standing");
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                List.of("asking", "standing", "there").forEach(pair -> {
                    robot.until(pair, "watching");
                    robot.order(pair, "failover", "");
                    robot.until(pair, "active");
                });
                went.forEach(pair -> town.primary(pair).is(DOWN));
                went.forEach(pair -> soon(pair + " to be known as down")
                        .until(() -> robot.get("/api/pairs/" + pair + "/history")
                                .body()
                                .toString()
                                .contains("the primary went down while the secondary serves, epoch 1")));
                child.kill();
            }
            went.forEach(pair -> town.primary(pair).is(WELL));
            int restart = town.chronicle.now();
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                robot.until("standing", "watching");
                soon("the alarm").until(() -> robot.alarms("asking").size() == 1);
                soon("time enough to stand down")
                        .until(() -> town.chronicle
                                        .of(town.primary("there"), restart)
                                        .size()
                                >= 12);
                assertThat(robot.state("asking")).isEqualTo("active");
                assertThat(robot.state("there")).isEqualTo("active");
                assertThat(robot.alarms("there")).isEmpty();
            }
            assertThat(town.chronicle.stages("standing", restart)).containsExactly("dns-back");
        }
    }

    /** Faults 17, 35 and 46: counting, a primary that is back, maintenance and a clean end, each cut through by a restart. */
    @Test
    void what_a_robot_had_seen_ends_with_it_and_what_it_had_decided_does_not() {
        try (Town town = new Town(temp)) {
            CountDownLatch outside = new CountDownLatch(1);
            CountDownLatch counted = new CountDownLatch(1);
            town.outside.forEach(host -> host.is(Stub.behind(outside, OK)));
            town.internet(town.outside.stream().map(host -> host.url("/")).toList(), 2, "1m");
            town.probing("every: 20s, recheck: 150ms, timeout: 20s").pair("counting");
            town.probing("every: 500ms, recheck: 150ms, timeout: 500ms");
            List.of("decided", "begun", "maintained", "ended").forEach(town::pair);
            Path file = town.write();

            try (Child child = Child.stopping(file, Town.routes(), Map.of("decided", "1+", "begun", "2+"))) {
                RobotClient robot = child.client();
                town.primary("counting").is(Stub.first(2, DOWN, request -> {
                    counted.countDown();
                    Stub.SILENT.treat(request);
                }));
                List.of("decided", "begun").forEach(pair -> town.primary(pair).is(DOWN));
                soon("two failures").until(() -> counted.getCount() == 0);
                soon("both confirmations")
                        .until(() -> town.chronicle.of(town.outside.get(0)).size() >= 2);
                outside.countDown();
                soon("both pairs").until(() -> child.stopped("decided") && child.stopped("begun"));
                robot.order("maintained", "maintenance", "{\"for\":\"4s\"}");
                child.kill();
            }
            assertThat(town.chronicle.of(town.services)).isEmpty();
            List.of("counting", "maintained").forEach(pair -> town.primary(pair).is(DOWN));
            List.of("decided", "begun").forEach(pair -> town.primary(pair).is(WELL));
            town.services.at("/ended/reload", Stub.first(1, Stub.SILENT, OK));
            int restart = town.chronicle.now();

            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                List.of("counting", "begun", "maintained").forEach(pair -> robot.until(pair, "active"));
                robot.until("decided", "watching");
                soon("the alarm").until(() -> robot.alarms("begun").toString().contains("answers again"));
                robot.order("ended", "failover", "");
                soon("the call").until(() -> town.chronicle.stages("ended").contains("reload"));
                child.terminate();
                assertThat(child.exit()).isZero();
            }
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                List.of("ended", "counting", "begun", "maintained").forEach(pair -> robot.until(pair, "active"));
                assertThat(robot.history("decided").at("/0/outcome").asText()).isEqualTo("abandoned");
                assertThat(robot.history("maintained").at("/0/kind").asText()).isEqualTo("failover");
            }
            Chronicle seen = town.chronicle;
            assertThat(seen.stages("decided")).isEmpty();
            List.of("counting", "begun", "maintained")
                    .forEach(pair -> assertThat(seen.stages(pair)).as(pair).isEqualTo(Town.ORDER));
            assertThat(seen.position(town.primary("counting"), 4, restart)).isLessThan(seen.firstStage("counting"));
            assertThat(seen.stages("ended")).containsExactly("reload", "reload", "trunks", "dns");
            assertThat(seen.keys("ended", "reload")).containsOnly("ended-1-reload-1");
        }
    }
}
