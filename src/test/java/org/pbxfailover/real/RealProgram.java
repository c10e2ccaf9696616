package org.pbxfailover.real;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.pbxfailover.web.Ports;

/** A program of somebody else, in a process of its own that ends with the test. Without the program the test fails; it is never skipped. */
final class RealProgram implements AutoCloseable {
    private final Process process;
    private final Path said;
    private final String packages;

    /**
     * @param packages of Debian, in which the program is
     * @param said takes what it says
     */
    RealProgram(String packages, Path said, Path directory, List<String> command) {
        this.packages = packages;
        this.said = said;
        String program = command.get(0);
        boolean installed = Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        if (!installed) {
            throw new AssertionError(
                    program + " is not installed, and this test is about nothing else: apt-get install " + packages
                            + ", or leave the profile 'real' out");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + File.pathSeparator + more);
        builder.environment().put("TERM", "xterm");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody has, neither over TCP nor over UDP, at no address of this host. */
    static int freePort() {
        try {
            return Ports.free("0.0.0.0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it listens. */
    void untilTaken(int port, boolean udp) {
        untilTaken("127.0.0.1", port, udp);
    }

    /** Waits until it listens at this address. */
    void untilTaken(String address, int port, boolean udp) {
        Awaitility.await("a listener on port " + port)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(
                                "it ended at its start with " + process.exitValue() + " (are the packages " + packages
                                        + " installed?) and said:\n" + Files.readString(said));
                    }
                    return taken(address, port, udp);
                });
    }

    private static boolean taken(String address, int port, boolean udp) throws IOException {
        InetAddress here = InetAddress.getByName(address);
        try (AutoCloseable tried = udp ? new DatagramSocket(port, here) : new ServerSocket(port, 1, here)) {
            return tried == null;
        } catch (Exception e) {
            return true;
        }
    }

    /** The whole family: the process and its children. */
    private Stream<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** A signal to each of the family, such as {@code STOP} and {@code CONT}; also to those that are born meanwhile. */
    void signal(String name) {
        Set<Long> told = new HashSet<>();
        List<Long> others = others(told);
        while (!others.isEmpty()) {
            kill(name, others);
            told.addAll(others);
            others = others(told);
        }
    }

    private List<Long> others(Set<Long> told) {
        return family().map(ProcessHandle::pid)
                .filter(pid -> !told.contains(pid))
                .toList();
    }

    private static void kill(String name, List<Long> pids) {
        List<String> command = Stream.concat(
                        Stream.of("kill", "-" + name), pids.stream().map(String::valueOf))
                .toList();
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL to all of them. */
    @Override
    public void close() {
        List<ProcessHandle> all = family().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Awaitility.await("the end of its processes")
                .atMost(Duration.ofSeconds(30))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
