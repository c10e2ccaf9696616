package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pbxfailover.core.Entry.ActionDone;
import org.pbxfailover.core.Entry.CallBegun;

/** A whole failover of four stages, cut after any append to the journal, and after any later one once more (rule I11, fault 34). */
class CrashAnywhereTest {
    private static final Plan PLAN = Plan.of(3, 3, 2).stages(4, 2);
    private static final String END = "done go1, given up go2, done go3, done go4, closed";

    /** What the calls of each stage come to, one after the other; the last holds for all further ones. */
    private static final Map<String, List<Boolean>> ANSWERS =
            Map.of("go1", List.of(false, true), "go2", List.of(false), "go3", List.of(true), "go4", List.of(true));

    @Test
    void two_crashes_at_any_two_points_come_to_the_same_end_in_the_same_order() {
        List<List<Entry>> whole = new Robot(List.of()).run();
        assertThat(ends(whole)).isEqualTo(END);
        assertThat(whole).hasSizeGreaterThan(14);
        int cuts = 0;
        for (int first = 1; first < whole.size(); first++) {
            List<List<Entry>> once = new Robot(whole.subList(0, first)).run();
            for (int second = first; second <= once.size(); second++) {
                List<List<Entry>> twice = new Robot(once.subList(0, second)).run();
                cuts++;
                String where = "cut after append " + first + " and after append " + second;
                assertThat(ends(twice)).as(where).isEqualTo(END);
                assertThat(calledAfterDone(twice)).as(where).isFalse();
                assertThat(Fold.resume(flat(twice), PLAN.rules(), World.ZERO).state())
                        .as(where)
                        .isEqualTo(State.ACTIVE);
                assertThat(twice.get(0)).as("still the first epoch").isEqualTo(whole.get(0));
            }
        }
        assertThat(cuts).isGreaterThan(100);
    }

    private static List<Entry> flat(List<List<Entry>> appends) {
        return appends.stream().flatMap(List::stream).toList();
    }

    /** A robot that was started with what earlier ones had appended; the first one sees the primary die. */
    private static final class Robot {
        final List<List<Entry>> appends;
        private PairState state;
        private Moment now = World.ZERO;

        Robot(List<List<Entry>> before) {
            appends = new ArrayList<>(before);
            state = Fold.resume(flat(before), PLAN.rules(), now);
            if (before.isEmpty()) {
                for (int i = 0; i < PLAN.rules().failures(); i++) {
                    on(new Event.Probed(Moves.failed(now, FailureClass.REFUSED)));
                }
                on(new Event.OutsideAsked(1, new OutsideAnswer("a", true, "", Duration.ZERO)));
                on(new Event.OutsideAsked(1, new OutsideAnswer("b", true, "", Duration.ZERO)));
                on(new Event.LastProbed(1, Moves.failed(now, FailureClass.REFUSED)));
            }
        }

        List<List<Entry>> run() {
            for (int pass = 0; pass < 60 && state.run().isPresent(); pass++) {
                now = now.plus(Plan.UNIT);
                if (PLAN.activation().keySet().stream().allMatch(this::passes)) {
                    on(new Event.AllPassed(state.epoch()));
                }
            }
            return appends;
        }

        private void on(Event event) {
            now = now.plus(Duration.ofSeconds(1));
            Step step = Core.step(state, event, PLAN.rules(), now);
            state = step.state();
            if (!step.entries().isEmpty()) {
                appends.add(step.entries());
            }
        }

        private boolean passes(ActionKey key) {
            ActionRules of = PLAN.action(key);
            Next next = state.run().orElseThrow().next(key, of, now);
            if (next instanceof Next.Verify) {
                boolean accepted =
                        state.run().orElseThrow().of(key).orElseThrow().phase() == Progress.Phase.ACCEPTED;
                on(new Event.Looked(state.epoch(), key, of, accepted ? Effect.SEEN : Effect.NOT_SEEN, ""));
            }
            if (next instanceof Next.Call call) {
                List<Boolean> answers = ANSWERS.get(key.stage());
                boolean works = answers.get(Math.min(call.attempt(), answers.size()) - 1);
                on(new Event.CallBeginning(state.epoch(), key, of, call.attempt(), "http"));
                on(new Event.CallReturned(
                        state.epoch(), key, of, works ? Reply.ACCEPTED : failure(call.attempt()), ""));
            }
            return next instanceof Next.Pass;
        }
    }

    /** The ways to fail take turns. */
    private static Reply failure(int attempt) {
        return List.of(Reply.NONE, Reply.BROKEN_OFF, Reply.REFUSED).get((attempt - 1) % 3);
    }

    private static String ends(List<List<Entry>> appends) {
        List<String> ends = new ArrayList<>();
        for (Entry entry : flat(appends)) {
            if (entry instanceof ActionDone done) {
                ends.add("done " + done.stage());
            } else if (entry instanceof Entry.ActionGivenUp up) {
                ends.add("given up " + up.stage());
            } else if (entry instanceof Entry.EpochClosed) {
                ends.add("closed");
            }
        }
        return String.join(", ", ends);
    }

    private static boolean calledAfterDone(List<List<Entry>> appends) {
        List<ActionKey> done = new ArrayList<>();
        for (Entry entry : flat(appends)) {
            if (entry instanceof ActionDone over) {
                done.add(over.key());
            }
            if (entry instanceof CallBegun begun && done.contains(begun.key())) {
                return true;
            }
        }
        return false;
    }
}
