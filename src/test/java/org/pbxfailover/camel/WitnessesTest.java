package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.probe.Question;

/** Whom a robot asks in the background whether it is live as well. */
class WitnessesTest {
    @TempDir
    Path temp;

    @Test
    void each_witness_is_asked_about_a_pair_that_is_live_and_none_about_one_in_shadow_mode() throws Exception {
        Configuration configuration = Samples.configuration(temp, Samples.beta("shadow"));
        Map<String, Questions> questions = new HashMap<>();
        configuration.pairs().forEach(pair -> {
            Question question = Question.of(pair.primary().probe(), Optional.empty());
            questions.put(
                    pair.name(),
                    new Questions(
                            question,
                            Optional.empty(),
                            Optional.empty(),
                            Map.of("witness one", question, "witness two", question)));
        });
        Witnesses witnesses = new Witnesses(questions);
        Pairs pairs = Samples.pairs(configuration, new MemoryJournal(), SetClock.still());

        assertThat(witnesses.of(pairs.find("acme").orElseThrow()))
                .extracting(Witnesses.Asked::witness)
                .containsExactlyInAnyOrder("witness one", "witness two");
        assertThat(witnesses.of(pairs.find("beta").orElseThrow())).isEmpty();
    }
}
