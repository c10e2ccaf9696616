package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.core.Confirmation;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.State;
import org.pbxfailover.probe.Question;

/** An outside host is asked once for all pairs that want to know before it is asked, and for nobody who wants to know later. */
class ConfirmTest {
    @TempDir
    Path temp;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SetClock clock = SetClock.still();
    private final List<String> told = new ArrayList<>();
    private Configuration configuration;
    private Pairs pairs;
    private Confirm confirm;
    private Question ofHost;

    @BeforeEach
    void build() throws Exception {
        configuration = Samples.configuration(temp, Samples.beta("live").replace("/other\"", "/other\", recheck: 1s"));
        pairs = Samples.pairs(configuration, new MemoryJournal(), clock, news -> told.add(news.sentence()));
        ofHost = Question.of(
                configuration.internet().hosts().get(0),
                configuration.internet().timeout());
        confirm = confirm(Samples.questions(configuration));
    }

    private Confirm confirm(Map<String, Questions> questions) {
        return new Confirm(
                pairs,
                questions,
                new OutsideHosts(List.of(new Confirm.Outside("outside", ofHost)), 1),
                new Concerns(ReadinessSettings.usual(), List::of, new Freshness(List.of()), new Witnesses(Map.of())));
    }

    private Probe probe(Finding finding) {
        return new Probe(clock.get(), Duration.ofMillis(5), finding);
    }

