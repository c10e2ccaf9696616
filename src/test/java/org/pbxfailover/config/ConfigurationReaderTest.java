package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.config.Reads.MINIMAL;
import static org.pbxfailover.config.Reads.minimalWith;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.ConfigurationReader.Invalid;

class ConfigurationReaderTest {
    private static final Map<String, String> ENV =
            Map.of("PBX_FAILOVER_TOKEN", "t0ken-value", "PBX_FAILOVER_CONSOLE_PASSWORD", "c0nsole-value");

    @TempDir
    Path directory;

    private Reads reads;

    @BeforeEach
    void prepare() {
        reads = new Reads(directory, ENV);
    }

    @Test
    void acceptsTheSampleOfTheContractAsItStandsThere() {
        Configuration configuration = reads.valid(contract());

        assertThat(configuration.robot().name()).isEqualTo("standby-dc2");
        assertThat(configuration.internet().hosts()).hasSize(3);
        assertThat(configuration.internet().hosts().get(2).tcp()).isTrue();
        assertThat(configuration.notifications().get(0).events()).hasSize(8);
        assertThat(configuration.heartbeat().orElseThrow().every()).isEqualTo(Duration.ofSeconds(60));
        Pair acme = configuration.pair("acme").orElseThrow();
        assertThat(acme.shadow()).isFalse();
        assertThat(acme.primary().probe().recheck()).isEqualTo(Duration.ofSeconds(1));
        assertThat(acme.primary().sip()).contains(URI.create("udp://pbx1.acme.example:5060"));
        assertThat(acme.secondary().synced())
                .contains(new Pair.Synced(Path.of("/usr/local/pbx/.synced"), Duration.ofMinutes(15)));
        assertThat(acme.activation().keySet()).containsExactly("fence", "reload", "trunks", "dns");
        assertThat(acme.activation().get("fence").get(0).required()).isFalse();
        Action.Verify verify = acme.activation().get("trunks").get(0).verify().orElseThrow();
        assertThat(verify.within()).isEqualTo(Duration.ofSeconds(30));
        assertThat(verify.call().expect().body()).contains("200 OK");
        assertThat(acme.failback().keySet()).containsExactly("dns", "trunks");
    }

