package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.Entry.DrillBegan;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Reply;

/** When a live drill begins; what it does then is played in {@code stories.DrillTest}. */
class LiveDrillTest {
    private static final Instant ORDERED = Instant.parse("2026-11-29T03:00:00Z");
    private static final DrillBegan ORDER = new DrillBegan("acme", ORDERED, 3, true, "anna");

    private static LiveDrill.Next after(Duration time) {
        Instant now = ORDERED.plus(time);
        return new LiveDrill(ORDER, List.of(), PairState.fresh(new Moment(0, now)), now).next();
    }

    @Test
    void it_begins_with_the_preflights() {
        assertThat(after(Duration.ofMinutes(10))).isInstanceOf(LiveDrill.Rehearse.class);
    }

    @Test
    void a_pair_that_somebody_holds_in_the_middle_of_it_is_left_as_it_is(@TempDir Path temp) throws IOException {
        MemoryJournal journal = new MemoryJournal();
        Pairs pairs = Samples.pairs(Samples.configuration(temp, ""), journal, SetClock.still());
        Guarded acme = pairs.find("acme").orElseThrow();
        DrillBegan order = new DrillBegan("acme", pairs.now().wall(), 0, true, "anna");
        ActionKey reload = new ActionKey("reload", 1);
        ActionRules plain = new ActionRules(true, 1, Duration.ofSeconds(1), false, false, Duration.ZERO, Duration.ZERO);
        for (Event event : List.of(
                new Event.OrderFailover(LiveDrill.by(order)),
                new Event.CallBeginning(1, reload, plain, 1, "http"),
                new Event.CallReturned(1, reload, plain, Reply.ACCEPTED, "200 OK"),
                new Event.AllPassed(1),
                new Event.OrderHold("bob"))) {
            pairs.tell(acme, event);
        }
        assertThat(next(order, journal, acme.state(), pairs))
                .isEqualTo(new LiveDrill.End(
                        false, "given up: somebody has put the pair on hold; the secondary stays in service"));
    }

    private static LiveDrill.Next next(DrillBegan order, MemoryJournal journal, PairState state, Pairs pairs) {
        return new LiveDrill(
                        order,
                        History.of(journal.entries("acme")),
                        state,
                        pairs.now().wall())
                .next();
    }

    /** The drill would go back from what somebody else has switched to. */
    @Test
    void a_switchover_that_somebody_else_has_ordered_is_not_gone_back_from(@TempDir Path temp) throws IOException {
        MemoryJournal journal = new MemoryJournal();
        Pairs pairs = Samples.pairs(Samples.configuration(temp, ""), journal, SetClock.still());
        Guarded acme = pairs.find("acme").orElseThrow();
        DrillBegan order = new DrillBegan("acme", pairs.now().wall(), 0, true, "anna");
        pairs.tell(acme, new Event.OrderFailover("bob"));
        pairs.tell(acme, new Event.AllPassed(1));

        assertThat(next(order, journal, acme.state(), pairs))
                .isEqualTo(new LiveDrill.End(
                        false,
                        "given up: something else than the drill has switched the pair (its history says what)"));
    }

    /** A drill every month, of a pair that has a history. */
    @Test
    void what_was_switched_before_it_was_ordered_is_none_of_its_business(@TempDir Path temp) throws IOException {
        MemoryJournal journal = new MemoryJournal();
        Pairs pairs = Samples.pairs(Samples.configuration(temp, ""), journal, SetClock.still());
        Guarded acme = pairs.find("acme").orElseThrow();
        pairs.tell(acme, new Event.OrderFailover("bob"));
        pairs.tell(acme, new Event.AllPassed(1));
        DrillBegan order = new DrillBegan("acme", pairs.now().wall(), 1, true, "anna");

        assertThat(next(order, journal, PairState.fresh(pairs.now()), pairs)).isInstanceOf(LiveDrill.Rehearse.class);
    }

    @Test
    void it_does_not_begin_with_a_pair_that_is_not_watching_by_now() {
        PairState held = PairState.held(new Moment(0, ORDERED), "its journal cannot be trusted");
        assertThat(new LiveDrill(ORDER, List.of(), held, ORDERED).next())
                .isEqualTo(new LiveDrill.End(
                        false, "not begun: the pair is " + held.state().label() + " by now"));
    }

    /** Ordered on Sunday night, and the host was dead until Monday morning. */
    @Test
    void one_that_could_not_begin_when_it_was_ordered_does_not_begin_unasked() {
        assertThat(after(Duration.ofHours(31)))
                .isEqualTo(new LiveDrill.End(
                        false,
                        "not begun: it was ordered more than 10 minutes ago, and the robot could not begin it then;"
                                + " order it again"));
    }
}
