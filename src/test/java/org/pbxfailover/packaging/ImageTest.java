package org.pbxfailover.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Dockerfile and docker-compose.yml promise, as far as reading them can tell. */
class ImageTest {
    private static final Path COMPOSE_CONFIGURATION = Path.of("config", "compose", "failover.yaml");
    private static final Pattern SECRET = Pattern.compile("\\{\\{file:/state/[a-z.]+}}");

    @Test
    void the_robot_runs_as_a_user_that_is_not_root_and_ends_by_a_signal_that_it_gets() throws IOException {
        List<String> steps = dockerfile();

        assertThat(steps).contains("USER 10001:10001", "STOPSIGNAL SIGTERM", "CMD [\"run\"]");
        assertThat(steps).last().isEqualTo("CMD [\"run\"]");
        assertThat(steps.stream().filter(step -> step.startsWith("ENTRYPOINT")))
                .containsExactly("ENTRYPOINT [\"/opt/pbx-failover/start\"]");
        assertThat(Files.readString(Path.of("docker", "start"))).endsWith("exec pbx-failover \"$@\"\n");
        assertThat(Files.isExecutable(Path.of("docker", "start"))).isTrue();
    }

    @Test
    void nothing_is_fetched_while_the_image_is_made() throws IOException {
        assertThat(dockerfile())
                .filteredOn(step -> step.startsWith("RUN") || step.startsWith("ADD"))
                .isNotEmpty()
                .noneMatch(step -> step.startsWith("ADD"))
                .noneMatch(step -> step.matches(".*\\b(apt|apt-get|apk|dnf|yum|curl|wget|mvn|git|https?:).*"));
    }

    @Test
    void what_the_image_takes_is_let_through_to_it() throws IOException {
        List<String> ignore = Files.readAllLines(Path.of(".dockerignore"));

        assertThat(ignore).contains("*");
        assertThat(dockerfile())
                .filteredOn(step -> step.startsWith("COPY"))
                .flatExtracting(step -> List.of(step.substring(5).split(" ")).subList(0, step.split(" ").length - 2))
                .allSatisfy(source -> assertThat(ignore).contains("!" + source));
    }

    @Test
    void ports_are_published_on_loopback_only() throws IOException {
        List<String> ports = new ArrayList<>();
        services().forEach(service -> service.path("ports").forEach(port -> ports.add(port.asText())));

        assertThat(ports).containsExactlyInAnyOrder("127.0.0.1:9876:9876", "127.0.0.1:8080:8080");
    }

    @Test
    void every_container_has_a_root_that_cannot_be_written_and_no_privileges() throws IOException {
        assertThat(services()).hasSize(4).allSatisfy(service -> {
            assertThat(service.path("read_only").asBoolean()).isTrue();
            assertThat(service.path("cap_drop").path(0).asText()).isEqualTo("ALL");
            assertThat(service.path("security_opt").path(0).asText()).isEqualTo("no-new-privileges:true");
        });
    }

    /** Behind the launcher's own, which they have to get along with: a heap must not begin larger than it may become. */
    @Test
    void java_starts_with_the_options_of_every_container() throws Exception {
        Matcher own = Pattern.compile("(?m)^options='([^']*)'").matcher(Files.readString(Path.of("pbx-failover")));
        assertThat(own.find()).isTrue();
        List<String> more = new ArrayList<>();
        services()
                .forEach(service -> more.add(
                        service.at("/environment/PBX_FAILOVER_JAVA_OPTS").asText()));

        assertThat(more).anyMatch(options -> options.contains("-Xmx"));
        for (String options : more) {
            List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
            command.addAll(List.of((own.group(1) + " " + options).strip().split(" ")));
            command.add("-version");
            Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(java.waitFor()).as(said).isZero();
        }
    }

    @Test
    void the_simulated_world_has_no_way_out_and_addresses_that_outlive_its_containers() throws IOException {
        JsonNode compose = compose();
        JsonNode fixed = compose.path("services").path("robot").path("extra_hosts");
        JsonNode world = compose.path("networks").path("world");
        String subnet = world.path("ipam").path("config").path(0).path("subnet").asText();
        assertThat(subnet).endsWith(".0/24");
        Map<String, String> addresses = new TreeMap<>();
        for (String part : List.of("pbx-primary", "pbx-secondary", "internet")) {
            JsonNode networks = compose.path("services").path(part).path("networks");
            assertThat(networks.size()).isOne();
            addresses.put(part, networks.path("world").path("ipv4_address").asText());
            assertThat(fixed.path(part).asText()).isEqualTo(addresses.get(part)).startsWith(subnet.replace("0/24", ""));
        }

        assertThat(world.path("internal").asBoolean()).isTrue();
        Matcher host = Pattern.compile("https?://([^:/\"]+)").matcher(Files.readString(COMPOSE_CONFIGURATION));
        assertThat(host.results().map(it -> it.group(1))).isNotEmpty().allMatch(addresses::containsKey);
    }

    /** A token in the environment goes before that of a file: commands in the container would use the host's, for another robot. */
    @Test
    void the_robot_gets_a_token_from_the_host_only_when_its_configuration_reads_it() throws IOException {
        String given = compose().at("/services/robot/environment").toString();
        assertThat(given.contains("PBX_FAILOVER_TOKEN"))
                .isEqualTo(Files.readString(COMPOSE_CONFIGURATION).contains("{{env:PBX_FAILOVER_TOKEN}}"));
    }

    @Test
    void the_compose_configuration_is_valid_and_ships_no_secret() throws IOException {
        String text = Files.readString(COMPOSE_CONFIGURATION);
        Path secret = Files.createTempFile("secret", ".txt");
        Path file = Files.createTempFile("failover", ".yaml");
        try {
            Files.writeString(secret, "only-for-this-test");
            Files.writeString(file, SECRET.matcher(text).replaceAll("{{file:" + secret + "}}"));

            assertThat(SECRET.matcher(text).results().count()).isEqualTo(2);
            assertThat(new ConfigurationReader().read(file))
                    .isInstanceOfSatisfying(ConfigurationReader.Valid.class, valid -> {
                        Configuration configuration = valid.configuration();
                        assertThat(configuration.robot().state()).isEqualTo(Path.of("/state"));
                        assertThat(configuration.pairs()).hasSize(1);
                    });
        } finally {
            Files.delete(secret);
            Files.delete(file);
        }
    }

    /** The steps of the Dockerfile, each on one line. */
    private static List<String> dockerfile() throws IOException {
        String text = Files.readString(Path.of("Dockerfile"))
                .replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", "");
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static JsonNode compose() throws IOException {
        // This one knows merge keys.
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Object document = yaml.load(Files.readString(Path.of("docker-compose.yml")));
        return new ObjectMapper().valueToTree(document);
    }

    private static List<JsonNode> services() throws IOException {
        List<JsonNode> services = new ArrayList<>();
        compose().path("services").forEach(services::add);
        return services;
    }
}
