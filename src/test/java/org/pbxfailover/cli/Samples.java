package org.pbxfailover.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader.Valid;
import org.pbxfailover.config.Internet;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.config.ReadinessSettings;
import org.pbxfailover.config.RobotSettings;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.config.Template;

/** Configurations and answers of the API, as the contract shows them. */
final class Samples {
    private Samples() {}

    static Valid configuration(int port, Path state, Optional<String> token, Pair... pairs) {
        return new Valid(
                new Configuration(
                        Path.of("config/failover.yaml"),
                        new RobotSettings(
                                "test",
                                state,
                                new Listen("127.0.0.1", port),
                                token.map(Template::new),
                                new Listen("127.0.0.1", 0),
                                "admin",
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of()),
                        new Internet(List.of(), 1, Duration.ofSeconds(2), List.of()),
                        List.of(),
                        Optional.empty(),
                        ReadinessSettings.usual(),
                        List.of(pairs)),
                Outline.unreadable("config/failover.yaml"));
    }

    static Pair pair(String name, int every, int recheck, int timeout, int failures) {
        ProbeSettings probe = new ProbeSettings(
                URI.create("https://pbx1.example/"),
                Duration.ofSeconds(every),
                Duration.ofSeconds(recheck),
                Duration.ofSeconds(timeout),
                failures,
                StatusRange.parse("200-399"),
                Optional.empty(),
                Set.of(),
                Duration.ZERO);
        return new Pair(
                name,
                Optional.empty(),
                false,
                new Pair.Primary(Optional.empty(), probe, Optional.empty(), true, false, Duration.ofMinutes(2)),
                new Pair.Secondary(Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(),
                Map.of());
    }

    static Pair withSip(Pair pair) {
        Pair.Primary primary = pair.primary();
        return new Pair(
                pair.name(),
                pair.workingDirectory(),
                pair.shadow(),
                new Pair.Primary(
                        primary.address(),
                        primary.probe(),
                        Optional.of(URI.create("udp://pbx1.example")),
                        true,
                        primary.standDown(),
                        primary.stableFor()),
                pair.secondary(),
                pair.activation(),
                pair.failback());
    }

    static Pair withFence(Pair pair, Action fence) {
        return new Pair(
                pair.name(),
                pair.workingDirectory(),
                pair.shadow(),
                pair.primary(),
                pair.secondary(),
                Map.of("fence", List.of(fence)),
                pair.failback());
    }

    static Valid withWitness(Valid valid) {
        return with(valid, List.of(), "https://dc3.example/");
    }

    static Valid withOutside(Valid valid, String... hosts) {
        return with(
                valid,
                Stream.of(hosts)
                        .map(host -> new Internet.OutsideHost(
                                URI.create(host), StatusRange.parse("200-399"), Optional.empty()))
                        .toList());
    }

    private static Valid with(Valid valid, List<Internet.OutsideHost> hosts, String... witnesses) {
        Configuration configuration = valid.configuration();
        return new Valid(
                new Configuration(
                        configuration.file(),
                        configuration.robot(),
                        new Internet(
                                hosts,
                                Math.max(1, hosts.size() - 1),
                                configuration.internet().timeout(),
                                Stream.of(witnesses)
                                        .map(url -> new Internet.Witness(URI.create(url), Optional.empty()))
                                        .toList()),
                        configuration.notifications(),
                        configuration.heartbeat(),
                        configuration.readiness(),
                        configuration.pairs()),
                valid.outline());
    }

    static String pairs(String... pairs) {
        return "{\"robot\":\"test\",\"pairs\":[" + String.join(",", pairs) + "]}";
    }

    static String pair(String name, String state, String more) {
        return """
                {"name":"%s","mode":"live","state":"%s","since":"2026-11-23T02:12:05Z","sentence":"%s is %s because.",
                 "failures":0,"needed-failures":3,"ready":true,"not-ready":[],"alarms":[],
                 "primary":{"at":"2026-11-23T02:59:58Z","took-millis":12,"alive":true,"phrase":"200 OK"},"stages":[]%s}""".formatted(name, state, name, state, more);
    }

    static String stage(String stage, String state, String more) {
        return """
                {"stage":"%s","state":"%s","attempts":1,"began":"2026-11-23T02:10:01Z","detail":"200 OK"%s}""".formatted(stage, state, more);
    }

    static String epoch(int number, String outcome, String stages) {
        String closed = outcome.equals("open") ? "" : "\"closed\":\"2026-11-23T02:10:04.500Z\",";
        return """
                {"epoch":%d,"kind":"failover","outcome":"%s","opened":"2026-11-23T02:10:00Z",%s
                 "sentence":"3 probes failed in a row.",
                 "evidence":{"failed":[
                   {"at":"2026-11-23T02:09:50.100Z","took-millis":3000,"alive":false,"failure":"timeout","phrase":"timeout: no answer"},
                   {"at":"2026-11-23T02:09:53.100Z","took-millis":1,"alive":false,"failure":"refused","phrase":"refused: port 443"}],
                  "outside":[{"host":"tcp://9.9.9.9:53","answered":true,"detail":"connected","took-millis":20},
                             {"host":"https://one.one.one.one/","answered":false,"detail":"no answer","took-millis":2000}],
                  "last":{"at":"2026-11-23T02:09:58Z","took-millis":2,"alive":false,"failure":"refused","phrase":"refused: again"}},
                 "stages":[%s]}""".formatted(number, outcome, closed, stages);
    }

    static String history(String... epochs) {
        return "{\"pair\":\"acme\",\"epochs\":[" + String.join(",", epochs) + "]}";
    }
}
