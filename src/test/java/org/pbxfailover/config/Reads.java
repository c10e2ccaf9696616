package org.pbxfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pbxfailover.config.ConfigurationReader.Invalid;
import org.pbxfailover.config.ConfigurationReader.Reading;
import org.pbxfailover.config.ConfigurationReader.Valid;

/** Reads texts as if they were the configuration file. */
record Reads(Path directory, Map<String, String> env) {
    /** Lines 1 to 7; every test adds to it or changes one line. */
    static final String MINIMAL = """
            internet: { hosts: ["https://one.one.one.one/"] }
            pairs:
              - name: acme
                primary:
                  probe: { url: "https://pbx1.acme.example/" }
                activation:
                  reload: { action: http, url: "http://127.0.0.1/reload" }
            """;

    static String minimalWith(String from, String to) {
        assertThat(MINIMAL).contains(from);
        return MINIMAL.replace(from, to);
    }

    Reading reading(String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("failover.yaml"), yaml);
            return new ConfigurationReader(name -> Optional.ofNullable(env.get(name))).read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Configuration valid(String yaml) {
        Reading reading = reading(yaml);
        assertThat(reading).isInstanceOf(Valid.class);
        return ((Valid) reading).configuration();
    }

    /** The one action that the smallest configuration has. */
    static Action reload(Configuration configuration) {
        return Objects.requireNonNull(configuration.pairs().get(0).activation().get("reload"))
                .get(0);
    }

    /** As {@code LINE: sentence}. */
    List<String> problems(String yaml) {
        return reading(yaml) instanceof Invalid invalid
                ? invalid.problems().stream()
                        .map(problem -> problem.line() + ": " + problem.sentence())
                        .toList()
                : List.of();
    }
}