    @Test
    void readsOnlyARegularFileThatIsNotTooLarge() throws Exception {
        Path large = directory.resolve("large.yaml");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((32L << 20) + 1);
        }
        assertThat(said(Path.of("/dev/zero")))
                .containsExactly(
                        "/dev/zero: the configuration file is no regular file: name another with --config FILE");
        assertThat(said(large))
                .containsExactly(
                        large + ": the configuration file is larger than 32 MiB: name another with --config FILE");
    }

    private static List<String> said(Path file) {
        return new ConfigurationReader().read(file) instanceof Invalid invalid
                ? invalid.problems().stream().map(Problem::toString).toList()
                : List.of();
    }

    @Test
    void saysThatItIsNestedTooDeeply() {
        for (int depth : new int[] {200, 6_000, 200_000}) {
            assertThat(reads.problems(MINIMAL + "notify: " + "[".repeat(depth) + "]".repeat(depth) + "\n"))
                    .anySatisfy(problem -> assertThat(problem).contains("nested", "more than 100 deep"))
                    .hasSize(1);
        }
    }

    @Test
    void acceptsTheConfigurationThatIsShippedWithoutAnyEnvironment() {
        var reading = new ConfigurationReader(name -> Optional.empty()).read(Path.of("config/failover.yaml"));

        assertThat(reading).isInstanceOf(ConfigurationReader.Valid.class);
        assertThat(((ConfigurationReader.Valid) reading).configuration().file())
                .isEqualTo(Path.of("config/failover.yaml"));
    }

    private Action dns(String settings) {
        String old = "reload: { action: http, url: \"http://127.0.0.1/reload\" }";
        return reads.valid(minimalWith(old, "reload: { " + settings + " }"))
                .pair("acme")
                .orElseThrow()
                .activation()
                .get("reload")
                .get(0);
    }

    private static Object method(Action action) {
        return ((Template) action.settings().get("method")).resolve(Map.of());
    }

    @Test
    void what_has_a_body_is_posted_unless_something_else_is_written() {
        String url = "action: http, url: \"https://dns.example.net/pbx\"";
        assertThat(method(dns(url))).isEqualTo("GET");
        assertThat(method(dns(url + ", body: x"))).isEqualTo("POST");
        assertThat(method(dns(url + ", body: x, method: PUT"))).isEqualTo("PUT");
    }

    @Test
    void an_action_whose_effect_takes_long_is_given_that_time() {
        String aws = "action: route53, access-key: a, secret-key: b, zone-id: Z1, name: pbx.acme.example,"
                + " address: 203.0.113.7";
        assertThat(dns(aws).verify().orElseThrow().within()).isEqualTo(Duration.ofMinutes(2));
        assertThat(dns(aws + ", verify: { every: 40s }").verify().orElseThrow().every())
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(dns(aws + ", verify: { within: 20s }").verify().orElseThrow().within())
                .isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void a_witness_is_an_address_or_a_section_with_its_token() {
        Configuration configuration = reads.valid(minimalWith(
                "hosts: [",
                "witnesses: [\"https://dc2.example\", { url: \"http://dc3.example:8080/robots/b/\", token:"
                        + " \"{{env:PBX_FAILOVER_TOKEN}}\" }], hosts: ["));

        List<Internet.Witness> witnesses = configuration.internet().witnesses();
        assertThat(witnesses)
                .extracting(Internet.Witness::name)
                .containsExactly("dc2.example", "dc3.example:8080/robots/b");
        assertThat(witnesses.get(0).token()).isEmpty();
        assertThat(witnesses.get(1).token().orElseThrow().resolve(Map.of())).isEqualTo("t0ken-value");
        assertThat(witnesses.get(1).about(URI.create("https://pbx1.acme.example/?a=b")))
                .isEqualTo(URI.create("http://dc3.example:8080/robots/b/api/witness?url="
                        + "https%3A%2F%2Fpbx1.acme.example%2F%3Fa%3Db"));
        assertThat(Redactor.of(configuration).redact("it was t0ken-value", Reads.reload(configuration)))
                .doesNotContain("t0ken");
        assertThat(configuration.toString()).doesNotContain("t0ken");
    }

    @Test
    void fillsInWhatIsLeftOut() {
        Configuration configuration = reads.valid(MINIMAL);

        assertThat(configuration.robot())
                .isEqualTo(new RobotSettings(
                        "pbx-failover",
                        Path.of("state"),
                        new RobotSettings.Listen("127.0.0.1", 8080),
                        Optional.empty(),
                        new RobotSettings.Listen("127.0.0.1", 9876),
                        "admin",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
        assertThat(configuration.internet().needed()).isEqualTo(1);
        assertThat(configuration.pairs().get(0).primary())
                .isEqualTo(new Pair.Primary(
                        Optional.empty(),
                        new ProbeSettings(
                                URI.create("https://pbx1.acme.example/"),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(3),
                                3,
                                StatusRange.parse("200-399"),
                                Optional.empty(),
                                Set.of(),
                                Duration.ZERO),
                        Optional.empty(),
                        true,
                        false,
                        Duration.ofMinutes(2)));
        assertThat(configuration.pairs().get(0).activation().get("reload"))
                .containsExactly(new Action(
                        "http",
                        true,
                        3,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        new Action.Expect(StatusRange.parse("200-299"), Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("url", new Template("http://127.0.0.1/reload"), "method", new Template("GET"))));
    }

    @Test
    void needsAMajorityOfTheOutsideHostsWhenNothingIsSaid() {
        Configuration configuration = reads.valid(minimalWith(
                "[\"https://one.one.one.one/\"]", "[\"https://a/\", \"https://b/\", \"https://c/\", \"https://d/\"]"));

        assertThat(configuration.internet().needed()).isEqualTo(3);
    }

    @Test
    void shortensTheTimeoutOfAProbeThatIsRepeatedSooner() {
        ProbeSettings probe = reads.valid(minimalWith("example/\" }", "example/\", every: 500ms }"))
                .pairs()
                .get(0)
                .primary()
                .probe();

        assertThat(probe.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(probe.recheck()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void keepsTheSettingsOfAnActionOfTheOperatorsOwn() {
        Action action = reads.valid(
                        minimalWith(
                                "{ action: http, url: \"http://127.0.0.1/reload\" }",
                                "[{ action: asterisk, timeout: 4s, modules: [\"a\", { deep: \"{pair}\" }], port: 5038, tls: true }]"))
                .pairs()
                .get(0)
                .activation()
                .get("reload")
                .get(0);

        assertThat(action.timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(action.settings())
                .isEqualTo(Map.of(
                        "modules",
                        List.of(new Template("a"), Map.of("deep", new Template("{pair}"))),
                        "port",
                        5038,
                        "tls",
                        true));
    }

    @Test
    void verifiesWithTheCredentialsOfTheActionOnTheSameHostOnly() {
        String action = "{ action: http, url: \"http://127.0.0.1/a\", username: robot, password: \"secret-1\","
                + " headers: { X-Key: \"secret-2\" }, verify: { url: \"%s\" } }";
        var same = verifySettings(String.format(action, "http://127.0.0.1/b"));
        var other = verifySettings(String.format(action, "https://elsewhere.example/b"));

        assertThat(same).containsKeys("username", "password", "headers");
        assertThat(other).containsOnlyKeys("url", "method");
    }

    @Test
    void aRobotInShadowModeHasEveryPairInIt() {
        String robot = "robot: { mode: shadow }\ninternet:";
        assertThat(reads.valid(minimalWith("internet:", robot)).pairs().get(0).shadow())
                .isTrue();
        assertThat(reads.valid(minimalWith("internet:", robot.replace("shadow", "live")))
                        .pairs()
                        .get(0)
                        .shadow())
                .isFalse();
    }

    @Test
    void anActionThatLooksForAnotherFindsItsSettingsAndItsOwn() {
        var settings = verifySettings("{ action: my-pbx, url: \"http://127.0.0.1/a\", password: \"secret-1\", verify: {"
                + " action: my-pbx-look, url: \"http://127.0.0.1/b\", gateway: carrier, within: 5s } }");

        assertThat(settings)
                .containsOnlyKeys("url", "password", "gateway")
                .containsEntry("url", new Template("http://127.0.0.1/b"));
    }

    private Map<String, Object> verifySettings(String action) {
        return reads.valid(minimalWith("{ action: http, url: \"http://127.0.0.1/reload\" }", action))
                .pairs()
                .get(0)
                .activation()
                .get("reload")
                .get(0)
                .verify()
                .orElseThrow()
                .call()
                .settings();
    }

    @Test
    void letsBracesOfBodiesPass() {
        String body = "'{\"a\": 1, \"n\":{epoch}, \"q\": \"query{me{id}}\"}'";

        Configuration configuration =
                reads.valid(minimalWith("/reload\" }", "/reload\", method: POST, body: " + body + " }"));

        Template template = (Template) configuration
                .pairs()
                .get(0)
                .activation()
                .get("reload")
                .get(0)
                .settings()
                .get("body");
        assertThat(template.resolve(Map.of("epoch", "7"))).isEqualTo("{\"a\": 1, \"n\":7, \"q\": \"query{me{id}}\"}");
    }

    @Test
    void neverShowsASecretOfTheConfiguration() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "f1le-value\n");
        String yaml = minimalWith(
                "pairs:",
                "robot: { api: { token: \"{{env:PBX_FAILOVER_TOKEN}}\" }, console: { password: \"pl4in-value\" } }\n"
                        + "notify: [{ action: webhook, url: \"https://h/\", headers: { X-Key: \"pl4in-header\" },"
                        + " password: \"{{file:" + file + "}}\" }]\npairs:");

        assertThat(reads.valid(yaml).toString())
                .contains("{{env:PBX_FAILOVER_TOKEN}}", "[REDACTED]")
                .doesNotContain("t0ken-value", "pl4in-value", "pl4in-header", "f1le-value");
    }

    /** Whoever knows it can beat instead of a dead robot; services for heartbeats put the secret into the path. */
    @Test
    void neverShowsTheAddressOfTheHeartbeat() {
        Configuration configuration = reads.valid(minimalWith(
                "pairs:", "heartbeat: { url: \"https://hc.example.net/ping/h3art-value?k=qu3ry\" }\npairs:"));

        assertThat(configuration.toString()).contains("heartbeat").doesNotContain("h3art-value", "qu3ry");
        assertThat(configuration.heartbeat().orElseThrow().url().resolveUrl(Map.of()))
                .isEqualTo("https://hc.example.net/ping/h3art-value?k=qu3ry");
        Action any = configuration.pairs().get(0).activation().values().stream()
                .flatMap(List::stream)
                .findFirst()
                .orElseThrow();
        assertThat(Redactor.of(configuration)
                        .redact("404 /ping/h3art-value?k=qu3ry is gone, nobody knows h3art-value?k=qu3ry", any))
                .isEqualTo("404 [REDACTED] is gone, nobody knows [REDACTED]");
    }

    @Test
    void saysThatTheFileIsMissing() {
        var reading = new ConfigurationReader().read(directory.resolve("none.yaml"));

        assertThat(((Invalid) reading).problems())
                .containsExactly(new Problem(
                        directory.resolve("none.yaml").toString(),
                        0,
                        "the configuration file does not exist: create it, or name another with --config FILE"));
    }

    @Test
    void saysThatTheFileIsADirectoryOrNoText() throws IOException {
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(sentence(directory))
                .isEqualTo("the configuration file is no regular file: name another with --config FILE");
        assertThat(sentence(binary)).isEqualTo("the configuration file is not UTF-8 text: save it as UTF-8");
    }

    private static String sentence(Path file) {
        return ((Invalid) new ConfigurationReader().read(file))
                .problems()
                .get(0)
                .sentence();
    }

    private static String contract() {
        try (var text = ConfigurationReaderTest.class.getResourceAsStream("/config/contract.yaml")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ProbeSettings probed(String primary) {
        return reads.valid(minimalWith(
                        "primary:\n      probe: { url: \"https://pbx1.acme.example/\" }", "primary: " + primary))
                .pairs()
                .get(0)
                .primary()
                .probe();
    }

    @Test
    void theMakeOfAPbxChoosesWhatItsProbeAsksForAndExpects() {
        var probe = probed("{ type: asterisk, probe: { url: \"http://pbx1.acme.example:8088\" } }");

        assertThat(probe.url()).hasToString("http://pbx1.acme.example:8088/rawman?action=Logoff");
        assertThat(probe.status()).hasToString("200");
        assertThat(probe.contains()).contains("Response: Goodbye");
        assertThat(probed("{ type: vodia, probe: { url: \"https://pbx1.acme.example/\" } }")
                        .url())
                .hasToString("https://pbx1.acme.example/rest/system/session");
    }

    @Test
    void whatIsWrittenWinsOverTheMake() {
        var probe = probed(
                "{ type: freepbx, probe: { url: \"https://pbx1.acme.example/x\", status: 204, contains: mine } }");

        assertThat(probe.url()).hasToString("https://pbx1.acme.example/x");
        assertThat(probe.status()).hasToString("204");
        assertThat(probe.contains()).contains("mine");
    }

    @Test
    void everyMakeOfTheSchemaHasAPreset() {
        for (String make : List.of("asterisk", "freepbx", "freeswitch", "kamailio", "opensips", "vodia")) {
            assertThat(probed("{ type: " + make + ", probe: { url: \"https://pbx1.acme.example/\" } }")
                            .status())
                    .as(make)
                    .isNotEqualTo(StatusRange.parse("200-399"));
        }
    }

    @Test
    void anActionOfTheLibraryFindsItsDefaultsAndItsLooks() {
        var action = reads.valid(minimalWith(
                        "{ action: http, url: \"http://127.0.0.1/reload\" }",
                        "{ action: asterisk-register, url: \"http://127.0.0.1:8088\", username: robot, password: \"secret-1\","
                                + " verify: { within: 1m } }"))
                .pairs()
                .get(0)
                .activation()
                .get("reload")
                .get(0);

        assertThat(action.settings()).containsEntry("registrations", List.of(new Template("*all")));
        assertThat(action.verify().orElseThrow().call().action()).isEqualTo("asterisk-register-verify");
        assertThat(action.verify().orElseThrow().within()).hasMinutes(1);
        assertThat(action.preflight().orElseThrow().action()).isEqualTo("asterisk-register-preflight");
        assertThat(action.toString()).doesNotContain("secret-1");
    }
}
