package org.pbxfailover.config;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pbxfailover.config.Internet.OutsideHost;
import org.pbxfailover.core.FailureClass;

/** Makes records of a file that has no problems. */
final class ConfigurationMaker {
    private final Section root;
    private final Secrets secrets;
    private final Actions actions;
    private final List<String> allEvents;

    ConfigurationMaker(Section root, Secrets secrets, List<String> allEvents) {
        this.root = root;
        this.secrets = secrets;
        this.actions = new Actions(secrets);
        this.allEvents = allEvents;
    }

    Configuration configuration(Path file) {
        return new Configuration(
                file,
                robot(root.section("robot")),
                internet(root.section("internet")),
                root.list("notify").stream()
                        .map(section -> actions.notification(section, allEvents))
                        .toList(),
                root.has("heartbeat") ? Optional.of(heartbeat(root.section("heartbeat"))) : Optional.empty(),
                readiness(root.section("readiness")),
                root.list("pairs").stream().map(this::pair).toList());
    }

    private RobotSettings robot(Section robot) {
        Section api = robot.section("api");
        Section console = robot.section("console");
        return new RobotSettings(
                robot.text("name").orElse(Defaults.NAME),
                Path.of(robot.text("state").orElse(Defaults.STATE)),
                Listens.parse(api.text("listen").orElse(Defaults.API)).orElseThrow(),
                api.text("token").map(token -> Template.hidden(token, secrets)),
                Listens.parse(console.text("listen").orElse(Defaults.CONSOLE)).orElseThrow(),
                console.text("user").orElse(Defaults.USER),
                console.text("password").map(password -> Template.hidden(password, secrets)),
                console.text("monitor-password").map(password -> Template.hidden(password, secrets)),
                robot.list("commands").stream()
                        .map(program -> program.node().asText())
                        .toList(),
                robot.list("trust").stream()
                        .flatMap(file -> certificates(file.node().asText()).stream())
                        .toList());
    }

    private static List<X509Certificate> certificates(String file) {
        try {
            return CertificateFile.read(Path.of(file));
        } catch (BoundedFile.Unfit e) {
            throw new UncheckedIOException(e); // it was well a moment ago
        }
    }

    private Internet internet(Section internet) {
        List<OutsideHost> hosts =
                internet.list("hosts").stream().map(ConfigurationMaker::host).toList();
        return new Internet(
                hosts,
                internet.number("needed").orElse(hosts.size() / 2 + 1),
                internet.duration("timeout", Defaults.INTERNET_TIMEOUT),
                internet.list("witnesses").stream().map(this::witness).toList());
    }

    private Internet.Witness witness(Section witness) {
        return new Internet.Witness(url(witness), witness.text("token").map(token -> Template.hidden(token, secrets)));
    }

    private static OutsideHost host(Section host) {
        return new OutsideHost(url(host), host.status("status", Defaults.ALIVE), host.text("contains"));
    }

    /** Of an entry that is an address, or a section with one. */
    private static URI url(Section entry) {
        return entry.node().isTextual()
                ? URI.create(entry.node().asText())
                : entry.uri("url").orElseThrow();
    }

    private static ReadinessSettings readiness(Section readiness) {
        return new ReadinessSettings(
                readiness.duration("every", Defaults.READINESS_EVERY),
                words(readiness, "ignore"),
                words(readiness, "fatal"),
                readiness.duration("drill-every").orElse(Duration.ZERO));
    }

    private static Set<String> words(Section section, String key) {
        return section.list(key).stream().map(entry -> entry.node().asText()).collect(Collectors.toUnmodifiableSet());
    }

    private Heartbeat heartbeat(Section heartbeat) {
        Duration every = heartbeat.duration("every", Defaults.HEARTBEAT_EVERY);
        return new Heartbeat(
                // Whoever knows it may beat for a dead robot; services for this put their secret into its path.
                Template.hidden(heartbeat.text("url").orElseThrow(), secrets),
                every,
                Durations.shorter(every, heartbeat.duration("timeout", Defaults.HEARTBEAT_TIMEOUT)));
    }

    private Pair pair(Section pair) {
        return new Pair(
                pair.text("name").orElseThrow(),
                pair.text("working-directory").map(Path::of),
                shadow(root.section("robot")) || shadow(pair),
                primary(pair.section("primary")),
                secondary(pair.section("secondary")),
                actions.stages(pair.section("activation")),
                actions.stages(pair.section("failback")));
    }

    private static boolean shadow(Section section) {
        return section.text("mode").filter("shadow"::equals).isPresent();
    }

    private static Pair.Primary primary(Section primary) {
        return new Pair.Primary(
                primary.text("address"),
                probe(primary, Defaults.PRIMARY_EVERY),
                primary.uri("sip"),
                primary.flag("sip-veto", true),
                primary.text("when-back").filter("stand-down"::equals).isPresent(),
                primary.duration("stable-for", Defaults.STABLE_FOR));
    }

    private static Pair.Secondary secondary(Section secondary) {
        Section synced = secondary.section("synced");
        return new Pair.Secondary(
                secondary.text("address"),
                secondary.has("probe") ? Optional.of(probe(secondary, Defaults.SECONDARY_EVERY)) : Optional.empty(),
                synced.text("file")
                        .map(file -> new Pair.Synced(Path.of(file), synced.duration("max-age", Defaults.MAX_AGE))));
    }

    private static ProbeSettings probe(Section server, String everyAbsent) {
        Section probe = server.section("probe");
        Presets preset = Presets.of(server);
        Duration every = probe.duration("every", everyAbsent);
        return new ProbeSettings(
                preset.complete(probe.uri("url").orElseThrow()),
                every,
                probe.duration("recheck").orElse(every),
                Durations.shorter(every, probe.duration("timeout", Defaults.PROBE_TIMEOUT)),
                probe.number("failures").orElse(Defaults.FAILURES),
                probe.status("status", preset.status()),
                probe.text("contains").or(preset::contains),
                probe.list("count-also").stream()
                        .map(entry -> FailureClass.valueOf(entry.node().asText().toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toUnmodifiableSet()),
                probe.duration("grace", Defaults.GRACE));
    }
}
