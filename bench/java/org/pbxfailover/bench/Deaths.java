package org.pbxfailover.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * From the death of a primary to the first activation call, seen at the servers: T = 1 s, t = 0.8 s, K = 3, no recheck. The phases of the
 * deaths within T are random, one in each of as many equal parts of T as there are deaths, so that their median is T/2.
 */
final class Deaths {
    private static final double EVERY = 1;
    private static final double TIMEOUT = 0.8;
    private static final int FAILURES = 3;

    /** Deaths are spread over so many polls, so that they do not all happen in one second. */
    private static final int POLLS = 6;

    private final Home home;
    private final int each;

    /** @param each so many primaries refuse, and as many hang */
    Deaths(Home home, int each) {
        this.home = home;
        this.each = each;
    }

    /** One death: seconds from it to the first activation call, and what the arithmetic says for the same phase. */
    private record Seen(double took, double limit) {}

    List<String> run() {
        try (StubWorld world = new StubWorld(2 * each);
                Robot robot = home.robot(world, "1s", "800ms")) {
            Wait.until(Duration.ofSeconds(40), "a poll of every primary", () -> {
                if (!robot.child().alive()) {
                    throw robot.child().ended();
                }
                return world.primaries().stream().allMatch(primary -> primary.asked().length > 2);
            });
            Random random = new Random();
            plan(world.primaries().subList(0, each), StubPrimary.Death.REFUSING, random);
            plan(world.primaries().subList(each, 2 * each), StubPrimary.Death.HANGING, random);
            Wait.until(Duration.ofSeconds(40), "an activation of every pair", () -> IntStream.range(0, 2 * each)
                    .allMatch(i -> world.firstCall(RobotConfiguration.reload(i)).isPresent()));
            return table(seen(world, 0, 0), seen(world, each, 2 * TIMEOUT));
        }
    }

    private static void plan(List<StubPrimary> primaries, StubPrimary.Death how, Random random) {
        List<StubPrimary> shuffled = new ArrayList<>(primaries);
        Collections.shuffle(shuffled, random);
        for (int i = 0; i < shuffled.size(); i++) {
            double phase = EVERY * (i + random.nextDouble()) / shuffled.size();
            shuffled.get(i).dieAfter(how, random.nextInt(POLLS), (long) (phase * 1e9));
        }
    }

    private List<Seen> seen(StubWorld world, int first, double waiting) {
        return IntStream.range(first, first + each)
                .mapToObj(i -> {
                    StubPrimary primary = world.primaries().get(i);
                    long call = world.firstCall(RobotConfiguration.reload(i)).orElseThrow();
                    double phase = (primary.died() - primary.lastPoll()) / 1e9;
                    return new Seen((call - primary.died()) / 1e9, FAILURES * EVERY - phase + waiting);
                })
                .toList();
    }

    private static List<String> table(List<Seen> refusing, List<Seen> hanging) {
        return List.of(
                "| death to first activation call, s (T = 1 s, t = 0.8 s, K = 3) | deaths | measured: median (least to most)"
                        + " | arithmetic, same phases | measured − arithmetic, death by death | limit | median − limit |",
                "|---|---|---|---|---|---|---|",
                line("refuses", refusing, EVERY / 2 + (FAILURES - 1) * EVERY),
                line("hangs", hanging, EVERY / 2 + (FAILURES - 1) * EVERY + 2 * TIMEOUT));
    }

    private static String line(String how, List<Seen> seen, double limit) {
        Numbers took = Numbers.of(seen.stream().mapToDouble(Seen::took));
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %.3f | %+.3f |",
                how,
                seen.size(),
                took.spread("%.3f"),
                Numbers.of(seen.stream().mapToDouble(Seen::limit)).spread("%.3f"),
                Numbers.of(seen.stream().mapToDouble(one -> one.took() - one.limit()))
                        .spread("%+.3f"),
                limit,
                took.median() - limit);
    }
}
