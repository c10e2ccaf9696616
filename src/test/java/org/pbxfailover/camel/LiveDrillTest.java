package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry.DrillBegan;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;

/** When a live drill begins; what it does then is played in {@code stories.DrillTest}. */
class LiveDrillTest {
    private static final Instant ORDERED = Instant.parse("2026-11-29T03:00:00Z");
    private static final DrillBegan ORDER = new DrillBegan("acme", ORDERED, 3, true, "anna");

    private static LiveDrill.Next after(Duration time) {
        Instant now = ORDERED.plus(time);
        return new LiveDrill(ORDER, List.of(), PairState.fresh(new Moment(0, now)), now).next();
    }

    @Test
    void it_begins_with_the_preflights() {
        assertThat(after(Duration.ofMinutes(10))).isInstanceOf(LiveDrill.Rehearse.class);
    }

    /** Ordered on Sunday night, and the host was dead until Monday morning. */
    @Test
    void one_that_could_not_begin_when_it_was_ordered_does_not_begin_unasked() {
        assertThat(after(Duration.ofHours(31)))
                .isEqualTo(new LiveDrill.End(
                        false,
                        "not begun: it was ordered more than 10 minutes ago, and the robot could not begin it then;"
                                + " order it again"));
    }
}
