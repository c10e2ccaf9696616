package org.pbxfailover.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The world of a story: a primary of its own for each pair, one server that takes the calls of all stages at {@code /PAIR/STAGE},
 * outside hosts, and the configuration that knows them. Several pairs share one robot, so that many stories need one start only.
 */
final class Town implements AutoCloseable {
    static final String TOKEN = "a-token-for-stories";
    static final String PASSWORD = "a-password-for-stories";
    private static final String HERE = "127.0.0.1";
    static final String MONITOR = "a-password-to-look-with";
    static final List<String> ORDER = List.of("reload", "trunks", "dns");

    final Chronicle chronicle = new Chronicle();
    final Stub services = stub("services");
    final List<Stub> outside = List.of(stub("outside-1"), stub("outside-2"), stub("outside-3"));
    final Path directory;
    private final Map<String, Stub> primaries = new LinkedHashMap<>();
    private final List<String> pairs = new ArrayList<>();
    private String robot = "";
    private String internet = "";
    private String witnesses = "";
    private String rest = "";
    private String patience = "5s";
    private String secondary = "";
    private String probing = "every: 500ms, recheck: 150ms, timeout: 500ms, failures: 3";
    private String way = HERE;

    Town(Path directory) {
        this.directory = directory;
        robot("stories");
        internet(
                List.of(
                        outside.get(0).url("/"),
                        outside.get(1).url("/"),
                        outside.get(2).url("/")),
                2,
                "1s");
    }

    Stub stub(String name) {
        try {
            return new Stub(name, chronicle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Town robot(String name) {
        return robot(name, 0, 0);
    }

    Town robot(String name, int api, int console) {
        robot = """
                robot:
                  name: %s
                  state: "%s"
                  api: { listen: "127.0.0.1:%d", token: %s }
                  console: { listen: "127.0.0.1:%d", user: admin, password: %s, monitor-password: %s }
                """.formatted(name, directory.resolve("state"), api, TOKEN, console, PASSWORD, MONITOR);
        return this;
    }

    /** Believes the certificates in a file. */
    Town trust(Path file) {
        robot += "  trust: [\"" + file + "\"]\n";
        return this;
    }

    Town internet(List<String> hosts, int needed, String timeout) {
        internet = "internet: { hosts: [\"" + String.join("\", \"", hosts) + "\"], needed: " + needed + ", timeout: "
                + timeout;
        return this;
    }

    /** Entries of a list in YAML. */
    Town witnesses(String entries) {
        witnesses = ", witnesses: [" + entries + "]";
        return this;
    }

    /** The primary of a pair is that of another town. */
    Town shares(String pair, Town other, String primary) {
        primaries.put(pair, other.primary(primary));
        return this;
    }

    /** How long a call may take, for the actions that are made from now on. */
    Town patience(String timeout) {
        patience = timeout;
        return this;
    }

    /** How the primary is probed, for the pairs that are made from now on. */
    Town probing(String settings) {
        probing = settings;
        return this;
    }

    /** The secondaries of the pairs that are made from now on are polled there. */
    Town secondary(Stub server) {
        return secondary(server, "500ms");
    }

    /** @param every which is the time for an answer, too */
    Town secondary(Stub server, String every) {
        secondary = ", probe: { url: \"%s\", every: %s, timeout: %s }".formatted(server.url("/"), every, every);
        return this;
    }

    /** The pairs that are made from now on have a copy whose freshness this file shows. */
    Town synced(Path file) {
        secondary = ", synced: { file: \"" + file + "\" }";
        return this;
    }

    /** The pairs that are made from now on know their primary by a name and go to this address for it. */
    Town way(String address) {
        way = address;
        return this;
    }

    /** Sections of the configuration that most stories do not need. */
    Town also(String yaml) {
        rest += yaml;
        return this;
    }

    /** A pair with the usual stages; its primary is up. */
    Town pair(String name) {
        return pair(name, "");
    }

    /** @param settings of the primary or its mode, such as {@code when-back: stand-down} */
    Town pair(String name, String settings) {
        return pair(name, settings, usual(name), "dns: " + action(name, "dns-back", "") + "\n");
    }

    /** @param activation and failback: stages in YAML, one a line */
    Town pair(String name, String settings, String activation, String failback) {
        String mode = settings.contains("shadow") ? "shadow" : "live";
        pairs.add("""
                  - name: %s
                    mode: %s
                    primary:
                      address: %s
                      probe: { url: "%s", %s, contains: PBX }
                %s    secondary: { address: 127.0.0.2%s }
                    activation:
                %s    failback:
                %s""".formatted(
                        name,
                        mode,
                        way,
                        url(name),
                        probing,
                        settings.contains("shadow") ? "" : indented(settings),
                        secondary,
                        indented(activation),
                        indented(failback)));
        return this;
    }

    /** The address of its primary, or a name for it when the pairs know a way of their own. */
    String url(String pair) {
        Stub primary = primaries.computeIfAbsent(pair, this::stub);
        return way.equals(HERE) ? primary.url("/") : "http://pbx.invalid:" + primary.port() + "/";
    }

    private static String indented(String lines) {
        return lines.lines().map(line -> "      " + line + "\n").reduce("", String::concat);
    }

    private String usual(String pair) {
        return ORDER.stream()
                .map(stage -> stage + ": " + action(pair, stage, "") + "\n")
                .reduce("", String::concat);
    }

    /** An action in YAML: one POST to {@code /PAIR/STAGE}. */
    String action(String pair, String stage, String settings) {
        return "{ action: http, url: \"" + services.url("/" + pair + "/" + stage) + "\", method: POST, timeout: "
                + patience + ", backoff: 100ms" + (settings.isEmpty() ? "" : ", " + settings) + " }";
    }

    Stub primary(String pair) {
        return Objects.requireNonNull(primaries.get(pair));
    }

    Path write() {
        try {
            return Files.writeString(
                    directory.resolve("failover.yaml"),
                    robot + internet + witnesses + " }\n" + rest + "pairs:\n" + String.join("", pairs));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The routes of the repository itself. */
    static Path routes() {
        return Path.of("routes").toAbsolutePath();
    }

    /** A copy of them, to be edited. */
    Path copiedRoutes() {
        Path copy = directory.resolve("routes");
        try (Stream<Path> files = Files.walk(routes())) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(routes().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    @Override
    public void close() {
        services.close();
        outside.forEach(Stub::close);
        primaries.values().forEach(Stub::close);
    }
}
