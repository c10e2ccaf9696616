package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.makes.Simulated.Asked;
import org.pbxfailover.makes.SimulatedAsterisk;

/** The actions asterisk-* against an Asterisk with its traps. */
class AsteriskTest {
    @TempDir
    static Path temp;

    private static Makes makes;

    private static final SimulatedAsterisk RELOADED = new SimulatedAsterisk().starting(3);
    private static final SimulatedAsterisk MISSING = new SimulatedAsterisk().without("res_pjsip.so");
    private static final SimulatedAsterisk SERVED = carriers();
    private static final SimulatedAsterisk STRANGER = carriers();
    private static final SimulatedAsterisk HELPLESS = carriers().mayNotWrite();
    private static final SimulatedAsterisk WEBLESS = carriers().noWeb();
    private static final SimulatedAsterisk REJECTED = carriers().rejected("carrier-2");
    private static final SimulatedAsterisk STALE =
            carriers().has("carrier-1", "Registered").rejected("carrier-1");
    private static final SimulatedAsterisk SILENT =
            carriers().has("carrier-1", "Registered").keeps();
    private static final SimulatedAsterisk AGAIN = carriers().has("carrier-1", "Registered");
    private static final SimulatedAsterisk EMPTY = new SimulatedAsterisk();
    private static final SimulatedAsterisk UNKNOWN = carriers();
    private static final SimulatedAsterisk UNLOADED = carriers().without("res_pjsip_outbound_registration.so");
    private static final SimulatedAsterisk CUT = carriers().cutsList();
    private static final SimulatedAsterisk EXPIRED = carriers().forgetsSessions();
    private static final SimulatedAsterisk CLINGS = carriers().clings();
    private static final SimulatedAsterisk LEAVES = carriers().has("carrier-1", "Registered");
    private static final SimulatedAsterisk ALL_LEAVE = carriers().has("carrier-1", "Registered");
    private static final SimulatedAsterisk FORGOTTEN = carriers().has("carrier-1", "");
    private static final SimulatedAsterisk STAYS =
            carriers().has("carrier-1", "Registered").delay(100_000);
    private static final List<SimulatedAsterisk> ALL = List.of(
            RELOADED, MISSING, SERVED, STRANGER, HELPLESS, WEBLESS, REJECTED, STALE, SILENT, AGAIN, EMPTY, UNKNOWN,
            UNLOADED, CUT, EXPIRED, CLINGS, LEAVES, ALL_LEAVE, FORGOTTEN, STAYS);

    private static SimulatedAsterisk carriers() {
        return new SimulatedAsterisk().has("carrier-1", "Unregistered").has("carrier-2", "Unregistered");
    }

    private static String action(String name, SimulatedAsterisk server, String more) {
        return action(name, server, SimulatedAsterisk.SECRET, more);
    }

    private static String action(String name, SimulatedAsterisk server, String secret, String more) {
        return "action: asterisk-" + name + ", url: \"" + server.url() + "/\", username: " + SimulatedAsterisk.USER
                + ", password: \"" + secret + "\"" + more;
    }

    @BeforeAll
    static void start() {
        String first = ", registrations: [carrier-1]";
        String brief = ", attempts: 1, backoff: 200ms, verify: { within: 1s, every: 100ms } }";
        makes = new Makes(temp)
                .pair("reloaded", action("reload", RELOADED, ""))
                .pair("missing", action("reload", MISSING, ""))
                .pair("served", action("register", SERVED, ""))
                .pair("stranger", action("register", STRANGER, "not-the-secret", ""))
                .pair("helpless", action("register", HELPLESS, ""))
                .pair("webless", action("register", WEBLESS, ""))
                .exact("rejected", "{ " + action("register", REJECTED, "") + brief)
                .exact("stale", "{ " + action("register", STALE, first) + brief)
                .exact("silent", "{ " + action("register", SILENT, first) + ", timeout: 1s" + brief)
                .pair("again", action("register", AGAIN, first))
                .pair("empty", action("register", EMPTY, ""))
                .pair("unknown", action("register", UNKNOWN, ", registrations: [carrier-1, carier-2]"))
                .pair("unloaded", action("register", UNLOADED, ""))
                .pair("cut", action("register", CUT, ""))
                .pair("expired", action("register", EXPIRED, ""))
                .pair("clings", action("register", CLINGS, first))
                .pair("leaves", action("unregister", LEAVES, first))
                .pair("all-leave", action("unregister", ALL_LEAVE, ""))
                .pair("forgotten", action("register", FORGOTTEN, first))
                .exact("stays", "{ " + action("unregister", STAYS, first) + brief)
                .start();
    }

    @AfterAll
    static void stop() {
        makes.close();
        ALL.forEach(SimulatedAsterisk::close);
    }

    @Story
    void a_reload_that_was_only_queued_is_done_once_the_modules_run() {
        assertThat(makes.works("reloaded"))
                .endsWith("answered running: res_pjsip.so, res_pjsip_outbound_registration.so");
    }

