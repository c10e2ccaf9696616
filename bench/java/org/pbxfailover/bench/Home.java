package org.pbxfailover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The robot as it is delivered, laid out in a directory of its own: launcher, jar, libraries, routes. So a build in the meantime, or an
 * edit of a route, changes nothing under measurement.
 */
final class Home {
    private final Path directory;
    private final Jdk jdk;

    Home(Path checkout, Path directory, Jdk jdk) {
        this.directory = directory.toAbsolutePath();
        this.jdk = jdk;
        try {
            Files.createDirectories(directory);
            copy(checkout.resolve("pbx-failover"), directory.resolve("pbx-failover"));
            copy(checkout.resolve("target/pbx-failover.jar"), directory.resolve("pbx-failover.jar"));
            copyAll(checkout.resolve("target/lib"), directory.resolve("lib"));
            copyAll(checkout.resolve("routes"), directory.resolve("routes"));
            copyAll(checkout.resolve("routes/actions"), directory.resolve("routes/actions"));
            copyAll(checkout.resolve("config"), directory.resolve("config"));
        } catch (IOException e) {
            throw new UncheckedIOException("the robot cannot be laid out in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void copyAll(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** Makes the classes prepared in advance, as a build of the launcher and that of the image do. */
    Path prepare() {
        try {
            Path cache = directory.resolve("pbx-failover-" + jdk.version() + (jdk.version() >= 25 ? ".aot" : ".jsa"));
            Files.deleteIfExists(cache); // that of an earlier jar would be kept, and passed over without a word
            ProcessBuilder builder = new ProcessBuilder(
                            directory.resolve("pbx-failover").toString(), "demo")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prepare.log").toFile());
            builder.environment().put("JAVA_HOME", jdk.home());
            builder.environment()
                    .put(
                            "PBX_FAILOVER_JAVA_OPTS",
                            (jdk.version() >= 25 ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache);
            Process preparing = builder.start();
            if (!preparing.waitFor(120, TimeUnit.SECONDS) || !Files.exists(cache)) {
                throw new IllegalStateException(cache + " was not made; see prepare.log beside it");
            }
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    Jdk jdk() {
        return jdk;
    }

    /** A robot with a fresh journal, started by the launcher. */
    Robot robot(StubWorld world, String every, String timeout) {
        try {
            Path work = Files.createTempDirectory(directory, "run-");
            int console = freePort();
            Path configuration = work.resolve("failover.yaml");
            int api = freePort();
            Files.writeString(configuration, new RobotConfiguration(work, console, api, every, timeout).of(world));
            List<String> command = new ArrayList<>(List.of(
                    directory.resolve("pbx-failover").toString(),
                    "run",
                    "--config",
                    configuration.toString(),
                    "--routes",
                    directory.resolve("routes").toString()));
            Map<String, String> environment = Map.of("JAVA_HOME", jdk.home(), "PBX_FAILOVER_BENCH", Robot.PASSWORD);
            return new Robot(new Child("the robot", work.resolve("robot.log"), environment, command), console, api);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bare client, in a Java with the robot's own memory and compiler settings. */
    Child bare(StubWorld world, List<String> options) {
        Path urls = urls(world);
        return new Child(
                "the bare client", log(urls), Map.of(), bare(options, BareClient.class, urls.toString()));
    }

    /** The bare client that also counts, and acts upon the third failure. */
    Child bareGuard(StubWorld world, List<String> options) {
        Path urls = urls(world);
        return new Child(
                "the bare client that polls",
                log(urls),
                Map.of(),
                bare(options, BareGuard.class, urls.toString(), world.url("")));
    }

    private Path urls(StubWorld world) {
        try {
            Path urls = Files.createTempFile(directory, "urls-", ".txt");
            return Files.write(urls, world.primaries().stream().map(StubPrimary::url).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log(Path urls) {
        return urls.resolveSibling(urls.getFileName() + ".log");
    }

    /** The bare client that makes the activation calls of so many pairs at once. */
    Child bareStorm(StubWorld world, List<String> options, int pairs) {
        return new Child(
                "the bare client",
                directory.resolve("bare-storm.log"),
                Map.of(),
                bare(options, BareStorm.class, world.url(""), Integer.toString(pairs), nobody()));
    }

    private List<String> bare(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdk.java());
        command.addAll(options);
        command.addAll(List.of(
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A URL that refuses connections. */
    private static String nobody() {
        try {
            return "http://127.0.0.1:" + freePort() + "/";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
