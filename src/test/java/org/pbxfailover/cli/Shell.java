package org.pbxfailover.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pbxfailover.config.ConfigurationReader.Invalid;
import org.pbxfailover.config.ConfigurationReader.Reading;
import org.pbxfailover.config.ConfigurationReader.Valid;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.operator.Tried;

/** Runs anna's commands and keeps what they print. The time is 2026-11-23 03:00:00 UTC. */
final class Shell implements Program {
    static final Outline OUTLINE = Outline.unreadable("config/failover.yaml");

    final Map<String, String> environment = new HashMap<>(Map.of("SUDO_USER", "anna"));
    final List<String> started = new ArrayList<>();
    final List<Problem> routeProblems = new ArrayList<>();
    Reading reading = new Invalid(List.of(new Problem("config/failover.yaml", 3, "robot.nane is unknown")), OUTLINE);
    Optional<RuntimeException> defect = Optional.empty();
    List<Tried> tried = List.of();
    boolean terminal;
    String typed = "";
    Path read = Path.of("");
    String out = "";
    String err = "";

    private final Path directory;

    Shell(Path directory) {
        this.directory = directory;
    }

    int run(String... arguments) {
        StringWriter written = new StringWriter();
        StringWriter complained = new StringWriter();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(written),
                new PrintWriter(complained),
                new BufferedReader(new StringReader(typed)),
                terminal,
                environment,
                directory,
                directory.resolve("caller"),
                directory.resolve("home"),
                Clock.fixed(Instant.parse("2026-11-23T03:00:00Z"), ZoneOffset.UTC),
                file -> {
                    read = file;
                    return reading;
                });
        int exit = Cli.run(this, surroundings, arguments);
        out = written.toString();
        err = complained.toString();
        return exit;
    }

    private int started(String what) {
        defect.ifPresent(thrown -> {
            throw thrown;
        });
        started.add(what);
        return 0;
    }

    @Override
    public int run(Valid valid, Path routes) {
        return started("run " + routes);
    }

    @Override
    public List<Problem> routeProblems(Path routes, Outline outline, boolean all) {
        return routeProblems;
    }

    @Override
    public List<Tried> tried(Valid valid, Path routes) {
        started("tried " + routes);
        return tried;
    }

    @Override
    public Outline simulated() {
        return OUTLINE;
    }

    @Override
    public int demo(Path routes) {
        return started("demo " + routes);
    }

    @Override
    public int sandbox(Path routes) {
        return started("sandbox " + routes);
    }

    @Override
    public int simulatePbx(Listen listen, Role role) {
        return started("pbx " + role + " " + listen);
    }

    @Override
    public int simulateInternet(SimulatedInternet plan) {
        return started("internet " + plan.hosts() + " " + plan.first());
    }
}
