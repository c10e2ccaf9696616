package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.core.Step;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.probe.Question;

/** What tests of the glue need: a pair that is called acme, without routes and without a network. */
final class Samples {
    private Samples() {}

    /** @param more sections of the configuration */
    static Configuration configuration(Path directory, String more) throws IOException {
        return read(directory, "{ action: http, url: \"http://127.0.0.1:9/\" }", more);
    }

    /**
     * One more pair, in YAML.
     *
     * @param mode {@code live} or {@code shadow}
     */
    static String beta(String mode) {
        return """
                  - name: beta
                    mode: %s
                    primary: { probe: { url: "http://127.0.0.1:9/other" } }
                    activation:
                      reload: { action: http, url: "http://127.0.0.1:9/" }
                      trunks: { action: http, url: "http://127.0.0.1:9/" }
                      dns: { action: http, url: "http://127.0.0.1:9/" }
                    failback: { dns: { action: http, url: "http://127.0.0.1:9/" } }
                """.formatted(mode);
    }

    /** @param actions of the stage {@code reload}, in YAML */
    static Configuration withReload(Path directory, List<String> actions) throws IOException {
        return read(directory, actions.toString(), "");
    }

    private static Configuration read(Path directory, String reload, String more) throws IOException {
        Path file = Files.writeString(directory.resolve("failover.yaml"), """
                internet: { hosts: ["http://127.0.0.1:9/"], needed: 1 }
                pairs:
                  - name: acme
                    mode: live
                    primary: { probe: { url: "http://127.0.0.1:9/" } }
                    activation:
                      reload: %s
                      trunks: { action: http, url: "http://127.0.0.1:9/" }
                      dns: { action: http, url: "http://127.0.0.1:9/" }
                """.formatted(reload) + more);
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        assertThat(reading).isInstanceOf(ConfigurationReader.Valid.class);
        return ((ConfigurationReader.Valid) reading).configuration();
    }

    /** The web servers of the pairs, and nobody else. */
    static Map<String, Questions> questions(Configuration configuration) {
        Map<String, Questions> questions = new HashMap<>();
        configuration
                .pairs()
                .forEach(pair -> questions.put(
                        pair.name(),
                        new Questions(
                                Question.of(pair.primary().probe(), Optional.empty()),
                                pair.secondary().probe().map(probe -> Question.of(probe, Optional.empty())),
                                Optional.empty(),
                                Map.of())));
        return questions;
    }

    static Pairs pairs(Configuration configuration, Journal journal, Clock clock) {
        return pairs(configuration, journal, clock, news -> {});
    }

    /** @param told hears of all news */
    static Pairs pairs(Configuration configuration, Journal journal, Clock clock, Consumer<Step.News> told) {
        return new Pairs(
                configuration, journal, Optional.empty(), (pair, epoch, news) -> told.accept(news), entry -> {}, clock);
    }
}
