package org.pbxfailover.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.pbxfailover.web.HostileCaller;

/**
 * Polls while the robot is called in every hostile way ({@link HostileCaller}) and by clients that never end their request, beside polls in
 * quiet; a primary dies in the middle and another one afterwards. Fails when an answer was wrong or anything changed.
 */
final class Callers {
    private static final Duration CALM = Duration.ofSeconds(15);
    private static final int AT_ONCE = 16;
    private static final int SLOW = 64;
    private static final int REPEATED = 500;

    /** Pairs with a part to play; the others have to stay as they are. */
    private static final int TARGET = 0;

    private static final int ORDERED = 1;
    private static final int DIES_MEANWHILE = 2;
    private static final int DIES_AFTERWARDS = 3;

    private final Home home;
    private final int pairs;
    private final int calls;
    private final ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);

    Callers(Home home, int pairs, int calls) {
        this.home = home;
        this.pairs = pairs;
        this.calls = calls;
    }

    /** One stretch of time; how far polls were off the second, at the servers, in milliseconds. */
    private record Seen(double seconds, Numbers off, long threads, long descriptors) {}

    List<String> run() {
        try (StubWorld world = new StubWorld(pairs);
                Robot robot = home.robot(world, "1s", "800ms")) {
            polled(world, robot);
            Wait.forTime(CALM);
            Seen before = look(world, robot, () -> Wait.forTime(Duration.ofSeconds(20)));
            Seen during = look(world, robot, () -> attack(world, robot));
            double meanwhile = failedOver(world, DIES_MEANWHILE);
            world.primaries().get(DIES_AFTERWARDS).dieNow(StubPrimary.Death.REFUSING);
            double afterwards = failedOver(world, DIES_AFTERWARDS);
            Wait.forTime(CALM);
            Seen after = look(world, robot, () -> Wait.forTime(Duration.ofSeconds(20)));
            nothingElseChanged(world, robot);
            return table(before, during, after, meanwhile, afterwards);
        } finally {
            callers.shutdownNow();
        }
    }

    private static void polled(StubWorld world, Robot robot) {
        Wait.until(Duration.ofSeconds(60), "two polls of every primary", () -> {
            if (!robot.child().alive()) {
                throw robot.child().ended();
            }
            return world.primaries().stream().allMatch(primary -> primary.asked().length > 1);
        });
    }

    private static Seen look(StubWorld world, Robot robot, Runnable meanwhile) {
        world.primaries().forEach(StubPrimary::forget);
        long began = System.nanoTime();
        meanwhile.run();
        double seconds = (System.nanoTime() - began) / 1e9;
        // The primaries that die are polled otherwise.
        Numbers off = Numbers.of(world.primaries().stream()
                .skip(DIES_AFTERWARDS + 1)
                .map(StubPrimary::asked)
                .flatMapToDouble(asked -> IntStream.range(1, asked.length)
                        .mapToDouble(i -> Math.abs(asked[i] - asked[i - 1] - 1e9) / 1e6)));
        return new Seen(seconds, off, robot.child().status("Threads"), robot.child().descriptors());
    }

    private void attack(StubWorld world, Robot robot) {
        HostileCaller.Target target =
                new HostileCaller.Target(robot.api(), robot.console(), Robot.PASSWORD, "pair-" + TARGET);
        HostileCaller[] ways = HostileCaller.values();
        List<HostileCaller.Slow> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                slow.add(HostileCaller.slow(i % 2 == 0 ? robot.api() : robot.console()));
            }
            List<Future<Boolean>> hostile = new ArrayList<>();
            List<Future<Boolean>> repeated = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                if (i % (calls / REPEATED) == 0) {
                    Callable<Boolean> order =
                            () -> robot.ordered("pair-" + ORDERED, "failover", "{\"expected-epoch\":0}");
                    repeated.add(callers.submit(order));
                } else {
                    HostileCaller way = ways[i % ways.length];
                    hostile.add(callers.submit(() -> way.isAnsweredRightly(target)));
                }
            }
            world.primaries().get(DIES_MEANWHILE).dieNow(StubPrimary.Death.REFUSING);
            for (Future<Boolean> call : hostile) {
                answer(call);
                slow.forEach(HostileCaller.Slow::drip);
            }
            long accepted = repeated.stream().filter(Callers::answer).count();
            if (accepted != 1) {
                throw new IllegalStateException("the same order was accepted " + accepted + " times, not once");
            }
            for (HostileCaller.Slow one : slow) {
                one.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the attack failed: " + e.getMessage(), e);
        }
    }

    private static boolean answer(Future<Boolean> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a hostile call went wrong: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Seconds from the death to the first activation call. */
    private static double failedOver(StubWorld world, int pair) {
        String path = RobotConfiguration.reload(pair);
        Wait.until(Duration.ofSeconds(60), "an activation of pair-" + pair, () -> world.calls(path) > 0);
        return (world.firstCall(path).orElseThrow() - world.primaries().get(pair).died()) / 1e9;
    }

    private void nothingElseChanged(StubWorld world, Robot robot) {
        for (int i = 0; i < pairs; i++) {
            int expected = Arrays.asList(ORDERED, DIES_MEANWHILE, DIES_AFTERWARDS).contains(i) ? 1 : 0;
            int called = world.calls(RobotConfiguration.reload(i));
            long epochs = robot.epochs("pair-" + i);
            if (called != expected || epochs != expected) {
                throw new IllegalStateException(
                        "pair-%d was activated %d times and has %d epochs, not %d".formatted(i, called, epochs, expected));
            }
        }
        if (robot.statesOf("watching") != pairs - 3 || robot.statesOf("active") != 3) {
            throw new IllegalStateException("a pair is in a state that nobody ordered");
        }
    }

    private List<String> table(Seen before, Seen during, Seen after, double meanwhile, double afterwards) {
        String head = "| %d pairs, every second; %d hostile calls by %d at once, %d of them the same order, and %d that never end |";
        return List.of(
                head.formatted(pairs, calls, AT_ONCE, REPEATED, SLOW) + " before | during | after | during / before |",
                "|---|---|---|---|---|",
                String.format(
                        Locale.ROOT,
                        "| seconds | %.1f | %.1f | %.1f | |",
                        before.seconds(),
                        during.seconds(),
                        after.seconds()),
                line(
                        "p99 off the second, at the servers, ms",
                        "%.0f",
                        before.off().quantile(0.99),
                        during.off().quantile(0.99),
                        after.off().quantile(0.99)),
                line("worst off the second, ms", "%.0f", before.off().max(), during.off().max(), after.off().max()),
                line("threads at the end", "%.0f", before.threads(), during.threads(), after.threads()),
                line("open files and sockets at the end", "%.0f", before.descriptors(), during.descriptors(), after.descriptors()),
                String.format(
                        Locale.ROOT,
                        "| death to first activation call, s (arithmetic: 2 to 3) | | %.2f | %.2f | |",
                        meanwhile,
                        afterwards),
                "",
                "Every answer was right, the order that was repeated was carried out once, and no other pair changed: the command fails otherwise.");
    }

    private static String line(String what, String format, double before, double during, double after) {
        String cells = "| %s | " + format + " | " + format + " | " + format + " | %.2f |";
        return String.format(Locale.ROOT, cells, what, before, during, after, during / before);
    }
}
