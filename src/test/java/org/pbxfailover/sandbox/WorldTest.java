package org.pbxfailover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Outline;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class WorldTest {
    @Test
    void writesAConfigurationWhoseAddressesAnswer() throws IOException {
        try (World world = new World(World.Plan.ANYWHERE)) {
            Map<String, Object> config = read(world.configuration());
            Map<String, Object> pair = map(((List<?>) config.get("pairs")).get(0));
            Map<String, Object> internet = map(config.get("internet"));

            assertThat(Http.get(probe(pair, "primary")).body()).contains("PBX", "primary");
            assertThat(Http.get(probe(pair, "secondary")).body()).contains("PBX", "secondary");
            assertThat((List<?>) internet.get("hosts"))
                    .hasSize(3)
                    .allSatisfy(host -> assertThat(
                                    Http.get(URI.create(host.toString())).statusCode())
                            .isEqualTo(204));
            assertThat(map(pair.get("activation"))).containsOnlyKeys("reload", "trunks", "dns");
            assertThat(map(pair.get("failback")).keySet()).containsExactly("dns", "trunks");
        }
    }

    @Test
    void writesAConfigurationThatTheStrictReaderAccepts() throws IOException {
        try (World world = new World(World.Plan.ANYWHERE)) {
            assertThat(new ConfigurationReader().read(world.configuration()))
                    .isInstanceOf(ConfigurationReader.Valid.class);
        }
    }

    @Test
    void saysBeforehandWhatItsPairAsksOfTheRoutes() throws IOException {
        try (World world = new World(World.Plan.ANYWHERE)) {
            Outline written =
                    new ConfigurationReader().read(world.configuration()).outline();

            assertThat(stages(World.OUTLINE.activations())).isEqualTo(stages(written.activations()));
            assertThat(stages(World.OUTLINE.failbacks())).isEqualTo(stages(written.failbacks()));
            assertThat(World.OUTLINE.actions().stream().map(Outline.Named::name))
                    .containsAll(
                            written.actions().stream().map(Outline.Named::name).toList());
        }
    }

    private static List<String> stages(List<Outline.Stages> runs) {
        return runs.stream()
                .flatMap(run -> run.stages().stream())
                .map(Outline.Named::path)
                .toList();
    }

    @Test
    void keepsTheRobotsStateOutsideTheWorkingDirectory() throws IOException {
        try (World world = new World(World.Plan.ANYWHERE)) {
            Map<String, Object> config = read(world.configuration());
            Map<String, Object> pair = map(((List<?>) config.get("pairs")).get(0));
            Path working = Path.of(pair.get("working-directory").toString());

            assertThat(working).isDirectory();
            assertThat(Path.of(map(config.get("robot")).get("state").toString()).startsWith(working))
                    .isFalse();
            assertThat(world.configuration().startsWith(working)).isFalse();
        }
    }

    @Test
    void beginsWithTheTelephoneAtThePrimary() throws IOException {
        try (World world = new World(World.Plan.ANYWHERE)) {
            await().until(() -> world.telephone().registeredAt().equals(world.primaryAddress()));
        }
    }

    @Test
    void needsNoSecondLoopbackAddress() throws IOException {
        try (World world = new World(World.Plan.ANYWHERE, false)) {
            assertThat(new ConfigurationReader().read(world.configuration()))
                    .isInstanceOf(ConfigurationReader.Valid.class);
            assertThat(Http.get(world.secondary().uri("/")).body()).contains("secondary");

            Http.post(world.secondary().uri("/reload"));
            Http.get(URI.create(world.dns().updateUrl() + world.secondaryAddress()));
            await().until(() -> world.telephone().registeredAt().equals(world.secondaryAddress()));
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        World world = new World(World.Plan.ANYWHERE);
        URI primary = world.primary().uri("/");
        Path configuration = world.configuration();

        world.close();

        assertThat(Files.exists(configuration.getParent())).isFalse();
        assertThatThrownBy(() -> Http.get(primary)).isInstanceOf(ConnectException.class);
    }

    private static URI probe(Map<String, Object> pair, String server) {
        return URI.create(map(map(pair.get(server)).get("probe")).get("url").toString());
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
