package org.pbxfailover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pbxfailover.camel.Clock;
import org.pbxfailover.cli.Cli;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Outline;
import org.pbxfailover.config.Problem;
import org.pbxfailover.journal.Journal;
import org.pbxfailover.journal.StateDirectory;

/** A whole robot in this process, for stories that need no process of its own. */
public final class InProcess implements AutoCloseable {
    private final Robot robot;

    private InProcess(Robot robot) {
        this.robot = robot;
    }

    /** Started and guarding, as {@code run} would. */
    public static InProcess start(Path file, Path routes) {
        return start(file, routes, Clock.SYSTEM, journal -> journal);
    }

    /**
     * As {@code run} would, with another clock, and with a journal that has troubles of its own.
     *
     * @param around makes of the journal the one that the pairs use
     */
    public static InProcess start(Path file, Path routes, Clock clock, UnaryOperator<Journal> around) {
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        if (!(reading instanceof ConfigurationReader.Valid valid)) {
            throw new AssertionError(reading);
        }
        Configuration configuration = valid.configuration();
        StateDirectory.Opening opening = StateDirectory.open(
                configuration.robot().state(), configuration.robot().name());
        Robot robot;
        if (opening instanceof StateDirectory.Opened opened) {
            robot = robot(valid, routes, opened.directory(), Optional.empty(), clock, around);
        } else if (opening instanceof StateDirectory.Held held) {
            robot = robot(valid, routes, held.directory(), Optional.of(held.reason()), clock, around);
        } else {
            throw new AssertionError(opening);
        }
        robot.start();
        return new InProcess(robot);
    }

    private static Robot robot(
            ConfigurationReader.Valid configuration,
            Path routes,
            StateDirectory state,
            Optional<String> hold,
            Clock clock,
            UnaryOperator<Journal> around) {
        return new Robot(configuration, routes, state, around.apply(state.journal()), hold, clock);
    }

    /** What {@code check} would say of these files. */
    public static List<Problem> problems(Path file, Path routes) {
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        List<Problem> problems = new ArrayList<>(new LocalProgram().routeProblems(routes, reading.outline(), true));
        if (reading instanceof ConfigurationReader.Invalid invalid) {
            problems.addAll(invalid.problems());
        }
        return problems;
    }

    /** What {@code check} would say of routes for a configuration that is valid. */
    public static List<Problem> routeProblems(Outline outline, Path routes) {
        return new LocalProgram().routeProblems(routes, outline, true);
    }

    /**
     * A command of the command line that speaks to this robot.
     *
     * @return its exit status
     */
    public int command(Path file, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", file.toString()));
        return Cli.run(new LocalProgram(), all.toArray(String[]::new));
    }

    public int apiPort() {
        return robot.apiPort();
    }

    public int consolePort() {
        return robot.consolePort();
    }

    @Override
    public void close() {
        robot.close();
    }
}
