package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;

/** What can go wrong with a stage, and what the robot makes of it. */
class StagesTest {
    private static final Stub.Behaviour DOWN = Stub.answers(500, "out of order");
    private static final Stub.Behaviour OK = Stub.answers(200, "done");

    @TempDir
    static Path temp;

    private static Town town;
    private static InProcess process;
    private static RobotClient robot;

    @BeforeAll
    static void start() throws IOException {
        town = new Town(temp);
        town.pair("retried");
        stages("expecting", "", "expect: { status: 200, body: registered }", "");
        stages("odd", "", "expect: { status: 404, body: nothing here }", "");
        stages("late", "", verify("late", "10s"), "");
        stages("never", "", "attempts: 2, " + verify("never", "300ms"), "");
        stages("optional", "fence: " + town.action("optional", "fence", "attempts: 2, required: false") + "\n", "", "");
        String two = "[" + town.action("two", "one", "") + ", " + town.action("two", "other", "") + "]";
        town.pair("two", "", "reload: " + two + "\n" + later("two"), back("two"));
        impatient("slow");
        impatient("slower");
        impatient("cut");
        Files.writeString(temp.resolve("secret"), "hush");
        String header = "attempts: 2, headers: { X-Key: \"{{file:" + temp.resolve("secret") + "}}\" }";
        stages("secretive", "", "", header);
        process = InProcess.start(town.write(), Town.routes());
        robot = new RobotClient(process.apiPort(), process.consolePort());
    }

    /** The usual stages, with a stage before them and settings of trunks and dns. */
    private static void stages(String pair, String before, String trunks, String dns) {
        town.pair(
                pair,
                "",
                before + "reload: " + town.action(pair, "reload", "") + "\ntrunks: "
                        + town.action(pair, "trunks", trunks) + "\ndns: " + town.action(pair, "dns", dns) + "\n",
                back(pair));
    }

    /** The call of its first stage has 300 ms, and so has each look. */
    private static void impatient(String pair) {
        String action = town.action(pair, "reload", verify(pair, "5s")).replace("timeout: 5s", "timeout: 300ms");
        town.pair(pair, "", "reload: " + action + "\n" + later(pair), back(pair));
    }

    private static String back(String pair) {
        return "dns: " + town.action(pair, "dns-back", "") + "\n";
    }

    private static String later(String pair) {
        return "trunks: " + town.action(pair, "trunks", "") + "\ndns: " + town.action(pair, "dns", "") + "\n";
    }

    private static String verify(String pair, String within) {
        return "verify: { url: \"" + town.services.url("/" + pair + "/effect")
                + "\", body: holds, every: 100ms, within: " + within + " }";
    }

    @AfterAll
    static void stop() {
        process.close();
        town.close();
    }

    private static void dies(String pair) {
        town.primary(pair).is(DOWN);
    }

    @Story
    void a_stage_that_fails_is_repeated_with_the_same_key_and_the_next_one_waits() {
        town.services.at("/retried/trunks", Stub.first(2, DOWN, OK));
        dies("retried");
        robot.until("retried", "active");
        assertThat(town.chronicle.stages("retried")).containsExactly("reload", "trunks", "trunks", "trunks", "dns");
        assertThat(town.chronicle.keys("retried", "trunks")).containsOnly("retried-1-trunks-1");
        assertThat(town.chronicle.keys("retried", "dns")).containsOnly("retried-1-dns-1");
    }

    @Story
    void an_answer_without_the_expected_text_is_no_success() {
        town.services.at(
                "/expecting/trunks", Stub.first(1, Stub.answers(200, "rejected"), Stub.answers(200, "registered")));
        dies("expecting");
        robot.until("expecting", "active");
        assertThat(town.chronicle.stages("expecting")).containsExactly("reload", "trunks", "trunks", "dns");
    }

    @Story
    void a_status_that_is_no_success_elsewhere_is_one_where_it_is_expected() {
        town.services.at("/odd/trunks", Stub.answers(404, "nothing here"));
        dies("odd");
        robot.until("odd", "active");
        assertThat(town.chronicle.stages("odd")).isEqualTo(Town.ORDER);
    }

    @Story
    void a_stage_is_done_only_when_its_effect_holds_and_is_not_called_again_for_that() {
        town.services.at("/late/effect", Stub.first(3, Stub.answers(200, "not yet"), Stub.answers(200, "holds")));
        dies("late");
        robot.until("late", "active");
        assertThat(town.chronicle.stages("late")).isEqualTo(Town.ORDER);
        assertThat(town.chronicle.since(0))
                .filteredOn(call -> call.path().equals("/late/effect"))
                .hasSize(4);
    }

