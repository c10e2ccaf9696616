package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rules between keys, which a schema cannot say. Looks at what is readable, so that it adds to the schema's complaints. */
final class KeyRules {
    private final Section root;
    private final Secrets secrets;

    KeyRules(Section root, Secrets secrets) {
        this.root = root;
        this.secrets = secrets;
    }

    void check() {
        new RobotKeyRules(root.section("robot")).check();
        internet(root.section("internet"));
        new WitnessRules(root).check();
        Section heartbeat = root.section("heartbeat");
        atMost(heartbeat, "timeout", heartbeat.duration("every", Defaults.HEARTBEAT_EVERY), "every");
        root.list("notify").forEach(action -> new ActionKeyRules(action, secrets).check());
        pairs();
        commands();
    }

    /** What may run is said in one place, apart from what does. */
    private void commands() {
        List<String> allowed = root.section("robot").list("commands").stream()
                .map(program -> program.node().asText())
                .toList();
        if (root.section("robot").doubtful("commands")) {
            return;
        }
        Stream<Section> stages = root.list("pairs").stream()
                .flatMap(pair -> Stream.of(pair.section("activation"), pair.section("failback")))
                .flatMap(run -> run.sections().keySet().stream().flatMap(stage -> run.list(stage).stream()));
        Stream.concat(stages, root.list("notify").stream())
                .flatMap(action -> Stream.of(action, action.section("verify"), action.section("preflight")))
                .filter(action ->
                        action.text("action").filter("command"::equals).isPresent())
                .forEach(action -> command(action, allowed));
    }

    private static void command(Section action, List<String> allowed) {
        action.text("program")
                .filter(program -> !allowed.contains(program))
                .ifPresent(program -> action.complain(
                        "program",
                        action.path("program") + " is " + Text.shown(program)
                                + ", which robot.commands does not allow: add it there, such as commands: ["
                                + Text.shown(program) + "]"));
    }

    private static void internet(Section internet) {
        JsonNode list = internet.section("hosts").node();
        int hosts = list.isArray() ? list.size() : 0;
        internet.number("needed")
                .filter(needed -> hosts > 0 && needed > hosts)
                .ifPresent(needed -> internet.complain(
                        "needed",
                        internet.path("needed") + " is " + needed + ", but internet.hosts has " + hosts
                                + (hosts == 1 ? " entry" : " entries") + ": write at most that many, such as needed: "
                                + (hosts / 2 + 1)));
        Set<String> asked = new HashSet<>();
        for (Section host : internet.list("hosts")) {
            String url = host.node().isTextual()
                    ? host.node().asText()
                    : host.text("url").orElse("");
            if (!url.isEmpty() && !asked.add(url.toLowerCase(Locale.ROOT).replaceFirst("/$", ""))) {
                host.problems()
                        .add(
                                host.pointer(),
                                host.problems().path(host.pointer()) + " is " + Text.shown(url)
                                        + " once more, and nobody's answer counts twice: write another one, such as"
                                        + " https://www.gstatic.com/generate_204");
            }
            boolean tcp =
                    host.uri("url").map(uri -> "tcp".equals(uri.getScheme())).orElse(false);
            for (String key : List.of("status", "contains")) {
                if (tcp && host.has(key)) {
                    host.complain(
                            key,
                            host.path(key)
                                    + " has no meaning for a tcp: host, which only accepts a connection: leave the key out, or write an https: URL");
                }
            }
        }
    }

    private void pairs() {
        var names = new HashMap<String, Section>();
        for (Section pair : root.list("pairs")) {
            pair.text("name").ifPresent(name -> {
                Section first = names.putIfAbsent(name.toLowerCase(Locale.ROOT), pair);
                if (first != null) {
                    pair.complain(
                            "name",
                            "the pair name '" + name + "' is taken already by the pair in line "
                                    + root.problems().line(first.at("name"))
                                    + " (case is ignored): give each pair a name of its own, such as name: " + name
                                    + "-2");
                }
            });
            pair(pair);
        }
    }

    private void pair(Section pair) {
        Section primary = pair.section("primary");
        Section secondary = pair.section("secondary");
        probe(primary.section("probe"), Defaults.PRIMARY_EVERY);
        probe(secondary.section("probe"), Defaults.SECONDARY_EVERY);
        distinct(primary, secondary);
        sip(primary);
        new ReturnRules(pair).check();
        for (String run : List.of("activation", "failback")) {
            for (String stage : pair.section(run).sections().keySet()) {
                for (Section action : pair.section(run).list(stage)) {
                    new ActionKeyRules(action, secrets)
                            .check(addresses(primary, secondary), run.equals("failback") ? primary : secondary);
                }
            }
        }
    }

    private static Map<String, Boolean> addresses(Section primary, Section secondary) {
        return Map.of(
                "primary", primary.has("address") || primary.doubtful("address"),
                "secondary", secondary.has("address") || secondary.doubtful("address"));
    }

    private static void probe(Section probe, String everyAbsent) {
        Duration every = probe.duration("every", everyAbsent);
        atMost(probe, "timeout", every, "every");
        atMost(probe, "recheck", every, "every");
    }

    static void atMost(Section section, String key, Duration most, String mostKey) {
        section.duration(key)
                .filter(value -> value.compareTo(most) > 0 && !section.doubtful(mostKey))
                .ifPresent(value -> section.complain(
                        key,
                        section.path(key) + " is " + Durations.show(value) + ", longer than " + mostKey + " ("
                                + Durations.show(most) + "): write at most that, such as " + key + ": "
                                + Durations.show(most)));
    }

    private static void sip(Section primary) {
        Section probe = primary.section("probe");
        boolean counts = probe.list("count-also").stream()
                .anyMatch(entry -> entry.node().asText().equals("sip"));
        if (counts && !primary.has("sip")) {
            probe.complain(
                    "count-also",
                    probe.path("count-also") + " names sip, but the primary has no SIP side: write its address, such as"
                            + " primary.sip: udp://pbx1.acme.example:5060, or leave sip out");
        }
    }

    private static void distinct(Section primary, Section secondary) {
        Optional<String> address = secondary.text("address");
        if (address.isPresent()
                && primary.text("address")
                        .filter(other -> Urls.host(other).equals(Urls.host(address.get())))
                        .isPresent()) {
            secondary.complain(
                    "address",
                    secondary.path("address") + " is that of the primary, " + address.get()
                            + ": write the address of the other server, such as address: 203.0.113.7");
        }
        Section probe = secondary.section("probe");
        Optional<String> target = probe.uri("url").flatMap(Urls::server);
        if (target.isPresent()
                && target.equals(primary.section("probe").uri("url").flatMap(Urls::server))) {
            probe.complain(
                    "url",
                    probe.path("url") + " asks the primary itself, " + target.get()
                            + ": write a URL of the other server, such as url: http://127.0.0.1/");
        }
    }
}
