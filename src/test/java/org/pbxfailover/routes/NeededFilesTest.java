package org.pbxfailover.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A robot loads the actions that it uses, and what those use; never less. */
class NeededFilesTest {
    private static final Path FLOW = Path.of("routes/stage.camel.yaml");
    private static final Path USED = Path.of("routes/actions/used.camel.yaml");
    private static final Path SHARED = Path.of("routes/actions/shared.camel.yaml");
    private static final Path CALLED = Path.of("routes/actions/called.camel.yaml");
    private static final Path BROKEN = Path.of("routes/actions/broken.camel.yaml");
    private static final Path UNUSED = Path.of("routes/actions/unused.camel.yaml");

    private static final Map<Path, String> TEXTS = Map.of(
            FLOW,
                    "- route:\n    from:\n      uri: direct:stage\n      steps:\n        - to: { uri: \"direct:called\" }\n",
            USED,
                    "- route:\n    from:\n      id: in\n      uri: direct:used\n      steps:\n        - to:\n            uri: direct:login\n",
            SHARED, "- route:\n    from:\n      id: in\n      uri: direct:login\n",
            CALLED, "- route:\n    from:\n      uri: direct:called\n",
            BROKEN, "- route: [",
            UNUSED, "- route:\n    from:\n      uri: direct:unused\n");

    @Test
    void the_flow_what_it_calls_and_what_the_configuration_names_with_what_those_call() {
        assertThat(NeededFiles.of(TEXTS, List.of("used")).keySet())
                .containsExactlyInAnyOrder(FLOW, CALLED, USED, SHARED);
    }

    @Test
    void a_broken_file_is_needed_by_its_name() {
        assertThat(NeededFiles.of(TEXTS, List.of("broken")).keySet()).containsExactlyInAnyOrder(FLOW, CALLED, BROKEN);
    }
}
