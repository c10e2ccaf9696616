package org.pbxfailover.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A first configuration with its comments, for a make of PBX and a DNS service. It is in shadow mode and holds no secret, only the names of
 * environment variables. A make is offered as soon as the program has all actions that its template calls.
 */
public final class Starter {
    private static final List<String> MAKES =
            List.of("asterisk", "freepbx", "freeswitch", "kamailio", "opensips", "vodia", "other");
    private static final List<String> SERVICES =
            List.of("powerdns", "rfc2136", "dyndns2", "cloudflare", "desec", "route53", "other");
    private static final Pattern CALLED = Pattern.compile("action: ([a-z0-9-]+)");
    private static final Pattern DOMAIN = Pattern.compile("[^.]+\\.((?:[^.]+\\.)+[^.\\d]+)");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{env:([A-Z0-9_]+)}}");

    private Starter() {}

    /** The PBXs that there are templates for; {@code other} takes any that has an HTTP interface. */
    public static List<String> makes() {
        return MAKES.stream().filter(make -> complete("pbx/" + make)).toList();
    }

    /** Likewise the DNS services. */
    public static List<String> services() {
        return SERVICES.stream().filter(service -> complete("dns/" + service)).toList();
    }

    private static boolean complete(String template) {
        return CALLED.matcher(read(template)).results().allMatch(call -> Library.knows(call.group(1)));
    }

    /**
     * The text of the file. It is valid when the values are and the environment variables are set.
     *
     * @param make one of {@link #makes}
     * @param service one of {@link #services}
     * @param values of {@code name}, {@code primary}, {@code primary-address} and {@code secondary}; and {@code option}, how the commands
     *     find the file
     */
    public static String yaml(String make, String service, Map<String, String> values) {
        String[] ways = read("pbx/" + make).split("---\n", -1);
        String dns = read("dns/" + service);
        String text = read("failover")
                .replace("@make@", make)
                .replaceFirst("(?m)^ *# type: other .*\\R", "")
                .replace("@dns@", service)
                .replace("@activation@", ways[0].stripTrailing())
                .replace("@failback@", ways[1].stripTrailing())
                .replace("@dns-action@", dns.stripTrailing())
                .replace("@dns-back@", dns.stripTrailing().replace("{secondary}", "{primary}"))
                .replace("@variables@", String.join(" ", variables(ways[0] + dns)));
        text = named(
                text,
                Objects.requireNonNull(
                        URI.create(values.getOrDefault("primary", "")).getHost(), "primary"));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    /** Puts the schema beside the file, by which an editor completes its keys; one that is there stays. */
    public static void schema(Path file) throws IOException {
        Path schema = file.resolveSibling("failover.schema.json"); // as the file's first line says
        if (!Files.exists(schema)) {
            Files.write(schema, SchemaDocument.bytes());
        }
    }

    /** What a person would have to change is guessed from the name of the primary, where that is one of a domain. */
    private static String named(String text, String primary) {
        String sip = text.replace("pbx1.example.com:5060", primary + ":5060");
        Matcher domain = DOMAIN.matcher(primary);
        return domain.matches() ? sip.replace("example.com", domain.group(1)) : sip;
    }

    /** The environment variables that a text names, sorted. */
    public static List<String> variables(String text) {
        return VARIABLE
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }

    private static String read(String template) {
        String resource = "/init/" + template + ".yaml";
        try (InputStream in = Objects.requireNonNull(Starter.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
