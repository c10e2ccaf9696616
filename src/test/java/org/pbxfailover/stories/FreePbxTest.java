package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.makes.SimulatedFreePbx;

/** The action freepbx-reload against a FreePBX with its traps. */
class FreePbxTest {
    @TempDir
    static Path temp;

    private static Makes makes;

    private static final SimulatedFreePbx RELOADED = new SimulatedFreePbx();
    private static final SimulatedFreePbx FAILED = new SimulatedFreePbx().ends("Failed");
    private static final SimulatedFreePbx NEEDY = new SimulatedFreePbx().needsForEver();
    private static final SimulatedFreePbx ENDLESS = new SimulatedFreePbx().ends("Processing");
    private static final SimulatedFreePbx STRANGER = new SimulatedFreePbx();
    private static final SimulatedFreePbx SCOPELESS = new SimulatedFreePbx().noScope();
    private static final List<SimulatedFreePbx> ALL = List.of(RELOADED, FAILED, NEEDY, ENDLESS, STRANGER, SCOPELESS);

    private static String action(SimulatedFreePbx server, String secret) {
        return "action: freepbx-reload, url: \"" + server.url() + "\", client-id: " + SimulatedFreePbx.CLIENT
                + ", client-secret: \"" + secret + "\"";
    }

    private static String action(SimulatedFreePbx server) {
        return action(server, SimulatedFreePbx.SECRET);
    }

    @BeforeAll
    static void start() {
        String brief = ", attempts: 1, backoff: 200ms, verify: { within: 1s, every: 100ms } }";
        makes = new Makes(temp)
                .pair("reloaded", action(RELOADED))
                .exact("failed", "{ " + action(FAILED) + brief)
                .exact("needy", "{ " + action(NEEDY) + brief)
                .exact("endless", "{ " + action(ENDLESS) + ", timeout: 2s" + brief)
                .pair("stranger", action(STRANGER, "wrong"))
                .pair("scopeless", action(SCOPELESS))
                .start();
    }

    @AfterAll
    static void stop() {
        makes.close();
        ALL.forEach(SimulatedFreePbx::close);
    }

    @Story
    void a_reload_is_done_when_its_transaction_was_executed_and_nothing_is_left_to_be_reloaded() {
        soon("a content preflight").until(() -> makes.preflight("reloaded").isEmpty());
        assertThat(makes.works("reloaded")).endsWith("answered no reload is needed");
    }

    @Story
    void a_transaction_that_fails_is_no_success_although_it_had_begun() {
        assertThat(makes.fails("failed")).contains("FreePBX has not reloaded: Failed");
    }

    @Story
    void a_reload_that_left_something_is_no_success() {
        assertThat(makes.fails("needy")).contains("FreePBX says that it still needs a reload");
    }

    /** Each of its requests is quick, all of them together have one timeout. */
    @Story
    void a_transaction_without_end_ends_with_the_timeout_of_the_action() {
        assertThat(makes.fails("endless")).contains("no answer within 2 s (the requests before took most of it)");
    }

    @Story
    void a_wrong_secret_is_told_beforehand() {
        makes.complains("stranger", "FreePBX answers 401");
    }

    @Story
    void a_client_without_scope_is_told_beforehand_although_the_status_is_200() {
        makes.complains("scopeless", "FreePBX answers with an error: Cannot query field on type");
    }
}
