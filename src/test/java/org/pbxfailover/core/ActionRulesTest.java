package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ActionRulesTest {
    @Test
    void an_action_that_is_given_up_holds_up_others_for_every_deadline_every_look_and_every_pause() {
        ActionRules rules =
                new ActionRules(false, 3, Duration.ofSeconds(2), true, Duration.ofSeconds(5), Duration.ofSeconds(1));

        assertThat(rules.untilGivenUp(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(3 * (10 + 5) + 2 + 4));
    }

    @Test
    void the_only_attempt_has_no_pause() {
        ActionRules rules = new ActionRules(false, 1, Duration.ofSeconds(2), false, Duration.ZERO, Duration.ZERO);

        assertThat(rules.untilGivenUp(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(10));
    }
}
