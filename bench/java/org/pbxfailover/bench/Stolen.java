package org.pbxfailover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Processor time that this machine wanted and a host that it shares did not give it: "steal" of {@code /proc/stat}, see proc(5). Where
 * much was taken away, neither times nor cores say anything about the robot.
 *
 * @param taken in ticks, since the machine was started
 * @param all ticks of any kind since then
 */
record Stolen(long taken, long all) {
    private static final int STEAL = 7;
    /** User, nice, system, idle, iowait, irq, softirq, steal; what guests got is part of user. */
    private static final int KINDS = 8;

    static Stolen soFar() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            long[] ticks = Arrays.stream(lines.findFirst().orElseThrow().split(" +"))
                    .skip(1)
                    .limit(KINDS)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Stolen(ticks[STEAL], Arrays.stream(ticks).sum());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sentence about the time since then. */
    static String since(Stolen before) {
        Stolen now = soFar();
        double share = 100.0 * (now.taken - before.taken) / Math.max(1, now.all - before.all);
        return String.format(Locale.ROOT, "Meanwhile the host took away %.1f %% of the processors' time.", share);
    }
}
