package org.pbxfailover.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.core.State.ACTIVATING;
import static org.pbxfailover.core.Story.PLAIN;
import static org.pbxfailover.core.Story.RELOAD;
import static org.pbxfailover.core.Story.UNPROVEN;
import static org.pbxfailover.core.Story.VERIFIED;
import static org.pbxfailover.core.Story.pair;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose answer was not heard (fault 48): its effect takes up to 30 s, is looked at every 5 s, and a pause is 10 s. */
class LostCallsTest {

    private static Story called() {
        return pair().activating().begins(RELOAD, VERIFIED, 1);
    }

    private static Story unanswered() {
        return called().returns(RELOAD, VERIFIED, Reply.NONE);
    }

    private static Story brokenOff() {
        return called().returns(RELOAD, VERIFIED, Reply.BROKEN_OFF);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Next wait(Story story, long seconds) {
        return new Next.Wait(story.now.plus(seconds(seconds)));
    }

    @Test
    void a_call_without_an_answer_is_not_repeated_while_its_effect_may_still_come() {
        Story story = unanswered().next(RELOAD, VERIFIED, new Next.Verify());
        for (int look = 0; look < 4; look++) {
            story.looks(RELOAD, VERIFIED, Effect.NOT_SEEN).next(RELOAD, VERIFIED, wait(story, 5));
            story.after(seconds(5)).next(RELOAD, VERIFIED, new Next.Verify());
            story.changesNothing(s -> s.begins(RELOAD, VERIFIED, 2));
        }
        story.looks(RELOAD, VERIFIED, Effect.SEEN).next(RELOAD, VERIFIED, new Next.Pass());
        assertThat(story.lastEntry()).contains(new Entry.ActionDone("acme", story.now.wall(), 1, "reload", 1, "there"));
    }

    @Test
    void a_call_without_an_answer_whose_effect_does_not_come_in_time_is_a_failed_attempt() {
        Story story = unanswered().looks(RELOAD, VERIFIED, Effect.NOT_SEEN).after(seconds(25));
        story.looks(RELOAD, VERIFIED, Effect.NOT_SEEN).next(RELOAD, VERIFIED, wait(story, 10));
        assertThat(story.lastEntry())
                .contains(new Entry.AttemptFailed(
                        "acme", story.now.wall(), 1, "reload", 1, 1, "no answer in time; then: not there"));
        story.after(seconds(10)).looks(RELOAD, VERIFIED, Effect.NOT_SEEN).next(RELOAD, VERIFIED, new Next.Call(2));
    }

    /** The alarm would be wrong as long as the effect may come. */
    @Test
    void a_call_without_an_answer_stalls_the_stage_only_when_the_time_of_its_effect_is_up() {
        Story story = pair().activating().fails(RELOAD, PLAIN).after(seconds(10));
        story.looks(RELOAD, VERIFIED, Effect.NOT_SEEN).begins(RELOAD, VERIFIED, 2);
        story.returns(RELOAD, VERIFIED, Reply.NONE).alarms();
        story.looks(RELOAD, VERIFIED, Effect.UNKNOWN).alarms();
        story.after(seconds(30)).looks(RELOAD, VERIFIED, Effect.UNKNOWN).alarms(Trigger.STALLED);
    }

    @Test
    void a_call_without_an_answer_is_waited_for_after_a_restart_as_well() {
        Story story = unanswered().restart().next(RELOAD, VERIFIED, new Next.Verify());
        story.looks(RELOAD, VERIFIED, Effect.NOT_SEEN).next(RELOAD, VERIFIED, wait(story, 5));
        assertThat(story.state.state()).isEqualTo(ACTIVATING);
    }

    @Test
    void a_call_without_an_answer_whose_effect_would_prove_nothing_is_repeated_after_a_pause() {
        Story story = pair().activating().begins(RELOAD, UNPROVEN, 1).returns(RELOAD, UNPROVEN, Reply.NONE);
        story.next(RELOAD, UNPROVEN, wait(story, 10))
                .after(seconds(10))
                .next(RELOAD, UNPROVEN, new Next.Call(2))
                .restart()
                .next(RELOAD, UNPROVEN, new Next.Call(2));
    }

    @Test
    void a_call_that_broke_off_is_repeated_as_soon_as_somebody_says_that_its_effect_is_not_there() {
        Story story = brokenOff().next(RELOAD, VERIFIED, wait(brokenOff(), 10)).after(seconds(10));
        story.looks(RELOAD, VERIFIED, Effect.UNKNOWN).next(RELOAD, VERIFIED, wait(story, 5));
        story.changesNothing(s -> s.begins(RELOAD, VERIFIED, 2));
        story.after(seconds(5)).looks(RELOAD, VERIFIED, Effect.NOT_SEEN).next(RELOAD, VERIFIED, new Next.Call(2));
    }

    @Test
    void a_call_that_broke_off_is_repeated_at_last_when_no_look_is_answered() {
        Story story = brokenOff().after(seconds(10)).looks(RELOAD, VERIFIED, Effect.UNKNOWN);
        story.after(seconds(20)).looks(RELOAD, VERIFIED, Effect.UNKNOWN).next(RELOAD, VERIFIED, wait(story, 5));
        story.after(seconds(5)).looks(RELOAD, VERIFIED, Effect.UNKNOWN).next(RELOAD, VERIFIED, new Next.Call(2));
    }

    @Test
    void a_call_of_which_a_crash_left_only_the_intent_is_looked_at_until_a_look_is_answered() {
        Story story = called().restart().next(RELOAD, VERIFIED, new Next.Verify());
        story.looks(RELOAD, VERIFIED, Effect.UNKNOWN).next(RELOAD, VERIFIED, wait(story, 5));
        story.after(seconds(5)).looks(RELOAD, VERIFIED, Effect.NOT_SEEN).next(RELOAD, VERIFIED, new Next.Call(2));
    }

    /** It is over, and who refuses connections will not answer looks either: an alarm must not wait for them. */
    @Test
    void a_call_that_was_refused_is_looked_at_once_whatever_the_look_finds() {
        called().returns(RELOAD, VERIFIED, Reply.REFUSED)
                .after(seconds(10))
                .looks(RELOAD, VERIFIED, Effect.UNKNOWN)
                .next(RELOAD, VERIFIED, new Next.Call(2));
    }

    @Test
    void a_call_that_was_refused_stalls_the_stage_at_once() {
        Story story = pair().activating().fails(RELOAD, PLAIN).after(seconds(10));
        story.looks(RELOAD, VERIFIED, Effect.NOT_SEEN)
                .begins(RELOAD, VERIFIED, 2)
                .alarms();
        story.returns(RELOAD, VERIFIED, Reply.REFUSED).alarms(Trigger.STALLED);
    }

    @Test
    void an_accepted_call_is_looked_at_for_its_time_also_when_no_look_is_answered() {
        Story story = called().returns(RELOAD, VERIFIED, true).looks(RELOAD, VERIFIED, Effect.UNKNOWN);
        story.next(RELOAD, VERIFIED, wait(story, 5))
                .after(seconds(5))
                .looks(RELOAD, VERIFIED, Effect.SEEN)
                .next(RELOAD, VERIFIED, new Next.Pass());
    }

    /** Or whoever reads the alarm looks for the fault at the one who was called. */
    @Test
    void an_accepted_call_whose_last_look_is_not_answered_says_which_of_the_two_it_was() {
        Story story = called().returns(RELOAD, VERIFIED, true).after(seconds(30));
        story.looks(RELOAD, VERIFIED, Effect.UNKNOWN);
        assertThat(story.lastEntry())
                .contains(new Entry.AttemptFailed(
                        "acme",
                        story.now.wall(),
                        1,
                        "reload",
                        1,
                        1,
                        "accepted, but the look at its effect had no answer: timeout"));
    }
}
