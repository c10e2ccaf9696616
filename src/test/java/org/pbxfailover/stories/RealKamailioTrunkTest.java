package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.real.KamailioTrunk;

/** The actions kamailio-* on a real Kamailio that registers at another. */
@Tag("real")
class RealKamailioTrunkTest {
    @TempDir
    Path temp;

    private static String action(String name, KamailioTrunk pbx, String trunk) {
        return "{ action: kamailio-" + name + ", url: \"" + pbx.rpc() + "\", registrations: [" + trunk
                + "], attempts: 2, backoff: 200ms, verify: { within: 10s, every: 200ms } }";
    }

    @Test
    void a_trunk_is_registered_given_up_and_registered_again_and_one_with_a_wrong_password_is_not() {
        try (KamailioTrunk carrier = KamailioTrunk.carrier(temp);
                KamailioTrunk pbx = KamailioTrunk.pbx(temp, carrier);
                Makes makes = new Makes(temp)
                        .exact("reload", "{ action: kamailio-reload, url: \"" + pbx.rpc() + "\" }")
                        .exact("on", action("register", pbx, "good"))
                        .exact("off", action("unregister", pbx, "good"))
                        .exact("again", action("register", pbx, "good"))
                        .exact("refused", action("register", pbx, "bad"))
                        .exact("unknown", action("register", pbx, "nobody"))
                        .start()) {
            makes.complains("unknown", "Kamailio refuses uac.reg_info: Record not found (404)");
            assertThat(carrier.knows("good")).isFalse();
            assertThat(makes.works("on")).endsWith("answered registered: good");
            assertThat(carrier.knows("good")).isTrue();
            assertThat(makes.works("off")).endsWith("answered unregistered: good");
            assertThat(carrier.knows("good")).isFalse();
            assertThat(makes.works("again")).endsWith("answered registered: good");
            assertThat(carrier.knows("good")).isTrue();
            assertThat(makes.fails("refused")).contains("bad is not registered");
            assertThat(carrier.knows("bad")).isFalse();
            assertThat(makes.works("reload")).endsWith("answered 2 records of registrations");
        }
    }

    @Test
    void a_trunk_is_given_up_here_while_another_server_has_it() {
        try (KamailioTrunk carrier = KamailioTrunk.carrier(temp);
                KamailioTrunk primary = KamailioTrunk.pbx(temp, carrier);
                KamailioTrunk secondary = KamailioTrunk.pbx(temp, carrier);
                Makes makes = new Makes(temp)
                        .exact("there", action("register", primary, "good"))
                        .exact("here", action("register", secondary, "good"))
                        .exact("off", action("unregister", secondary, "good"))
                        .start()) {
            makes.works("there");
            makes.works("here");
            assertThat(carrier.contacts("good")).hasSize(2);

            assertThat(makes.works("off")).endsWith("answered unregistered: good");

            assertThat(carrier.contacts("good")).singleElement().asString().contains(primary.address());
        }
    }
}
