package org.pbxfailover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;

/** The first line that a person reads of a robot tells how to look at it, and whether it would act at all. */
class GuardsLineTest {
    private static String line(OptionalInt consolePort) {
        ConfigurationReader.Reading reading =
                new ConfigurationReader(name -> Optional.of("c2VjcmV0")).read(Path.of("config/failover.yaml"));
        Configuration configuration = ((ConfigurationReader.Valid) reading).configuration();
        return LocalProgram.guards(configuration, 8080, consolePort);
    }

    @Test
    void it_names_user_and_place_of_the_password_and_the_shadow_mode() {
        assertThat(line(OptionalInt.of(9876)))
                .contains(
                        "guards 1 pair(s) in shadow mode: it decides and reports, and never acts; API http://127.0.0.1:8080/api",
                        "console http://127.0.0.1:9876/hawtio, user admin, password in ",
                        "console.password");
    }

    @Test
    void the_console_of_another_robot_is_not_named() {
        assertThat(line(OptionalInt.empty())).endsWith("no console").doesNotContain("hawtio");
    }
}
