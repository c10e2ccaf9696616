package org.pbxfailover.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where configuration and routes are: as said on the command line; otherwise in the directory that the process works in; otherwise,
 * for the routes, where the launcher lies. The launcher works in its own directory when the person's has no configuration, so that
 * everything relative in a configuration, the journal above all, belongs to the place of that configuration and not to wherever
 * somebody happened to stand.
 */
final class Places {
    private static final Path CONFIG = Path.of("config", "failover.yaml");
    private static final Path ROUTES = Path.of("routes");

    private final Path config;
    private final Path routes;

    /** @param config and {@code routes} as said on the command line */
    Places(Optional<Path> config, Optional<Path> routes, Surroundings surroundings) {
        Path here = surroundings.directory();
        Path keeper = Files.isDirectory(here.resolve(ROUTES)) ? here : surroundings.home();
        this.config = config.map(surroundings.caller()::resolve).orElse(here.resolve(CONFIG));
        this.routes = routes.map(surroundings.caller()::resolve).orElse(keeper.resolve(ROUTES));
    }

    Path config() {
        return config;
    }

    Path routes() {
        return routes;
    }
}
