package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.probe.Certificates;
import org.pbxfailover.probe.Peer;
import org.pbxfailover.web.Ports;

/** Where the robot and its token are found. */
class RobotAccessTest {
    @TempDir
    Path directory;

    private FakeRobot robot;
    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        robot = new FakeRobot();
        robot.on("GET /api/pairs", Samples.pairs());
        shell = new Shell(directory);
    }

    @AfterEach
    void stop() {
        robot.close();
    }

    private Path state() throws Exception {
        return Files.createDirectories(directory.resolve("state"));
    }

    private Path written(String configuration) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("config"));
        return Files.writeString(folder.resolve("failover.yaml"), configuration);
    }

    /** A configuration with much else to complain of. */
    private void configured(int port, String token) throws Exception {
        written("""
                robot:
                  state: %s
                  nane: misspelt
                  api:
                    listen: "127.0.0.1:%d"
                    %s
                notify:
                  - { action: webhook, url: "{{env:NOWHERE_BUT_WHERE_THE_ROBOT_RUNS}}" }
                pairs: []
                """.formatted(state(), port, token));
    }

    @Test
    void the_configuration_says_where_and_the_robots_own_file_has_the_token() throws Exception {
        Files.writeString(state().resolve("api.token"), FakeRobot.TOKEN + "\n");
        configured(robot.port(), "");

        assertThat(shell.run("status")).isZero();
    }

    @Test
    void an_api_that_is_not_where_it_should_be_is_found_by_what_the_robot_has_left() throws Exception {
        configured(Ports.free("127.0.0.1"), "token: " + FakeRobot.TOKEN);
        Path word = Files.writeString(state().resolve("api.address"), "127.0.0.1:" + robot.port() + "\n");

        assertThat(shell.run("status")).isZero();

        Files.writeString(word, "where?");
        assertThat(shell.run("status")).isEqualTo(2);
        assertThat(shell.err).contains("api.address is no address of a robot");
    }

    @Test
    void with_any_free_port_and_no_word_of_it_no_robot_runs() throws Exception {
        configured(0, "token: " + FakeRobot.TOKEN);

        assertThat(shell.run("status")).isEqualTo(3);
        assertThat(shell.err)
                .contains("No robot runs there", "robot.api.listen", "any free port", "api.address", "--api");
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void the_configured_token_is_used() throws Exception {
        configured(robot.port(), "token: " + FakeRobot.TOKEN);

        assertThat(shell.run("status")).isZero();
    }

    @Test
    void a_configured_token_that_only_the_robot_can_see_is_one_sentence() throws Exception {
        configured(robot.port(), "token: \"{{file:/does/not/exist}}\"");

        assertThat(shell.run("status")).isEqualTo(1);
        assertThat(shell.err).contains("robot.api.token in", "/does/not/exist does not exist", "--token-file");
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void a_named_file_wins_over_the_environment_which_wins_over_the_configuration() throws Exception {
        configured(robot.port(), "token: configured");
        shell.environment.put("PBX_FAILOVER_TOKEN", "from-environment");
        Path file = Files.writeString(directory.resolve("token"), FakeRobot.TOKEN);

        assertThat(shell.run("status", "--token-file", file.toString())).isZero();
        assertThat(shell.run("status")).isEqualTo(1);
        assertThat(shell.err).contains("PBX_FAILOVER_TOKEN").doesNotContain("from-environment");
        shell.environment.clear();
        assertThat(shell.run("status")).isEqualTo(1);
        assertThat(shell.err).contains("robot.api.token in").doesNotContain(": configured");
    }

    @Test
    void a_missing_token_file_is_named() {
        shell.environment.put("PBX_FAILOVER_TOKEN", FakeRobot.TOKEN);
        Path file = directory.resolve("nothing");

        assertThat(shell.run("status", "--api", robot.url(), "--token-file", file.toString()))
                .isEqualTo(1);
        assertThat(shell.err).contains(file + " (--token-file) does not exist");
    }

    @Test
    void without_any_token_every_place_for_one_is_named() throws Exception {
        configured(robot.port(), "");

        assertThat(shell.run("status")).isEqualTo(1);
        assertThat(shell.err).contains("api.token does not exist", "--token-file", "PBX_FAILOVER_TOKEN");
    }

    @Test
    void a_robot_that_was_never_started_is_not_there_and_not_one_without_a_token() throws Exception {
        configured(Ports.free("127.0.0.1"), "");

        assertThat(shell.run("status")).isEqualTo(3);
        assertThat(shell.err).contains("No robot answers at http://127.0.0.1:", "api.token does not exist");
    }

    @Test
    void a_token_that_would_break_the_request_is_refused_and_not_shown() {
        shell.environment.put("PBX_FAILOVER_TOKEN", "a\nInjected: header");

        assertThat(shell.run("status", "--api", robot.url())).isEqualTo(1);
        assertThat(shell.err).contains("PBX_FAILOVER_TOKEN must be one line").doesNotContain("Injected");
    }

    @Test
    void a_broken_configuration_keeps_nobody_from_a_robot_whose_address_is_given() {
        shell.environment.put("PBX_FAILOVER_TOKEN", FakeRobot.TOKEN);

        assertThat(shell.run("status")).isEqualTo(2);
        assertThat(shell.err).contains("failover.yaml", "--api http://127.0.0.1:8080");
        assertThat(shell.run("status", "--api", "127.0.0.1:" + robot.port() + "/"))
                .isZero();
    }

    @Test
    void secrets_of_other_kinds_that_only_the_robot_has_keep_nobody_from_it() throws Exception {
        Files.writeString(state().resolve("api.token"), FakeRobot.TOKEN + "\n");
        written("""
                robot:
                  api: { listen: "127.0.0.1:%d" }
                pairs:
                  - name: acme
                    activation:
                      reload: { action: asterisk-reload, password: "{{env:AMI_SECRET}}" }
                      dns: { action: powerdns, key: "{{file:/etc/pbx-failover/key}}" }
                """.formatted(robot.port()));

        assertThat(shell.run("status")).isZero();
    }

    @Test
    void a_configured_token_may_be_in_the_commands_own_environment() throws Exception {
        configured(robot.port(), "token: \"{{env:ROBOTS_TOKEN}}\"");
        shell.environment.put("ROBOTS_TOKEN", FakeRobot.TOKEN);

        assertThat(shell.run("status")).isZero();
    }

    @Test
    void an_address_that_cannot_be_read_is_named() throws Exception {
        Path file = written("robot: { api: { listen: 8080 } }");

        assertThat(shell.run("status")).isEqualTo(2);
        assertThat(shell.err).contains("robot.api.listen in " + file + " is no host and port", "--api");
    }

    @Test
    void a_file_that_is_no_yaml_is_named() throws Exception {
        Path file = written("robot: { api: ");

        assertThat(shell.run("status")).isEqualTo(2);
        assertThat(shell.err).contains(file + " is no YAML that can be read", "--api");
    }

    @Test
    void an_address_that_is_none_is_refused_without_repeating_what_may_be_secret() {
        for (String wrong : new String[] {"ftp://x", "http://", "http://u:hidden@x", "http://x?y", "http://a b"}) {
            assertThat(shell.run("status", "--api", wrong)).isEqualTo(2);
            assertThat(shell.err).contains("--api is no address").doesNotContain("hidden");
        }
    }

    /** Nothing is sent before the handshake has ended, so an order cannot have arrived. */
    @Test
    void a_certificate_that_is_not_believed_is_told_as_such_and_not_as_a_robot_that_is_gone() throws Exception {
        ServerSocket tls = Certificates.shared()
                .server("good")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        shell.environment.put("PBX_FAILOVER_TOKEN", FakeRobot.TOKEN);
        try (Peer peer = new Peer(tls, (self, socket) -> self.request(socket))) {
            assertThat(shell.run("acknowledge", "acme", "--api", "https://localhost:" + peer.port()))
                    .isEqualTo(3);
        }
        assertThat(shell.err)
                .startsWith("No secure connection to https://localhost:")
                .contains("certification path", "PBX_FAILOVER_JAVA_OPTS")
                .doesNotContain("No robot answers", "whether the order arrived");
        assertThat(shell.err.lines()).hasSize(1);
    }

    @Test
    void a_port_that_does_not_speak_tls_is_told_as_such() throws Exception {
        shell.environment.put("PBX_FAILOVER_TOKEN", FakeRobot.TOKEN);
        try (Peer peer = new Peer((self, socket) -> {
            Peer.write(socket, Peer.ok("hello"));
            Peer.SILENT.treat(self, socket);
        })) {
            assertThat(shell.run("status", "--api", "https://127.0.0.1:" + peer.port()))
                    .isEqualTo(3);
        }
        assertThat(shell.err).startsWith("No secure connection to https://").contains("is TLS spoken at that port");
    }
}
