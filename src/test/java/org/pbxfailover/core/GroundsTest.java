package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The evidence behind a verdict, also behind one from which nothing follows. */
class GroundsTest {
    private static Optional<Trigger> verdict(Story before, Event event) {
        return Grounds.of(before.state, event, before.rules, before.now).map(Grounds::verdict);
    }

    private static Event last(Story story, Probe probe) {
        return new Event.LastProbed(story.round(), probe);
    }

    @Test
    void a_last_probe_that_fails_is_a_verdict_with_all_that_led_to_it() {
        Story story = pair().inShadow().probingOnceMore();
        Probe failed = story.failed(FailureClass.REFUSED);
        Grounds grounds = Grounds.of(story.state, last(story, failed), story.rules, story.now)
                .orElseThrow();
        assertThat(grounds.verdict()).isEqualTo(Trigger.CONFIRMED_IN_SHADOW);
        assertThat(grounds.evidence().failed()).hasSize(3);
        assertThat(grounds.evidence().outside()).hasSize(2);
        assertThat(grounds.evidence().last()).contains(failed);
    }

    @Test
    void an_answer_or_what_proves_no_death_is_none() {
        Story story = pair().probingOnceMore();
        assertThat(verdict(story, last(story, story.alive()))).isEmpty();
        assertThat(verdict(story, last(story, story.failed(FailureClass.TLS)))).isEmpty();
    }

    @Test
    void an_event_of_another_round_is_none() {
        Story story = pair().probingOnceMore();
        Probe failed = story.failed(FailureClass.REFUSED);
        assertThat(verdict(story, new Event.LastProbed(story.round() + 1, failed)))
                .isEmpty();
    }

    @Test
    void silent_hosts_and_a_veto_are_verdicts_too() {
        Story alone = pair().confirming().hostIsSilent("a");
        OutsideAnswer silent = new OutsideAnswer("b", false, "timeout", Duration.ZERO);
        assertThat(verdict(alone, new Event.OutsideAsked(alone.round(), silent)))
                .contains(Trigger.CUT_OFF);
        Story seen = pair().withSip().confirming();
        SecondOpinion alive = new SecondOpinion("its SIP side", true, "200 OK");
        assertThat(verdict(seen, new Event.OpinionAsked(seen.round(), alive))).contains(Trigger.SEEN_ALIVE);
    }

    @Test
    void a_poll_is_none() {
        Story story = pair().probingOnceMore();
        assertThat(verdict(story, new Event.Probed(story.failed(FailureClass.REFUSED))))
                .isEmpty();
    }
}
