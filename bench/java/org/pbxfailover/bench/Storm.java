package org.pbxfailover.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A thousand primaries die in one moment (fault 47), are failed over, revived and failed back, again and again, while a few others stay alive and
 * must not be taken for dead by a robot that is overrun; then a bare client that polls and counts meets the same storms, and another makes the
 * same requests for as many pairs at once. What grows from round to round is a leak.
 */
final class Storm {
    private static final Duration CALM = Duration.ofSeconds(15);
    private static final int SURVIVORS = 50;
    private static final List<String> STAGES = List.of("", "-trunks", "-dns");

    private final Home home;
    private final int pairs;

    Storm(Home home, int pairs) {
        this.home = home;
        this.pairs = pairs;
    }

    /**
     * One storm. Times in seconds, heap after a garbage collection in MiB.
     *
     * @param sinceDeath to the last activation call
     * @param calling from the first question to an outside host to the last activation call
     */
    private record Round(double sinceDeath, double calling, double threads, double descriptors, double heap) {}

    List<String> run(int rounds) {
        List<Round> robot = new ArrayList<>();
        List<String> options;
        try (StubWorld world = new StubWorld(pairs + SURVIVORS);
                Robot guarding = home.robot(world, "1s", "800ms")) {
            options = guarding.child().javaOptions();
            for (int round = 1; round <= rounds; round++) {
                robot.add(storm(world, guarding, round));
                System.err.printf(Locale.ROOT, "storm %d: %s%n", round, robot.get(round - 1));
            }
        }
        Numbers bare = Numbers.of(bare(options, rounds).stream().mapToDouble(Double::doubleValue));
        return table(robot, bareGuard(options, rounds), bare);
    }

    private Round storm(StubWorld world, Robot robot, int round) {
        double sinceDeath = untilTheLastCall(world, robot.child());
        double calling = (world.lastCall() - world.firstCall()) / 1e9;
        are(robot, "active", pairs);
        everyCallOnce(world, round);
        world.primaries().subList(0, pairs).forEach(StubPrimary::revive);
        IntStream.range(0, pairs).forEach(i -> robot.order("pair-" + i, "failback", "{\"force\":true}"));
        are(robot, "watching", pairs + SURVIVORS);
        Wait.forTime(CALM); // threads that are idle go
        Child child = robot.child();
        double heap = child.heapAfterCollection(home.jdk()) / 1024.0;
        return new Round(sinceDeath, calling, child.status("Threads"), child.descriptors(), heap);
    }

    /** From the death of all primaries that {@code guard} polls, in seconds. */
    private double untilTheLastCall(StubWorld world, Child guard) {
        polled(world, guard);
        world.forget();
        long death = System.nanoTime();
        world.primaries().subList(0, pairs).forEach(primary -> primary.dieNow(StubPrimary.Death.REFUSING));
        everyCall(world, "every call of the " + guard.name());
        return (world.lastCall() - death) / 1e9;
    }

    private static void polled(StubWorld world, Child guard) {
        world.primaries().forEach(StubPrimary::forget);
        Wait.until(Duration.ofSeconds(60), "two polls of every primary", () -> {
            if (!guard.alive()) {
                throw guard.ended();
            }
            return world.primaries().stream().allMatch(primary -> primary.asked().length > 1);
        });
    }

    private void everyCall(StubWorld world, String what) {
        Wait.until(Duration.ofSeconds(120), what, () -> IntStream.range(0, pairs)
                .allMatch(i -> STAGES.stream().allMatch(stage -> world.calls(RobotConfiguration.reload(i) + stage) > 0)));
    }

    private static void are(Robot robot, String state, int number) {
        Wait.until(Duration.ofSeconds(120), number + " pairs " + state, () -> robot.statesOf(state) == number);
    }

