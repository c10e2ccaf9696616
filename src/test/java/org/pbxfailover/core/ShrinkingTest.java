package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What {@link HistoriesTest} would say of a core that lacks a guard: a story that a person reads at a glance. */
class ShrinkingTest {
    /** The shortest history so far that breaks a rule. */
    private static List<String> shortest = List.of();

    @Test
    void a_long_history_that_breaks_a_rule_becomes_a_short_story() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(OfABrokenCore.class))
                                .configurationParameter("jqwik.database", "")
                                .build(),
                        summary);
        assertThat(summary.getSummary().getTestsFailedCount()).isEqualTo(1);
        assertThat(shortest).hasSizeLessThanOrEqualTo(8).contains("the robot was away");
    }

    /** Not found by the build: only the test above runs it. */
    static final class OfABrokenCore {

        @Property(tries = 1000, seed = "2026")
        void every_rule_holds(@ForAll("histories") List<Turn> history) {
            try {
                HistoriesTest.told(OfABrokenCore::deaf, Plan.of(4, 3, 2).opinions(2), history);
            } catch (AssertionError e) {
                shortest = shortest.isEmpty() || history.size() < shortest.size()
                        ? history.stream().map(Turn::name).toList()
                        : shortest;
                throw e;
            }
        }

        @Provide
        Arbitrary<List<Turn>> histories() {
            return Turn.histories(250);
        }

        /** A gap is not heard of while failures are being counted. */
        private static Step deaf(PairState state, Event event, Rules rules, Moment now) {
            return event instanceof Event.Gap && state.state() == State.SUSPECT
                    ? Step.none(state)
                    : Core.step(state, event, rules, now);
        }
    }
}
