package org.pbxfailover.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where configuration and routes are: as said on the command line; otherwise in the current directory; otherwise where the launcher
 * lies. When the configuration is that of the launcher's directory, so are the routes: the two belong together.
 */
final class Places {
    private static final Path CONFIG = Path.of("config", "failover.yaml");
    private static final Path ROUTES = Path.of("routes");

    private final Path config;
    private final Path routes;

    Places(Optional<Path> config, Optional<Path> routes, Path directory, Path home) {
        boolean homely =
                config.isEmpty() && !Files.exists(directory.resolve(CONFIG)) && Files.exists(home.resolve(CONFIG));
        this.config = config.orElse((homely ? home : directory).resolve(CONFIG));
        boolean homelyRoutes = homely || !Files.isDirectory(directory.resolve(ROUTES));
        boolean homeHasRoutes = Files.isDirectory(home.resolve(ROUTES));
        this.routes = routes.orElse((homelyRoutes && homeHasRoutes ? home : directory).resolve(ROUTES));
    }

    Path config() {
        return config;
    }

    Path routes() {
        return routes;
    }
}
