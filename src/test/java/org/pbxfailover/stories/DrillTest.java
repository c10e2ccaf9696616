package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** A drill shows what a failover would do: on paper it switches nothing, live it comes back. A hold is a person's and ends with one. */
class DrillTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "");
    private static final Stub.Behaviour WELL = Stub.answers(200, "PBX ok");

    @TempDir
    static Path temp;

    private static Town town;
    private static Stub expired;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() {
        town = new Town(temp);
        List.of("paper", "live", "stalls", "dies", "held", "told", "suspended")
                .forEach(pair -> town.pair(pair, "stable-for: 300ms"));
        expired = town.stub("expired").is(Stub.answers(401, "who are you"));
        town.pair(
                "unready",
                "stable-for: 300ms",
                "dns: " + town.action("unready", "dns", "preflight: { url: \"" + expired.url("/whoami") + "\" }")
                        + "\n",
                "dns: " + town.action("unready", "dns-back", "") + "\n");
        town.pair("oneway", "stable-for: 300ms", "dns: " + town.action("oneway", "dns", "") + "\n", "{}\n");
        town.pair(
                "fenced",
                "stable-for: 300ms",
                "fence: " + town.action("fenced", "fence", "") + "\n" + "dns: " + town.action("fenced", "dns", "")
                        + "\n",
                "dns: " + town.action("fenced", "dns-back", "") + "\n");
        town.pair("watched", "shadow").pair("shaded", "shadow");
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
    }

    private static void steady(String pair) {
        soon(pair + " to be steady")
                .until(() -> robot.pair(pair).path("primary").path("alive").asBoolean());
    }

    private static JsonNode drilled(String pair, String body) {
        steady(pair);
        soon("the order to be taken")
                .until(() -> robot.order(pair, "drill", body).status() == 200);
        return result(pair);
    }

    private static JsonNode result(String pair) {
        return soon("the end of the drill of " + pair)
                .until(() -> robot.pair(pair).path("drill"), drill -> drill.has("ended"));
    }

    private static void reported(String name, String... parts) {
        Path file = temp.resolve("state/reports").resolve(name);
        soon("the report " + name).until(() -> Files.exists(file));
        assertThat(file).content().contains(parts);
    }

    private static List<String> failed(JsonNode drill) {
        return StreamSupport.stream(drill.path("findings").spliterator(), false)
                .filter(finding -> !finding.path("passed").asBoolean())
                .map(finding -> finding.path("name").asText())
                .toList();
    }

    @Story
    void a_drill_on_paper_rehearses_every_stage_and_decides_and_switches_nothing() {
        JsonNode drill = drilled("paper", "{\"reason\":\"monday\"}");
        assertThat(drill.path("passed").asBoolean()).as("%s", drill).isTrue();
        assertThat(drill.path("by").asText()).endsWith("monday");
        assertThat(drill.path("findings").findValuesAsText("name"))
                .contains("stage reload", "stage trunks", "stage dns", "fail-back stage dns", "decision")
                .filteredOn(name -> name.startsWith("outside host"))
                .hasSize(3);
        assertThat(drill.path("findings").findValuesAsText("detail"))
                .anyMatch(detail -> detail.contains("the primary is dead: 3 probes in a row"))
                .doesNotContain("ok")
                .anyMatch(detail -> detail.startsWith("connected to port "));
        assertThat(town.chronicle.stages("paper")).isEmpty();
        assertThat(robot.history("paper")).isEmpty();
    }

    @Story
    void a_drill_says_what_would_not_work() {
        JsonNode drill = drilled("unready", "");
        assertThat(drill.path("passed").asBoolean()).isFalse();
        assertThat(failed(drill)).containsExactly("stage dns");
        assertThat(drill.path("sentence").asText()).contains("drill failed", "stage dns (401 who are you");
    }

    @Story
    void a_drill_says_that_no_failover_would_come_from_the_state_of_the_pair() {
        assertThat(robot.order("suspended", "maintenance", "{\"for\":\"1h\"}").status())
                .isEqualTo(200);
        JsonNode drill = drilled("suspended", "");
        assertThat(drill.path("passed").asBoolean(true)).isFalse();
        assertThat(failed(drill)).containsExactly("state");
        assertThat(drill.path("sentence").asText())
                .contains("no failover would come now, the pair is maintenance: ", "the stages would work");
        assertThat(robot.cares("suspended")).hasSize(3).first().asString().startsWith("drill failed: no failover");

        JsonNode shadow = drilled("shaded", "");
        assertThat(shadow.path("passed").asBoolean()).as("%s", shadow).isTrue();
        assertThat(shadow.path("sentence").asText()).contains("in shadow mode nothing would be called");
    }

    @Story
    void a_live_drill_switches_over_and_back_and_times_every_stage() {
        JsonNode drill = drilled("live", "{\"live\":true}");
        assertThat(drill.path("passed").asBoolean()).as("%s", drill).isTrue();
        assertThat(town.chronicle.stages("live")).containsExactly("reload", "trunks", "dns", "dns-back");
        assertThat(drill.path("findings").findValuesAsText("name"))
                .containsExactly(
                        "stage reload live", "stage trunks live", "stage dns live", "fail-back stage dns live");
        assertThat(robot.state("live")).isEqualTo("watching");
        assertThat(robot.history("live").findValuesAsText("kind")).containsExactly("fail-back", "switchover");
        reported("live-1.md", "# live: switchover, epoch 1", "stage trunks");
        reported("live-2.html", "<title>live: fail-back, epoch 2</title>", "<svg");
        soon("the report of the drill")
                .until(() -> Files.list(temp.resolve("state/reports"))
                        .anyMatch(file -> file.toString().contains("live-drill-")));
    }

    @Story
    void a_live_drill_goes_back_at_the_first_failure() {
        town.services.at("/stalls/trunks", Stub.answers(503, "no"));
        JsonNode drill = drilled("stalls", "{\"live\":true}");
        assertThat(drill.path("passed").asBoolean()).isFalse();
        assertThat(drill.path("sentence").asText()).contains("stalled");
        assertThat(robot.state("stalls")).isEqualTo("watching");
        assertThat(town.chronicle.stages("stalls")).doesNotContain("dns").endsWith("dns-back");
    }

    @Story
    void a_primary_that_dies_in_a_live_drill_leaves_the_secondary_in_service() {
        steady("dies");
        town.services.at("/dies/trunks", call -> {
            town.primary("dies").is(DOWN);
            int mark = town.chronicle.now();
            soon("the death to be seen")
                    .until(() -> town.chronicle.of(town.primary("dies"), mark).size() > 4);
            Stub.answers(200, "").treat(call);
        });
        JsonNode drill = drilled("dies", "{\"live\":true}");
        assertThat(drill.path("passed").asBoolean()).isFalse();
        assertThat(drill.path("sentence").asText()).contains("the secondary stays in service");
        assertThat(robot.state("dies")).isEqualTo("active");
        assertThat(town.chronicle.stages("dies")).doesNotContain("dns-back");
    }

    @Story
    void a_live_drill_is_refused_where_it_could_do_harm() {
        for (String pair : List.of("unready", "oneway", "fenced", "watched")) {
            steady(pair);
        }
        soon("the expired credential to be noticed")
                .until(
                        () -> robot.order("unready", "drill", "{\"live\":true}").sentence(),
                        why -> why.contains("not ready"));
        soon("steadiness")
                .until(() -> robot.order("oneway", "drill", "{\"live\":true}")
                        .sentence()
                        .contains("could not come back"));
        assertThat(robot.order("fenced", "drill", "{\"live\":true}").sentence()).contains("a stage fence");
        assertThat(robot.order("watched", "drill", "{\"live\":true}").sentence())
                .contains("shadow");
        assertThat(town.chronicle.stages("fenced")).isEmpty();
    }

    @Story
    void of_a_pair_on_hold_is_told_what_it_did_before() {
        steady("told");
        robot.order("told", "failover", "");
        robot.until("told", "active");
        robot.order("told", "failback", "{\"force\":true}");
        robot.until("told", "watching");
        assertThat(robot.order("told", "hold", "").status()).isEqualTo(200);
        assertThat(robot.history("told").findValuesAsText("kind")).containsExactly("fail-back", "switchover");
        assertThat(robot.get("/api/pairs/told/explain").body().path("epoch").asLong())
                .isEqualTo(2);
    }

    @Story
    void a_pair_on_hold_lets_its_primary_die_until_a_person_releases_it() {
        steady("held");
        assertThat(robot.order("held", "hold", "{\"reason\":\"moving house\"}").status())
                .isEqualTo(200);
        assertThat(robot.order("held", "hold", "").status()).isEqualTo(409);
        assertThat(robot.order("held", "failover", "").sentence()).contains("release it first");
        town.primary("held").is(DOWN);
        int mark = town.chronicle.now();
        soon("polls").until(() -> town.chronicle.of(town.primary("held"), mark).size() > 6);
        assertThat(robot.state("held")).isEqualTo("hold");
        assertThat(town.chronicle.stages("held")).isEmpty();
        assertThat(robot.order("held", "release", "").sentence()).contains("released by");
        robot.until("held", "active");
        assertThat(robot.order("held", "release", "").sentence())
                .isEqualTo("held is not on hold, but active; nothing was changed");
        town.primary("held").is(WELL);
    }

    @Test
    void a_live_drill_goes_on_after_a_restart(@TempDir Path own) {
        try (Town small = new Town(own)) {
            small.pair("again", "stable-for: 300ms");
            small.services.at("/again/trunks", Stub.SILENT);
            Path file = small.write();
            try (InProcess first = InProcess.start(file, Town.routes())) {
                RobotClient before = new RobotClient(first.apiPort(), first.consolePort());
                soon("the order to be taken")
                        .until(() -> before.order("again", "drill", "{\"live\":true}")
                                        .status()
                                == 200);
                soon("the call in the middle of it")
                        .until(() -> small.chronicle.stages("again").contains("trunks"));
            }
            small.services.at("/again/trunks", Stub.answers(200, ""));
            try (InProcess second = InProcess.start(file, Town.routes())) {
                RobotClient after = new RobotClient(second.apiPort(), second.consolePort());
                JsonNode drill = soon("the end of the drill")
                        .until(() -> after.pair("again").path("drill"), told -> told.has("ended"));
                assertThat(drill.path("passed").asBoolean()).as("%s", drill).isTrue();
                assertThat(small.chronicle.stages("again"))
                        .startsWith("reload", "trunks")
                        .endsWith("dns", "dns-back");
            }
        }
    }
}
