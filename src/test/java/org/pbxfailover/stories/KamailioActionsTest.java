package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.makes.SimulatedKamailio;

/** The actions kamailio-* against a Kamailio with its traps. */
class KamailioActionsTest {
    @TempDir
    static Path temp;

    private static Makes makes;

    private static final SimulatedKamailio RELOADED = trunks();
    private static final SimulatedKamailio MANY = many();
    private static final SimulatedKamailio EMPTY = new SimulatedKamailio();
    private static final SimulatedKamailio SERVED = trunks();
    private static final SimulatedKamailio ENDED = trunks().ended("carrier-1");
    private static final SimulatedKamailio OLD = trunks().old();
    private static final SimulatedKamailio STALE = trunks().has("carrier-1", 4).carrierIsSilent();
    private static final SimulatedKamailio UNKNOWN = trunks();
    private static final SimulatedKamailio CLOSED = trunks().closed();
    private static final SimulatedKamailio LEAVES = trunks().has("carrier-1", 4);
    private static final SimulatedKamailio STAYS = trunks().has("carrier-1", 4).carrierIsSilent();
    private static final SimulatedKamailio SHARED = trunks().has("carrier-1", 4).another();
    private static final List<SimulatedKamailio> ALL =
            List.of(RELOADED, MANY, EMPTY, SERVED, ENDED, OLD, STALE, UNKNOWN, CLOSED, LEAVES, STAYS, SHARED);

    private static SimulatedKamailio trunks() {
        return new SimulatedKamailio().has("carrier-1", 17).has("42", 17);
    }

    private static SimulatedKamailio many() {
        SimulatedKamailio server = new SimulatedKamailio();
        IntStream.range(0, 1000).forEach(i -> server.has("carrier-of-a-customer-with-a-long-name-" + i, 17));
        return server;
    }

    private static String action(String name, SimulatedKamailio server, String more) {
        return "action: kamailio-" + name + ", url: \"" + server.url() + "/RPC\"" + more;
    }

    @BeforeAll
    static void start() {
        String one = ", registrations: [carrier-1]";
        String brief = ", attempts: 1, backoff: 200ms, verify: { within: 1s, every: 100ms } }";
        makes = new Makes(temp)
                .pair("reloaded", action("reload", RELOADED, ""))
                .pair("many", action("reload", MANY, ""))
                .pair("empty", action("reload", EMPTY, ""))
                .pair("served", action("register", SERVED, ", registrations: [carrier-1, \"42\"]"))
                .pair("ended", action("register", ENDED, one))
                .pair("old", action("register", OLD, one))
                .exact("stale", "{ " + action("register", STALE, one) + brief)
                .pair("unknown", action("register", UNKNOWN, ", registrations: [carier-1]"))
                .pair("closed", action("register", CLOSED, one))
                .pair("leaves", action("unregister", LEAVES, one))
                .pair("shared", action("unregister", SHARED, one))
                .exact("stays", "{ " + action("unregister", STAYS, one) + brief)
                .start();
    }

    @AfterAll
    static void stop() {
        makes.close();
        ALL.forEach(SimulatedKamailio::close);
    }

    @Story
    void a_reload_is_done_when_there_are_records() {
        assertThat(makes.works("reloaded")).endsWith("answered 2 records of registrations");
    }

    @Story
    void a_list_of_a_thousand_records_is_read_to_its_end() {
        assertThat(makes.works("many")).endsWith("answered 1000 records of registrations");
    }

    @Story
    void a_reload_of_nothing_is_told_beforehand() {
        makes.complains("empty", "Kamailio has no record of a registration");
        assertThat(makes.fails("empty")).contains("Kamailio has no record of a registration");
    }

    @Story
    void registrations_count_when_the_carrier_has_accepted_every_one_and_no_password_is_seen() {
        soon("a content preflight").until(() -> makes.preflight("served").isEmpty());
        assertThat(makes.works("served")).endsWith("answered registered: carrier-1, 42");
        assertThat(makes.seen("served")).doesNotContain(SimulatedKamailio.TRUNK_PASSWORD);
    }

    @Story
    void a_record_that_was_ended_before_gets_its_lifetime_back() {
        assertThat(makes.works("ended")).endsWith("answered registered: carrier-1");
    }

    @Story
    void a_kamailio_that_cannot_send_at_once_sends_with_its_timer() {
        assertThat(makes.works("old")).endsWith("answered registered: carrier-1");
    }

    @Story
    void a_registration_from_before_proves_nothing() {
        assertThat(makes.fails("stale"))
                .contains("carrier-1 is not registered and enabled, and the carrier has not answered yet (flags 2)");
    }

    @Story
    void a_record_that_is_not_there_is_told_beforehand() {
        makes.complains("unknown", "Kamailio refuses uac.reg_info: Record not found (404)");
        assertThat(makes.fails("unknown")).contains("Kamailio refuses uac.reg_refresh: Record not found (404)");
    }

    @Story
    void a_status_that_is_no_success_is_told() {
        makes.complains("closed", "Kamailio answers 401 Unauthorized");
    }

    @Story
    void a_registration_is_given_up_when_the_carrier_has_answered_and_it_is_disabled() {
        assertThat(makes.works("leaves")).endsWith("answered unregistered: carrier-1");
        assertThat(LEAVES.methods()).containsSubsequence("uac.reg_unregister", "uac.reg_disable", "uac.reg_info");
    }

    @Story
    void a_registration_whose_end_the_carrier_has_not_answered_is_no_success() {
        assertThat(makes.fails("stays"))
                .contains("carrier-1 is not registered and disabled, and the carrier has not answered yet (flags 3)");
    }

    @Story
    void a_registration_of_another_server_with_the_same_name_does_not_count() {
        assertThat(makes.works("shared")).endsWith("answered unregistered: carrier-1");
    }
}