    @Story
    void an_effect_that_never_holds_raises_an_alarm_and_is_tried_further() {
        town.services.at("/never/effect", Stub.answers(200, "no"));
        dies("never");
        soon("the alarm")
                .until(() -> robot.alarms("never").stream().anyMatch(alarm -> alarm.contains("trunks is stalled")));
        int calls = town.chronicle.keys("never", "trunks").size();
        assertThat(calls).isGreaterThanOrEqualTo(2);
        soon("another attempt")
                .until(() -> town.chronicle.keys("never", "trunks").size() > calls);
        assertThat(town.chronicle.stages("never")).doesNotContain("dns");
        assertThat(robot.state("never")).isEqualTo("activating");
        assertThat(robot.pair("never").at("/stages/1/state").asText()).isEqualTo("stalled");
        assertThat(robot.explain("never").at("/stages/1/state").asText()).isEqualTo("stalled");
        robot.order("never", "acknowledge", "");
        assertThat(robot.history("never").at("/0/stages/1/state").asText()).isEqualTo("stalled");
        soon("the next attempt to be said")
                .until(() -> robot.pair("never").at("/stages/1/detail").asText().contains("; tried again at 20"));

        town.services.at("/never/effect", Stub.answers(200, "holds"));
        robot.until("never", "active");
        assertThat(robot.alarms("never")).isEmpty();
        assertThat(town.chronicle.keys("never", "trunks")).containsOnly("never-1-trunks-1");
    }

    @Story
    void a_fence_that_is_not_required_is_given_up_and_the_rest_goes_on() {
        town.services.at("/optional/fence", DOWN);
        dies("optional");
        robot.until("optional", "active");
        assertThat(town.chronicle.stages("optional")).containsExactly("fence", "fence", "reload", "trunks", "dns");
        assertThat(robot.history("optional").at("/0/stages/0/state").asText()).isEqualTo("given-up");
    }

    @Story
    void two_actions_of_a_stage_are_called_in_order_and_only_the_failed_one_again() {
        town.services.at("/two/other", Stub.first(1, DOWN, OK));
        dies("two");
        robot.until("two", "active");
        assertThat(town.chronicle.stages("two")).containsExactly("one", "other", "other", "trunks", "dns");
        assertThat(town.chronicle.keys("two", "other")).containsOnly("two-1-reload-2");
    }

    @Story
    void a_call_that_ran_out_of_time_but_worked_is_looked_at_and_not_repeated() {
        town.services.at("/slow/reload", Stub.SILENT).at("/slow/effect", Stub.answers(200, "holds"));
        dies("slow");
        robot.until("slow", "active");
        assertThat(town.chronicle.stages("slow")).isEqualTo(Town.ORDER);
    }

    /** A reload takes longer than the deadline of its call: a second one in the middle of it would do harm. */
    @Story
    void a_call_that_ran_out_of_time_and_is_still_worked_on_is_not_repeated() {
        town.services
                .at("/slower/reload", Stub.SILENT)
                .at("/slower/effect", Stub.first(10, Stub.answers(200, "reloading"), Stub.answers(200, "holds")));
        dies("slower");
        robot.until("slower", "active");
        assertThat(town.chronicle.stages("slower")).isEqualTo(Town.ORDER);
    }

    /** A reload restarts the very web server that was asked: the call is cut off, and so are the first looks. */
    @Story
    void a_call_that_was_cut_off_is_not_repeated_before_a_look_is_answered() {
        town.services
                .at("/cut/reload", Stub.CUT)
                .at("/cut/effect", Stub.first(3, Stub.CUT, Stub.answers(200, "holds")));
        dies("cut");
        robot.until("cut", "active");
        assertThat(town.chronicle.stages("cut")).isEqualTo(Town.ORDER);
    }

    @Story
    void a_secret_that_has_vanished_raises_an_alarm_and_the_activation_ends_once_it_is_back() throws IOException {
        Path secret = temp.resolve("secret");
        Files.delete(secret);
        dies("secretive");
        soon("the alarm")
                .until(() -> robot.alarms("secretive").stream().anyMatch(alarm -> alarm.contains("dns is stalled")));
        assertThat(robot.alarms("secretive")).singleElement().asString().contains(secret.toString());
        Files.writeString(secret, "hush");
        robot.until("secretive", "active");
        assertThat(town.chronicle.stages("secretive")).isEqualTo(Town.ORDER);
    }
}
