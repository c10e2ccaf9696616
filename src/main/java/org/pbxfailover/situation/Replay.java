package org.pbxfailover.situation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.ActionRules;
import org.pbxfailover.core.Core;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.Effect;
import org.pbxfailover.core.Entry;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Fold;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.Reply;
import org.pbxfailover.core.Rules;
import org.pbxfailover.core.Run;
import org.pbxfailover.core.Step;
import org.pbxfailover.situation.Situation.Scene;

/**
 * Plays a situation: what the file says happens to a pair, and the robot's own core decides, with the time of the file. What the flow
 * does by itself is done here, too: time goes by for the core, and a pass that finds every stage done closes the epoch.
 */
public final class Replay {
    /** As often as the flow lets time go by for the core. */
    private static final Duration TICK = Duration.ofMillis(100);

    private final Situation situation;
    private final List<Entry> journal = new ArrayList<>();
    private final List<Told> story = new ArrayList<>();
    private final List<Told> scene = new ArrayList<>();
    private Rules rules;
    private PairState state;
    private Duration at = Duration.ZERO;
    private long zero = Duration.ofHours(5).toNanos();
    private long round;

    private Replay(Situation situation) {
        this.situation = situation;
        this.rules = situation.rules();
        this.state = Fold.resume(List.of(), rules, now());
    }

    /** The story as the robot lives it; every line says which expectations do not hold after it. */
    public static List<Told> play(Situation situation) {
        Replay replay = new Replay(situation);
        situation.story().forEach(replay::play);
        return List.copyOf(replay.story);
    }

    private Moment now() {
        return new Moment(zero + at.toNanos(), situation.begins().plus(at).toInstant());
    }

    private void play(Scene next) {
        scene.clear();
        goBy(next.at());
        happens(next.happening());
        everythingPassed();
        Judge judge = new Judge(situation, scene, now());
        Told last = scene.remove(scene.size() - 1);
        story.addAll(scene);
        story.add(judge.judged(last, next.then()));
    }

    private void goBy(Duration until) {
        while (at.compareTo(until) < 0) {
            Duration soon = at.plus(TICK);
            boolean waits =
                    state.suspendedUntil().isPresent() || state.confirmation().isPresent();
            at = waits && soon.compareTo(until) < 0 ? soon : until;
            if (Core.ticks(state, rules, now())) {
                tell("time goes by", new Event.Tick());
            }
        }
    }

    private void happens(Happening happening) {
        if (happening instanceof Happening.Nothing && scene.isEmpty()) {
            told("time goes by", state, new Step(state, Decision.NOTHING, List.of(), Optional.empty()));
        } else if (happening instanceof Happening.Restarted restarted) {
            restart(restarted);
        } else if (!(happening instanceof Happening.Nothing)) {
            tell(happening.words(), event(happening));
        }
    }

    private Event event(Happening happening) {
        if (happening instanceof Happening.Staged staged) {
            return staged(staged);
        }
        if (happening instanceof Happening.Ordered ordered) {
            return ordered.order();
        }
        if (happening instanceof Happening.BrokenOff brokenOff) {
            return new Event.PassFailed(state.epoch(), brokenOff.detail());
        }
        return happening instanceof Happening.Away away
                ? new Event.Gap(away.time())
                : new Answers(now(), round).event(happening);
    }

    private void tell(String what, Event event) {
        PairState before = state;
        Step step = Core.step(state, event, rules, now());
        journal.addAll(step.entries());
        state = step.state();
        state.confirmation().ifPresent(open -> round = open.round());
        told(what, before, step);
    }

    private void told(String what, PairState before, Step step) {
        boolean ignored = step.state().equals(before)
                && step.entries().isEmpty()
                && step.news().isEmpty();
        scene.add(new Told(
                at,
                what,
                step.state(),
                step.decision(),
                step.entries().stream().map(EntryWords::of).toList(),
                step.news().stream().toList(),
                ignored,
                0,
                List.of()));
    }

    /** Monotonic time begins anywhere in a new process, and nothing but the journal is left. */
    private void restart(Happening.Restarted restarted) {
        rules = restarted.rules();
        round = 0;
        zero = -zero - Duration.ofSeconds(7).toNanos();
        PairState before = state;
        state = restarted
                .distrust()
                .map(why -> PairState.held(now(), why))
                .orElseGet(() -> Fold.resume(journal, rules, now()));
        told(restarted.words(), before, new Step(state, Decision.NOTHING, List.of(), Optional.empty()));
    }

    private Event staged(Happening.Staged staged) {
        Optional<Run> run = state.run();
        EpochKind kind = run.map(Run::kind).orElse(EpochKind.FAILOVER);
        ActionKey key = staged.key();
        ActionRules of = situation
                .rules(kind, key)
                .or(() -> situation.rules(EpochKind.FAIL_BACK, key))
                .or(() -> situation.rules(EpochKind.FAILOVER, key))
                .orElse(RulesReader.action());
        long epoch = staged.epoch().orElse(state.epoch());
        int attempt = run.flatMap(open -> open.of(key)).map(at -> at.attempts()).orElse(0) + 1;
        return switch (staged.doing()) {
            case BEGINS -> new Event.CallBeginning(epoch, key, of, attempt, "");
            case ACCEPTED -> new Event.CallReturned(epoch, key, of, Reply.ACCEPTED, staged.detail());
            case FAILED -> new Event.CallReturned(epoch, key, of, Reply.REFUSED, staged.detail());
            case BROKEN_OFF -> new Event.CallReturned(epoch, key, of, Reply.BROKEN_OFF, staged.detail());
            case UNANSWERED -> new Event.CallReturned(epoch, key, of, Reply.NONE, staged.detail());
            case SEEN -> new Event.Looked(epoch, key, of, Effect.SEEN, staged.detail());
            case NOT_SEEN -> new Event.Looked(epoch, key, of, Effect.NOT_SEEN, staged.detail());
            case UNKNOWN -> new Event.Looked(epoch, key, of, Effect.UNKNOWN, staged.detail());
        };
    }

    /** At the end of the route: every action of every stage is passed. */
    private void everythingPassed() {
        Optional<Run> run = state.run();
        if (run.isEmpty()) {
            return;
        }
        Map<String, List<ActionRules>> stages = situation.stages(run.get().kind());
        boolean all = stages.entrySet().stream()
                .allMatch(stage -> IntStream.rangeClosed(1, stage.getValue().size())
                        .allMatch(action -> run.get().passed(new ActionKey(stage.getKey(), action))));
        if (all && (!stages.isEmpty() || run.get().kind() == EpochKind.FAIL_BACK)) {
            tell("every stage is passed", new Event.AllPassed(run.get().epoch()));
        }
    }
}
