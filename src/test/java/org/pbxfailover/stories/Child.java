package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.pbxfailover.PbxFailover;
import org.pbxfailover.StoppingRobot;

/** A robot in a process of its own, which can be killed, stopped and told to end. */
final class Child implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("API http://127\\.0\\.0\\.1:(\\d+)/api, console http://127\\.0\\.0\\.1:(\\d+)/hawtio");

    /** A start needs both processors for seconds; where several begin at once beside other programs, and the host takes some away, for long. */
    private static final Duration START = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> log = new CopyOnWriteArrayList<>();

    Child(Path configuration, Path routes) {
        this(PbxFailover.class, List.of("run", "--config", configuration.toString(), "--routes", routes.toString()));
    }

    /** A robot that nobody listens to: the first line that it writes finds a pipe that is full. */
    static Child unheard(Path configuration, Path routes) {
        String full = "mkfifo \"$0\" && exec 9<>\"$0\" && ! dd if=/dev/zero of=\"$0\" bs=1k oflag=nonblock 2>/dev/null"
                + " && exec \"$@\" >&9 2>&9";
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", full, configuration.resolveSibling("full").toString()));
        command.addAll(java(
                PbxFailover.class,
                List.of("run", "--config", configuration.toString(), "--routes", routes.toString())));
        return new Child(command);
    }

    /** A robot that sees this disk. */
    static Child on(SmallDisk disk, Path configuration, Path routes) {
        List<String> command = new ArrayList<>(disk.inside());
        command.addAll(java(
                PbxFailover.class,
                List.of("run", "--config", configuration.toString(), "--routes", routes.toString())));
        return new Child(command);
    }

    /**
     * A robot whose pairs stop at an append to the journal: see {@link StoppingRobot}.
     *
     * @param stops {@code 3-} or {@code 3+} by pair
     */
    static Child stopping(Path configuration, Path routes, Map<String, String> stops) {
        List<String> arguments = new ArrayList<>(List.of(configuration.toString(), routes.toString()));
        stops.forEach((pair, stop) -> arguments.add(pair + "=" + stop));
        return new Child(StoppingRobot.class, arguments);
    }

    /** Not a robot, but one {@code check --live} of these files. */
    static Child liveCheck(Path configuration, Path routes) {
        return new Child(
                PbxFailover.class,
                List.of("check", "--live", "--config", configuration.toString(), "--routes", routes.toString()));
    }

    /** Not a robot, but what a person types: one command for the robot of this configuration. */
    Child person(Path configuration, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--config", configuration.toString(), "--api", "http://127.0.0.1:" + ready().group(1)));
        return new Child(PbxFailover.class, words);
    }

    private Child(Class<?> main, List<String> arguments) {
        this(java(main, arguments));
    }

    private static List<String> java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        if (Runtime.version().feature() >= 24) { // as the launcher: the machine itself would complain before it begins
            command.addAll(1, List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(arguments);
        return command;
    }

    private Child(List<String> command) {
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "child-log");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(log::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            log.add("(the end)"); // it was killed
        }
    }

    /** Waits until it guards. */
    RobotClient client() {
        Matcher ready = ready();
        return new RobotClient(Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
    }

    private Matcher ready() {
        try {
            return soon("the robot to guard")
                    .atMost(START)
                    .until(
                            () -> log.stream()
                                    .map(READY::matcher)
                                    .filter(Matcher::find)
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("The robot does not guard; it said:\n" + log(), e);
        }
    }

    /** Whether a pair of a {@link #stopping} robot has come to its stop. */
    boolean stopped(String pair) {
        return log.contains("stopped " + pair);
    }

    /** What everybody on this host sees of it. */
    String arguments() {
        return process.info().commandLine().orElseThrow();
    }

    String log() {
        return String.join("\n", log);
    }

    /** SIGKILL. */
    void kill() {
        process.toHandle().destroyForcibly();
        exit();
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Any other signal, such as {@code STOP} and {@code CONT}. */
    void signal(String name) {
        run("kill", "-" + name, Long.toString(process.pid()));
    }

    private static void run(String... command) {
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No file that it writes may become longer than that from now on, and what would be written beyond it fails, as on a full disk. */
    void limitFiles(String bytes) {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":unlimited");
    }

    /** Waits for its end. */
    int exit() {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
