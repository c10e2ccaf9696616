package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.pbxfailover.InProcess;
import org.pbxfailover.core.DetectionTime;

/**
 * The times that {@code check} tells are those that are measured. Compared are ratios within one run: a machine that is twice as slow
 * lengthens every wait a little, but does not turn eight polls into two. Beside others that keep the processors busy a poll may be the robot's
 * own failure, and counting would begin afresh, as it should.
 */
@Isolated
class FormulaTest {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofMillis(800);
    private static final Duration OUTSIDE = Duration.ofSeconds(1);
    private static final int FEW = 3;
    private static final int MANY = 8;
    private static final int PAIRS = 5;

    @TempDir
    Path temp;

    private static DetectionTime formula(int failures) {
        return new DetectionTime(EVERY, EVERY, TIMEOUT, failures, OUTSIDE, Duration.ZERO);
    }

    private static String name(String death, int failures, int i) {
        return death + "-" + failures + "-" + i;
    }

    @Test
    void a_death_is_acted_upon_as_soon_as_check_says() {
        try (Town town = new Town(temp)) {
            for (int i = 0; i < PAIRS; i++) { // side by side, so that each kind has polls in every part of the second
                for (int failures : new int[] {FEW, MANY}) {
                    town.probing("every: 1s, timeout: 800ms, failures: " + failures);
                    town.pair(name("refuses", failures, i)).pair(name("hangs", failures, i));
                }
            }
            try (InProcess process = InProcess.start(town.write(), Town.routes())) {
                soon("polls of every primary")
                        .until(() -> names().stream()
                                .allMatch(pair ->
                                        town.chronicle.of(town.primary(pair)).size() > 2));
                Map<String, Duration> took = dieTogether(town);

                assertThat(ratio(took, "refuses")).isCloseTo(expected(FEW, MANY, 0), Percentage.withPercentage(30));
                assertThat(ratio(took, "hangs"))
                        .isCloseTo(expected(FEW, MANY, 2 * TIMEOUT.toMillis()), Percentage.withPercentage(30));
                for (int failures : new int[] {FEW, MANY}) {
                    within(took, "refuses", failures, formula(failures).worstCaseRefusing());
                    within(took, "hangs", failures, formula(failures).worstCaseHanging());
                }
            }
        }
    }

    private static List<String> names() {
        return IntStream.range(0, PAIRS)
                .boxed()
                .flatMap(i -> IntStream.of(FEW, MANY)
                        .boxed()
                        .flatMap(k -> List.of(name("refuses", k, i), name("hangs", k, i)).stream()))
                .toList();
    }

    /** From the moment in which all of them die to the first call of each. */
    private static Map<String, Duration> dieTogether(Town town) {
        Consumer<String> kill = pair -> {
            if (pair.startsWith("refuses")) {
                town.primary(pair).dies();
            } else {
                town.primary(pair).is(Stub.SILENT);
            }
        };
        names().forEach(kill);
        long death = System.nanoTime();
        Map<String, Duration> took = new HashMap<>();
        soon("an activation of every pair").until(() -> {
            Duration now = Duration.ofNanos(System.nanoTime() - death);
            names().stream()
                    .filter(pair -> !town.chronicle.stages(pair).isEmpty())
                    .forEach(pair -> took.putIfAbsent(pair, now));
            return took.size() == names().size();
        });
        return took;
    }

    private static double mean(Map<String, Duration> took, String death, int failures) {
        return IntStream.range(0, PAIRS)
                .mapToLong(i -> took.get(name(death, failures, i)).toMillis())
                .average()
                .orElseThrow();
    }

    private static double ratio(Map<String, Duration> took, String death) {
        return mean(took, death, MANY) / mean(took, death, FEW);
    }

    /** By the formula with the mean instead of the worst phase: half of T, then K−1 polls, then what the deadlines take. */
    private static double expected(int few, int many, long waiting) {
        double every = EVERY.toMillis();
        return (every / 2 + (many - 1) * every + waiting) / (every / 2 + (few - 1) * every + waiting);
    }

    private static void within(Map<String, Duration> took, String death, int failures, Duration worst) {
        for (int i = 0; i < PAIRS; i++) {
            double share = took.get(name(death, failures, i)).toMillis() / (double) worst.toMillis();
            assertThat(share).as(name(death, failures, i)).isLessThan(1.25);
        }
    }
}