    private Exchange suspected(String pair) {
        Guarded guarded = pairs.find(pair).orElseThrow();
        for (int failure = 0; failure < 3; failure++) {
            clock.goesBy(Duration.ofMillis(1));
            pairs.tell(
                    guarded, new Event.Probed(probe(new Finding.Failed(FailureClass.REFUSED, "connection refused"))));
        }
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Glue.PAIR, pair);
        return exchange;
    }

    private Exchange asks(Object question) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(question);
        confirm.ask(exchange);
        return exchange;
    }

    /** As the route does it, for each that the answer is for. */
    private void answered(Exchange asked, Finding finding) {
        asked.setProperty(Glue.PROBE, probe(finding));
        for (Object one : (List<?>) confirm.answers(asked)) {
            Exchange exchange = asked.copy();
            exchange.getMessage().setBody(one);
            confirm.turnTo(exchange);
            confirm.answered(exchange);
        }
    }

    @Test
    void two_pairs_that_die_in_one_moment_share_the_question_and_each_gets_the_answer() {
        List<Object> acme = confirm.questions(suspected("acme"));
        List<Object> beta = confirm.questions(suspected("beta"));
        assertThat(acme).as("the primary and the host").hasSize(2);
        assertThat(beta).as("the primary alone").hasSize(1);

        answered(asks(beta.get(0)), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        Exchange host = asks(acme.get(1));
        assertThat(host.getProperty(Glue.QUESTION)).isEqualTo(ofHost);
        assertThat(confirm.questions(suspectedAnew("acme")))
                .as("too late for that one")
                .hasSize(2);
        answered(host, new Finding.Alive("204 No Content"));
        assertThat(pairs.find("beta")
                        .orElseThrow()
                        .state()
                        .confirmation()
                        .orElseThrow()
                        .passed())
                .isPresent();
    }

    /** One that answers slowly would be asked twice at a time, and the later answer could come first. */
    @Test
    void no_poll_begins_while_the_primary_is_asked_for_the_last_time_and_the_next_one_soon_after() {
        PollSchedule polls = pairs.find("acme").orElseThrow().primary;
        assertThat(polls.begin(clock.get().nanos())).isNotNegative();
        polls.ended();
        List<Object> asked = confirm.questions(suspected("acme"));
        clock.goesBy(Duration.ofSeconds(6));
        assertThat(polls.begin(clock.get().nanos())).as("while it is asked").isNegative();
        answered(asks(asked.get(0)), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        assertThat(polls.begin(clock.get().nanos())).as("after its answer").isNotNegative();
    }

    @Test
    void after_the_last_probe_the_next_poll_comes_when_a_recheck_is_due() {
        PollSchedule polls = pairs.find("beta").orElseThrow().primary;
        polls.begin(clock.get().nanos());
        clock.goesBy(Duration.ofSeconds(3));
        assertThat(polls.begin(clock.get().nanos())).isNotNegative();
        polls.ended();
        List<Object> asked = confirm.questions(suspected("beta"));
        long began = clock.get().nanos();
        clock.goesBy(Duration.ofMillis(10));
        answered(asks(asked.get(0)), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        assertThat(polls.next() - began).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(pairs.find("beta").orElseThrow().primaryProbe()).isPresent();
    }

    /** The probe that begins after the outside has answered decides; a poll beside it would be asked twice at a time. */
    @Test
    void no_poll_begins_while_the_primary_is_asked_once_more() {
        PollSchedule polls = pairs.find("acme").orElseThrow().primary;
        assertThat(polls.begin(clock.get().nanos())).isNotNegative();
        polls.ended();
        List<Object> asked = confirm.questions(suspected("acme"));
        answered(asks(asked.get(0)), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        Exchange host = asks(asked.get(1));
        host.getMessage().setBody(((List<?>) confirm.answers(host)).get(0));
        confirm.turnTo(host);
        confirm.askOnceMore(host);
        clock.goesBy(Duration.ofSeconds(6));
        assertThat(polls.begin(clock.get().nanos())).as("while it is asked").isNegative();
        polls.ended();
        assertThat(polls.begin(clock.get().nanos())).as("after its answer").isNotNegative();
    }

    @Test
    void when_a_confirmation_is_over_already_nobody_is_asked() {
        Exchange late = suspected("acme");
        pairs.tell(pairs.find("acme").orElseThrow(), new Event.Probed(probe(new Finding.Alive("200 OK"))));
        assertThat(confirm.questions(late)).isEmpty();
    }

    private Exchange suspectedAnew(String pair) {
        pairs.tell(pairs.find(pair).orElseThrow(), new Event.Probed(probe(new Finding.Alive("200 OK"))));
        return suspected(pair);
    }

    @Test
    void a_silent_host_cuts_off_everybody_who_waited_for_it() {
        List<Object> acme = confirm.questions(suspected("acme"));
        confirm.questions(suspected("beta"));
        answered(asks(acme.get(1)), new Finding.Failed(FailureClass.TIMEOUT, "no answer"));
        pairs.all().forEach(guarded -> assertThat(guarded.state().state()).isEqualTo(State.BLIND));
    }

    @Test
    void a_question_that_was_lost_keeps_nobody_waiting() {
        confirm.questions(suspected("acme"));
        clock.goesBy(Duration.ofMillis(300));
        assertThat(confirm.questions(suspected("beta"))).hasSize(2);
    }

    private Confirmation underWay(String pair) {
        return pairs.find(pair).orElseThrow().state().confirmation().orElseThrow();
    }

    /** The primary answers and dies again while somebody still thinks about what was asked before that. */
    @Test
    void what_was_asked_in_one_round_is_no_answer_in_the_next() {
        Question primary = Question.of(configuration.pairs().get(0).primary().probe(), Optional.empty());
        confirm = confirm(Map.of(
                "acme", new Questions(primary, Optional.empty(), Optional.of(primary), Map.of("paris", primary))));
        List<Exchange> late =
                confirm.questions(suspected("acme")).stream().map(this::asks).toList();
        assertThat(late)
                .as("the primary, its SIP side, the witness and the host")
                .hasSize(4);
        List<Object> next = confirm.questions(suspectedAnew("acme"));
        Confirmation second = underWay("acme");
        assertThat(second.round()).isEqualTo(2);

        answered(late.get(3), new Finding.Alive("204 No Content"));
        assertThat(underWay("acme")).as("after the host of before").isEqualTo(second);
        answered(late.get(2), new Finding.Failed(FailureClass.BODY, "it does not see it"));
        assertThat(underWay("acme")).as("after the witness of before").isEqualTo(second);
        answered(late.get(1), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        assertThat(underWay("acme")).as("after the SIP side of before").isEqualTo(second);
        answered(asks(next.get(3)), new Finding.Alive("204 No Content"));
        Confirmation passed = underWay("acme");
        assertThat(passed.passed()).isPresent();
        answered(late.get(0), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        assertThat(underWay("acme")).as("after the last probe of before").isEqualTo(passed);
        answered(asks(next.get(0)), new Finding.Failed(FailureClass.REFUSED, "connection refused"));
        assertThat(pairs.find("acme").orElseThrow().state().state())
                .as("after its own last probe")
                .isEqualTo(State.ACTIVATING);
    }

    private State afterTheOpinion(Finding opinion) {
        Question primary = Question.of(configuration.pairs().get(0).primary().probe(), Optional.empty());
        confirm = confirm(Map.of("acme", new Questions(primary, Optional.empty(), Optional.of(primary), Map.of())));
        List<Exchange> asked =
                confirm.questions(suspected("acme")).stream().map(this::asks).toList();
        answered(asked.get(1), opinion);
        clock.goesBy(Duration.ofMillis(1));
        Finding refused = new Finding.Failed(FailureClass.REFUSED, "connection refused");
        answered(asked.get(2), new Finding.Alive("204 No Content"));
        answered(asked.get(0), refused);
        return pairs.find("acme").orElseThrow().state().state();
    }

    /** Rule I9: what the robot was too busy to ask, or to read, is not what somebody does not say. */
    @Test
    void a_second_opinion_that_was_not_heard_by_the_robots_own_fault_is_no_silence_but_counting_begins_afresh() {
        assertThat(afterTheOpinion(new Finding.Failed(FailureClass.OWN, "the robot was too busy to read the answer")))
                .isEqualTo(State.WATCHING);
        PairState acme = pairs.find("acme").orElseThrow().state();
        assertThat(acme.confirmation()).isEmpty();
        assertThat(acme.streak().size()).isZero();
        assertThat(told)
                .contains("this proves no death (own: its SIP side was not heard: the robot was too busy to read the"
                        + " answer): no failover for it, counting afresh; look at it");
    }

    /** One that refuses us, or with whose certificate we are not content, is there and may serve: that is a veto. */
    @ParameterizedTest
    @EnumSource(
            value = FailureClass.class,
            names = {"TLS", "DENIED"})
    void a_sip_side_that_shows_life_by_a_failure_is_heard_as_alive(FailureClass failure) {
        assertThat(afterTheOpinion(new Finding.Failed(failure, "somebody is there")))
                .isEqualTo(State.SUSPECT);
    }

    /** Nobody would ever be switched otherwise: it will be the same the next time. */
    @Test
    void one_to_whom_this_machine_has_no_way_is_silent() {
        assertThat(afterTheOpinion(new Finding.Failed(FailureClass.ROUTE, "the robot itself has no route to it")))
                .isEqualTo(State.ACTIVATING);
    }
}
