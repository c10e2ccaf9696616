package org.pbxfailover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Measures the robot and prints Markdown; {@code bench/run.sh} says how to call it. */
public final class Bench {
    private static final Path WORK = Path.of("target", "bench");

    private final Path checkout;
    private final List<Jdk> jdks;

    private Bench(Path checkout, List<Jdk> jdks) {
        this.checkout = checkout;
        this.jdks = jdks;
    }

    /**
     * Measures, one after the other.
     *
     * @param arguments what to measure ({@code load}, {@code deaths}, {@code storm}, {@code hostile}, {@code starts}), and the settings of the environment
     */
    public static void main(String[] arguments) {
        List<Jdk> jdks = Arrays.stream(setting("BENCH_JDKS", System.getProperty("java.home")).split(":"))
                .map(Jdk::at)
                .toList();
        Bench bench = new Bench(Path.of("").toAbsolutePath(), jdks);
        bench.machine().forEach(System.out::println);
        for (String what : arguments) {
            System.out.println();
            bench.measure(what).forEach(System.out::println);
        }
        System.exit(0); // the simulated servers' threads would go on
    }

    private static String setting(String name, String otherwise) {
        return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
    }

    private static int number(String name, int otherwise) {
        return Integer.parseInt(setting(name, Integer.toString(otherwise)));
    }

    private List<String> machine() {
        return List.of(
                "Measured on " + LocalDate.now() + ": " + Runtime.getRuntime().availableProcessors() + " processors ("
                        + first("/proc/cpuinfo", "model name") + "), " + kibibytes("/proc/meminfo") / 1024 / 1024
                        + " GiB, Linux " + System.getProperty("os.version") + ", load average before: "
                        + first("/proc/loadavg", "") + ".");
    }

    private static String first(String file, String key) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long kibibytes(String file) {
        return Long.parseLong(first(file, "MemTotal").replaceAll("[^0-9]", ""));
    }

    private List<String> measure(String what) {
        return switch (what) {
            case "load" ->
                each(home -> new Load(
                                home,
                                number("BENCH_PAIRS", 1000),
                                Duration.ofSeconds(number("BENCH_WARM_UP", 15)),
                                Duration.ofSeconds(number("BENCH_WINDOW", 30)))
                        .run(number("BENCH_ROUNDS", 3)));
            case "deaths" -> each(home -> new Deaths(home, number("BENCH_DEATHS", 40)).run());
            case "storm" ->
                each(home -> new Storm(home, number("BENCH_PAIRS", 1000)).run(number("BENCH_STORMS", 5)));
            case "hostile" ->
                each(home ->
                        new Callers(home, number("BENCH_GUARDED", 100), number("BENCH_CALLS", 10_000)).run());
            case "starts" -> starts(number("BENCH_STARTS", 7));
            default ->
                throw new IllegalArgumentException("'" + what + "' is none of load, deaths, storm, hostile, starts");
        };
    }

    /** The same with every JDK. */
    private List<String> each(Function<Home, List<String>> measurement) {
        List<String> lines = new ArrayList<>();
        for (Jdk jdk : jdks) {
            Home home = home(jdk, "prepared", true);
            lines.addAll(List.of("JDK " + jdk.fullVersion() + ":", ""));
            Stolen before = Stolen.soFar();
            lines.addAll(measurement.apply(home));
            lines.addAll(List.of("", Stolen.since(before), ""));
        }
        return lines;
    }

    private List<String> starts(int times) {
        List<String> lines = new ArrayList<>(Starts.head());
        Stolen before = Stolen.soFar();
        for (Jdk jdk : jdks) {
            lines.add(new Starts(home(jdk, "plain", false), "as they are").run(times));
            lines.add(new Starts(home(jdk, "prepared", true), "prepared in advance").run(times));
        }
        lines.addAll(List.of("", Stolen.since(before)));
        return lines;
    }

    private Home home(Jdk jdk, String name, boolean prepared) {
        Home home = new Home(checkout, WORK.resolve(name + "-" + jdk.version()), jdk);
        if (prepared) {
            home.prepare();
        }
        return home;
    }
}
