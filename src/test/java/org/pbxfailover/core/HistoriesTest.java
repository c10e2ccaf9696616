package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * Long random histories beyond the bounds of the search: bigger numbers, and any time between two events. A history that breaks a rule is
 * made shorter until nothing can be left out of it.
 */
class HistoriesTest {
    private static final int LONGEST = 400;
    private static final Plan MANY = Plan.of(6, 5, 3)
            .opinions(3)
            .stages(4, 2)
            .twoActions()
            .grace()
            .standDown()
            .inBothModes();
    private static final Plan FEW = Plan.of(1, 1, 1).stages(2, 0).standDown();

    @Property(tries = 150, seed = "2026")
    void every_rule_holds_in_long_histories_of_a_pair_with_everything(@ForAll("histories") List<Turn> history) {
        told(Decisions.CORE, MANY, history);
    }

    @Property(tries = 150, seed = "2026")
    void every_rule_holds_in_long_histories_of_a_hasty_pair(@ForAll("histories") List<Turn> history) {
        told(Decisions.CORE, FEW, history);
    }

    @Tag("soak")
    @Property(tries = 20_000)
    void every_rule_holds_in_very_many_histories(@ForAll("histories") List<Turn> history) {
        told(Decisions.CORE, MANY, history);
    }

    @Provide
    Arbitrary<List<Turn>> histories() {
        return Turn.histories(LONGEST);
    }

    /** Tells a history and holds the rules on every turn, and at its end those about what becomes of it. */
    static void told(Decisions decisions, Plan plan, List<Turn> history) {
        Tale tale = Tale.of(decisions, plan);
        List<Turn> story = new ArrayList<>();
        for (Turn turn : history) {
            tale.waits(Duration.ofMillis(turn.pause()));
            if (tale.offers(turn.name())) {
                story.add(turn);
                assertThat(tale.happens(turn.name())).as(story.toString()).isEmpty();
            }
        }
        assertThat(new Liveness(decisions, plan).broken(tale.ready(), Search.ALL))
                .as(story.toString())
                .isEmpty();
    }
}
