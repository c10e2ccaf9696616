package org.pbxfailover.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.RobotSettings.Listen;

class DoorTest {
    @Test
    void chooses_a_free_port_for_port_0() {
        Door door = new Door("robot.api.listen", new Listen("127.0.0.1", 0), "/");
        assertThat(door.problem()).isEmpty();
        assertThat(door.port())
                .as("one that the system gives to nobody else before the server listens")
                .isBetween(1_024, 32_767);
    }

    @Test
    void says_that_a_port_is_taken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Door door = new Door("robot.api.listen", new Listen("127.0.0.1", other.getLocalPort()), "/");
            assertThat(door.problem())
                    .hasValue(
                            "robot.api.listen: nothing can listen on 127.0.0.1:%d (Address already in use); free this port or choose another one."
                                    .formatted(other.getLocalPort()));
        }
    }

    @Test
    void says_that_an_address_is_not_ours() {
        Door door = new Door("robot.api.listen", new Listen("240.0.0.1", 0), "/");
        assertThat(door.problem())
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).startsWith("robot.api.listen: nothing can listen on 240.0.0.1:0 ("));
    }

    @Test
    void says_that_the_server_did_not_start() {
        Door door = new Door("robot.api.listen", new Listen("127.0.0.1", 0), "/");
        door.verify(new DefaultCamelContext());
        assertThat(door.problem())
                .hasValue("robot.api.listen: the server on 127.0.0.1:%d did not start; see the log above."
                        .formatted(door.port()));
    }

    @Test
    void shuts_a_server_that_asks_for_no_credentials() throws Exception {
        Door door = new Door("robot.console.listen", new Listen("127.0.0.1", 0), "/observe/health");
        Main main = open(door.port());
        try {
            door.verify(main.getCamelContext());
            assertThat(door.problem())
                    .hasValue(
                            "robot.console.listen: 127.0.0.1:%d answered 200 to a request without credentials instead of 401, so it was shut."
                                    .formatted(door.port()));
            assertThatThrownBy(() -> new Socket("127.0.0.1", door.port()).close())
                    .isInstanceOf(ConnectException.class);
        } finally {
            main.stop();
        }
    }

    @Test
    void says_that_another_program_came_first() throws Exception {
        Door door = new Door("robot.console.listen", new Listen("127.0.0.1", 0), "/observe/health");
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.1", door.port()), 0);
        other.start();
        Main main = open(door.port());
        try {
            door.verify(main.getCamelContext());
            assertThat(door.problem())
                    .hasValueSatisfying(
                            sentence -> assertThat(sentence).contains("answered 404 to a request without credentials"));
        } finally {
            main.stop();
            other.stop(0);
        }
    }

    /** A management server as it starts without a users file: open to all. */
    private static Main open(int port) throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("false");
        main.addInitialProperty("camel.management.enabled", "true");
        main.addInitialProperty("camel.management.host", "127.0.0.1");
        main.addInitialProperty("camel.management.port", Integer.toString(port));
        main.addInitialProperty("camel.management.health-check-enabled", "true");
        main.addInitialProperty("camel.management.authentication-enabled", "true");
        main.start();
        return main;
    }
}
