package org.pbxfailover.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.console.TestRobot.at;
import static org.pbxfailover.console.TestRobot.basic;
import static org.pbxfailover.console.TestRobot.send;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who only watches the robot ({@code robot.console.monitor-password}) reads health and metrics, and nothing else. */
class MonitorTest {
    private static TestRobot robot;

    @BeforeAll
    static void start() throws Exception {
        robot = new TestRobot("acme");
    }

    @AfterAll
    static void stop() {
        robot.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/ready", "/observe/metrics"})
    void a_monitor_reads_health_and_metrics(String path) throws Exception {
        assertThat(send(monitor(path)).statusCode()).isEqualTo(200);
        assertThat(send(at(robot.console.port(), path).header("Authorization", basic("admin", TestRobot.MONITOR)))
                        .statusCode())
                .as("its password is nobody else's")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio/",
                "/hawtio/user",
                "/hawtio/jolokia/version",
                "/observe/../hawtio/jolokia/version",
                "/observe/metrics/../../hawtio/jolokia/version",
                "/observe/metrics/%2e%2e/%2e%2e/hawtio/jolokia/version",
                "/observe//metrics",
                "/"
            })
    void a_monitor_gets_nothing_else(String path) throws Exception {
        HttpResponse<String> answer = send(monitor(path));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("may read /observe/health and /observe/metrics, and nothing else");
    }

    /** Whoever has to act at night must not be kept out by what only a monitoring system needs. */
    @Test
    void a_password_of_the_monitor_that_cannot_be_read_keeps_only_the_monitor_out() throws Exception {
        robot.monitorUnreadable = true;
        try {
            assertThat(send(robot.console("/hawtio/user")).statusCode()).isEqualTo(200);
            assertThat(send(monitor("/observe/metrics")).statusCode()).isEqualTo(401);
        } finally {
            robot.monitorUnreadable = false;
        }
        assertThat(send(monitor("/observe/metrics")).statusCode()).isEqualTo(200);
    }

    @Test
    void a_monitor_gives_no_orders() throws Exception {
        assertThat(send(monitor("/hawtio/jolokia").POST(BodyPublishers.ofString("{\"type\":\"version\"}")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(monitor("/observe/metrics").POST(BodyPublishers.ofString("")))
                        .statusCode())
                .isEqualTo(403);
    }

    private static HttpRequest.Builder monitor(String path) {
        return at(robot.console.port(), path).header("Authorization", basic("monitor", TestRobot.MONITOR));
    }
}
