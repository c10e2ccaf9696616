package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.real.Prometheus;
import org.pbxfailover.web.Ports;

/** Prometheus, as Debian has it, watches a robot with the files of {@code prometheus/}. */
@Tag("real")
class RealPrometheusTest {
    @TempDir
    Path temp;

    @Test
    void prometheus_reads_the_robot_and_raises_the_alerts_of_a_failover_and_of_a_silent_robot() throws Exception {
        int console = Ports.free("127.0.0.1");
        try (Town town = new Town(temp).robot("stories", 0, console);
                Prometheus prometheus = new Prometheus(temp, console, Town.MONITOR)) {
            assertThat(prometheus.promtool("check", "config", "prometheus.yml")).isEmpty();
            assertThat(prometheus.promtool("test", "rules", "alerts-test.yml")).isEmpty();
            town.pair("one");
            try (InProcess unused = InProcess.start(town.write(), Town.routes())) {
                soon("a look at the robot").until(() -> prometheus.values("up"), List.of(1.0)::equals);
                soon("a living primary")
                        .until(() -> prometheus.values("pbx_failover_pair_alive"), List.of(1.0)::equals);
                soon("no alert").until(prometheus::alerts, List.of("PbxPairNotReady pending one")::containsAll);

                town.primary("one").dies();
                soon("the alert").until(prometheus::alerts, alerts -> alerts.contains("PbxPairOnSecondary firing one"));
                assertThat(prometheus.values("pbx_failover_activations_total{kind=\"failover\"}"))
                        .containsExactly(1.0);
            }
            soon("the silence").until(prometheus::alerts, alerts -> alerts.contains("PbxRobotSilent pending"));
        }
    }
}
