package org.pbxfailover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that is measured. Its output goes to a file. */
final class Child implements AutoCloseable {
    /** Young and old generation of the serial collector. */
    private static final Pattern USED = Pattern.compile("(?:generation|DefNew|Tenured) +total \\d+K, used (\\d+)K");

    private final String name;
    private final Process process;
    private final Path log;

    Child(String name, Path log, Map<String, String> environment, List<String> command) {
        this.name = name;
        this.log = log;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            this.process = builder.start();
            // Should the measurement be broken off, nothing keeps running.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not start: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    /** Processor time of this process alone since its start. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow(() -> ended());
    }

    /** One of the figures in {@code /proc/PID/status}, for instance {@code VmRSS} in KiB. */
    long status(String key) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow(() -> ended());
        } catch (IOException e) {
            throw ended();
        }
    }

    /** Its open files and sockets. */
    long descriptors() {
        try (var all = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return all.count();
        } catch (IOException e) {
            throw ended();
        }
    }

    /** KiB in use on its heap, after it was made to collect garbage. */
    long heapAfterCollection(Jdk jdk) {
        ask(jdk, "GC.run");
        return USED.matcher(ask(jdk, "GC.heap_info"))
                .results()
                .mapToLong(used -> Long.parseLong(used.group(1)))
                .sum();
    }

    private String ask(Jdk jdk, String command) {
        try {
            Process jcmd = new ProcessBuilder(jdk.home() + "/bin/jcmd", Long.toString(process.pid()), command).start();
            String answer = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + " failed: " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The options of its Java that are about memory and compilers. */
    List<String> javaOptions() {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return Arrays.stream(line.split("\0"))
                    .filter(word -> word.matches("-X[mx].*|-XX:.*"))
                    .filter(word -> !word.matches(".*(AOTCache|SharedArchiveFile|FlightRecording).*"))
                    .toList();
        } catch (IOException e) {
            throw ended();
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    IllegalStateException ended() {
        return new IllegalStateException(name + " has ended; its log is " + log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
