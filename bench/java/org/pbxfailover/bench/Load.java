package org.pbxfailover.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many pairs polled every second: processor time, memory and punctuality of the robot, beside the bare client, in turns. */
final class Load {
    private final Home home;
    private final int pairs;
    private final Duration warmUp;
    private final Duration window;

    Load(Home home, int pairs, Duration warmUp, Duration window) {
        this.home = home;
        this.pairs = pairs;
        this.warmUp = warmUp;
        this.window = window;
    }

    /** What was measured of one process in one window. Times in seconds, memory in MiB, punctuality in milliseconds. */
    private record Seen(double cores, double requests, double rss, double peak, double threads, double p99, double worst) {}

    /** How many polls began at most so late, by the robot's own histogram, in percent. */
    private record Own(double within100, double within250) {}

    List<String> run(int rounds) {
        List<Seen> robots = new ArrayList<>();
        List<Seen> bares = new ArrayList<>();
        List<Own> own = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            List<String> options = robot(robots, own);
            System.err.printf(Locale.ROOT, "round %d: robot %s %s%n", round, last(robots), last(own));
            bare(options, bares);
            System.err.printf(Locale.ROOT, "round %d: bare  %s%n", round, last(bares));
        }
        return table(robots, bares, own);
    }

    private List<String> robot(List<Seen> seen, List<Own> own) {
        try (StubWorld world = new StubWorld(pairs);
                Robot robot = home.robot(world, "1s", "800ms")) {
            settle(world, robot.child());
            Map<Double, Double> before = robot.lateness();
            seen.add(look(world, robot.child()));
            Map<Double, Double> after = robot.lateness();
            own.add(new Own(share(before, after, 0.1), share(before, after, 0.25)));
            return robot.child().javaOptions();
        }
    }

    private void bare(List<String> options, List<Seen> seen) {
        try (StubWorld world = new StubWorld(pairs);
                Child bare = home.bare(world, options)) {
            settle(world, bare);
            seen.add(look(world, bare));
        }
    }

    private void settle(StubWorld world, Child child) {
        Wait.until(Duration.ofSeconds(40), "a poll of every primary by " + child.name(), () -> {
            if (!child.alive()) {
                throw child.ended();
            }
            return world.primaries().stream().allMatch(primary -> primary.asked().length > 0);
        });
        Wait.forTime(warmUp);
    }

    private Seen look(StubWorld world, Child child) {
        world.primaries().forEach(StubPrimary::forget);
        long began = System.nanoTime();
        Duration before = child.cpu();
        Wait.forTime(window);
        Duration after = child.cpu();
        double seconds = (System.nanoTime() - began) / 1e9;
        List<long[]> asked =
                world.primaries().stream().map(StubPrimary::asked).toList();
        Numbers deviations = Numbers.of(asked.stream().flatMapToDouble(Load::deviations));
        return new Seen(
                after.minus(before).toNanos() / 1e9 / seconds,
                asked.stream().mapToInt(each -> each.length).sum() / seconds,
                child.status("VmRSS") / 1024.0,
                child.status("VmHWM") / 1024.0,
                child.status("Threads"),
                deviations.quantile(0.99),
                deviations.max());
    }

    /** How far the time between two polls of one primary was from a second, in milliseconds. */
    private static DoubleStream deviations(long[] asked) {
        return Arrays.stream(differences(asked)).mapToDouble(gap -> Math.abs(gap - 1e9) / 1e6);
    }

    private static long[] differences(long[] times) {
        long[] gaps = new long[Math.max(0, times.length - 1)];
        Arrays.setAll(gaps, i -> times[i + 1] - times[i]);
        return gaps;
    }

    private static double share(Map<Double, Double> before, Map<Double, Double> after, double bound) {
        double all = difference(before, after, Double.POSITIVE_INFINITY);
        return 100 * difference(before, after, bound) / all;
    }

    private static double difference(Map<Double, Double> before, Map<Double, Double> after, double bound) {
        return after.getOrDefault(bound, 0.0) - before.getOrDefault(bound, 0.0);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private List<String> table(List<Seen> robots, List<Seen> bares, List<Own> own) {
        Numbers ratios = Numbers.of(IntStream.range(0, robots.size())
                .mapToDouble(i -> robots.get(i).cores() / bares.get(i).cores()));
        return Stream.of(
                        "| " + pairs + " pairs, every second, " + robots.size() + " runs of " + window.toSeconds()
                                + " s each, in turns | robot | bare client |",
                        "|---|---|---|",
                        line("processor, cores", "%.3f", robots, bares, Seen::cores),
                        "| robot / bare client | " + ratios.spread("%.2f") + " | 1 |",
                        line("requests per second", "%.0f", robots, bares, Seen::requests),
                        line("resident memory, MiB", "%.0f", robots, bares, Seen::rss),
                        line("peak resident memory, MiB", "%.0f", robots, bares, Seen::peak),
                        line("threads", "%.0f", robots, bares, Seen::threads),
                        line("p99 off the second, at the servers, ms", "%.0f", robots, bares, Seen::p99),
                        line("worst off the second, at the servers, ms", "%.0f", robots, bares, Seen::worst),
                        "| begun within 100 ms, by its own histogram, % | "
                                + of(own, Own::within100).spread("%.2f") + " | |",
                        "| begun within 250 ms, by its own histogram, % | "
                                + of(own, Own::within250).spread("%.2f") + " | |")
                .toList();
    }

    private static String line(
            String what,
            String format,
            List<Seen> robots,
            List<Seen> bares,
            ToDoubleFunction<Seen> value) {
        return "| " + what + " | " + of(robots, value).spread(format) + " | "
                + of(bares, value).spread(format) + " |";
    }

    private static <T> Numbers of(List<T> seen, ToDoubleFunction<T> value) {
        return Numbers.of(seen.stream().mapToDouble(value));
    }
}
