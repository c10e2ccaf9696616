package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Evidence;

/** What an activation replaced counts until a fail-back is done, whatever happens in between. */
class OldValuesTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final String NAME = "192.0.2.53:8081 pbx.example.org";

    private final OldValues values = new OldValues();
    private long epoch;

    private OldValuesTest opens(EpochKind kind) {
        epoch++;
        values.take(new Entry.EpochOpened("acme", AT, epoch, kind, "", Evidence.NONE));
        return this;
    }

    private OldValuesTest closes(Entry.Outcome outcome) {
        values.take(new Entry.EpochClosed("acme", AT, epoch, outcome, ""));
        return this;
    }

    private OldValuesTest replaces(String value) {
        values.take(new Entry.OldValue("acme", AT, epoch, NAME, value));
        return this;
    }

    @Test
    void the_first_one_counts() {
        opens(EpochKind.FAILOVER).replaces("A 192.0.2.10").replaces("A 192.0.2.20");
        assertThat(values.get(NAME)).hasValue("A 192.0.2.10");
        assertThat(values.get("192.0.2.53:8081 other.example.org")).isEmpty();
    }

    @Test
    void a_fail_back_that_somebody_turned_around_leaves_it() {
        opens(EpochKind.FAILOVER).replaces("A 192.0.2.10").closes(Entry.Outcome.COMPLETED);
        opens(EpochKind.FAIL_BACK).closes(Entry.Outcome.ABANDONED);
        opens(EpochKind.SWITCHOVER).replaces("A 192.0.2.20").closes(Entry.Outcome.COMPLETED);
        assertThat(values.get(NAME)).hasValue("A 192.0.2.10");
    }

    @Test
    void after_a_fail_back_the_next_activation_says_anew_what_was_there() {
        opens(EpochKind.FAILOVER).replaces("A 192.0.2.10").closes(Entry.Outcome.COMPLETED);
        opens(EpochKind.FAIL_BACK).closes(Entry.Outcome.COMPLETED);
        assertThat(values.get(NAME)).isEmpty();
        opens(EpochKind.FAILOVER).replaces("A 192.0.2.11");
        assertThat(values.get(NAME)).hasValue("A 192.0.2.11");
    }
}
