package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Pair;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;

/** A pair whose name was changed while its secondary served, or was being brought into service. */
class ForgottenTest {
    private static final Instant THEN = Instant.EPOCH;

    @TempDir
    Path temp;

    private final MemoryJournal journal = new MemoryJournal();

    private void opened(long epoch, EpochKind kind) {
        journal.append(List.of(new Entry.EpochOpened("old", THEN, epoch, kind, "because", Evidence.NONE)));
    }

    private void called(long epoch, String stage, String actions) {
        journal.append(List.of(new Entry.CallBegun("old", THEN, epoch, stage, 1, 1, actions)));
    }

    private void closed(long epoch) {
        journal.append(List.of(new Entry.EpochClosed("old", THEN, epoch, Entry.Outcome.COMPLETED, "done")));
    }

    private String of(Pair pair, String stage) {
        return OpenStages.actions(pair.activation(), stage);
    }

    private PairState acme(Configuration configuration) {
        return Samples.pairs(configuration, journal, SetClock.still())
                .find("acme")
                .orElseThrow()
                .state();
    }

    /** The usual one, as a file has it. */
    private Configuration usual() throws IOException {
        return Samples.configuration(temp, "");
    }

    /** The pair {@code old} did what {@code acme} would do. */
    private Configuration begun() throws IOException {
        Configuration configuration = usual();
        opened(1, EpochKind.FAILOVER);
        called(1, "reload", of(configuration.pairs().get(0), "reload"));
        return configuration;
    }

    @Test
    void while_it_is_activated_the_pair_of_the_new_name_is_held_until_somebody_releases_it() throws IOException {
        PairState acme = acme(begun());

        assertThat(acme.state()).isEqualTo(State.HOLD);
        assertThat(acme.releasable()).isTrue();
        assertThat(acme.sentence())
                .startsWith("on hold, as it may be old under a new name (old is activating in the journal");
    }

    @Test
    void while_its_secondary_serves_too() throws IOException {
        Configuration configuration = begun();
        closed(1);

        assertThat(acme(configuration).sentence()).contains("old is active in the journal");
    }

    @Test
    void and_on_its_way_back() throws IOException {
        Configuration configuration = Samples.configuration(
                temp, "    failback: { dns: { action: http, url: \"http://192.0.2.1/back\" } }\n");
        opened(1, EpochKind.FAILOVER);
        called(1, "reload", "http 1");
        closed(1);
        opened(2, EpochKind.FAIL_BACK);
        called(2, "dns", OpenStages.actions(configuration.pairs().get(0).failback(), "dns"));

        assertThat(acme(configuration).sentence()).contains("old is failing-back in the journal");
    }

    /** What an older epoch called is no longer the question, and one that has called nothing yet asks none. */
    @Test
    void the_newest_epoch_that_called_something_tells() throws IOException {
        Configuration configuration = begun();
        closed(1);
        opened(2, EpochKind.FAIL_BACK);
        assertThat(acme(configuration).state()).isEqualTo(State.HOLD);

        called(2, "dns", "http 1");
        assertThat(acme(configuration).state()).isEqualTo(State.WATCHING);
    }

    @Test
    void one_that_does_something_else_is_another_pair() throws IOException {
        Configuration configuration = begun();
        called(1, "trunks", "http 1");

        assertThat(acme(configuration).state()).isEqualTo(State.WATCHING);
    }

    @Test
    void when_nothing_was_called_nothing_can_be_done_twice() throws IOException {
        opened(1, EpochKind.FAILOVER);

        assertThat(acme(usual()).state()).isEqualTo(State.WATCHING);
    }

    @Test
    void once_the_primary_serves_again_a_pair_may_have_any_name() throws IOException {
        Configuration configuration = begun();
        closed(1);
        opened(2, EpochKind.FAIL_BACK);
        closed(2);

        assertThat(acme(configuration).state()).isEqualTo(State.WATCHING);
    }

    @Test
    void in_shadow_mode_nothing_is_called_so_nothing_is_held() throws IOException {
        opened(1, EpochKind.FAILOVER);
        Configuration configuration = Samples.configuration(temp, Samples.beta("shadow"));
        called(1, "reload", of(configuration.pairs().get(0), "reload"));
        Pairs pairs = Samples.pairs(configuration, journal, SetClock.still());

        assertThat(pairs.find("beta").orElseThrow().state().state()).isEqualTo(State.WATCHING);
        assertThat(pairs.find("acme").orElseThrow().state().state()).isEqualTo(State.HOLD);
    }

    @Test
    void whoever_releases_it_is_not_asked_again_by_the_next_start() throws IOException {
        Configuration configuration = begun();
        Pairs pairs = Samples.pairs(configuration, journal, SetClock.still());
        Guarded acme = pairs.find("acme").orElseThrow();

        pairs.tell(acme, new Event.OrderFailover("anna"));
        assertThat(acme.state().state()).isEqualTo(State.HOLD);
        assertThat(pairs.tell(acme, new Event.Release("anna"))).isPresent();
        assertThat(acme.state().state()).isEqualTo(State.WATCHING);
        assertThat(acme(configuration).state()).isEqualTo(State.WATCHING);
    }

    /** A rehearsal of the held pair, or a time in shadow mode, is nobody's word that it is a pair of its own. */
    @Test
    void neither_a_drill_nor_a_decision_in_shadow_mode_nor_a_maintenance_releases_it() throws IOException {
        Configuration configuration = begun();
        journal.append(List.of(
                new Entry.DrillBegan("acme", THEN, 0, false, "anna"),
                new Entry.DrillEnded("acme", THEN, false, "drill failed", List.of())));
        assertThat(acme(configuration).state()).isEqualTo(State.HOLD);

        journal.append(List.of(
                new Entry.WouldHave("acme", THEN, "would have failed over (shadow mode)", Evidence.NONE),
                new Entry.MaintenanceBegan("acme", THEN, THEN.plusSeconds(60), "anna"),
                new Entry.MaintenanceEnded("acme", THEN.plusSeconds(60), "its time is up")));
        assertThat(acme(configuration).state()).isEqualTo(State.HOLD);
    }

    @Test
    void one_that_was_switched_under_its_name_is_a_pair_of_its_own() throws IOException {
        Configuration configuration = begun();
        journal.append(List.of(
                new Entry.EpochOpened("acme", THEN, 1, EpochKind.SWITCHOVER, "because", Evidence.NONE),
                new Entry.EpochClosed("acme", THEN, 1, Entry.Outcome.ABANDONED, "changed direction")));

        assertThat(acme(configuration).state()).isEqualTo(State.WATCHING);
    }

    /** Of a thousand pairs with such actions, all those that were never switched would be held for one that was taken out. */
    @Test
    void actions_that_are_the_same_text_for_every_pair_tell_nothing() throws IOException {
        Configuration configuration = Samples.withReload(
                temp,
                List.of(
                        "{ action: http, url: \"http://{pair}.example.org/reload\" }",
                        "{ action: http, url: \"http://192.0.2.9/reload?of={pair}\" }"));
        opened(1, EpochKind.FAILOVER);
        called(1, "reload", of(configuration.pairs().get(0), "reload"));
        assertThat(acme(configuration).state()).isEqualTo(State.WATCHING);

        called(1, "dns", of(configuration.pairs().get(0), "dns"));
        assertThat(acme(configuration).state()).isEqualTo(State.HOLD);
    }
}
