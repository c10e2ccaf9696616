package org.pbxfailover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.ConfigurationReader.Valid;
import org.pbxfailover.config.Starter;

class InitCommandTest {
    private static final Path ROUTES = Path.of("routes");

    @TempDir
    Path directory;

    private Shell shell;
    private Path file;

    @BeforeEach
    void start() {
        shell = new Shell(directory);
        file = directory.resolve("new/failover.yaml");
    }

    private int init(String make, String service, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--secondary", "203.0.113.7", "--output", file.toString()));
        return lacking(make, service, all.toArray(String[]::new));
    }

    /** As {@link #init}, without the secondary and the file. */
    private int lacking(String make, String service, String... more) {
        List<String> arguments = new ArrayList<>(List.of("init", "--pbx", make, "--dns", service, "--name", "acme"));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    @Test
    void for_every_make_and_service_the_file_is_valid_once_its_variables_are_set() throws Exception {
        assertThat(Starter.makes())
                .containsExactly("asterisk", "freepbx", "freeswitch", "kamailio", "opensips", "vodia", "other");
        assertThat(Starter.services())
                .containsExactly("powerdns", "rfc2136", "dyndns2", "cloudflare", "desec", "route53", "other");
        for (String make : Starter.makes()) {
            for (String service : Starter.services()) {
                assertThat(init(make, service, "--primary", "http://198.51.100.10/"))
                        .as(make + " " + service + shell.err)
                        .isZero();
                List<String> variables = Starter.variables(Files.readString(file));
                assertThat(new ConfigurationReader(
                                        name -> Optional.of("c2VjcmV0").filter(v -> variables.contains(name)))
                                .read(file))
                        .as(make + " " + service)
                        .isInstanceOfSatisfying(Valid.class, valid -> {
                            assertThat(valid.configuration().pairs().get(0).shadow())
                                    .isTrue();
                            if (togetherOnce(make, service)) {
                                assertThat(InProcess.routeProblems(valid.outline(), ROUTES))
                                        .isEmpty();
                            }
                        });
                assertThat(Files.readString(file)).doesNotContain("@");
                assertThat(Files.readString(file).lines().filter(line -> line.contains("# type: ")))
                        .allMatch(line -> line.contains("# type: " + make + " "))
                        .hasSize(make.equals("other") ? 0 : 1);
                Files.delete(file);
            }
        }
    }

    /** Loading the routes takes a second, and their actions depend on nothing else: so each make once, and each service once. */
    private static boolean togetherOnce(String make, String service) {
        return Starter.makes().indexOf(make) == Starter.services().indexOf(service);
    }

    @Test
    void where_nobody_can_be_asked_one_sentence_names_all_that_is_missing() {
        assertThat(shell.run("init", "--output", file.toString())).isEqualTo(2);
        assertThat(shell.err.lines()).hasSize(1);
        assertThat(shell.err)
                .contains(
                        "no terminal",
                        "--pbx (",
                        "--dns (powerdns, ",
                        "--name",
                        "--primary (",
                        "--primary-address",
                        "--secondary");
        assertThat(file).doesNotExist();
    }

    @Test
    void at_a_terminal_what_is_missing_is_asked_until_the_answer_fits() throws Exception {
        shell.terminal = true;
        shell.typed = "pbx1\nhttps://pbx1.example.com/\n198.51.100.10\n";

        assertThat(init("other", "powerdns")).isZero();
        assertThat(shell.out)
                .contains(
                        "URL of the primary (",
                        "Not 'pbx1', but such as https://",
                        "IPv4 address of the primary (",
                        "PDNS_KEY");
        assertThat(Files.readString(file)).startsWith("# yaml-language-server: $schema=failover.schema.json\n");
        assertThat(file.resolveSibling("failover.schema.json"))
                .hasSameTextualContentAs(Path.of("config/failover.schema.json"));
        assertThat(Files.readString(file))
                .contains("address: \"198.51.100.10\"", "url: \"https://pbx1.example.com/\"", "mode: shadow");
    }

    @Test
    void somebody_who_goes_away_leaves_no_file() {
        shell.terminal = true;

        assertThat(init("other", "powerdns")).isEqualTo(1);
        assertThat(shell.err).contains("Nothing was written.");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_file_that_is_there_is_left_alone() throws Exception {
        Files.createDirectories(directory.resolve("new"));
        Files.writeString(file, "mine");

        assertThat(init("other", "powerdns", "--primary", "http://198.51.100.10/"))
                .isEqualTo(1);
        assertThat(shell.err).contains("is there already and is left alone");
        assertThat(Files.readString(file)).isEqualTo("mine");
        assertThat(file.resolveSibling("failover.schema.json")).doesNotExist();
    }

    @Test
    void what_is_wrong_on_the_command_line_is_a_sentence_and_leaves_no_file() {
        assertThat(init("other", "bind", "--primary", "http://198.51.100.10/")).isEqualTo(2);
        assertThat(shell.err).contains("--dns is 'bind'; right would be: powerdns, ");
        assertThat(init("other", "powerdns", "--primary", "http://299.51.100.10/"))
                .isEqualTo(2);
        assertThat(shell.err).contains("299.51.100.10");
        assertThat(file).doesNotExist();
    }

    @Test
    void everything_wrong_on_the_command_line_is_said_at_once() {
        assertThat(init("siemens", "bind", "--primary", "http://203.0.113.7/")).isEqualTo(2);
        assertThat(shell.err)
                .contains(
                        "--pbx is 'siemens'; right would be: asterisk",
                        "--dns is 'bind'; right would be: powerdns",
                        "--secondary is '203.0.113.7'; right would be: such as 203.0.113.7, and another than the primary's")
                .doesNotContain(file.toString());
        assertThat(shell.err.lines()).hasSize(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void an_answer_that_contradicts_another_one_is_asked_for_again() throws Exception {
        shell.terminal = true;
        shell.typed = "198.51.100.10\n203.0.113.7\n";

        assertThat(lacking("other", "powerdns", "--primary", "http://198.51.100.10/", "--output", file.toString()))
                .isZero();
        assertThat(shell.out).contains("Not '198.51.100.10', but such as 203.0.113.7, and another than the primary's");
        assertThat(Files.readString(file)).contains("address: \"203.0.113.7\"");
    }

    @Test
    void what_comes_next_names_the_file_and_the_domain_is_that_of_the_primary() throws Exception {
        assertThat(init(
                        "other",
                        "powerdns",
                        "--primary",
                        "https://pbx1.acme.test/",
                        "--primary-address",
                        "198.51.100.10"))
                .isZero();
        String command = "pbx-failover check --config " + file;
        assertThat(shell.out).contains(command + ", pbx-failover check --live --config " + file);
        assertThat(Files.readString(file))
                .contains(command, "zone: acme.test ", "name: pbx.acme.test ", "sip: \"udp://pbx1.acme.test:5060\"")
                .doesNotContain("example.com");
    }

    @Test
    void without_a_name_for_it_the_file_is_where_the_person_stands() {
        assertThat(lacking("other", "powerdns", "--primary", "http://198.51.100.10/", "--secondary", "203.0.113.7"))
                .isZero();
        assertThat(directory.resolve("caller/config/failover.yaml")).exists();
        assertThat(shell.out).contains("and then: pbx-failover check, pbx-failover check --live");
    }
}
