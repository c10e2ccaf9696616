package org.pbxfailover.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.config.ApiAccess;
import org.pbxfailover.config.RobotSettings;
import org.pbxfailover.config.SecretException;
import org.pbxfailover.config.Secrets;
import org.pbxfailover.config.Template;
import org.pbxfailover.journal.StateDirectory;

/**
 * Where the robot listens and with which token it is spoken to. The token never comes from the command line, where every user of the
 * machine could read it.
 */
final class RobotAccess {
    /** Environment variable with the token. */
    static final String TOKEN_VARIABLE = "PBX_FAILOVER_TOKEN";

    /** @param origin where it comes from, for sentences */
    record Token(String value, String origin) {
        @Override
        public String toString() {
            return "[REDACTED] from " + origin;
        }
    }

    private final Options options;
    private final Path configFile;
    private final Surroundings surroundings;

    RobotAccess(Options options, Path configFile, Surroundings surroundings) {
        this.options = options;
        this.configFile = configFile;
        this.surroundings = surroundings;
    }

    /** @throws CommandFailure when the address or the token is not to be found */
    RemoteRobot robot() {
        Optional<ApiAccess> configured = ApiAccess.read(configFile, new Secrets(this::variable));
        URI address = address(configured);
        return new RemoteRobot(address, token(configured, address), surroundings.person(), options.patience());
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(surroundings.environment().get(name));
    }

    private URI address(Optional<ApiAccess> configured) {
        if (options.api().isPresent()) {
            return given(options.api().get(), "--api");
        }
        Path elsewhere = inState(configured, StateDirectory.API_ADDRESS);
        if (Files.exists(elsewhere)) {
            return given(content(elsewhere, "where the robot's API is").strip(), elsewhere.toString());
        }
        RobotSettings.Listen listen = configured
                .orElseThrow(() -> unknown(configFile + " is "
                        + (Files.exists(configFile) ? "no YAML that can be read (check shows why)" : "not there")))
                .listen()
                .orElseThrow(
                        () -> unknown("robot.api.listen in " + configFile + " is no host and port (check shows why)"));
        if (listen.port() == 0) {
            throw CommandFailure.unreachable(
                    "No robot runs there: robot.api.listen in " + configFile + " is any free port, and " + elsewhere
                            + ", where a robot leaves the one that it has, is not to be seen: start it, or name its address with --api.");
        }
        return URI.create("http://" + reachable(listen.host()) + ":" + listen.port());
    }

    private static CommandFailure unknown(String why) {
        return CommandFailure.invalid("The robot's address is not known, because " + why
                + ": name another file with --config, or the address with --api http://127.0.0.1:8080.");
    }

    /** Who listens everywhere is spoken to on this host. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private static URI given(String text, String origin) {
        String url = text.contains("://") ? text : "http://" + text;
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
        try {
            URI uri = new URI(url);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        throw CommandFailure.invalid(origin + " is no address of a robot: it looks like http://127.0.0.1:8080.");
    }

    private Token token(Optional<ApiAccess> configured, URI address) {
        if (options.tokenFile().isPresent()) {
            Path file = options.tokenFile().get();
            return checked(content(file, "--token-file"), file.toString());
        }
        String environment = surroundings.environment().getOrDefault(TOKEN_VARIABLE, "");
        if (!environment.isBlank()) {
            return checked(environment, TOKEN_VARIABLE);
        }
        Optional<Template> template = configured.flatMap(ApiAccess::token);
        if (template.isPresent()) {
            return resolved(template.get());
        }
        Path generated = inState(configured, StateDirectory.API_TOKEN);
        if (!Files.exists(generated)) {
            throw noToken(generated, address);
        }
        return checked(content(generated, "the robot's token"), generated.toString());
    }

    private Path inState(Optional<ApiAccess> configured, String file) {
        Path state = configured.map(ApiAccess::state).orElse(Path.of("state"));
        return surroundings.directory().resolve(state).resolve(file);
    }

    private static CommandFailure noToken(Path generated, URI address) {
        String why = generated + " does not exist (a robot makes it at its first start)";
        return listens(address)
                ? CommandFailure.refused("There is no token to speak to the robot with: " + why
                        + ", so name a file with --token-file or set " + TOKEN_VARIABLE + ".")
                : CommandFailure.unreachable("No robot answers at " + address + ", and " + why
                        + ": is it running, and is this its robot.api.listen?");
    }

    /** Whoever may not speak to it can still find out whether anybody is there. */
    private static boolean listens(URI address) {
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), port), 2_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Token resolved(Template template) {
        String origin = "robot.api.token in " + configFile;
        try {
            return checked(template.resolve(Map.of()), origin);
        } catch (SecretException e) {
            throw CommandFailure.refused("The token from " + origin + " cannot be had here, because " + e.getMessage()
                    + "; or name a file with the token with --token-file.");
        }
    }

    private static String content(Path file, String what) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String why = !Files.exists(file) ? "does not exist" : "cannot be read";
            throw CommandFailure.refused(file + " (" + what + ") " + why
                    + ": it must be a text file with the token in it, readable for you.");
        }
    }

    /** A token goes into a header: one word of visible characters. */
    private static Token checked(String text, String origin) {
        String token = text.strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw CommandFailure.refused(
                    "The token from " + origin + " must be one line of visible ASCII characters without blanks.");
        }
        return new Token(token, origin);
    }
}
