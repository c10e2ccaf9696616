package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.makes.Simulated;
import org.pbxfailover.makes.SimulatedFreeSwitch;
import org.pbxfailover.makes.SimulatedOpenSips;

/** The actions freeswitch-* and opensips-* against servers with their traps. */
class FreeSwitchAndOpenSipsTest {
    @TempDir
    static Path temp;

    private static Makes makes;

    private static final SimulatedFreeSwitch RELOADED = gateways();
    private static final SimulatedFreeSwitch BROKEN = gateways().broken("[error near line 12]: unclosed <X>");
    private static final SimulatedFreeSwitch PROFILE = gateways();
    private static final SimulatedFreeSwitch SERVED = gateways();
    private static final SimulatedFreeSwitch REFUSED = gateways().carrierRefuses();
    private static final SimulatedFreeSwitch NOREG = gateways().has("carrier-1", "NOREG");
    private static final SimulatedFreeSwitch UNKNOWN = gateways();
    private static final SimulatedFreeSwitch STRANGER = gateways();
    private static final SimulatedFreeSwitch LEAVES = gateways().has("carrier-1", "REGED");
    private static final SimulatedOpenSips TAKEN = new SimulatedOpenSips(false);
    private static final SimulatedOpenSips DEAF = new SimulatedOpenSips(false).deaf();
    private static final SimulatedOpenSips CLUSTER = new SimulatedOpenSips(false);
    private static final SimulatedOpenSips GIVES = new SimulatedOpenSips(true);
    private static final SimulatedOpenSips TAKES = new SimulatedOpenSips(false).with(GIVES);
    private static final SimulatedOpenSips NEWER = new SimulatedOpenSips(false).renamed();
    private static final SimulatedOpenSips NEWER_GIVES = new SimulatedOpenSips(true).renamed();
    private static final SimulatedOpenSips OLDER_TAKES = new SimulatedOpenSips(false).with(NEWER_GIVES);
    private static final SimulatedOpenSips ALONE = new SimulatedOpenSips(true);
    private static final List<Simulated> ALL = List.of(
            RELOADED,
            BROKEN,
            PROFILE,
            SERVED,
            REFUSED,
            NOREG,
            UNKNOWN,
            STRANGER,
            LEAVES,
            TAKEN,
            DEAF,
            CLUSTER,
            GIVES,
            TAKES,
            NEWER,
            NEWER_GIVES,
            OLDER_TAKES,
            ALONE);

    private static SimulatedFreeSwitch gateways() {
        return new SimulatedFreeSwitch().has("carrier-1", "DOWN").has("carrier-2", "DOWN");
    }

    private static String freeswitch(String name, SimulatedFreeSwitch server, String more) {
        return "action: freeswitch-" + name + ", url: \"" + server.url() + "\", username: " + SimulatedFreeSwitch.USER
                + ", password: \"" + SimulatedFreeSwitch.PASSWORD + "\"" + more;
    }

    private static String opensips(String name, SimulatedOpenSips server, String tag) {
        return "action: opensips-" + name + ", url: \"" + server.url() + "/mi\", tag: " + tag;
    }

    @BeforeAll
    static void start() {
        String one = ", gateways: [carrier-1]";
        String brief = ", attempts: 1, backoff: 200ms, verify: { within: 1s, every: 100ms } }";
        makes = new Makes(temp)
                .pair("reloaded", freeswitch("reload", RELOADED, ""))
                .pair("broken", freeswitch("reload", BROKEN, ""))
                .pair("profile", freeswitch("reload", PROFILE, ", profile: extern"))
                .pair("served", freeswitch("register", SERVED, ", gateways: [carrier-1, carrier-2]"))
                .exact("refused", "{ " + freeswitch("register", REFUSED, one) + brief)
                .pair("noreg", freeswitch("register", NOREG, one))
                .pair("unknown", freeswitch("register", UNKNOWN, ", gateways: [carier]"))
                .pair("stranger", freeswitch("register", STRANGER, one).replace("works&all", "nope"))
                .pair("leaves", freeswitch("unregister", LEAVES, one))
                .pair("taken", opensips("activate", TAKEN, "vip/1"))
                .exact("deaf", "{ " + opensips("activate", DEAF, "vip/1") + brief)
                .pair("cluster", opensips("activate", CLUSTER, "vip/2"))
                .pair("given", opensips("deactivate", GIVES, "vip/1") + ", successor: \"" + TAKES.url() + "/mi\"")
                .pair("newer", opensips("activate", NEWER, "vip/1"))
                .pair(
                        "mixed",
                        opensips("deactivate", NEWER_GIVES, "vip/1") + ", successor: \"" + OLDER_TAKES.url() + "/mi\"")
                .pair("alone", opensips("deactivate", ALONE, "vip/1") + ", successor: \"http://127.0.0.1:9/mi\"")
                .start();
    }

