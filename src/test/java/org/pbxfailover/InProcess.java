package org.pbxfailover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.ConfigurationReader;
import org.pbxfailover.config.Problem;
import org.pbxfailover.journal.StateDirectory;

/** A whole robot in this process, for stories that need no process of its own. */
public final class InProcess implements AutoCloseable {
    private final Robot robot;

    private InProcess(Robot robot) {
        this.robot = robot;
    }

    /** Started and guarding, as {@code run} would. */
    public static InProcess start(Path file, Path routes) {
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        if (!(reading instanceof ConfigurationReader.Valid valid)) {
            throw new AssertionError(reading);
        }
        Configuration configuration = valid.configuration();
        StateDirectory.Opening opening = StateDirectory.open(
                configuration.robot().state(), configuration.robot().name());
        Robot robot;
        if (opening instanceof StateDirectory.Opened opened) {
            robot = new Robot(valid, routes, opened.directory(), Optional.empty());
        } else if (opening instanceof StateDirectory.Held held) {
            robot = new Robot(valid, routes, held.directory(), Optional.of(held.reason()));
        } else {
            throw new AssertionError(opening);
        }
        robot.start();
        return new InProcess(robot);
    }

    /** What {@code check} would say of these files. */
    public static List<Problem> problems(Path file, Path routes) {
        ConfigurationReader.Reading reading = new ConfigurationReader().read(file);
        List<Problem> problems = new ArrayList<>(new LocalProgram().routeProblems(routes, reading.outline()));
        if (reading instanceof ConfigurationReader.Invalid invalid) {
            problems.addAll(invalid.problems());
        }
        return problems;
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
