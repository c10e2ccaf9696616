package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.Run;
import org.pbxfailover.core.State;

/** What a tick finds to do. The three pairs are polled so seldom that whatever else happens in time, happens without a poll. */
class WatchTest {
    @TempDir
    Path directory;

    private final MemoryJournal journal = new MemoryJournal();
    private Moment now = new Moment(-77, Instant.parse("2026-11-23T03:00:00Z"));
    private Configuration configuration;
    private Pairs pairs;
    private Watch watch;
    private Runnable told = () -> {};

    @BeforeEach
    void read() throws IOException {
        String pair = """
                  - name: %s
                    primary: { probe: { url: "http://127.0.0.1:9/", every: 1h, recheck: %s, timeout: 1s, failures: 1, grace: %s } }
                    secondary: { probe: { url: "http://127.0.0.1:8/", every: %s, timeout: 1s } }
                    activation: { reload: { action: http, url: "http://127.0.0.1:9/" } }
                """;
        Path file = Files.writeString(
                directory.resolve("failover.yaml"),
                "internet: { hosts: [\"http://127.0.0.1:9/\"], timeout: 1s }\npairs:\n"
                        + pair.formatted("one", "1h", "0s", "1h") + pair.formatted("two", "1h", "30m", "1h")
                        + pair.formatted("three", "9m", "0s", "10m"));
        configuration = ((ConfigurationReader.Valid) new ConfigurationReader().read(file)).configuration();
        start();
    }

    private void start() {
        pairs = new Pairs(
                configuration, journal, Optional.empty(), (name, epoch, news) -> told.run(), entry -> {}, () -> now);
        watch = new Watch(pairs, Samples.questions(configuration), (late, alive) -> {});
    }

    private Guarded pair(String name) {
        return pairs.find(name).orElseThrow();
    }

    private State state(String name) {
        return pair(name).state().state();
    }

    /** How many polls begin on the ticks of so long a time, one tick every 100 ms. */
    private int ticks(Duration time) {
        int polls = 0;
        for (long tick = 0; tick < time.toMillis() / 100; tick++) {
            now = now.plus(Duration.ofMillis(100));
            polls += watch.due().size();
        }
        return polls;
    }

    /** The poll that is due next comes at once, and its primary answers. */
    private void answers(String name) {
        pair(name).primary.ended();
        pair(name).primary.soon(Duration.ofMillis(1));
        now = now.plus(Duration.ofMillis(100));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(watch.due().get(0));
        watch.ask(exchange);
        exchange.setProperty(Glue.PROBE, new Probe(now, Duration.ZERO, new Finding.Alive("HTTP 200")));
        watch.note(exchange);
    }

    private void comesBack(Object poll) {
        comesBack(poll, new Finding.Alive("HTTP 200"));
    }

    private void comesBack(Object poll, Finding finding) {
        Exchange exchange = asked(poll);
        exchange.setProperty(Glue.PROBE, new Probe(now, Duration.ZERO, finding));
        watch.note(exchange);
    }