    @Story
    void a_module_that_is_not_there_is_told_beforehand_and_is_no_success() {
        makes.complains("missing", "Asterisk refuses ModuleCheck: Module not loaded");
        assertThat(makes.fails("missing")).contains("Asterisk refuses Reload: No such module");
    }

    @Story
    void registrations_that_are_queued_count_when_every_one_is_registered_and_no_secret_is_in_a_url_or_seen() {
        soon("a content preflight").until(() -> makes.preflight("served").isEmpty());
        assertThat(makes.works("served")).endsWith("answered carrier-1 is Registered, carrier-2 is Registered");
        soon("the sessions to be logged off").until(() -> SERVED.openSessions() == 0);
        assertThat(SERVED.asked()).extracting(Asked::uri).containsOnly("/rawman");
        assertThat(makes.seen("served")).doesNotContain(SimulatedAsterisk.TRUNK_PASSWORD, "s3cret");
    }

    @Story
    void a_wrong_secret_is_told_beforehand_although_the_status_is_200() {
        makes.complains("stranger", "Asterisk refuses Login: Authentication failed");
        assertThat(makes.fails("stranger")).contains("Asterisk refuses Login: Authentication failed");
        assertThat(STRANGER.status("carrier-1")).isEqualTo("Unregistered");
    }

    @Story
    void a_user_without_the_right_to_write_is_told_what_he_lacks() {
        makes.complains("helpless", "Permission denied (the user needs write = system in manager.conf)");
    }

    @Story
    void a_server_without_AMI_is_told_what_it_lacks() {
        makes.complains("webless", "manager.conf needs enabled = yes and webenabled = yes");
    }

    @Story
    void a_trunk_that_the_carrier_refuses_holds_up_what_follows() {
        assertThat(makes.fails("rejected")).contains("carrier-1 is Registered, carrier-2 is Rejected");
    }

    @Story
    void a_registration_from_before_proves_nothing() {
        assertThat(makes.fails("stale")).contains("carrier-1 is Rejected");
    }

    @Story
    void a_registration_from_before_proves_nothing_either_when_the_call_was_over_before_the_carrier_answered() {
        assertThat(makes.fails("silent")).contains("no answer in time; then: carrier-1 is Registered from before");
        soon("the looks after two calls, and a third call")
                .until(() -> SILENT.asked().stream()
                                .filter(asked -> asked.body().contains("PJSIPRegister"))
                                .count()
                        >= 3);
        assertThat(makes.seen("silent")).contains("\"state\":\"activating\"");
    }

    @Story
    void a_registration_from_before_is_waited_for_and_made_anew() {
        assertThat(makes.works("again")).endsWith("answered carrier-1 is Registered");
        assertThat(AGAIN.lists()).isGreaterThan(3);
    }

    @Story
    void no_registration_at_all_is_no_success() {
        makes.complains("empty", "Asterisk has no outbound registration");
        assertThat(makes.fails("empty")).contains("Asterisk has no outbound registration");
    }

    @Story
    void a_name_that_asterisk_does_not_know_is_told_with_those_that_it_knows() {
        makes.complains("unknown", "Asterisk has no registration 'carier-2'; it has carrier-1, carrier-2");
    }

    @Story
    void a_module_that_is_not_loaded_has_no_such_action() {
        makes.complains("unloaded", "Invalid/unknown command: pjsipshowregistrationsoutbound");
    }

    @Story
    void a_list_without_its_end_is_none() {
        makes.complains("cut", "Asterisk's list of registrations has no end");
    }

    @Story
    void a_session_that_is_over_is_no_success() {
        assertThat(makes.fails("expired"))
                .contains("Permission denied (the session was lost, as by a restart of Asterisk)");
    }

    @Story
    void a_session_that_cannot_be_logged_off_ends_by_itself_and_nothing_else_fails_for_it() {
        soon("a content preflight").until(() -> makes.preflight("clings").isEmpty());
        assertThat(makes.works("clings")).endsWith("answered carrier-1 is Registered");
        assertThat(makes.calls("clings")).isEqualTo(1);
    }

    @Story
    void a_registration_is_given_up_when_it_is_over_and_not_when_that_was_sent() {
        assertThat(makes.works("leaves")).endsWith("answered carrier-1 is Unregistered");
        assertThat(LEAVES.status("carrier-2")).isEqualTo("Unregistered");
    }

    @Story
    void all_registrations_are_given_up_by_name_so_that_asterisk_does_not_forget_them() {
        assertThat(makes.works("all-leave")).contains("carrier-1 is Unregistered, carrier-2 is Unregistered");
        assertThat(ALL_LEAVE.asked()).noneMatch(asked -> asked.body().contains("%2Aall"));
    }

    @Story
    void a_registration_that_asterisk_has_forgotten_is_told_with_what_brings_it_back() {
        assertThat(makes.fails("forgotten")).contains("only registrations: [\"*all\"] brings it back");
    }

    @Story
    void a_registration_that_stays_is_no_success() {
        STAYS.keeps();
        assertThat(makes.fails("stays")).contains("carrier-1 is Registered");
    }
}
