package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.Reply;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Step;

/** What people are told when the journal does not take what happens (fault 38), or when the robot begins with it (faults 34, 39). */
class UnkeptTest {
    private static final String FULL = "The journal x cannot be written: the disk is full.";

    @TempDir
    Path temp;

    private final MemoryJournal journal = new MemoryJournal();
    private final List<Step.News> told = new ArrayList<>();

    private Pairs pairs(Optional<String> hold) throws IOException {
        Configuration configuration = Samples.configuration(temp, "");
        return new Pairs(
                configuration, journal, hold, (pair, epoch, news) -> told.add(news), entry -> {}, SetClock.still());
    }

    @Test
    void a_journal_that_takes_nothing_is_said_once_and_so_is_that_it_does_again() throws IOException {
        Pairs pairs = pairs(Optional.empty());
        Guarded acme = pairs.find("acme").orElseThrow();
        journal.refuses(FULL);
        Event order = new Event.OrderMaintenance(Duration.ofMinutes(1), "anna");
        assertThat(pairs.tell(acme, order)).isEmpty();
        assertThat(pairs.tell(acme, order)).isEmpty();
        assertThat(told).singleElement().satisfies(news -> {
            assertThat(news.event()).hasValue("not-ready");
            assertThat(news.state()).isEqualTo(State.WATCHING);
            assertThat(news.sentence()).contains("nothing further is begun and nothing is lost", FULL);
        });
        journal.takes();
        assertThat(pairs.tell(acme, order)).isPresent();
        assertThat(told).hasSize(3);
        assertThat(told.get(1).sentence()).isEqualTo("the journal can be written again");
        journal.refuses(FULL);
        pairs.tell(acme, order);
        assertThat(told).hasSize(4);
    }

