package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.makes.SimulatedVodia;

/** The actions vodia-* against a Vodia with its traps. */
class VodiaTest {
    @TempDir
    static Path temp;

    private static Makes makes;

    private static final SimulatedVodia SERVED = trunks();
    private static final SimulatedVodia MANY = many();
    private static final SimulatedVodia REFUSED = trunks().carrierSays("403 Forbidden");
    private static final SimulatedVodia EXPIRED = trunks().expired();
    private static final SimulatedVodia DEAF = trunks().deaf();
    private static final SimulatedVodia BROKEN = trunks().broken();
    private static final SimulatedVodia UNKNOWN = trunks();
    private static final SimulatedVodia LEAVES = new SimulatedVodia().has("1", true);
    private static final List<SimulatedVodia> ALL =
            List.of(SERVED, MANY, REFUSED, EXPIRED, DEAF, BROKEN, UNKNOWN, LEAVES);

    private static SimulatedVodia trunks() {
        return new SimulatedVodia().has("1", false).has("2", false);
    }

    private static SimulatedVodia many() {
        SimulatedVodia server = trunks();
        IntStream.range(3, 1000).forEach(i -> server.has(String.valueOf(i), false));
        return server;
    }

    private static String action(String name, SimulatedVodia server, String trunks) {
        return "action: vodia-trunks-" + name + ", url: \"" + server.url() + "\", username: " + SimulatedVodia.USER
                + ", password: \"" + SimulatedVodia.PASSWORD + "\", domain: acme.example, trunks: [" + trunks + "]";
    }

    @BeforeAll
    static void start() {
        String brief = ", attempts: 1, backoff: 200ms, verify: { within: 1s, every: 100ms } }";
        makes = new Makes(temp)
                .pair("served", action("on", SERVED, "\"1\", \"2\""))
                .pair("many", action("on", MANY, "\"1\", \"999\""))
                .exact("refused", "{ " + action("on", REFUSED, "\"1\"") + brief)
                .pair("expired", action("on", EXPIRED, "\"1\""))
                .exact("deaf", "{ " + action("on", DEAF, "\"1\"") + brief)
                .pair("broken", action("on", BROKEN, "\"1\""))
                .pair("unknown", action("on", UNKNOWN, "\"7\""))
                .pair("leaves", action("off", LEAVES, "\"1\""))
                .start();
    }

    @AfterAll
    static void stop() {
        makes.close();
        ALL.forEach(SimulatedVodia::close);
    }

    @Story
    void trunks_are_on_when_the_carrier_has_accepted_every_one() {
        soon("a content preflight").until(() -> makes.preflight("served").isEmpty());
        assertThat(makes.works("served")).endsWith("answered registered: trunk 1, 2");
    }

    @Story
    void a_list_of_a_thousand_trunks_is_read_to_its_end() {
        assertThat(makes.works("many")).endsWith("answered registered: trunk 1, 999");
    }

    @Story
    void a_trunk_that_the_carrier_refuses_is_no_success() {
        assertThat(makes.fails("refused"))
                .contains("trunk 1 (Carrier) is on, and its registration says '403 Forbidden'");
    }

    @Story
    void a_login_that_is_over_is_told_although_the_status_is_200() {
        makes.complains("expired", "Vodia answers false: the credential is not accepted");
        assertThat(makes.fails("expired")).contains("Vodia answers false");
    }

    @Story
    void a_server_that_is_out_of_order_is_told_in_its_own_words() {
        makes.complains("broken", "Vodia answers 500 out of order");
    }

    @Story
    void a_change_that_was_accepted_and_not_made_is_no_success() {
        assertThat(makes.fails("deaf")).contains("trunk 1 (Carrier) is off");
    }

    @Story
    void a_trunk_that_is_not_there_is_told_with_those_that_are() {
        makes.complains("unknown", "Vodia has no trunk 7 in the domain acme.example; it has 1, 2");
    }

    @Story
    void trunks_are_off_when_no_registration_is_left() {
        assertThat(makes.works("leaves")).endsWith("answered off: trunk 1");
    }
}
