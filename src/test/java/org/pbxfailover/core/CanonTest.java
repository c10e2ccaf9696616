package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.pbxfailover.core.Moves.Move;

/**
 * The search compares worlds by their canonical form and goes on from it. A history with its own clock, its own numbers and its whole
 * journal is played beside one that is made canonical after every step: they must never differ in what happens, what can happen, or what
 * is said.
 */
class CanonTest {
    private static final Plan PLAN = Plan.whole(3, 2, 2);

    @Property(tries = 120, seed = "7")
    void the_canonical_form_forgets_nothing_that_matters(@ForAll("picks") List<Integer> picks) {
        Tale tale = Tale.of(Decisions.CORE, PLAN);
        World canonical = Canon.of(PLAN, tale.world);
        for (int pick : picks) {
            World ready = canonical.later(Search.MOMENT);
            List<Move> own = Moves.of(tale.ready(), PLAN);
            assertThat(meanings(Moves.of(ready, PLAN))).isEqualTo(meanings(own));
            String name = Drawn.of(own, pick);
            if (tale.move(ready, name).event().isPresent()) {
                assertThat(said(tale, ready, name)).as(name).isEqualTo(said(tale, tale.ready(), name));
            }
            canonical = Canon.of(PLAN, Search.after(Decisions.CORE, PLAN, ready, tale.move(ready, name)));
            tale.happens(name);
            assertThat(canonical).as(name).isEqualTo(Canon.of(PLAN, tale.world));
        }
    }

    private static List<String> meanings(List<Move> moves) {
        return moves.stream().map(move -> move.name() + ": " + move.meaning()).toList();
    }

    /** Everything that others hear of a step, but its words, clocks and numbers. */
    private static List<Object> said(Tale tale, World world, String name) {
        Step step = tale.step(world, tale.move(world, name));
        return List.of(
                step.decision(),
                step.entries().stream().map(Object::getClass).toList(),
                step.news().isPresent(),
                step.news().flatMap(Step.News::event),
                step.state().state());
    }

    @Provide
    Arbitrary<List<Integer>> picks() {
        return Arbitraries.integers()
                .between(0, Integer.MAX_VALUE)
                .list()
                .ofMinSize(50)
                .ofMaxSize(250);
    }
}
