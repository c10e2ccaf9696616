package org.pbxfailover.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pbxfailover.stories.RobotClient.soon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret in every place where one can stand, servers that answer each request with all that they were sent, and everything that a robot in
 * a process of its own shows: log, commands, API, metrics, health, every MBean, the source of its routes, its arguments and its files.
 */
@Tag("long")
class NoSecretAnywhereTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A parrot. */
    private static final Stub.Behaviour REPEATS = request -> {
        StringBuilder heard = new StringBuilder(request.getRequestMethod() + " " + request.getRequestURI());
        request.getRequestHeaders()
                .forEach((name, values) ->
                        heard.append(' ').append(name).append('=').append(values));
        Stub.answers(500, heard + " " + request.getAttribute(Stub.BODY)).treat(request);
    };

    @TempDir
    Path temp;

    private final List<String> secrets = new ArrayList<>(List.of(Town.TOKEN, Town.PASSWORD, Town.MONITOR));
    private final Map<String, String> shown = new LinkedHashMap<>();

    /** A new secret in plain text, which only a place for nothing else may have. */
    private String plain(String place) {
        String secret = "hunter-of-" + place + "-4711";
        secrets.add(secret);
        secrets.add(Base64.getEncoder().encodeToString(("robot:" + secret).getBytes(StandardCharsets.UTF_8)));
        return secret;
    }

    /** A new secret in a file. */
    private String secret(String place) {
        try {
            return "{{file:" + Files.writeString(temp.resolve("secret-" + place), plain(place)) + "}}";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path configuration(Town town, Stub parrot) {
        town.services.is(REPEATS);
        town.also("readiness: { every: 1s }\n")
                .also("heartbeat: { url: \"" + parrot.url("/beat/" + secret("heartbeat")) + "\", every: 1s }\n")
                .also("notify:\n")
                .also("  - { action: webhook, url: \"" + parrot.url("/news?key=" + secret("webhook"))
                        + "\", headers: { X-Key: \"" + plain("webhook-header") + "\" }, attempts: 1 }\n")
                .also("  - { action: slack, url: \"" + parrot.url("/" + plain("slack")) + "\", attempts: 1 }\n")
                .also("  - { action: email, server: \"smtp://127.0.0.1:" + parrot.port()
                        + "\", from: robot@example.net, to: [noc@example.net], username: robot, password: \""
                        + plain("mail") + "\", attempts: 1, timeout: 1s }\n");
        String dns = "action: powerdns, url: \"" + town.services.url("") + "\", api-key: \"" + secret("powerdns")
                + "\", zone: acme.example, name: pbx.acme.example, timeout: 2s";
        town.pair(
                "acme",
                "",
                "reload: "
                        + town.action(
                                "acme",
                                "reload?key=" + secret("url"),
                                "attempts: 1, username: robot, password: \"" + plain("basic")
                                        + "\", headers: { X-Key: \"" + secret("header") + "\" }, body: \"pin="
                                        + secret("body") + "\", preflight: { url: \""
                                        + town.services.url("/look?key=" + secret("preflight")) + "\" }")
                        + "\ntrunks: { action: asterisk-register, url: \"" + town.services.url("")
                        + "\", username: robot, password: \"" + plain("asterisk")
                        + "\", registrations: [carrier], timeout: 2s }\ndns: { " + dns + " }\n",
                "dns: { action: rfc2136, server: \"127.0.0.1:" + town.services.port()
                        + "\", zone: acme.example, name: pbx.acme.example, tsig-name: robot, tsig-secret: \""
                        + tsig() + "\", timeout: 1s }\n");
        return town.write();
    }

    private String tsig() {
        String secret = Base64.getEncoder().encodeToString("hunter-of-tsig-4711-4711".getBytes(StandardCharsets.UTF_8));
        secrets.add(secret);
        return secret;
    }

    @Test
    void no_secret_is_in_anything_that_a_robot_shows_or_keeps() throws Exception {
        try (Town town = new Town(temp);
                Stub parrot = town.stub("parrot").is(REPEATS)) {
            Path file = configuration(town, parrot);
            try (Child child = new Child(file, Town.routes())) {
                RobotClient robot = child.client();
                soon("the rehearsals")
                        .until(() -> RobotClient.texts(robot.pair("acme").path("not-ready")).stream()
                                        .filter(why -> !why.contains("not rehearsed yet"))
                                        .count()
                                >= 3);
                town.primary("acme").dies();
                soon("the alarm").until(() -> robot.alarms("acme").toString().contains("reload is stalled"));
                soon("a lost notification").until(() -> child.log().contains("did not reach its receiver"));

                commands(child, file);
                surfaces(robot);
                shown.put("log", child.log());
                shown.put("arguments", child.arguments());
                files();
            }
        }
        assertThat(shown.get("explain acme")).contains("[REDACTED]"); // the parrot was heard
        assertThat(shown.get("MBeans")).contains("org.pbxfailover:type=Pair,name=acme", "reload is stalled");
        assertThat(shown.get("routes")).contains("direct:http", "one-stage");
        assertThat(shown.keySet()).anyMatch(where -> where.contains("acme-drill-") && where.endsWith(".html"));
        shown.forEach((where, text) -> assertThat(secrets).as(where).noneMatch(text::contains));
    }

    private void commands(Child child, Path file) {
        for (String command : List.of(
                "status",
                "status acme --json",
                "explain acme",
                "explain acme --json",
                "history acme --json",
                "drill acme",
                "drill acme --json",
                "check",
                "acknowledge acme",
                "failback acme")) {
            try (Child person = child.person(file, command.split(" "))) {
                person.exit();
                shown.put(command, soon("what it says").until(person::log, log -> !log.isEmpty()));
            }
        }
    }

    private void surfaces(RobotClient robot) throws IOException {
        for (String path : List.of("/api/pairs", "/api/pairs/acme", "/api/pairs/acme/history", "/api/openapi.json")) {
            shown.put(path, robot.textOfApi(path));
        }
        for (String path : List.of("/observe/metrics", "/observe/health", "/hawtio/")) {
            shown.put(path, robot.textOfConsole(path, ""));
        }
        JsonNode beans = JSON.readTree(jolokia(robot, "{\"type\":\"search\",\"mbean\":\"*:*\"}"))
                .path("value");
        assertThat(beans.size()).isGreaterThan(100);
        List<Map<String, Object>> reads = new ArrayList<>();
        beans.forEach(bean -> reads.add(Map.of("type", "read", "mbean", bean.asText(), "ignoreErrors", true)));
        shown.put("MBeans", jolokia(robot, JSON.writeValueAsString(reads)));
        String context = "org.apache.camel:context=pbx-failover,type=context,name=\\\"pbx-failover\\\"";
        shown.put(
                "routes",
                jolokia(
                        robot,
                        "{\"type\":\"exec\",\"mbean\":\"" + context + "\",\"operation\":\"dumpRoutesAsXml()\"}"));
    }

    private static String jolokia(RobotClient robot, String body) {
        return robot.textOfConsole("/hawtio/jolokia", body);
    }

    /** Journal, reports and whatever else it keeps, but for the two files that are there to be read by their owner. */
    private void files() throws IOException {
        Path reports = temp.resolve("state/reports");
        soon("the report of the drill")
                .until(() -> Files.isDirectory(reports)
                        && Files.list(reports)
                                .anyMatch(report -> report.toString().endsWith(".html")));
        try (Stream<Path> all = Files.walk(temp.resolve("state"))) {
            for (Path kept : all.filter(Files::isRegularFile).toList()) {
                shown.put(kept.toString(), Files.readString(kept, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
