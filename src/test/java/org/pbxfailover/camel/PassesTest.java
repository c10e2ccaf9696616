package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.State;

/** When the next pass through an open epoch begins, and what comes of one that breaks off or goes astray. */
class PassesTest {
    @TempDir
    Path temp;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MemoryJournal journal = new MemoryJournal();
    private final SetClock clock = SetClock.still();
    private final List<String> told = new ArrayList<>();
    private Pairs pairs;
    private Passes passes;

    @BeforeEach
    void order() throws IOException {
        pairs = Samples.pairs(Samples.configuration(temp, ""), journal, clock, news -> told.add(news.sentence()));
        passes = new Passes(pairs);
        pairs.tell(pairs.find("acme").orElseThrow(), new Event.OrderFailover("anna"));
    }

    @AfterEach
    void close() {
        context.stop();
    }

    private Exchange claimed() {
        Exchange pass = new DefaultExchange(context);
        pass.setProperty(Glue.PAIR, "acme");
        assertThat(passes.claim(pass)).isTrue();
        return pass;
    }

    /** The stage {@code reload} is called. */
    private void answered(Exchange pass, int status, Runnable before) {
        Stages stages = new Stages(pairs, new Redactor(List::of));
        pass.setProperty(Glue.STAGE, "reload");
        stages.next(pass);
        pass.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        before.run();
        stages.called(pass);
    }

    private static void ends(Exchange pass) {
        Stream.ofNullable(pass.getExchangeExtension().handoverCompletions())
                .flatMap(List::stream)
                .forEach(end -> end.onComplete(pass));
    }

    private static void breaksOff(Exchange pass) {
        pass.setException(new IllegalStateException("the route is broken"));
        Stream.ofNullable(pass.getExchangeExtension().handoverCompletions())
                .flatMap(List::stream)
                .forEach(end -> end.onFailure(pass));
    }

    @Test
    void none_while_another_is_under_way() {
        Exchange pass = claimed();
        assertThat(passes.due()).isEmpty();
        ends(pass);
        assertThat(passes.due()).containsExactly("acme");
    }

    /** A broken route would otherwise be tried twenty times a second. */
    @Test
    void after_one_that_broke_off_it_waits_a_second() {
        breaksOff(claimed());
        assertThat(passes.due()).isEmpty();
        clock.goesBy(Duration.ofMillis(999));
        assertThat(passes.due()).isEmpty();
        clock.goesBy(Duration.ofMillis(1));
        assertThat(passes.due()).containsExactly("acme");
    }

    /** What is owed to a journal on a full disk must not keep the pair from going on once there is room. */
    @Test
    void one_that_could_not_begin_is_followed_by_another() {
        Exchange pass = claimed();
        answered(pass, 503, () -> journal.refuses("the disk is full"));
        ends(pass);
        Exchange again = new DefaultExchange(context);
        again.setProperty(Glue.PAIR, "acme");
        assertThat(passes.claim(again)).isFalse();
        ends(again);
        journal.takes();
        clock.goesBy(Duration.ofMinutes(1));
        assertThat(passes.due()).containsExactly("acme");
        claimed();
    }

    @Test
    void after_an_attempt_that_failed_it_waits_for_the_next_one() {
        Exchange pass = claimed();
        answered(pass, 503, () -> {});
        ends(pass);
        assertThat(passes.due()).isEmpty();
        clock.goesBy(Duration.ofMinutes(1));
        assertThat(passes.due()).containsExactly("acme");
    }

    /** Its stages are not those of the way back, which has only begun. */
    @Test
    void one_that_ends_after_a_person_has_turned_round_says_nothing_of_the_way_back() {
        Exchange pass = claimed();
        Guarded acme = pairs.find("acme").orElseThrow();
        pairs.tell(acme, new Event.OrderFailBack("anna"));
        passes.finished(pass);
        assertThat(acme.state().state()).isEqualTo(State.FAILING_BACK);
        ends(pass);
        assertThat(passes.due()).containsExactly("acme");
    }

    /** As a route does in which a condition stands around a stage. */
    @Test
    void one_that_went_around_a_stage_is_no_end_of_the_activation() {
        Exchange pass = claimed();
        assertThatThrownBy(() -> passes.finished(pass))
                .hasMessage(
                        "the route ended and stage 'reload' of acme is not done: the route must call it for every pair");
        assertThat(pairs.find("acme").orElseThrow().state().state()).isEqualTo(State.ACTIVATING);
    }

    /** One may have met an edit of its route. */
    @Test
    void two_in_a_row_that_broke_off_are_an_alarm_and_one_is_none() {
        context.start();
        breaksOff(claimed());
        ends(claimed());
        breaksOff(claimed());
        assertThat(told).noneMatch(sentence -> sentence.contains("the route is broken"));
        breaksOff(claimed());
        assertThat(told)
                .filteredOn(sentence -> sentence.contains("the route is broken"))
                .hasSize(1);
    }

    @Test
    void what_the_end_of_the_robot_breaks_off_is_no_alarm() {
        breaksOff(claimed());
        breaksOff(claimed());
        assertThat(told).noneMatch(sentence -> sentence.contains("the route is broken"));
    }

    /** Otherwise nobody would ever come back to the pair. */
    @Test
    void whatever_goes_wrong_at_the_end_of_one_another_one_may_follow() throws IOException {
        Pairs deaf = Samples.pairs(Samples.configuration(temp, ""), journal, clock, news -> {
            if (news.sentence().contains("the route fails")) {
                throw new IllegalStateException("nobody can be told");
            }
        });
        passes = new Passes(deaf);
        context.start();
        breaksOff(claimed());
        Exchange second = claimed();

        assertThatThrownBy(() -> breaksOff(second)).hasMessage("nobody can be told");
        assertThat(deaf.find("acme").orElseThrow().passing).isFalse();
    }
}
