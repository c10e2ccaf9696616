package org.pbxfailover.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.InProcess;
import org.pbxfailover.config.Problem;

/** Stages and actions of the pairs against the shipped routes, also where the configuration has other mistakes: each is told once. */
class StagesCheckTest {
    private static final String RELOAD = "reload: { action: http, url: \"http://127.0.0.1/\" }";
    private static final String TRUNKS = "trunks: { action: http, url: \"http://127.0.0.1/\" }";
    private static final String DNS = "dns: { action: http, url: \"http://127.0.0.1/\" }";

    @TempDir
    Path directory;

    /** What is said, with the file's name left out; the stages begin in line 6. */
    private List<String> said(String... pair) throws IOException {
        Path file = Files.writeString(directory.resolve("failover.yaml"), """
                internet: { hosts: ["https://one.one.one.one/"] }
                pairs:
                  - name: acme
                    primary: { probe: { url: "https://pbx1.acme.example/" } }
                    %s
                """.formatted(String.join("\n    ", pair)));
        return InProcess.problems(file, Path.of("routes")).stream()
                .map(Problem::toString)
                .map(sentence -> sentence.replace(file.toString(), "yaml"))
                .sorted()
                .toList();
    }

    private static String lacks(String stage, String run, int line) {
        return "stage '" + stage + "' is called, but pairs[acme]." + run + " (yaml:" + line
                + ") has no action for it; add one, such as " + stage + ": { action: http, url: \"http://127.0.0.1/"
                + stage + "\" }, or write optional: true among the parameters here";
    }

    @Test
    void what_fits_is_not_spoken_of() throws IOException {
        assertThat(said("activation:", "  " + RELOAD, "  " + TRUNKS, "  " + DNS))
                .isEmpty();
        assertThat(said("activation:", "  " + RELOAD, "  " + TRUNKS, "  " + DNS, "failback: {}"))
                .isEmpty();
    }

    @Test
    void a_stage_that_nobody_calls_and_one_without_action_are_told_with_the_lines_of_both_files() throws IOException {
        assertThat(said(
                        "activation:",
                        "  " + RELOAD,
                        "  billing: { action: http, url: \"http://127.0.0.1/\" }",
                        "  " + DNS))
                .containsExactly(
                        "routes/activate.camel.yaml:19: " + lacks("trunks", "activation", 5),
                        "yaml:7: pairs[acme].activation.billing: the route 'activate' does not call this stage; it calls"
                                + " fence, reload, trunks, dns, and a line 'uri: stage:billing' in"
                                + " routes/activate.camel.yaml would add it");
    }

    /** What the route does not call would never be done, and nobody would know. */
    @Test
    void the_stages_of_the_way_back_are_held_against_its_route_too() throws IOException {
        assertThat(said(
                        "activation:",
                        "  " + RELOAD,
                        "  " + TRUNKS,
                        "  " + DNS,
                        "failback:",
                        "  billing: { action: http, url: \"http://127.0.0.1/\" }",
                        "  " + DNS))
                .singleElement()
                .asString()
                .startsWith("yaml:10: pairs[acme].failback.billing: the route 'fail-back' does not call this stage");
    }

    @Test
    void a_misspelt_stage_is_one_mistake() throws IOException {
        assertThat(said("activation:", "  " + RELOAD.replace("reload:", "relaod:"), "  " + TRUNKS, "  " + DNS))
                .containsExactly("yaml:6: pairs[acme].activation.relaod: the route 'activate' does not call this stage,"
                        + " did you mean 'reload'?");
        assertThat(said("activation:", "  " + RELOAD.replace("reload:", "re load:"), "  " + TRUNKS, "  " + DNS))
                .singleElement()
                .asString()
                .startsWith("yaml:6: pairs[acme].activation has the key 're load', which must be a stage name");
    }

    @Test
    void a_stage_that_is_malformed_is_not_missed_as_well() throws IOException {
        assertThat(said("activation:", "  reload: \"http://127.0.0.1/\"", "  trunks: []", "  dns:"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("yaml:6: pairs[acme].activation.reload must be an action"),
                        line -> assertThat(line).startsWith("yaml:7: pairs[acme].activation.trunks must not be empty"),
                        line -> assertThat(line).startsWith("yaml:8: pairs[acme].activation.dns has no value"));
        assertThat(said("activation:", "  reload: { action: 5 }", "  trunks: [{ acton: http }]", "  " + DNS))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("yaml:6: pairs[acme].activation.reload.action must be"),
                        line -> assertThat(line).startsWith("yaml:7: pairs[acme].activation.trunks[1] lacks the key"),
                        line -> assertThat(line).endsWith("did you mean 'action'?"));
    }

    @Test
    void stages_of_a_section_that_is_none_are_not_missed_as_well() throws IOException {
        assertThat(said("activation: []"))
                .singleElement()
                .asString()
                .startsWith("yaml:5: pairs[acme].activation must be a section of stages");
        assertThat(said("activation: {}")).singleElement().asString().contains("must not be empty");
        assertThat(said("mode: live")).singleElement().asString().contains("lacks the key 'activation'");
        assertThat(said("activaton:", "  " + RELOAD))
                .containsExactly("yaml:5: unknown key 'activaton' in pairs[acme], did you mean 'activation'?");
    }

    @Test
    void every_action_must_be_offered_by_a_route() throws IOException {
        assertThat(said(
                        "activation:",
                        "  " + RELOAD,
                        "  trunks:",
                        "    - { action: webhok, url: \"http://127.0.0.1/\" }",
                        "    - { action: telepathy, attempts: 0 }",
                        "  " + DNS,
                        "failback:",
                        "  dns: { action: cloudflair }"))
                .containsExactly(
                        "yaml:12: pairs[acme].failback.dns.action: there is no action 'cloudflair', did you mean 'cloudflare'?",
                        "yaml:8: pairs[acme].activation.trunks[1].action: there is no action 'webhok', did you mean 'webhook'?",
                        "yaml:9: pairs[acme].activation.trunks[2].action: there is no action 'telepathy'; there are "
                                + String.join(", ", actions())
                                + ", and a route from direct:telepathy in routes/actions/telepathy.camel.yaml would be another",
                        "yaml:9: pairs[acme].activation.trunks[2].attempts must be a whole number from 1 to 1000 such as 3, not 0");
    }

    /** One file each, named after it; in a file whose route is none of its name is what several of them share. */
    private static List<String> actions() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("routes/actions"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replace(".camel.yaml", "");
                boolean looks = name.endsWith("-verify"); // comes with its action
                if (!looks && Files.readString(file).contains("uri: direct:" + name + "\n")) {
                    names.add(name);
                }
            }
        }
        assertThat(names).contains("http", "opensips-activate", "powerdns", "webhook");
        return names.stream().sorted().toList();
    }
}
