package org.pbxfailover.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.core.DrillFinding;
import org.pbxfailover.core.Entry.DrillBegan;
import org.pbxfailover.core.PairState;
import org.pbxfailover.core.State;
import org.pbxfailover.core.Trigger;
import org.pbxfailover.operator.EpochView;
import org.pbxfailover.operator.StageView;

/**
 * What a live drill has to do next: a switchover and the way back, by the orders that a person would give. Told from the journal and the
 * state alone, so that it goes on after a crash. Pure. It aborts to the primary on the first failure, and gives up what is no longer its
 * own: when the primary dies in the middle, the secondary stays in service.
 */
final class LiveDrill {
    /** The next thing to do. */
    sealed interface Next {}

    /** Nothing is switched yet: every preflight first. */
    record Rehearse() implements Next {}

    record GoBack() implements Next {}

    /** The robot is at it. */
    record Wait() implements Next {}

    record End(boolean passed, String sentence) implements Next {}

    /** A switchover is for the hour in which it was ordered, with the person who ordered it at hand. */
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(10);

    private final DrillBegan began;
    private final List<EpochView> since;
    private final PairState state;
    private final Instant now;

    /**
     * @param epochs of the pair, the newest first
     */
    LiveDrill(DrillBegan began, List<EpochView> epochs, PairState state, Instant now) {
        this.began = began;
        this.now = now;
        this.since = epochs.stream()
                .filter(epoch -> epoch.epoch() > began.epoch())
                .sorted((a, b) -> Long.compare(a.epoch(), b.epoch()))
                .toList();
        this.state = state;
    }

    /** Who orders, for the history. */
    static String by(DrillBegan began) {
        return "a drill (" + began.by() + ")";
    }

    Next next() {
        if (since.isEmpty() && began.at().plus(BEGINS_WITHIN).isBefore(now)) {
            return new End(
                    false,
                    "not begun: it was ordered more than " + BEGINS_WITHIN.toMinutes()
                            + " minutes ago, and the robot could not begin it then; order it again");
        }
        if (since.isEmpty()) {
            return state.state() == State.WATCHING
                    ? new Rehearse()
                    : new End(false, "not begun: the pair is " + state.state().label() + " by now");
        }
        if (since.stream().anyMatch(epoch -> !epoch.sentence().contains(by(began)))) {
            return new End(
                    false, "given up: something else than the drill has switched the pair (its history says what)");
        }
        return since.size() == 1 ? over(since.get(0)) : back(since.get(0));
    }

    private Next over(EpochView over) {
        if (state.releasable()) {
            return new End(false, "given up: somebody has put the pair on hold; the secondary stays in service");
        }
        if (state.primaryDown()) {
            return state.state() == State.ACTIVE
                    ? new End(false, "the primary died in the middle of it: the secondary stays in service")
                    : new Wait();
        }
        return switch (state.state()) {
            case ACTIVE -> new GoBack();
            case ACTIVATING -> stalls(state) ? new GoBack() : new Wait();
            default -> new End(false, "epoch " + over.epoch() + " ended as " + over.outcome());
        };
    }

    private static boolean stalls(PairState state) {
        return state.alarms().containsKey(Trigger.STALLED) || state.alarms().containsKey(Trigger.PASS_FAILED);
    }

    private Next back(EpochView over) {
        if (state.state() == State.FAILING_BACK) {
            return new Wait(); // also when a stage is stalled: the robot tries further and says so
        }
        return over.outcome().equals("completed")
                ? new End(true, "the secondary was in service and the primary is again, every stage done")
                : new End(false, "a stage of the activation stalled, and the primary was put back into service");
    }

    /** Every stage of it with its time. */
    List<DrillFinding> findings() {
        List<DrillFinding> findings = new ArrayList<>();
        for (EpochView epoch : since) {
            String way = epoch.kind().equals("fail-back") ? "fail-back " : "";
            epoch.stages().forEach(stage -> findings.add(finding(way, stage)));
        }
        return findings;
    }

    private static DrillFinding finding(String way, StageView stage) {
        Duration took = Optional.of(stage)
                .flatMap(StageView::ended)
                .map(ended -> Duration.between(stage.began(), ended))
                .orElse(Duration.ZERO);
        String detail = stage.attempts() + (stage.attempts() == 1 ? " call; " : " calls; ") + stage.detail();
        return new DrillFinding(
                way + "stage " + stage.stage() + " live", stage.state().equals("done"), detail, took);
    }
}
