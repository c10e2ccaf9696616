package org.pbxfailover.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.cli.FromJson.Epoch;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.operator.StageView;

/** Follows one epoch until it ends or stalls, and prints every stage as it changes. Watching has no influence on it. */
final class Follow {
    /** So many looks may be in vain (a restart of the robot, say) before it counts as gone. */
    private static final int VAIN_LOOKS = 20;

    private final RemoteRobot robot;
    private final String pair;
    private final PrintWriter out;
    private final Ink ink;
    private final Times times;
    private final Duration pause;

    private final Map<String, String> shown = new HashMap<>();

    /** @param pause between two looks */
    Follow(RemoteRobot robot, String pair, PrintWriter out, Ink ink, Times times, Duration pause) {
        this.robot = robot;
        this.pair = pair;
        this.out = out;
        this.ink = ink;
        this.times = times;
        this.pause = pause;
    }

    /**
     * @return 0 when every stage is done, 1 when the epoch was abandoned or a stage stalls
     * @throws CommandFailure when the robot is gone
     */
    int until(long epoch) {
        for (int vain = 0; vain < VAIN_LOOKS; ) {
            Optional<Epoch> found =
                    patiently().stream().filter(one -> one.number() == epoch).findFirst();
            if (found.isPresent()) {
                Epoch now = found.get();
                now.stages().forEach(this::showChange);
                if (!now.open()) {
                    return ended(now);
                }
                if (now.stages().stream().anyMatch(stage -> stage.state().equals("stalled"))) {
                    out.println(ink.bad("Stalled.") + " The robot keeps trying by itself with a growing pause; status "
                            + pair + " shows how it goes on.");
                    return CommandFailure.REFUSED;
                }
            } else {
                vain++;
            }
            rest();
        }
        throw CommandFailure.refused("The robot took the order and shows no epoch " + epoch + " of " + pair
                + ": history and status say what became of it.");
    }

    private List<Epoch> patiently() {
        for (int left = VAIN_LOOKS; ; left--) {
            try {
                return FromJson.history(robot.history(pair));
            } catch (CommandFailure failure) {
                if (failure.exit() != CommandFailure.UNREACHABLE || left == 0) {
                    throw failure;
                }
                rest();
            }
        }
    }

    private void showChange(StageView stage) {
        String line = Printable.oneLine(stage.stage()) + " " + ink.state(Printable.oneLine(stage.state()))
                + (stage.detail().isEmpty() ? "" : ": " + Printable.oneLine(stage.detail()));
        if (!line.equals(shown.put(stage.stage(), line))) {
            out.println(times.exact(stage.ended().orElse(stage.began())) + "  " + line);
        }
    }

    private int ended(Epoch epoch) {
        String took = epoch.closed()
                .map(closed -> " after " + Spoken.duration(Duration.between(epoch.opened(), closed)))
                .orElse("");
        out.println("Epoch " + epoch.number() + " is " + ink.state(Printable.oneLine(epoch.outcome())) + took
                + (epoch.ending().isEmpty() ? "." : ": " + Printable.oneLine(epoch.ending())));
        return epoch.outcome().equals("completed") ? 0 : CommandFailure.REFUSED;
    }

    private void rest() {
        out.flush();
        try {
            Pause.between(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("Interrupted; the robot goes on by itself.");
        }
    }
}
