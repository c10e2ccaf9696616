package org.pbxfailover.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A whole failover and fail-back in the simulated world, told as it happens. The verdict is that of the simulators: what the robot says
 * of itself can only make it worse.
 */
public final class DemoStory {
    private final PrintStream out;
    private final World.Plan plan;
    private final DemoActs.Patience patience;

    DemoStory(PrintStream out, World.Plan plan, DemoActs.Patience patience) {
        this.out = out;
        this.plan = plan;
        this.patience = patience;
    }

    /**
     * Plays it; takes about 12 s, and ends within 30 s whatever the robot does once it has started.
     *
     * @param out gets timeline, measured times and verdict
     * @param starter is asked for one robot, which is stopped at the end
     * @return the exit code: 0 when every stage was observed at the simulators, in order and once; otherwise 1
     */
    public static int run(PrintStream out, RobotStarter starter) {
        return new DemoStory(out, World.Plan.ANYWHERE, DemoActs.Patience.USUAL).play(starter);
    }

    int play(RobotStarter starter) {
        try (World world = new World(plan)) {
            cast(world);
            Narration timeline = new Narration(out, world.chronicle());
            timeline.line("sandbox", "starts the robot");
            List<String> missing;
            try (RunningRobot robot = starter.start(world.configuration())) {
                timeline.line("robot", "is up: API " + robot.api() + ", console " + robot.console());
                missing = acts(world, robot, timeline);
                // What comes later (closing, the last probes) is no part of the story.
                summary(world, missing);
            }
            return missing.isEmpty() ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            out.println("The demo was interrupted.");
            return 1;
        } catch (Exception e) {
            out.println("The demo could not be played: " + PlainWords.sentence(e));
            return 1;
        }
    }

    private List<String> acts(World world, RunningRobot robot, Narration timeline) {
        RobotApi api = new RobotApi(robot, World.PAIR);
        try (RobotWatcher watcher = new RobotWatcher(api, timeline)) {
            DemoActs acts = new DemoActs(world, api, watcher, timeline, patience);
            List<Supplier<List<String>>> play =
                    List.of(acts::allWell, acts::primaryDies, acts::primaryReturns, acts::personFailsBack);
            for (int act = 1; act <= play.size(); act++) {
                List<String> missing = new ArrayList<>(play.get(act - 1).get());
                if (!missing.isEmpty()) {
                    if (act < play.size()) {
                        missing.add("the story ended with act " + act + " of " + play.size());
                    }
                    return missing;
                }
            }
            return List.of();
        }
    }

    private void cast(World world) {
        out.println("A simulated world on loopback:");
        out.println("  primary    " + world.primary().state());
        out.println("  secondary  " + world.secondary().state());
        out.println("  outside    " + world.outside().state());
        out.println("  dns        " + world.dns().state());
        out.println("  telephone  asks dns and registers at the address that it gets");
        out.println();
    }

    private void summary(World world, List<String> missing) {
        MeasuredTimes times =
                new MeasuredTimes(world.chronicle().all(), world.primaryAddress(), world.secondaryAddress());
        table("Measured at the simulators, since the primary's death:", times.failover());
        table("Since the order to fail back:", times.failBack());
        out.println();
        if (missing.isEmpty()) {
            Duration took = world.chronicle().now();
            out.println("Every stage was observed at the simulators, in order and once. The story took"
                    + Narration.seconds(took).replaceFirst("^ +", " ") + ".");
        } else {
            out.println("Missing or wrong, as the simulators saw it:");
            missing.forEach(sentence -> out.println("  - " + sentence));
        }
        out.flush();
    }

    private void table(String title, List<MeasuredTimes.Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.println();
        out.println(title);
        rows.forEach(
                row -> out.println("  " + row.after().map(Narration::seconds).orElse("    never") + "  " + row.what()));
    }
}
