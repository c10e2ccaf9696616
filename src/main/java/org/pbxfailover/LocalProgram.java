package org.pbxfailover;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.pbxfailover.cli.CommandFailure;
import org.pbxfailover.cli.Program;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Problem;
import org.pbxfailover.config.RobotSettings.Listen;
import org.pbxfailover.journal.StateDirectory;
import org.pbxfailover.journal.StateException;
import org.pbxfailover.operator.Tried;
import org.pbxfailover.routes.RoutesCheck;
import org.pbxfailover.sandbox.DemoStory;
import org.pbxfailover.sandbox.RobotStarter;
import org.pbxfailover.sandbox.RunningRobot;
import org.pbxfailover.sandbox.Sandbox;
import org.pbxfailover.sandbox.Simulators;
import org.pbxfailover.sandbox.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands start, in this process. */
final class LocalProgram implements Program {
    private static final Logger LOG = LoggerFactory.getLogger("pbx-failover.events");

    @Override
    public int run(ConfigurationReader.Valid valid, Path routes) {
        CountDownLatch stop = Signals.stop();
        Configuration configuration = valid.configuration();
        try (Robot robot = started(valid, routes)) {
            LOG.info(guards(
                    configuration,
                    robot.apiPort(),
                    robot.hasConsole() ? OptionalInt.of(robot.consolePort()) : OptionalInt.empty()));
            stop.await();
            LOG.info("told to stop; a half-finished activation is gone on with at the next start");
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /**
     * What a robot says once it guards.
     *
     * @param consolePort empty when the port that is configured is somebody else's: another robot's console is not to be taken for this one's
     */
    static String guards(Configuration configuration, int apiPort, OptionalInt consolePort) {
        String console = consolePort.isPresent()
                ? "console http://" + configuration.robot().console().host() + ":" + consolePort.getAsInt()
                        + "/hawtio, " + login(configuration)
                : "no console";
        return "%s guards %d pair(s)%s; API http://%s:%d/api, %s"
                .formatted(
                        configuration.robot().name(),
                        configuration.pairs().size(),
                        shadow(configuration),
                        configuration.robot().api().host(),
                        apiPort,
                        console);
    }

    /** Nobody is to find out in the night that a pair was never live. */
    private static String shadow(Configuration configuration) {
        long shadows = configuration.pairs().stream().filter(Pair::shadow).count();
        if (shadows == 0) {
            return "";
        }
        return shadows == configuration.pairs().size()
                ? " in shadow mode: it decides and reports, and never acts"
                : ", " + shadows + " of them in shadow mode: about those it decides and reports, and never acts";
    }

    /** How to get into the console: the place of a password that was made up, never its value. */
    private static String login(Configuration configuration) {
        String user = "user " + configuration.robot().user();
        return configuration.robot().password().isPresent()
                ? user
                : user + ", password in " + configuration.robot().state().resolve(StateDirectory.CONSOLE_PASSWORD);
    }

    static Robot started(ConfigurationReader.Valid valid, Path routes) {
        Configuration configuration = valid.configuration();
        StateDirectory.Opening opening = StateDirectory.open(
                configuration.robot().state(), configuration.robot().name());
        if (opening instanceof StateDirectory.Refused refused) {
            throw refused.taken() ? CommandFailure.invalid(refused.reason()) : CommandFailure.refused(refused.reason());
        }
        Robot robot = opening instanceof StateDirectory.Held held
                ? made(valid, routes, held.directory(), Optional.of(held.reason()))
                : made(valid, routes, ((StateDirectory.Opened) opening).directory(), Optional.empty());
        try {
            robot.start();
        } catch (RuntimeException e) {
            robot.close();
            throw edited(routes, valid.outline()).orElse(e);
        }
        return robot;
    }

    /** A robot that cannot be made, such as for a secret of its own that cannot be read, leaves the directory to the next one. */
    private static Robot made(
            ConfigurationReader.Valid valid, Path routes, StateDirectory state, Optional<String> hold) {
        try {
            return new Robot(valid, routes, state, hold);
        } catch (RuntimeException e) {
            state.close();
            throw e instanceof StateException ? CommandFailure.refused(String.valueOf(e.getMessage())) : e;
        }
    }

    /** The routes were checked, but somebody may have edited them between that and the start. */
    private static Optional<RuntimeException> edited(Path routes, Outline outline) {
        List<Problem> problems = check(outline).checkNeeded(routes);
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(CommandFailure.invalid(
                        problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))));
    }

    @Override
    public List<Problem> routeProblems(Path routes, Outline outline, boolean all) {
        List<Problem> problems = new ArrayList<>(outline.insideWorkingDirectory(routes, "the routes directory"));
        RoutesCheck check = check(outline);
        problems.addAll(all ? check.check(routes) : check.checkNeeded(routes));
        return problems;
    }

    private static RoutesCheck check(Outline outline) {
        return new RoutesCheck(outline, DryFlow.withoutPairs()::bind);
    }

    @Override
    public List<Tried> tried(ConfigurationReader.Valid valid, Path routes) {
        return LiveCheck.of(valid.configuration(), routes);
    }

    @Override
    public Outline simulated() {
        return World.OUTLINE;
    }

    @Override
    public int demo(Path routes) {
        return DemoStory.run(System.out, starter(routes));
    }

    @Override
    public int sandbox(Path routes) {
        return Sandbox.run(System.out, starter(routes), Signals.stop());
    }

    private RobotStarter starter(Path routes) {
        return file -> {
            ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
            if (reading instanceof ConfigurationReader.Invalid invalid) {
                throw CommandFailure.invalid(invalid.problems().toString());
            }
            ConfigurationReader.Valid valid = (ConfigurationReader.Valid) reading;
            return new Started(valid.configuration(), started(valid, routes));
        };
    }

    private record Started(Configuration configuration, Robot robot) implements RunningRobot {
        @Override
        public URI api() {
            return URI.create("http://" + configuration.robot().api().host() + ":" + robot.apiPort());
        }

        @Override
        public String token() {
            return robot.token();
        }

        @Override
        public URI console() {
            return URI.create(
                    "http://" + configuration.robot().console().host() + ":" + robot.consolePort() + "/hawtio/");
        }

        @Override
        public String login() {
            return robot.hasConsole() ? LocalProgram.login(configuration) : "none: its port is taken";
        }

        @Override
        public void close() {
            robot.close();
        }
    }

    @Override
    public int simulatePbx(Listen listen, Role role) {
        return Simulators.pbx(System.out, listen.toString(), role.name().toLowerCase(Locale.ROOT), Signals.stop());
    }

    @Override
    public int simulateInternet(SimulatedInternet plan) {
        Simulators.Internet internet = new Simulators.Internet(
                plan.first().host(),
                plan.first().port(),
                plan.hosts(),
                plan.dnsUpdates(),
                plan.dnsQueries(),
                plan.name(),
                plan.address());
        return Simulators.internet(System.out, internet, Signals.stop());
    }
}