    @AfterAll
    static void stop() {
        makes.close();
        ALL.forEach(Simulated::close);
    }

    @Story
    void freeswitch_has_reloaded_when_it_says_success_and_the_profile_runs() {
        soon("a content preflight").until(() -> makes.preflight("reloaded").isEmpty());
        assertThat(makes.works("reloaded")).endsWith("answered profile external runs");
    }

    @Story
    void freeswitch_s_ok_with_an_error_in_it_is_no_success() {
        assertThat(makes.fails("broken")).contains("FreeSWITCH answers 'reloadxml' with +OK [[error near line 12]");
        // That the profile runs is no sign of a reload: it ran before.
        soon("further calls").until(() -> makes.calls("broken") > 2);
        assertThat(makes.fails("broken")).contains("near line 12");
    }

    @Story
    void a_profile_that_freeswitch_does_not_know_is_told_beforehand_and_is_no_success() {
        makes.complains("profile", "FreeSWITCH answers 'sofia xmlstatus profile extern' with Invalid Profile!");
        assertThat(makes.fails("profile")).contains("Invalid Profile [extern]");
    }

    @Story
    void gateways_that_are_queued_count_when_every_one_is_reged() {
        assertThat(makes.works("served")).endsWith("answered registered: carrier-1, carrier-2");
    }

    @Story
    void a_gateway_that_the_carrier_refuses_is_no_success() {
        assertThat(makes.fails("refused")).contains("gateway carrier-1 is FAIL_WAIT");
    }

    @Story
    void a_gateway_that_does_not_register_is_told_beforehand_and_is_no_success() {
        makes.complains("noreg", "gateway carrier-1 is NOREG: it has register = false");
        assertThat(makes.fails("noreg")).contains("-ERR NOREG gateway [carrier-1] can't be registered!");
    }

    @Story
    void a_gateway_that_freeswitch_does_not_know_is_told_beforehand_and_is_no_success() {
        makes.complains("unknown", "Invalid Gateway!");
        assertThat(makes.fails("unknown")).contains("Invalid gateway!");
    }

    @Story
    void a_wrong_password_of_freeswitch_is_told_beforehand() {
        makes.complains("stranger", "FreeSWITCH answers 401");
    }

    @Story
    void a_gateway_is_given_up_when_it_is_down() {
        assertThat(makes.works("leaves")).endsWith("answered unregistered: carrier-1");
    }

    @Story
    void a_tag_of_opensips_is_taken_when_it_is_active() {
        assertThat(makes.works("taken")).endsWith("answered the tag vip/1 is active");
    }

    @Story
    void an_opensips_with_the_newer_names_of_methods_is_asked_by_those() {
        soon("a content preflight").until(() -> makes.preflight("newer").isEmpty());
        assertThat(makes.works("newer")).endsWith("answered the tag vip/1 is active");
        soon("a content preflight").until(() -> makes.preflight("mixed").isEmpty());
        assertThat(makes.works("mixed")).endsWith("answered the tag vip/1 is backup");
    }

    @Story
    void a_tag_of_opensips_that_stays_in_backup_is_no_success() {
        assertThat(makes.fails("deaf")).contains("the tag vip/1 is backup");
    }

    @Story
    void a_tag_that_opensips_does_not_know_is_told_beforehand_and_is_no_success() {
        makes.complains("cluster", "OpenSIPS has no sharing tag vip/2");
        assertThat(makes.fails("cluster"))
                .contains("OpenSIPS refuses clusterer_shtag_set_active: Cluster ID not found (404)");
    }

    @Story
    void a_tag_of_opensips_is_given_up_by_giving_it_to_the_other_node() {
        assertThat(makes.works("given")).endsWith("answered the tag vip/1 is backup");
    }

    @Story
    void a_successor_of_opensips_that_is_not_there_is_told_beforehand() {
        makes.complains("alone", "connection refused");
    }
}
