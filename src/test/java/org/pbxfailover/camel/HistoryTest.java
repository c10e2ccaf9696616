package org.pbxfailover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Evidence;
import org.pbxfailover.core.Reply;
import org.pbxfailover.operator.StageView;

class HistoryTest {
    private static final Instant THREE = Instant.parse("2026-11-29T03:00:00Z");

    private static StageView stage(Entry... entries) {
        List<Entry> all = new ArrayList<>();
        all.add(new Entry.EpochOpened("acme", THREE, 1, EpochKind.FAILOVER, "dead", Evidence.NONE));
        all.addAll(List.of(entries));
        return History.of(all).get(0).stages().get(0);
    }

    private static Entry begun(int action) {
        return new Entry.CallBegun("acme", THREE, 1, "trunks", action, 1, "http, webhook, http");
    }

    private static Entry done(int action, String seen) {
        return new Entry.ActionDone("acme", THREE, 1, "trunks", action, seen);
    }

    private static Entry givenUp(int action, String why) {
        return new Entry.ActionGivenUp("acme", THREE, 1, "trunks", action, why);
    }

    @Test
    void a_stage_is_done_without_an_action_that_is_not_required_wherever_that_stands() {
        StageView last = stage(begun(1), done(1, "registered"), begun(2), givenUp(2, "503"));
        assertThat(last.state()).isEqualTo("done");
        assertThat(last.detail()).isEqualTo("registered; without action 2 (503)");
        StageView first = stage(begun(1), givenUp(1, "503"), begun(2), done(2, "200"), begun(3), givenUp(3, "timeout"));
        assertThat(first.state()).isEqualTo("done");
        assertThat(first.detail()).isEqualTo("200; without action 1 (503), action 3 (timeout)");
    }

    @Test
    void a_stage_of_which_nothing_was_done_is_given_up() {
        StageView stage = stage(begun(1), givenUp(1, "503"));
        assertThat(stage.state()).isEqualTo("given-up");
        assertThat(stage.detail()).isEqualTo("action 1 (503)");
    }

    @Test
    void a_stage_that_goes_on_with_another_action_runs() {
        assertThat(stage(begun(1), done(1, "registered"), begun(2)).state()).isEqualTo("running");
    }

    @Test
    void a_call_that_was_accepted_is_not_told_as_if_its_effect_had_been_seen() {
        Entry accepted = new Entry.CallAnswered("acme", THREE, 1, "trunks", 1, 1, Reply.ACCEPTED, "200 queued");
        assertThat(stage(begun(1), accepted).detail()).isEqualTo("200 queued; its effect is not seen yet");
        assertThat(stage(begun(1), accepted, done(1, "200 OK")).detail()).isEqualTo("200 queued; 200 OK");

        Entry refused = new Entry.CallAnswered("acme", THREE, 1, "trunks", 1, 2, Reply.REFUSED, "503");
        assertThat(stage(begun(1), accepted, begun(1), refused).detail()).isEqualTo("503");
    }
}
