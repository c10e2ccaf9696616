package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;

/** Which drills are refused at once; what needs running servers to be seen is played in {@code stories.DrillTest}. */
class DrillRulesTest {
    @TempDir
    Path temp;

    private final SetClock clock = SetClock.still();

    private Pairs pairs(Optional<String> hold) throws IOException {
        return new Pairs(
                Samples.configuration(temp, Samples.beta("shadow")),
                new MemoryJournal(),
                hold,
                (pair, epoch, news) -> {},
                entry -> {},
                clock);
    }

    private static Guarded pair(Pairs pairs, String name) {
        return pairs.find(name).orElseThrow();
    }

    private static Optional<String> objection(Pairs pairs, String pair, boolean live) {
        Concerns concerns =
                new Concerns(ReadinessSettings.usual(), List::of, new Freshness(List.of()), new Witnesses(Map.of()));
        return new DrillRules(pairs, concerns).objection(pair(pairs, pair), live);
    }

    @Test
    void one_is_not_begun_while_another_is_under_way() throws IOException {
        Pairs pairs = pairs(Optional.empty());
        assertThat(objection(pairs, "acme", false)).isEmpty();
        pairs.drills()
                .record(
                        pair(pairs, "acme"),
                        new Entry.DrillBegan("acme", clock.get().wall(), 0, false, "anna"));
        assertThat(objection(pairs, "acme", false)).hasValue("a drill of acme is under way already");
        assertThat(objection(pairs, "beta", false)).isEmpty();
    }

    @Test
    void a_pair_in_shadow_mode_is_rehearsed_and_never_switched() throws IOException {
        Pairs pairs = pairs(Optional.empty());
        assertThat(objection(pairs, "beta", false)).isEmpty();
        assertThat(objection(pairs, "beta", true))
                .hasValue("beta is in shadow mode: the robot decides and reports, but never acts");
    }

    @Test
    void nothing_is_rehearsed_whose_journal_cannot_be_trusted() throws IOException {
        assertThat(objection(pairs(Optional.of("the journal is damaged")), "acme", false))
                .hasValueSatisfying(why -> assertThat(why).contains("the journal is damaged"));
    }

    @Test
    void a_pair_that_a_person_holds_is_rehearsed_on_paper_only() throws IOException {
        Pairs pairs = pairs(Optional.empty());
        pairs.tell(pair(pairs, "acme"), new Event.OrderHold("bob"));
        assertThat(objection(pairs, "acme", false)).isEmpty();
        assertThat(objection(pairs, "acme", true))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("acme is ")
                        .endsWith("and a live drill begins when the pair is watching"));
    }
}