    private Exchange asked(Object poll) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(poll);
        watch.ask(exchange);
        return exchange;
    }

    private void fails(String name) {
        Probe probe = new Probe(now, Duration.ZERO, new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        pairs.tell(pair(name), new Event.Probed(probe));
    }

    @Test
    void the_first_polls_of_both_servers_are_spread_over_the_interval_and_each_keeps_its_own() {
        assertThat(watch.due()).hasSize(2);
        assertThat(ticks(Duration.ofSeconds(1_199))).isZero();
        assertThat(ticks(Duration.ofSeconds(2))).isEqualTo(2);
        assertThat(ticks(Duration.ofSeconds(1_198))).isZero();
        assertThat(ticks(Duration.ofSeconds(2))).isEqualTo(2);
        pair("three").secondary.orElseThrow().ended();
        assertThat(ticks(Duration.ofSeconds(598))).isZero();
        assertThat(ticks(Duration.ofSeconds(2))).isEqualTo(1);
    }

    /** Otherwise each poll would count as lost, and the robot would take itself for deaf. */
    @Test
    void both_servers_are_heard_whose_polls_come_back() {
        for (int hour = 0; hour < 5; hour++) {
            now = now.plus(Duration.ofHours(1));
            watch.due().forEach(this::comesBack);
        }
        assertThat(pairs.all()).allSatisfy(guarded -> {
            assertThat(guarded.primary.unheard()).isFalse();
            assertThat(guarded.secondary.orElseThrow().unheard()).isFalse();
        });
    }

    /** Fault 44: as when an edit of the route leaves out the probe. It proves nothing about anybody, and polling goes on. */
    @Test
    void polls_that_find_nothing_count_for_nobody_and_the_robot_knows_that_it_is_deaf() {
        List<Object> polls = watch.due();
        for (int hour = 0; hour < 2; hour++) {
            now = now.plus(Duration.ofHours(1));
            polls = watch.due();
            assertThat(polls).hasSize(6);
            assertThat(watch.hears()).isTrue();
            for (Object poll : polls) {
                assertThatThrownBy(() -> watch.note(asked(poll)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("came back without a finding");
            }
        }
        assertThat(pairs.all()).allSatisfy(guarded -> {
            assertThat(guarded.primary.unheard()).isTrue();
            assertThat(guarded.secondary.orElseThrow().unheard()).isTrue();
            assertThat(guarded.state().state()).isEqualTo(State.WATCHING);
            assertThat(guarded.state().streak().size()).isZero();
        });
        assertThat(watch.hears()).isFalse();
        pair("two").primary.ended();
        assertThat(watch.hears()).as("one is enough").isTrue();
    }

    private static final Finding REFUSED = new Finding.Failed(FailureClass.REFUSED, "connection refused");

    /** The poll of the primary of pair three that is due by now. */
    private Object ofThree() {
        for (Object poll : watch.due()) {
            if (asked(poll).getProperty(Glue.PAIR).equals("three")) {
                return poll;
            }
        }
        throw new AssertionError("none is due");
    }

    @Test
    void after_a_failure_the_recheck_comes_before_the_next_poll_also_while_blind() {
        ticks(Duration.ofSeconds(1));
        pair("three").primary.ended();
        pair("three").secondary.orElseThrow().ended();
        pair("three").primary.soon(Duration.ofMillis(1));
        now = now.plus(Duration.ofMillis(100));
        comesBack(ofThree(), REFUSED);
        assertThat(state("three")).isEqualTo(State.SUSPECT);
        assertThat(pair("three").primary.next() - now.nanos())
                .isEqualTo(Duration.ofMinutes(9).toNanos());

        long round = pair("three").state().confirmation().orElseThrow().round();
        pairs.tell(
                pair("three"),
                new Event.OutsideAsked(
                        round, new OutsideAnswer("http://127.0.0.1:9/", false, "no answer", Duration.ZERO)));
        assertThat(state("three")).isEqualTo(State.BLIND);
        now = now.plus(Duration.ofMinutes(9));
        comesBack(ofThree(), REFUSED);
        assertThat(pair("three").primary.next() - now.nanos())
                .isEqualTo(Duration.ofMinutes(9).toNanos());
    }

    /** Otherwise the polls of a pair whose journal hangs would pile up, each of them on a thread. */
    @Test
    void no_poll_begins_while_the_finding_of_the_last_one_is_still_being_kept() {
        List<Long> begun = new ArrayList<>();
        told = () -> {
            pair("one").primary.soon(Duration.ofMillis(1));
            begun.add(pair("one").primary.begin(now.plus(Duration.ofSeconds(1)).nanos()));
        };
        Object poll = watch.due().get(0);
        comesBack(poll, REFUSED);
        assertThat(begun).isNotEmpty().allMatch(late -> late < 0);
        assertThat(pair("one").primary.begin(now.plus(Duration.ofSeconds(1)).nanos()))
                .isNotNegative();
    }

    @Test
    void maintenance_ends_on_a_tick_though_nobody_is_polled() {
        ticks(Duration.ofSeconds(1));
        pairs.tell(pair("two"), new Event.OrderMaintenance(Duration.ofMinutes(5), "anna"));
        assertThat(ticks(Duration.ofSeconds(299))).isZero();
        assertThat(state("two")).isEqualTo(State.MAINTENANCE);
        assertThat(ticks(Duration.ofSeconds(2))).isZero();
        assertThat(state("two")).isEqualTo(State.WATCHING);
    }

    /** A primary that has answered after a maintenance is not booting any more: when it dies then, that counts at once. */
    @Test
    void the_first_answer_after_a_maintenance_ends_the_time_for_booting() {
        ticks(Duration.ofSeconds(1_201));
        answers("two");
        pairs.tell(pair("two"), new Event.OrderMaintenance(Duration.ofMinutes(5), "anna"));
        pairs.tell(pair("two"), new Event.EndMaintenance("anna"));
        answers("two");
        now = now.plus(Duration.ofSeconds(1));
        fails("two");
        assertThat(state("two")).isEqualTo(State.SUSPECT);
    }

    @Test
    void maintenance_that_was_ordered_before_a_restart_ends_as_well() {
        pairs.tell(pair("two"), new Event.OrderMaintenance(Duration.ofMinutes(5), "anna"));
        start();
        assertThat(state("two")).isEqualTo(State.MAINTENANCE);
        ticks(Duration.ofSeconds(301));
        assertThat(state("two")).isEqualTo(State.WATCHING);
    }

    @Test
    void an_end_that_the_journal_cannot_keep_is_tried_again() {
        ticks(Duration.ofSeconds(1));
        pairs.tell(pair("two"), new Event.OrderMaintenance(Duration.ofMinutes(5), "anna"));
        journal.refuses("the disk is full");
        ticks(Duration.ofSeconds(400));
        assertThat(state("two")).isEqualTo(State.MAINTENANCE);
        journal.takes();
        ticks(Duration.ofMillis(100));
        assertThat(state("two")).isEqualTo(State.WATCHING);
    }

    @Test
    void a_pair_that_waits_for_the_journal_does_not_hold_up_the_ticks() throws InterruptedException {
        ExecutorService others = Executors.newCachedThreadPool();
        watch.aside(others);
        ticks(Duration.ofSeconds(1));
        pairs.tell(pair("two"), new Event.OrderMaintenance(Duration.ofMinutes(5), "anna"));
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        others.execute(() -> {
            synchronized (pair("two")) { // as while its entry is on the way to the disk
                waits.countDown();
                await(written);
            }
        });
        await(waits);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(ticks(Duration.ofSeconds(1_500))).isPositive());
        assertThat(state("two")).isEqualTo(State.MAINTENANCE);
        written.countDown();
        others.shutdown();
        assertThat(others.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(state("two")).isEqualTo(State.WATCHING);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_confirmation_that_does_not_end_is_given_up_on_a_tick() {
        ticks(Duration.ofSeconds(1));
        fails("three");
        assertThat(pair("three").state().confirmation()).isPresent();
        ticks(Duration.ofSeconds(4));
        assertThat(pair("three").state().confirmation()).isPresent();
        assertThat(ticks(Duration.ofSeconds(2))).isZero();
        assertThat(pair("three").state().confirmation()).isEmpty();
    }

    @Test
    void a_gap_between_two_ticks_is_told_to_every_pair() {
        ticks(Duration.ofSeconds(1));
        fails("one");
        fails("three");
        now = now.plus(Duration.ofSeconds(3));
        watch.due();
        assertThat(List.of("one", "two", "three"))
                .allSatisfy(
                        name -> assertThat(pair(name).state().streak().size()).isZero());
        assertThat(pair("one").state().confirmation()).isEmpty();
    }

    @Test
    void a_poll_that_never_comes_back_is_lost_and_the_next_one_is_made() {
        assertThat(watch.due()).hasSize(2);
        pair("one").primary.soon(Duration.ofSeconds(2));
        assertThat(ticks(Duration.ofMillis(10_900))).isZero();
        assertThat(ticks(Duration.ofMillis(200))).isEqualTo(1);
    }

    @Test
    void a_poll_that_comes_back_late_is_followed_by_the_one_that_was_due() {
        assertThat(watch.due()).hasSize(2);
        pair("one").primary.soon(Duration.ofSeconds(2));
        assertThat(ticks(Duration.ofSeconds(5))).isZero();
        pair("one").primary.ended();
        assertThat(ticks(Duration.ofMillis(100))).isEqualTo(1);
    }

    private void dies(String name) {
        fails(name);
        now = now.plus(Duration.ofMillis(1));
        long round = pair(name).state().confirmation().orElseThrow().round();
        OutsideAnswer answer = new OutsideAnswer("http://127.0.0.1:9/", true, "HTTP 200", Duration.ZERO);
        pairs.tell(pair(name), new Event.OutsideAsked(round, answer));
        Finding refused = new Finding.Failed(FailureClass.REFUSED, "connection refused");
        pairs.tell(pair(name), new Event.LastProbed(round, new Probe(now, Duration.ZERO, refused)));
    }

    @Test
    void after_a_restart_an_activation_that_has_called_nothing_waits_for_the_first_poll() {
        ticks(Duration.ofSeconds(1));
        dies("three");
        assertThat(state("three")).isEqualTo(State.ACTIVATING);

        start();
        Passes passes = new Passes(pairs);
        ticks(Duration.ofMillis(1_900));
        assertThat(passes.due()).isEmpty();
        pair("three").primary.ended();
        assertThat(passes.due()).containsExactly("three");
    }

    @Test
    void and_one_that_has_called_something_goes_on_at_once() {
        ticks(Duration.ofSeconds(1));
        dies("three");
        Run run = pair("three").state().run().orElseThrow();
        ActionKey reload = new ActionKey("reload", 1);
        ActionRules rules = pair("three").pair.activation().get("reload").get(0).rules();
        pairs.tell(pair("three"), new Event.CallBeginning(run.epoch(), reload, rules, 1, ""));

        start();
        assertThat(new Passes(pairs).due()).containsExactly("three");
    }

    /** The answer ends the activation as soon as the journal takes that; until then nothing may begin. */
    @Test
    void an_answer_that_the_journal_could_not_keep_is_not_forgotten() {
        ticks(Duration.ofSeconds(1));
        dies("three");
        journal.refuses("the disk is full");
        now = now.plus(Duration.ofSeconds(1));
        Probe answer = new Probe(now, Duration.ZERO, new Finding.Alive("HTTP 200"));
        assertThat(pairs.tell(pair("three"), new Event.Probed(answer))).isEmpty();
        journal.takes();
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Glue.PAIR, "three");
        new Passes(pairs).claim(exchange);
        assertThat(state("three")).isEqualTo(State.WATCHING);
    }

    @Test
    void an_answer_before_a_death_does_not_end_what_is_decided_on_that() {
        ticks(Duration.ofSeconds(1));
        dies("three");
        journal.refuses("the disk is full");
        now = now.plus(Duration.ofSeconds(1));
        Event answer = new Event.Probed(new Probe(now, Duration.ZERO, new Finding.Alive("HTTP 200")));
        assertThat(pairs.tell(pair("three"), answer)).isEmpty();
        journal.takes();
        assertThat(pairs.tell(pair("three"), answer)).isPresent();
        now = now.plus(Duration.ofSeconds(1));
        dies("three");
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Glue.PAIR, "three");
        assertThat(new Passes(pairs).claim(exchange)).isTrue();
        assertThat(state("three")).isEqualTo(State.ACTIVATING);
    }

    @Test
    void but_not_for_ever_when_polls_do_not_come_back() {
        ticks(Duration.ofSeconds(1));
        dies("three");
        start();
        ticks(Duration.ofMillis(2_200));
        assertThat(new Passes(pairs).due()).containsExactly("three");
    }

    @Test
    void only_pairs_with_an_open_epoch_are_looked_at_for_a_pass_also_after_a_restart() {
        Passes passes = new Passes(pairs);
        assertThat(pairs.running()).isEmpty();
        assertThat(passes.due()).isEmpty();
        pairs.tell(pair("two"), new Event.OrderFailover("anna"));
        assertThat(pairs.running()).containsExactly(pair("two"));
        assertThat(passes.due()).containsExactly("two");

        start();
        assertThat(new Passes(pairs).due()).containsExactly("two");
        pairs.tell(pair("two"), new Event.OrderFailBack("anna"));
        pairs.tell(pair("two"), new Event.AllPassed(pair("two").state().epoch()));
        assertThat(pair("two").state().run()).isEmpty();
        assertThat(pairs.running()).isEmpty();
    }
}
