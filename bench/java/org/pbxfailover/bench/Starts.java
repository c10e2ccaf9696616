package org.pbxfailover.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** From the start of the process to the first poll that a primary sees, with one pair. */
final class Starts {
    private final Home home;
    private final String classes;

    /** @param classes how its classes come, for the table */
    Starts(Home home, String classes) {
        this.home = home;
        this.classes = classes;
    }

    static List<String> head() {
        return List.of(
                "| Java, classes | starts | process start to first poll, s: median (least to most) | resident memory, MiB |",
                "|---|---|---|---|");
    }

    String run(int times) {
        List<Double> took = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            once(took, memory);
        }
        return "| " + home.jdk().fullVersion() + ", " + classes + " | " + times + " | "
                + Numbers.of(seconds(took)).spread("%.2f") + " | "
                + Numbers.of(seconds(memory)).spread("%.0f") + " |";
    }

    private void once(List<Double> took, List<Double> memory) {
        try (StubWorld world = new StubWorld(1)) {
            long began = System.nanoTime();
            try (Robot robot = home.robot(world, "1s", "800ms")) {
                StubPrimary primary = world.primaries().get(0);
                Wait.until(Duration.ofSeconds(40), "the first poll", () -> {
                    if (!robot.child().alive()) {
                        throw robot.child().ended();
                    }
                    return primary.asked().length > 0;
                });
                took.add((primary.asked()[0] - began) / 1e9);
                Wait.until(Duration.ofSeconds(10), "the third poll", () -> primary.asked().length > 2);
                memory.add(robot.child().status("VmRSS") / 1024.0);
            }
        }
    }

    private static DoubleStream seconds(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue);
    }
}
