package org.pbxfailover.camel.action;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.NoAnswer;
import org.pbxfailover.camel.Refused;
import org.pbxfailover.core.Humane;
import org.pbxfailover.core.Reply;
import org.pbxfailover.logging.Printable;
import org.pbxfailover.probe.Deadline;

/**
 * Bean {@code program}: runs a program that the configuration allows, without a shell, within the deadline of the action. Of its environment
 * it gets what is written for it and little else: the robot's own holds the robot's secrets. Thread-safe.
 */
public final class Programs {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "TZ");
    private static final Pattern ERROR = Pattern.compile("error(?:=\\d+, |: \\d+ \\()([^()]+)");
    private static final List<Integer> SUCCESS = List.of(0);
    private static final int MOST_OUTPUT = 64 * 1024;

    /** How long what a program has just said may be on its way. */
    private static final long AFTERWARDS_MILLIS = 200;

    private final Set<String> allowed;

    /** @param allowed absolute paths */
    public Programs(Collection<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Would it start? */
    public void look(Exchange exchange) throws Refused, NoAnswer {
        String program = program(exchange);
        if (!Files.isRegularFile(Path.of(program))) {
            throw new Refused("the program " + program + " is not there");
        }
        if (!Files.isExecutable(Path.of(program))) {
            throw new Refused("the robot may not run the program " + program + ": change its owner or mode");
        }
        exchange.getMessage().setBody(program + " is there");
    }

    private String program(Exchange exchange) throws NoAnswer {
        String program = Settings.of(exchange).text("program").orElse("");
        if (!allowed.contains(program)) {
            throw new NoAnswer(Reply.REFUSED, "the program " + program + " is not allowed: add it to robot.commands");
        }
        return program;
    }

    /** Runs it to its end; a wrong exit code is a refusal. One that does not end by the deadline is killed, but not what it asked others to do. */
    public void run(Exchange exchange) throws Refused, NoAnswer {
        run(exchange, "arguments", exits(Settings.of(exchange)));
    }

    /** Asks it whether what it did has come about: anything but exit code 0 is a refusal. */
    public void check(Exchange exchange) throws Refused, NoAnswer {
        run(exchange, "look", SUCCESS);
    }

    private void run(Exchange exchange, String arguments, List<Integer> exits) throws Refused, NoAnswer {
        String program = program(exchange);
        Settings settings = Settings.of(exchange);
        long begin = System.nanoTime();
        Process process = start(program, settings.list(arguments), settings);
        Output output = Output.of(process);
        try {
            int exit = exit(process, Deadline.of(exchange));
            String said = output.text();
            if (!exits.contains(exit)) {
                throw new Refused(program + " ended with exit code " + exit + said);
            }
            exchange.getMessage().setBody("exit code " + exit + said);
        } catch (TimeoutException e) {
            end(process);
            throw new NoAnswer(
                    Reply.NONE,
                    program + " did not end within "
                            + Humane.duration(Duration.ofNanos(System.nanoTime() - begin)) + " and was killed"
                            + output.text());
        } catch (ExecutionException e) {
            end(process);
            throw new NoAnswer(Reply.BROKEN_OFF, program + " cannot be waited for");
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            throw new NoAnswer(Reply.BROKEN_OFF, program + " was killed, because the robot ends");
        }
    }

    /** A robot that was suspended finds deadline and end together when it wakes: what has ended has ended. */
    static int exit(Process process, long deadline) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return process.onExit()
                    .get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .exitValue();
        } catch (TimeoutException e) {
            if (process.isAlive()) {
                throw e;
            }
            return process.exitValue();
        }
    }

    private static Process start(String program, List<String> arguments, Settings settings) throws NoAnswer {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .directory(new File("/"));
        builder.environment().keySet().retainAll(INHERITED);
        settings.map("environment")
                .forEach((name, value) -> builder.environment().put(String.valueOf(name), String.valueOf(value)));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new NoAnswer(
                    Reply.REFUSED,
                    "the program " + program + " cannot be started: " + reason(String.valueOf(e.getMessage())));
        }
    }

    /** Java 17 says "… error=2, No such file or directory", Java 25 "… error: 2 (No such file or directory)" and more. */
    static String reason(String said) {
        Matcher words = ERROR.matcher(said);
        return words.find() ? words.group(1) : said;
    }

    private static List<Integer> exits(Settings settings) {
        List<Integer> exits =
                settings.list("exit").stream().map(Integer::valueOf).toList();
        return exits.isEmpty() ? SUCCESS : exits;
    }

    /** All that it started, too: half of a start would go on otherwise. */
    private static void end(Process process) {
        Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * What a program says. It is read to its end whatever becomes of the program, so that a service that it has started, and that shares its
     * output, is neither blocked nor ended by that; only the beginning is kept.
     */
    @SuppressWarnings("JdkObsolete") // one thread writes, another reads
    private record Output(StringBuffer kept, CompletableFuture<Void> whole) {

        static Output of(Process process) {
            Output output = new Output(new StringBuffer(), new CompletableFuture<>());
            Thread reader = new Thread(() -> output.read(process.getInputStream()), "program-output");
            reader.setDaemon(true);
            reader.start();
            return output;
        }

        private void read(InputStream in) {
            char[] buffer = new char[4096];
            try (Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
                    if (kept.length() < MOST_OUTPUT) {
                        kept.append(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // It has ended.
            }
            whole.complete(null);
        }

        /** Behind a colon; empty when it said nothing. */
        String text() {
            whole.completeOnTimeout(null, AFTERWARDS_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            return Optional.of(Printable.oneLine(kept.toString().strip().replaceAll("\\s+", " ")))
                    .filter(text -> !text.isBlank())
                    .map(text -> ": " + text)
                    .orElse("");
        }
    }
}
