package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.Event;

/** The intent is kept before the call, the result before the next one: what the journal does not take stops the pass (fault 38). */
class IntentTest {
    private static final String FULL = "The journal x cannot be written: the disk is full.";

    @TempDir
    Path temp;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private MemoryJournal journal;
    /** Happens when somebody asks for the time next. */
    private final AtomicReference<Runnable> next = new AtomicReference<>(() -> {});

    private Pairs pairs;
    private Stages stages;
    private Guarded acme;

    @BeforeEach
    void order() throws IOException {
        begin(Samples.configuration(temp, ""));
    }

    private void begin(Configuration configuration) {
        journal = new MemoryJournal();
        Clock still = SetClock.still();
        Clock clock = () -> {
            next.getAndSet(() -> {}).run();
            return still.get();
        };
        pairs = Samples.pairs(configuration, journal, clock);
        stages = new Stages(pairs, new Redactor(List::of));
        acme = pairs.find("acme").orElseThrow();
        pairs.tell(acme, new Event.OrderFailover("anna"));
    }

    @AfterEach
    void close() {
        context.stop();
    }

    /** What a pass through the route does next: {@code call}, {@code wait} or {@code passed}. */
    private String next(Exchange pass, String stage) {
        pass.setProperty(Glue.STAGE, stage);
        stages.next(pass);
        return pass.getProperty(Glue.NEXT, String.class);
    }

    private Exchange claimed() {
        acme.passing.set(false); // the one before has come to its end
        Exchange pass = new DefaultExchange(context);
        pass.setProperty(Glue.PAIR, "acme");
        assertThat(new Passes(pairs).claim(pass)).isTrue();
        return pass;
    }

    private void answered(Exchange pass) {
        pass.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        stages.called(pass);
    }

    private long kept(Class<? extends Entry> kind) {
        return journal.entries("acme").stream().filter(kind::isInstance).count();
    }

    @Test
    void nothing_is_called_whose_intent_the_journal_does_not_take() {
        journal.refuses(FULL);
        assertThat(next(claimed(), "reload")).isEqualTo("wait");

        journal.takes();
        assertThat(next(claimed(), "reload")).isEqualTo("call");
        assertThat(kept(Entry.CallBegun.class)).isEqualTo(1);
    }

    @Test
    void nothing_follows_a_result_that_the_journal_does_not_take_until_it_has_it() {
        Exchange pass = claimed();
        assertThat(next(pass, "reload")).isEqualTo("call");
        journal.refuses(FULL);
        answered(pass);
        journal.takes();
        assertThat(next(pass, "reload")).as("in the same pass").isEqualTo("wait");

        assertThat(next(claimed(), "reload")).as("it was accepted").isEqualTo("passed");
        assertThat(kept(Entry.CallBegun.class)).isEqualTo(1);
        assertThat(kept(Entry.ActionDone.class)).isEqualTo(1);
    }

    @Test
    void a_pass_does_not_begin_while_the_journal_does_not_take_the_last_result() {
        Exchange pass = claimed();
        assertThat(next(pass, "reload")).isEqualTo("call");
        journal.refuses(FULL);
        answered(pass);
        acme.passing.set(false);
        Exchange again = new DefaultExchange(context);
        again.setProperty(Glue.PAIR, "acme");

        assertThat(new Passes(pairs).claim(again)).isFalse();
        assertThat(acme.owed()).isPresent();
    }

    @Test
    void what_is_called_by_one_pass_is_not_called_by_another() {
        claimed();
        Exchange beside = new DefaultExchange(context);
        beside.setProperty(Glue.PAIR, "acme");

        assertThat(new Passes(pairs).claim(beside)).isFalse();
    }

    @Test
    void a_pass_calls_nothing_more_once_a_person_has_turned_round() {
        Exchange pass = claimed();
        assertThat(next(pass, "reload")).isEqualTo("call");
        answered(pass);
        pairs.tell(acme, new Event.OrderFailBack("anna"));

        assertThat(next(pass, "trunks")).isEqualTo("wait");
        assertThat(kept(Entry.CallBegun.class)).isEqualTo(1);
    }

    /** Between the look at what is next and the intent. */
    @Test
    void nothing_is_called_when_a_person_turns_round_in_that_very_moment() {
        Exchange pass = claimed();
        next.set(() -> pairs.tell(acme, new Event.OrderFailBack("anna")));

        assertThat(next(pass, "reload")).isEqualTo("wait");
        assertThat(kept(Entry.CallBegun.class)).isZero();
    }

    /** A server that honours the key would answer the look as it answered the call before. */
    @Test
    void a_look_does_not_carry_the_key_of_the_call() throws IOException {
        String looked = "{ action: http, url: \"http://127.0.0.1:9/\", verify: { url: \"http://127.0.0.1:9/\" } }";
        begin(Samples.withReload(temp, List.of(looked)));
        Exchange pass = claimed();
        assertThat(next(pass, "reload")).isEqualTo("call");
        assertThat(pass.getProperty(ActionUrl.IDEMPOTENCY_KEY)).isEqualTo("acme-1-reload-1");
        answered(pass);

        assertThat(next(pass, "reload")).isEqualTo("verify");
        assertThat(pass.getProperty(ActionUrl.IDEMPOTENCY_KEY)).isNull();
    }
}