    private void everyCallOnce(StubWorld world, int round) {
        for (int i = 0; i < pairs + SURVIVORS; i++) {
            int times = i < pairs ? 1 : 0;
            for (String stage : STAGES) {
                String path = RobotConfiguration.reload(i) + stage;
                if (world.calls(path) != times) {
                    throw new IllegalStateException(path + " was called " + world.calls(path) + " times in storm " + round
                            + ", not " + times);
                }
            }
        }
    }

    /** The same storms, one after the other, for one that only polls and calls. */
    private List<Double> bareGuard(List<String> options, int rounds) {
        List<Double> sinceDeath = new ArrayList<>();
        try (StubWorld world = new StubWorld(pairs + SURVIVORS);
                Child child = home.bareGuard(world, options)) {
            for (int round = 0; round < rounds; round++) {
                sinceDeath.add(untilTheLastCall(world, child));
                everyCallOnce(world, round + 1);
                world.primaries().subList(0, pairs).forEach(StubPrimary::revive);
                Wait.forTime(CALM);
            }
        }
        return sinceDeath;
    }

    private List<Double> bare(List<String> options, int rounds) {
        List<Double> calling = new ArrayList<>();
        try (StubWorld world = new StubWorld(0)) {
            for (int round = 0; round <= rounds; round++) {
                world.forget();
                try (Child child = home.bareStorm(world, options, pairs)) {
                    everyCall(world, "the calls of the " + child.name());
                    world.forget(); // that was to warm up
                    everyCall(world, "the calls of the " + child.name());
                    calling.add((world.lastCall() - world.firstCall()) / 1e9);
                }
            }
        }
        return calling;
    }

    private List<String> table(List<Round> robot, List<Double> guard, Numbers bare) {
        List<String> lines = new ArrayList<>();
        lines.add("| " + pairs + " of " + (pairs + SURVIVORS) + " primaries die in one moment, " + robot.size()
                + " times (T = 1 s, K = 3, 3 stages) | first time | last time | least to most |");
        lines.add("|---|---|---|---|");
        lines.add(line(robot, "death to the last activation call, s", "%.2f", Round::sinceDeath));
        lines.add(line(robot, "first outside host asked to the last activation call, s", "%.2f", Round::calling));
        lines.add(line(robot, "threads, " + CALM.toSeconds() + " s later", "%.0f", Round::threads));
        lines.add(line(robot, "open files and sockets, " + CALM.toSeconds() + " s later", "%.0f", Round::descriptors));
        lines.add(line(robot, "heap after a collection, MiB", "%.1f", Round::heap));
        lines.add(line(guard, "bare client that polls as well: death to the last call, s", "%.2f", Double::doubleValue));
        lines.add(String.format(
                Locale.ROOT,
                "| robot / bare client that polls, from the death on, medians | | | %.2f |",
                Numbers.of(robot.stream().mapToDouble(Round::sinceDeath)).median()
                        / Numbers.of(guard.stream().mapToDouble(Double::doubleValue)).median()));
        lines.add("| bare client, the same requests at once: first to last, s | | | " + bare.spread("%.2f") + " |");
        Numbers calling = Numbers.of(robot.stream().mapToDouble(Round::calling));
        lines.add(String.format(
                Locale.ROOT, "| robot / bare client that makes them at once, medians | | | %.2f |", calling.median() / bare.median()));
        lines.add("");
        lines.add("Every stage of every pair whose primary died was called once each time, and none of the others; the command fails otherwise.");
        return lines;
    }

    private static <T> String line(List<T> rounds, String what, String format, ToDoubleFunction<T> figure) {
        Numbers all = Numbers.of(rounds.stream().mapToDouble(figure));
        String cells = "| %s | " + format + " | " + format + " | " + format + " to " + format + " |";
        return String.format(
                Locale.ROOT,
                cells,
                what,
                figure.applyAsDouble(rounds.get(0)),
                figure.applyAsDouble(rounds.get(rounds.size() - 1)),
                all.min(),
                all.max());
    }
}