    /** A full disk stays full for a while: to try with every pass would only fill the log. */
    @Test
    void the_next_pass_waits_a_second_for_a_journal_that_takes_nothing() throws IOException {
        Pairs pairs = pairs(Optional.empty());
        Guarded acme = pairs.find("acme").orElseThrow();
        journal.refuses(FULL);
        pairs.tell(acme, new Event.OrderMaintenance(Duration.ofMinutes(1), "anna"));
        assertThat(acme.noPassBefore() - pairs.now().nanos())
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    /** Whoever tells the pair something holds its lock until the journal has it; each action's preflight would be a thread that waits. */
    @Test
    void a_preflight_does_not_wait_for_a_pair_that_waits_for_its_journal() throws Exception {
        Guarded acme = pairs(Optional.empty()).find("acme").orElseThrow();
        synchronized (acme) {
            CompletableFuture.runAsync(() -> acme.preflight("reload", Optional.of("401")))
                    .get(10, TimeUnit.SECONDS);
        }
        assertThat(acme.failedPreflight("reload")).hasValue("401");
    }

    @Test
    void a_pair_on_hold_is_said_at_the_start() throws IOException {
        pairs(Optional.of("The journal x cannot be trusted: it is empty.")).tellOfStart();
        assertThat(told).singleElement().satisfies(news -> {
            assertThat(news.event()).hasValue("not-ready");
            assertThat(news.sentence())
                    .isEqualTo("on hold, deciding nothing: The journal x cannot be trusted: it is empty.");
        });
    }

    @Test
    void a_pair_held_over_its_open_epoch_is_not_ready_and_one_that_a_person_holds_may_be() throws IOException {
        Concerns concerns =
                new Concerns(ReadinessSettings.usual(), List::of, new Freshness(List.of()), new Witnesses(Map.of()));
        Pairs pairs = pairs(Optional.empty());
        Guarded acme = pairs.find("acme").orElseThrow();
        pairs.tell(acme, new Event.OrderHold("anna"));
        assertThat(concerns.notReady(acme, List.of())).isEmpty();
        pairs.tell(acme, new Event.Release("anna"));
        pairs.tell(acme, new Event.OrderFailover("anna"));
        acme.state(acme.state().heldOpen(pairs.now(), "epoch 1 was still open"));
        assertThat(concerns.notReady(acme, List.of())).containsExactly("no failover comes: epoch 1 was still open");
    }

    /** The robot may have been killed between the end of a fail-back and the word about it. */
    @Test
    void an_epoch_that_ended_lately_is_said_again_at_the_start_and_an_older_one_is_not() throws IOException {
        Instant now = SetClock.still().get().wall();
        journal.append(List.of(
                new Entry.EpochOpened("acme", now, 1, EpochKind.FAIL_BACK, "ordered", Evidence.NONE),
                new Entry.EpochClosed(
                        "acme",
                        now.minus(Duration.ofMinutes(9)),
                        1,
                        Entry.Outcome.COMPLETED,
                        "the primary is in service again, epoch 1")));
        pairs(Optional.empty()).tellOfStart();
        assertThat(told).singleElement().satisfies(news -> {
            assertThat(news.event()).hasValue("failed-back");
            assertThat(news.sentence()).isEqualTo("before the restart: the primary is in service again, epoch 1");
        });
        told.clear();
        journal.append(List.of(
                new Entry.EpochOpened("acme", now, 2, EpochKind.FAILOVER, "it is dead", Evidence.NONE),
                new Entry.EpochClosed("acme", now, 2, Entry.Outcome.ABANDONED, "the primary answered before")));
        pairs(Optional.empty()).tellOfStart();
        assertThat(told)
                .singleElement()
                .satisfies(news -> assertThat(news.event()).hasValue("primary-returned"));
        told.clear();
        journal.append(List.of(
                new Entry.EpochOpened("acme", now, 3, EpochKind.FAIL_BACK, "ordered", Evidence.NONE),
                new Entry.EpochClosed(
                        "acme", now.minus(Duration.ofMinutes(10)), 3, Entry.Outcome.COMPLETED, "long ago")));
        pairs(Optional.empty()).tellOfStart();
        assertThat(told).isEmpty();
    }

    /** The robot may have been killed between the entry and the word about it. */
    @Test
    void what_is_under_way_is_said_again_at_the_start() throws IOException {
        Pairs before = pairs(Optional.empty());
        before.tell(before.find("acme").orElseThrow(), new Event.OrderFailover("anna"));
        told.clear();
        pairs(Optional.empty()).tellOfStart();
        assertThat(told).singleElement().satisfies(news -> {
            assertThat(news.event()).hasValue("activating");
            assertThat(news.sentence()).startsWith("after a restart: switchover ordered by anna");
        });
    }

    @Test
    void what_was_at_the_start_is_said_before_what_comes_of_it_and_once() throws IOException {
        Pairs before = pairs(Optional.empty());
        before.tell(before.find("acme").orElseThrow(), new Event.OrderFailover("anna"));
        Pairs again = pairs(Optional.empty());
        told.clear();
        again.tell(again.find("acme").orElseThrow(), new Event.OrderFailBack("anna"));
        again.tellOfStart();
        assertThat(told).hasSizeGreaterThan(1);
        assertThat(told.get(0).sentence()).startsWith("after a restart: switchover ordered by anna");
        assertThat(told.subList(1, told.size()))
                .noneMatch(news -> news.sentence().contains("switchover ordered"));
    }

    /** Somebody took the stage out of the configuration because it would not succeed: nobody would finish it, and nothing say so. */
    @Test
    void an_epoch_with_a_stage_that_is_no_longer_configured_is_held() throws IOException {
        journal.append(List.of(
                new Entry.EpochOpened("acme", Instant.EPOCH, 1, EpochKind.SWITCHOVER, "ordered", Evidence.NONE),
                new Entry.CallBegun("acme", Instant.EPOCH, 1, "fence", 1, 1, "http"),
                new Entry.CallAnswered("acme", Instant.EPOCH, 1, "fence", 1, 1, Reply.REFUSED, "503")));
        Guarded acme = pairs(Optional.empty()).find("acme").orElseThrow();
        assertThat(acme.state().state()).isEqualTo(State.HOLD);
        assertThat(acme.state().sentence())
                .isEqualTo("epoch 1 (switchover) is open, and its stage fence was begun and is not done, but the"
                        + " configuration no longer has it: put it back and start the robot again; to go on without it,"
                        + " write required: false there");
    }

    private State after(List<String> then, List<String> now, int... done) throws IOException {
        Map<String, String> marks = new HashMap<>();
        String stage = "{ action: http, url: \"http://192.0.2.1/%s\" }";
        Configuration known = Samples.withReload(
                temp,
                Stream.concat(then.stream(), now.stream())
                        .distinct()
                        .map(stage::formatted)
                        .toList());
        List<Action> actions =
                Objects.requireNonNull(known.pairs().get(0).activation().get("reload"));
        List<String> names =
                Stream.concat(then.stream(), now.stream()).distinct().toList();
        names.forEach(name -> marks.put(name, actions.get(names.indexOf(name)).mark()));
        String kept = then.stream().map(marks::get).collect(Collectors.joining(", "));
        MemoryJournal own = new MemoryJournal();
        own.append(List.of(
                new Entry.EpochOpened("acme", Instant.EPOCH, 1, EpochKind.SWITCHOVER, "ordered", Evidence.NONE)));
        for (int action : done) {
            own.append(List.of(
                    new Entry.CallBegun("acme", Instant.EPOCH, 1, "reload", action, 1, kept),
                    new Entry.ActionDone("acme", Instant.EPOCH, 1, "reload", action, "200")));
        }
        if (done.length < then.size()) {
            own.append(List.of(new Entry.CallBegun("acme", Instant.EPOCH, 1, "reload", done.length + 1, 1, kept)));
        }
        Configuration changed =
                Samples.withReload(temp, now.stream().map(stage::formatted).toList());
        Pairs pairs = new Pairs(
                changed, own, Optional.empty(), (pair, epoch, news) -> told.add(news), entry -> {}, SetClock.still());
        return pairs.find("acme").orElseThrow().state().state();
    }

    /** Otherwise one that is done would be done again, or another one be taken for done. */
    @Test
    void an_epoch_in_which_an_action_that_is_done_has_another_place_now_is_held() throws IOException {
        assertThat(after(List.of("one", "two", "three"), List.of("three", "two", "one"), 1))
                .isEqualTo(State.HOLD);
        assertThat(after(List.of("one", "two"), List.of("new", "one", "two"), 1))
                .isEqualTo(State.HOLD);
        assertThat(after(List.of("one", "two"), List.of("two"), 1)).isEqualTo(State.HOLD);
        assertThat(after(List.of("one", "two"), List.of("new", "one"), 1)).isEqualTo(State.HOLD);
        assertThat(after(List.of("one"), List.of("new", "one"), 1)).isEqualTo(State.HOLD);
        assertThat(after(List.of("one", "two"), List.of("one"), 1))
                .as("one that nobody finishes")
                .isEqualTo(State.HOLD);
    }

    /** Whatever would not succeed is put right in the configuration, and the robot started again. */
    @Test
    void an_epoch_in_which_only_what_is_not_done_was_changed_goes_on() throws IOException {
        assertThat(after(List.of("one"), List.of("one"))).isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("wrong"), List.of("right"))).isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("wrong"), List.of("new", "right"))).isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("one", "wrong"), List.of("one", "right"), 1)).isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("one", "wrong"), List.of("one?edited", "right"), 1))
                .isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("one", "two"), List.of("one", "two", "new"), 1))
                .isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("one", "two"), List.of("two"), 1, 2))
                .as("all is done")
                .isEqualTo(State.ACTIVATING);
        assertThat(after(List.of("one", "two"), List.of("one", "two", "new"), 1, 2))
                .isEqualTo(State.ACTIVATING);
    }

    @Test
    void an_epoch_goes_on_without_a_stage_that_is_done_and_no_longer_configured() throws IOException {
        journal.append(List.of(
                new Entry.EpochOpened("acme", Instant.EPOCH, 1, EpochKind.SWITCHOVER, "ordered", Evidence.NONE),
                new Entry.CallBegun("acme", Instant.EPOCH, 1, "fence", 1, 1, "http 1"),
                new Entry.ActionDone("acme", Instant.EPOCH, 1, "fence", 1, "200")));
        Guarded acme = pairs(Optional.empty()).find("acme").orElseThrow();
        assertThat(acme.state().state()).isEqualTo(State.ACTIVATING);
    }

    @Test
    void a_pair_that_is_switched_and_no_longer_configured_is_said_at_the_start() throws IOException {
        journal.append(List.of(
                new Entry.EpochOpened(
                        "old", Instant.EPOCH, 1, EpochKind.FAILOVER, "the primary is dead", Evidence.NONE),
                new Entry.EpochClosed("old", Instant.EPOCH, 1, Entry.Outcome.COMPLETED, "the secondary is in service"),
                new Entry.HoldBegan("rested", Instant.EPOCH, "anna"),
                new Entry.Released("rested", Instant.EPOCH, "anna")));
        pairs(Optional.empty()).tellOfStart();
        assertThat(told).singleElement().satisfies(news -> {
            assertThat(news.event()).hasValue("not-ready");
            assertThat(news.sentence())
                    .startsWith("nobody watches this pair: the configuration no longer has it, and it is active in the"
                            + " journal (the secondary is in service). Was it renamed?");
        });
    }

    @Test
    void of_a_pair_that_is_watched_nothing_is_said_at_the_start() throws IOException {
        pairs(Optional.empty()).tellOfStart();
        assertThat(told).isEmpty();
    }
}
