package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.State;

/** Fault 37: the robot was suspended, and whichever of its threads wakes up first must not go by what was true before. */
class AwayTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final ActionKey FIRST = new ActionKey("reload", 1);
    private static final ActionRules RULES =
            new ActionRules(true, 3, Duration.ofSeconds(1), false, Duration.ZERO, Duration.ZERO);

    @TempDir
    Path temp;

    private final SetClock clock = SetClock.still();
    private final MemoryJournal journal = new MemoryJournal();
    private Pairs pairs;
    private Guarded acme;

    @BeforeEach
    void build() throws IOException {
        pairs = Samples.pairs(Samples.configuration(temp, ""), journal, clock);
        acme = pairs.find("acme").orElseThrow();
        pairs.all().forEach(pair -> pairs.tell(pair, new Event.Tick())); // the first one; no poll begins before
    }

    private void tells(Event event) {
        clock.goesBy(Duration.ofMillis(100));
        pairs.tell(acme, event);
    }

    private Probe probe(Finding finding) {
        return new Probe(clock.get(), Duration.ofMillis(5), finding);
    }

    private Probe dead() {
        return probe(new Finding.Failed(FailureClass.REFUSED, "connection refused"));
    }

    private void almostDecided() {
        for (int failure = 0; failure < 3; failure++) {
            tells(new Event.Probed(dead()));
        }
        long round = acme.state().confirmation().orElseThrow().round();
        tells(new Event.OutsideAsked(round, new OutsideAnswer("outside", true, "204", Duration.ofMillis(20))));
    }

    private Event lastProbe() {
        return new Event.LastProbed(acme.state().confirmation().orElseThrow().round(), dead());
    }

    @Test
    void the_last_probe_of_before_decides_nothing_afterwards() {
        almostDecided();
        Event last = lastProbe();
        clock.goesBy(LONG);
        tells(last);
        assertThat(acme.state().state()).isEqualTo(State.WATCHING);
        assertThat(acme.state().streak().size()).isZero();
        assertThat(journal.entries("acme")).isEmpty();
    }

    @Test
    void without_an_absence_it_decides() {
        almostDecided();
        tells(lastProbe());
        assertThat(acme.state().state()).isEqualTo(State.ACTIVATING);
    }

    @Test
    void what_was_decided_and_not_begun_waits_for_the_primary_to_answer() {
        almostDecided();
        tells(lastProbe());
        clock.goesBy(LONG);
        tells(new Event.CallBeginning(1, FIRST, RULES, 1, "http"));
        assertThat(journal.entries("acme")).noneMatch(Entry.CallBegun.class::isInstance);
        tells(new Event.Probed(probe(new Finding.Alive("200 OK"))));
        assertThat(acme.state().state()).isEqualTo(State.WATCHING);
        assertThat(journal.entries("acme")).hasSize(2).noneMatch(Entry.CallBegun.class::isInstance);
    }

    @Test
    void a_primary_that_stays_dead_is_replaced_all_the_same() {
        almostDecided();
        tells(lastProbe());
        clock.goesBy(LONG);
        tells(new Event.Tick());
        for (int second = 0; second < 4; second++) {
            clock.goesBy(Duration.ofSeconds(1));
            pairs.present();
        }
        tells(new Event.CallBeginning(1, FIRST, RULES, 1, "http"));
        assertThat(journal.entries("acme")).anyMatch(Entry.CallBegun.class::isInstance);
    }

    @Test
    void a_short_silence_is_none() {
        almostDecided();
        Event last = lastProbe();
        clock.goesBy(Duration.ofMillis(1_800));
        tells(last);
        assertThat(acme.state().state()).isEqualTo(State.ACTIVATING);
    }

    @Test
    void every_pair_hears_of_an_absence_whoever_noticed_it() {
        almostDecided();
        Event last = lastProbe();
        clock.goesBy(LONG);
        pairs.present();
        tells(last);
        assertThat(acme.state().state()).isEqualTo(State.WATCHING);
    }
}
