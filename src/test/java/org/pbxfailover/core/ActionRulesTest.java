package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActionRulesTest {
    @Test
    void an_action_that_is_given_up_holds_up_others_for_every_deadline_every_look_and_every_pause() {
        ActionRules rules =
                new ActionRules(false, 3, Duration.ofSeconds(2), true, Duration.ofSeconds(5), Duration.ofSeconds(1));

        assertThat(rules.untilGivenUp(Duration.ofSeconds(10), Duration.ofSeconds(4)))
                .isEqualTo(Duration.ofSeconds(3 * (10 + 5) + 2 + 4 + 5 * 4));
    }

    @Test
    void the_only_attempt_has_no_pause() {
        ActionRules rules = new ActionRules(false, 1, Duration.ofSeconds(2), false, Duration.ZERO, Duration.ZERO);

        assertThat(rules.untilGivenUp(Duration.ofSeconds(10), Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @EnumSource
    void it_does_so_no_longer_when_every_look_hangs(Reply reply) {
        Duration timeout = Duration.ofSeconds(2);
        Duration look = Duration.ofSeconds(5);
        ActionRules rules = new ActionRules(false, 2, Duration.ofSeconds(1), true, look, Duration.ofSeconds(1));
        Story story = Story.pair().activating();
        Moment from = story.now;
        int attempt = 1;
        for (Next next = next(story, rules); !(next instanceof Next.Pass); next = next(story, rules)) {
            if (next instanceof Next.Wait wait) {
                story.after(Duration.ofNanos(wait.until().nanos() - story.now.nanos()));
            } else if (next instanceof Next.Verify) {
                story.after(look).looks(Story.RELOAD, rules, Effect.UNKNOWN);
            } else {
                story.begins(Story.RELOAD, rules, attempt++).after(timeout).returns(Story.RELOAD, rules, reply);
            }
        }

        assertThat(Duration.ofNanos(story.now.nanos() - from.nanos()))
                .isLessThanOrEqualTo(rules.untilGivenUp(timeout, look));
    }

    private static Next next(Story story, ActionRules rules) {
        return story.state.run().orElseThrow().next(Story.RELOAD, rules, story.now);
    }
}
